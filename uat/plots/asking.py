"""Find out what `net.plot(…)` was asked for: a view, a file, axes; and draw it."""

from __future__ import annotations

import os
from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from uat.base.errors import InputError
from uat.plots.views import VIEWS, draw, find

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from uat.approximation import Approximation
    from uat.approximation.growth import Growth

Name = str | os.PathLike[str]


def ask(
    net: Approximation,
    shown: Axes | Name | None,
    *,
    view: str | None,
    ax: Axes | Name | None,
    size: tuple[float, float] | None,
    style: Any,
    title: bool | str | None,
    grow: Callable[[], Growth],
) -> Axes | Figure:
    """Draw what `Approximation.plot` was asked for; its arguments are those of that method.

    grow: builds networks of many sizes, for the view that shows them. Raises InputError for what
    cannot be, before anything is drawn or built.
    """
    from uat.plots.function import plot
    from uat.plots.layout import sized
    from uat.plots.looks import finish, styled
    from uat.plots.saving import require_picture, save_figure

    view, path, axes = _sorted(shown, view, ax)
    if path is not None:
        require_picture(path)
    if axes is not None and (path is not None or size is not None):
        raise InputError("axes are part of a figure: its name and size are those of the figure")
    with sized(size), styled(style):
        if path is None and view is None:
            drawn = plot(net, axes)
            figure = drawn.get_figure(root=True)
            alone = axes is None and figure is not None and figure.axes == [drawn]
            finish(figure if figure is not None and alone else drawn, title)
            return drawn
        found = find(net, view)
        if axes is not None and not found.single:
            raise InputError(
                f"the view {found.name} is a page of its own, without ax; into axes go "
                + ", ".join(v.name for v in VIEWS.values() if v.single and v.fits(net))
            )
        figure = draw(grow() if found.of_growth else net, view, axes)
        finish(figure if axes is None else axes, title)
        if path is not None:
            save_figure(figure, path)
        return figure


def _sorted(shown: Any, view: str | None, ax: Any) -> tuple[str | None, Name | None, Axes | None]:
    """Tell the name of a view from that of a file and from axes, wherever they were given."""
    path = axes = None
    for given in (shown, ax):
        if given is None:
            continue
        if not isinstance(given, str | os.PathLike):
            axes = _axes(given)
        elif os.path.splitext(given)[1]:
            path = given
        elif view is None:
            view = _view(os.fspath(given))
        else:
            raise InputError(f"there are two views, {os.fspath(given)!r} and {view!r}: give one")
    return view, path, axes


def _view(name: str) -> str:
    """Return the name of a view. Raises InputError, with the name that may be meant."""
    if name in VIEWS:
        return name
    close = get_close_matches(name.lower(), VIEWS, 1)
    advice = f"did you mean {close[0]}?" if close else f"views are {', '.join(VIEWS)}"
    raise InputError(
        f"{name!r} is no view, and no name of a picture, which ends in .png, .svg or .pdf: {advice}"
    )


def _axes(given: Any) -> Any:
    from matplotlib.axes import Axes

    if not isinstance(given, Axes):
        hint = ": give one of them" if hasattr(given, "shape") else ""
        raise InputError(f"ax takes matplotlib Axes, not {type(given).__name__}{hint}")
    return given
