"""Draw why no smaller network exists: the points that force each of its pieces, in the tube."""

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.constructions.line.minimum import Minimum
from uat.constructions.registry import CONSTRUCTIONS
from uat.plots.close_up import Interval, close_up, page_with_close_up, title_close_up
from uat.plots.curves import target_curve
from uat.plots.frame import (
    axes_for,
    function_name,
    headings,
    legend_above,
    number_axes,
    plural,
    title,
)
from uat.plots.numbers import count
from uat.plots.sheet import FALL, LABELS, MINIMUM, RISE, SMALL
from uat.plots.tube import tube_words

Chosen = NDArray[np.intp]

MOST_DRAWN = 400  # witnesses drawn one by one on the whole domain
NUMBERED = 12  # witnesses that carry their number


def plot_minimum(
    approximation: Approximation,
    ax: Axes | None = None,
    window: Interval | None = None,
    minimum: Minimum | None = None,
) -> Axes:
    """Draw the witnesses: two points with too high a step between them, or three with a bend.

    A pair cannot be served by one height, so a cut stands between its points. A triple lets no
    straight line pass through the tube at all three, so a kink stands between its ends. Intervals
    of one colour do not overlap, so each witness forces a neuron of its own.

    ax: as for `plot`. window: only this part of the domain. minimum: as `approximation.minimum()`
    found it, if it did. Returns the axes. Raises InputError where there is no such proof.
    """
    found = minimum if minimum is not None else minimum_of(approximation)
    ax = axes_for(ax)
    target, half = approximation.target, found.tolerance
    number_axes(ax, target)
    ax.set_ylabel(function_name(target), **LABELS)
    left, right = window or target.box[0]
    x, y = target_curve(approximation, (left, right))
    middle = y + approximation.plan.offset
    width = half if not approximation.plan.side else 2 * half
    label = f"tube: {tube_words(approximation, width)}"
    ax.fill_between(
        x, middle - half, middle + half, color=LIGHT.band, alpha=0.5, linewidth=0, label=label
    )
    ax.plot(x, y, color=LIGHT.target, linewidth=0.9, linestyle="--", label="$f$", zorder=1.5)
    _draw_witnesses(ax, found, left, right)
    legend_above(ax, float(np.nanmin(middle)) - half, float(np.nanmax(middle)) + half)
    if window:
        title_close_up(ax, target, window)
    else:
        title(ax, headings(target), *_sentences(found))
    return ax


def minimum_page(approximation: Approximation) -> Figure:
    """Draw all witnesses, and beside them a few, so close that it is seen what each forces."""
    found = minimum_of(approximation)
    near = close_up(approximation, found.tolerance, found.witnesses[:, 1])
    return page_with_close_up(MINIMUM, near, partial(plot_minimum, approximation, minimum=found))


def minimum_of(approximation: Approximation) -> Minimum:
    """Return the proof of the lower side. Raises InputError where there is none."""
    if approximation.kind.witnesses is None:
        raise InputError(
            f"there is no minimum for {approximation.construction}: build with steps or ramps"
        )
    return approximation.minimum()


def _draw_witnesses(ax: Axes, found: Minimum, left: float, right: float) -> None:
    """Draw the witnesses in the window; of very many an even selection, as the label says."""
    ends = found.witnesses[:, [0, -1]]
    inside = np.flatnonzero((ends[:, 1] >= left) & (ends[:, 0] <= right))
    chosen = inside[:: max(1, -(-inside.size // MOST_DRAWN))]
    for up, color, what in ((True, RISE, "up"), (False, FALL, "down")):
        mine = chosen[found.rising[chosen] == up]
        if mine.size:
            total = count(int(np.sum(found.rising[inside] == up)))
            few = "" if chosen.size == inside.size else f" ({mine.size} drawn)"
            label = f"{total} × {_forced(found, what)}{few}"
            _draw(ax, found, mine, color, label, chosen.size)
    if chosen.size <= NUMBERED:
        _write_numbers(ax, found, chosen)


def _forced(found: Minimum, what: str) -> str:
    if found.witnesses.shape[1] == 2:
        return f"a step {what}"
    return f"a bend {what}"


def _draw(ax: Axes, found: Minimum, chosen: Chosen, color: str, label: str, total: int) -> None:
    """Draw the witnesses' points on the tube's near sides, and the line that cannot be straight."""
    x, y = _on_the_tube(found, chosen)
    size = 5.0 if total <= 40 else 3.0
    width = 1.4 if total <= 40 else 1.0
    lines = LineCollection(list(np.stack([x, y], axis=2)), colors=color, linewidths=width, zorder=3)
    ax.add_collection(lines, autolim=False)
    ax.plot(
        x.reshape(-1),
        y.reshape(-1),
        "o",
        color=color,
        markersize=size,
        markeredgecolor=LIGHT.background,
        markeredgewidth=0.4,
        label=label,
        zorder=4,
    )


def _write_numbers(ax: Axes, found: Minimum, chosen: Chosen) -> None:
    """Number each witness beside its middle, on the side that its line leaves free."""
    for index in chosen.tolist():
        x, y = _on_the_tube(found, np.array([index]))
        slope = y[0, -1] - y[0, 0]
        ax.annotate(
            str(index + 1),
            (x[0].mean(), y[0].mean()),
            (-7 if slope > 0 else 7, 7),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=SMALL,
            color=RISE if found.rising[index] else FALL,
            annotation_clip=True,
            clip_on=True,
        )


def _on_the_tube(found: Minimum, chosen: Chosen) -> tuple[Array, Array]:
    """Put witnesses on the sides of the tube that face each other: (n, 2) or (n, 3)."""
    x, y = found.witnesses[chosen], found.values[chosen]
    sign = np.where(found.rising[chosen], 1.0, -1.0)[:, None]
    sides = np.array([1.0, -1.0]) if x.shape[1] == 2 else np.array([-1.0, 1.0, -1.0])
    return x, y + found.tolerance * sign * sides


def _sentences(found: Minimum) -> tuple[str, ...]:
    """Say what the witnesses prove."""
    kind = (
        "relu network"
        if CONSTRUCTIONS[found.construction].witnesses == "kinks"
        else "network of steps"
    )
    how = "proven with balls" if found.certain else "by f's float64 values"
    neurons = plural(found.neurons, "neuron")
    return (
        f"no {kind} with one hidden layer of fewer than {neurons} stays in the tube ({how})",
        f"no {kind} of fewer than {neurons} stays in the tube ({how})",
        f"at least {neurons} ({how})",
    )
