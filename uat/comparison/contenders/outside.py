"""Walk out of the box in every direction, where no model has seen f, and look."""

from collections.abc import Callable, Iterator

import numpy as np

from uat.base.arrays import Array
from uat.base.ties import first_of_largest
from uat.functions.target import Box

DISTANCES = 2.0 ** np.arange(0, 11)  # from the edge, in widths of the box
STILL, STRAIGHT, NEARLY = 1e-9, 1e-3, 0.3  # relative differences that count as none, or as small


def extrapolation(predict: Callable[..., Array], box: Box) -> str:
    """Say what a model does outside the box, along each input on both sides.

    predict: one array for each input. The words come from its values from 1 to 1024 widths away.
    """
    with np.errstate(all="ignore"):
        walks = list(_walks(predict, box))
    kinds = dict.fromkeys(_kind(walk, edge) for walk, edge in walks)
    if "nearly a straight line" in kinds:
        kinds.pop("a straight line", None)
    nearest = max(float(np.max(np.abs(walk[0]))) for walk, _ in walks)
    words = " or ".join(kinds)
    if list(kinds) == ["constant"]:
        return "constant: keeps its value at the edge"
    where = ", by direction" if len(kinds) > 1 else ""
    return f"{words}{where}; one width outside, |value| is up to {nearest:.3g}"


def _walks(predict: Callable[..., Array], box: Box) -> Iterator[tuple[Array, Array]]:
    """Return values on the way out, (distances, outputs), and at the edge, (outputs,)."""
    middle = [0.5 * (low + high) for low, high in box]
    for axis, (low, high) in enumerate(box):
        for start, sign in ((low, -1.0), (high, 1.0)):
            way = start + sign * (high - low) * np.concatenate([[0.0], DISTANCES])
            inputs = [np.full(way.size, value) for value in middle]
            inputs[axis] = way
            values = np.asarray(predict(*inputs), dtype=float).reshape(way.size, -1)
            yield values[1:], values[0]


def _kind(values: Array, edge: Array) -> str:
    """Say in a few words what the values at `DISTANCES` do."""
    if not np.isfinite(values).all():
        return "overflows"
    size = max(float(np.max(np.abs(values[:2]))), float(np.max(np.abs(edge))), 1e-300)
    if np.max(np.abs(values - edge)) <= STILL * size:
        return "constant"
    last = np.diff(values[-3:], axis=0)
    if np.max(np.abs(last)) <= STRAIGHT * size:
        return "levels off to a constant"
    slopes = np.diff(values[-4:], axis=0) / np.diff(DISTANCES[-4:])[:, None]
    spread = np.ptp(slopes, axis=0).max() / np.abs(slopes).max()
    if spread <= NEARLY:
        return "a straight line" if spread <= STRAIGHT else "nearly a straight line"
    output = first_of_largest(np.abs(values[-1]))
    powers = np.diff(np.log2(np.abs(values[-4:, output])))  # distances double
    return f"blows up like distance^{powers[-1]:.0f}" if min(powers) > 1.5 else "wanders"
