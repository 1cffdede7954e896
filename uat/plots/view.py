"""One way to look at an approximation: what it shows, of what it can be drawn, and who draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uat.base.errors import InputError
from uat.base.packages import at_address
from uat.plots.sheet import SINGLE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from uat.approximation import Approximation
    from uat.approximation.growth import Growth
    from uat.inspection import Look

LINE, CURVE, PLANE = "One input", "Several outputs", "Two inputs"  # what is approximated
LOOKED = "A network"  # that `uat look` looked at


@dataclass(frozen=True)
class View:
    """One way to look at an approximation.

    name: as users write it. shows: what can be seen on it, as the end of a sentence.
    of: what it is for, some of `LINE`, `CURVE` and `PLANE`. needs: what else an approximation must
    have. page: MODULE:FUNCTION in uat.plots that makes a figure of an approximation. single: one
    instead that draws into axes, which it is given after the approximation; `size`, in inches, is
    that of a figure with these axes alone.
    of_growth: whether it shows a `Growth`, which somebody else has built.
    """

    name: str
    shows: str
    of: tuple[str, ...]
    page: str = ""
    single: str = ""
    size: tuple[float, float] = SINGLE
    needs: Callable[[Approximation], bool] = lambda approximation: True
    of_growth: bool = False

    def fits(self, approximation: Approximation) -> bool:
        """Tell whether it can be drawn of the approximation."""
        target = approximation.target
        what = PLANE if target.inputs > 1 else CURVE if target.outputs > 1 else LINE
        return what in self.of and self.needs(approximation)

    def draw(self, shown: Approximation | Growth | Look, ax: Axes | None = None) -> Figure:
        """Draw it into axes, or as a figure that belongs to nobody, and return the figure.

        ax: None for a figure of its own, which needs no display and is not in pyplot. Raises
        InputError for axes if the view is a page of several.
        """
        from uat.plots.frame import figure_of, page, settle

        if not self.single:
            if ax is not None:
                raise InputError(f"the view {self.name} is a page of its own: leave out ax")
            figure: Figure = at_address(f"uat.plots.{self.page}")(shown)
            return figure
        if ax is None:
            ax = page(self.size).add_subplot()
            settle(ax)
        at_address(f"uat.plots.{self.single}")(shown, ax)
        return figure_of(ax)
