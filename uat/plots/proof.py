"""Draw a proof, box by box: a ceiling that the error does not touch anywhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.accuracy.measure.error import rounded_up
from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.base.ties import first_of_largest
from uat.plots.close_up import Interval, page_with_close_up
from uat.plots.curves import COLUMNS, envelope, error_curve, thinned
from uat.plots.frame import (
    add_polygons,
    axes_for,
    escaped,
    legend_above,
    mark_point,
    number_axes,
    plural,
    shade_windows,
    title,
)
from uat.plots.numbers import number
from uat.plots.sheet import LABELS, PROOF

if TYPE_CHECKING:
    from uat.accuracy.proof import Proof

MOST_BOXES = 2000  # drawn one by one; more are joined to a ceiling, column by column
OUTLINE = 1000
NEAR = 9  # boxes in the close-up
WIDEST = 0.6  # of the domain: a close-up that shows more than this shows nothing new


def plot_proof(
    approximation: Approximation, ax: Axes | None = None, window: Interval | None = None
) -> Axes:
    """Draw each box of the proof as high as its bound, with |f - network| as measured below it.

    ax: as for `plot`. window: only this part of the domain, and only the errors near the bound.
    Returns the axes. Raises InputError if nothing has been proven.
    """
    proof = proof_of(approximation)
    ax = axes_for(ax)
    number_axes(ax, approximation.target)
    ax.set_ylabel(_distance(proof), **LABELS)
    left, right = window or approximation.target.box[0]
    _draw_boxes(ax, proof, left, right)
    _draw_error(ax, approximation, left, right)
    tol, bound = approximation.tolerance, proof.bound
    where = escaped(proof.left_out.where(approximation.target.names))
    if tol is not None and not proof.offset:
        _level(ax, tol, LIGHT.target, "--", f"tolerance {number(tol, 4)}")
    _level(ax, bound, LIGHT.text, "-", f"proven: at most {rounded_up(bound)} {where}")
    _mark_lower(ax, proof, left, right)
    shade_windows(ax, proof.excluded)
    if window:
        ax.set_xlim(window)
        _limits_near(ax, proof, tol)
        title(ax, ["Close-up at the largest bound"], _sharpness(proof))
    else:
        legend_above(ax, 0.0, max(bound, tol or 0.0, approximation.error.max))
        title(ax, ["Proof"], *_summary(proof))
    return ax


def _distance(proof: Proof) -> str:
    """Write what the proof bounds: the distance from f, or from the middle of a tube beside f."""
    if proof.allowed is not None:
        return f"|network − $f$| / {proof.allowed.words()}"
    if not proof.offset:
        return "|network − $f$|"
    return f"|network − ($f$ {'+' if proof.offset > 0 else '−'} {number(abs(proof.offset))})|"


def proof_page(approximation: Approximation) -> Figure:
    """Draw all boxes, and beside them those around the largest bound, so that the gap is seen."""
    near = _near(proof_of(approximation))
    return page_with_close_up(PROOF, near, partial(plot_proof, approximation), (1.5, 1))


def proof_of(approximation: Approximation) -> Proof:
    """Return the proof that there is. Raises InputError if there is none."""
    if approximation.proof is None:
        raise InputError(
            "there is no proof to draw: build the network with --prove (in Python, prove=True)"
        )
    if approximation.proof.kind != "intervals":
        raise InputError("the view proof is for one input so far")
    return approximation.proof


def _draw_boxes(ax: Axes, proof: Proof, left: float, right: float) -> None:
    """Draw boxes one by one, or their ceiling when they are narrower than the eye can see."""
    boxes = proof.boxes
    inside = (boxes.right > left) & (boxes.left < right)
    count, low, high = int(inside.sum()), boxes.left[inside], boxes.right[inside]
    top = boxes.bound[inside]
    if count > MOST_BOXES:
        low, high, top = _joined(low, high, top, left, right)
    corners = [(low, 0 * top), (low, top), (high, top), (high, 0 * top)]
    polygons = np.stack([np.stack(corner, axis=1) for corner in corners], axis=1)
    width = 0.8 if count <= 100 else 0.25
    look: dict[str, Any] = {"facecolor": LIGHT.band, "edgecolor": LIGHT.target, "alpha": 0.6}
    add_polygons(ax, polygons, linewidth=width, zorder=1, label="the bound on each box", **look)


def _joined(
    low: Array, high: Array, top: Array, left: float, right: float
) -> tuple[Array, Array, Array]:
    """Join boxes to as many columns as the eye tells apart, as high as the highest in each."""
    edges = np.linspace(left, right, OUTLINE + 1)
    first = np.clip(np.searchsorted(edges, low, side="right") - 1, 0, OUTLINE - 1)
    last = np.clip(np.searchsorted(edges, high, side="left") - 1, 0, OUTLINE - 1)
    ceiling = np.zeros(OUTLINE)
    np.maximum.at(ceiling, first, top)
    np.maximum.at(ceiling, last, top)
    for i in np.flatnonzero(last > first + 1):
        ceiling[first[i] : last[i]] = np.maximum(ceiling[first[i] : last[i]], top[i])
    return edges[:-1], edges[1:], ceiling


def _draw_error(ax: Axes, approximation: Approximation, left: float, right: float) -> None:
    x, y = error_curve(approximation)
    inside = (x >= left) & (x <= right)
    proof = proof_of(approximation)
    x, y = x[inside], np.abs(y[inside] - proof.offset)
    if proof.allowed is not None:
        y = y / proof.allowed.radius(approximation.target(x))
    label = f"{_distance(proof)}, measured"
    if approximation.network.neurons > 150 and x.size > COLUMNS:
        centres, _, high = envelope(x, y, OUTLINE)
        ax.fill_between(centres, 0, high, color=LIGHT.error, linewidth=0, alpha=0.75, label=label)
        return
    kept = thinned(x, y, COLUMNS)
    width = 1.3 if approximation.network.neurons <= 40 or x.size < COLUMNS else 0.8
    ax.plot(x[kept], y[kept], color=LIGHT.error, linewidth=width, label=label, zorder=2)


def _level(ax: Axes, y: float, color: str, style: str, label: str) -> None:
    ax.axhline(y, color=color, linestyle=style, linewidth=1.2, label=label, zorder=3)


def _mark_lower(ax: Axes, proof: Proof, left: float, right: float) -> None:
    """Mark where the error is certainly as large as `lower`."""
    if left <= proof.at[0] <= right:
        label = f"certainly reached: {number(proof.lower, 5)}"
        mark_point(ax, proof.at[0], proof.lower, label)


def _near(proof: Proof) -> Interval | None:
    """Choose the boxes around the largest bound; None if those are most of the domain."""
    boxes = proof.boxes
    top = first_of_largest(boxes.bound)
    first, last = max(0, top - NEAR // 2), min(boxes.left.size, top + NEAR // 2 + 1) - 1
    left, right = float(boxes.left[first]), float(boxes.right[last])
    whole = float(boxes.right[-1] - boxes.left[0])
    return (left, right) if right - left <= WIDEST * whole else None


def _limits_near(ax: Axes, proof: Proof, tol: float | None) -> None:
    """Set limits so far down that the gap of error and bound is a good part of the height."""
    gap = max(proof.bound - proof.lower, 1e-3 * proof.bound)
    top = proof.bound
    if tol is not None and tol - proof.bound < 4 * gap:
        top = max(top, tol)
    ax.set_ylim(proof.lower - 8 * gap, top + gap)


def _sharpness(proof: Proof) -> str:
    if not proof.lower > 0:
        return "the error is zero wherever it was looked at"
    return f"the bound is {number(100 * (proof.ratio - 1), 2)} % above what is certainly reached"


def _summary(proof: Proof) -> tuple[str, ...]:
    counted = plural(proof.boxes.left.size, "box")
    return (
        f"{counted}: on none of them |network − $f$| is above its bound, rounding included",
        f"{counted}, rounding included",
        counted,
    )
