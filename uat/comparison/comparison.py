"""A comparison holds all contenders, and the tolerance from which on depth pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from uat.comparison.entry import Entry
from uat.functions.target import Target

if TYPE_CHECKING:
    from uat.constructions.folds.choose import Rung


@dataclass(frozen=True)
class Crossing:
    """The tolerance from which on a deep network needs fewer neurons than any shallow one.

    tolerance, shallow, deep: as in the rung of that tolerance. rungs: all that were tried, from
    large to small tolerances.
    """

    tolerance: float
    shallow: int
    deep: int
    rungs: tuple[Rung, ...] = ()


@dataclass(frozen=True, eq=False)
class Comparison:
    """The comparison that `compare` returns.

    entries: one for each contender, and for each tolerance or budget. crossing: where depth begins
    to pay, or None. notes: what else there is to say, such as that f is a straight line.
    """

    target: Target
    entries: tuple[Entry, ...]
    crossing: Crossing | None
    notes: tuple[str, ...]
    seconds: float

    def table(self) -> str:
        """Write the table for people, as text."""
        from uat.comparison.table import table

        return table(self)

    def plot(
        self,
        path: Any = None,
        *,
        size: tuple[float, float] | None = None,
        style: Any = None,
        title: bool | str | None = None,
    ) -> Any:
        """Draw error against neurons and parameters, and every contender's graph.

        path: where to write the picture; without one the matplotlib Figure is returned. size,
        style, title: as for `Approximation.plot`.
        """
        from uat.plots.comparison import plot_comparison

        return plot_comparison(self, path, size=size, style=style, title=title)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: what `uat compare --json` prints."""
        crossing = self.crossing
        return {
            "function": self.target.name,
            "box": [list(interval) for interval in self.target.box],
            "contenders": [entry.to_dict() for entry in self.entries],
            "crossing": crossing
            and {
                "tolerance": crossing.tolerance,
                "shallow": crossing.shallow,
                "deep": crossing.deep,
            },
            "notes": list(self.notes),
            "seconds": self.seconds,
        }

    def __repr__(self) -> str:
        return f"Comparison({self.target.name}, {len(self.entries)} contenders)"
