"""Give a picture the looks that a publication asks for: a style, a title of its own or none.

Views take colours from our palette and sizes from our sheet. Where the user's matplotlib differs
from matplotlib as it comes (by a style, or by `rcParams` of his own), the user's settings win.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from uat.base.choices import choose
from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.plots.frame import NOTES
from uat.plots.sheet import HEADS, SMALL

Style = str | os.PathLike[str] | Mapping[str, Any] | Sequence[Any]
Title = bool | str
# Roles in the order in which a style's own colours are given to them.
ROLES = ("target", "network", "step", "ramp", "bump", "error")
GROUND = (LIGHT.background, LIGHT.text, LIGHT.muted)
OWN: Any = mpl.rcParams
USUAL: Any = mpl.rcParamsDefault
SIDES = ("left", "right", "top", "bottom")


@contextmanager
def styled(style: Style | None) -> Iterator[None]:
    """Draw meanwhile in matplotlib's styles of these names, files or settings; None: as it is.

    Raises InputError for what matplotlib does not know.
    """
    if style is None:
        yield
        return
    from matplotlib import style as styles

    parts: list[Any] = [style] if isinstance(style, str | os.PathLike | Mapping) else list(style)
    for part in parts:
        named = isinstance(part, str) and not part.endswith(".mplstyle")
        if named and part not in (*styles.available, "default"):
            raise InputError(f"matplotlib has no style {part!r}: {choose(part, styles.available)}")
    with mpl.rc_context():
        try:
            styles.use([dict(p) if isinstance(p, Mapping) else p for p in parts])
        except (OSError, KeyError, ValueError, TypeError) as error:
            reason = str(error.args[0] if error.args else error).splitlines()[0]
            raise InputError(f"matplotlib cannot use that style: {reason}") from None
        if OWN["text.usetex"] and shutil.which("latex") is None:
            raise InputError(
                "the style sets text with LaTeX, which is not installed: use text.usetex=False, "
                "with which matplotlib sets mathematics by itself"
            )
        yield


def finish(shown: Figure | Axes, title: Title | None = None) -> None:
    """Give what a view has drawn the title that was asked for, and the user's settings."""
    axes = list(shown.axes) if isinstance(shown, Figure) else [shown]
    if axes and not (title is None or title is True):
        _retitle(shown, axes[0], title or "")
    if isinstance(shown, Figure) and _differs("figure.facecolor"):
        for figure in (shown, *shown.subfigs):
            figure.set_facecolor(OWN["figure.facecolor"])
    colours, larger = _colours(), _ratio("font.size")
    for ax in axes:
        _restyle(ax, colours, larger)
    if isinstance(shown, Figure):
        for text in shown.texts:
            _recolour(text, colours)
            text.set_fontsize(float(text.get_fontsize()) * larger)


def _retitle(shown: Figure | Axes, ax: Axes, title: str) -> None:
    """Replace the main title: that of the figure if it has one, else that of its first axes.

    Headings of other axes stay: they say which part is which.
    """
    if isinstance(shown, Figure) and shown.get_suptitle():
        shown.suptitle(_checked(shown, title), **HEADS)
        return
    for text in [text for text in ax.texts if text.get_label() == NOTES]:
        text.remove()
    ax.set_title("", loc="center")
    ax.set_title(_checked(ax.figure, title), loc="left", pad=5, **HEADS)


def _checked(figure: Any, title: str) -> str:
    """Return the title. Raises InputError if it has mathematics that cannot be set."""
    try:
        Text(0, 0, title, figure=figure.get_figure(root=True)).get_window_extent()
    except ValueError:
        raise InputError(f"cannot set the mathematics of the title {title!r}") from None
    return title


def _differs(key: str) -> bool:
    return bool(OWN[key] != USUAL[key])


def _ratio(key: str) -> float:
    return float(OWN[key] / USUAL[key])


def _colours() -> dict[str, str]:
    """Return which of our colours stand for which of the user's, where he has his own."""
    own = {
        LIGHT.background: "axes.facecolor",
        LIGHT.text: "text.color",
        LIGHT.muted: "xtick.color",
    }
    colours = {ours: to_hex(OWN[key]) for ours, key in own.items() if _differs(key)}
    if _differs("axes.prop_cycle"):
        cycle = [style.get("color") for style in OWN["axes.prop_cycle"]]
        for role, color in zip(ROLES, filter(None, cycle), strict=False):
            colours[getattr(LIGHT, role)] = to_hex(color)
        colours[LIGHT.band] = colours[LIGHT.target]
    return colours


def _restyle(ax: Axes, colours: Mapping[str, str], larger: float) -> None:
    """Use the user's colours, sizes, widths and sides in axes that a view has drawn."""
    if LIGHT.background in colours:
        ax.set_facecolor(colours[LIGHT.background])
    if colours:
        if not ax.axison and LIGHT.background in colours:  # what is behind is the figure
            colours = {**colours, LIGHT.background: to_hex(OWN["figure.facecolor"])}
        if ax.images:  # their colours mean what our palette says
            colours = {ours: c for ours, c in colours.items() if ours in GROUND}
        for artist in dict.fromkeys(ax.findobj()):
            _recolour(artist, colours)
        ax.tick_params(colors=colours.get(LIGHT.muted, LIGHT.muted))
    if larger != 1.0:
        for text in {text for text in ax.findobj(Text) if isinstance(text, Text)}:
            text.set_fontsize(float(text.get_fontsize()) * larger)
        ax.tick_params(labelsize=SMALL * larger)
    if (thicker := _ratio("lines.linewidth")) != 1.0:
        for line in ax.lines:
            line.set_linewidth(line.get_linewidth() * thicker)
    for side in SIDES:
        if _differs(f"axes.spines.{side}") and side in ax.spines:
            ax.spines[side].set_visible(OWN[f"axes.spines.{side}"])


def _recolour(artist: Artist, colours: Mapping[str, str]) -> None:
    """Replace those of an artist's colours that have a replacement; each keeps its opacity."""
    if isinstance(artist, Collection):
        if artist.get_array() is None:
            before = np.atleast_2d(artist.get_facecolor()), np.atleast_2d(artist.get_edgecolor())
            artist.set_facecolor([_other(color, colours) for color in before[0]])
            artist.set_edgecolor([_other(color, colours) for color in before[1]])
    elif isinstance(artist, Line2D):
        parts = ("color", "markerfacecolor", "markeredgecolor")
        now = {part: getattr(artist, f"get_{part}")() for part in parts}  # some follow the first
        for part, color in now.items():
            if not isinstance(color, str) or color != "none":
                getattr(artist, f"set_{part}")(_other(color, colours))
    elif isinstance(artist, Patch):
        opacity = artist.get_alpha()
        artist.set_facecolor(_other(artist.get_facecolor(), colours))
        artist.set_edgecolor(_other(artist.get_edgecolor(), colours))
        artist.set_alpha(opacity)
    elif isinstance(artist, Text) and not artist.get_path_effects():  # those stand on a picture
        artist.set_color(_other(artist.get_color(), colours))
        if (box := artist.get_bbox_patch()) is not None:  # no child of its text
            _recolour(box, colours)


def _other(color: Any, colours: Mapping[str, str]) -> tuple[float, float, float, float]:
    red, green, blue, opacity = to_rgba(color)
    found = colours.get(to_hex((red, green, blue)))
    return (red, green, blue, opacity) if found is None else (*to_rgba(found)[:3], opacity)
