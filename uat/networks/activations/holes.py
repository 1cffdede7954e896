"""Find where a typed s(z) has no value: by looking, and by balls where that is not enough."""

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.networks.activations.exact import FARTHEST, Exact
from uat.networks.activations.limits import RAYS

NEAR = 64.0  # where transitions usually are: looked at point by point, and covered by balls
NARROWEST = 2.0**-42
MOST_BOXES = 3000
HALVINGS = 60


def hole(exact: Exact) -> str | None:
    """Say what is wrong with s, and where; None if it has a finite value everywhere.

    What is only an overflow of float64 is not a hole.
    """
    z = _places()
    values = exact.expression(z)
    missing = ~np.isfinite(values)
    bad = np.flatnonzero(missing & (np.abs(z) < 2.0**FARTHEST))
    bad = bad[np.argsort(np.abs(z[bad]), kind="stable")]
    for i in bad[:MOST_BOXES]:
        if not np.isfinite(exact.values([z[i]])[0]):
            return _described(exact, z, values, missing, int(i))
    return _pole(exact)


def _places() -> Array:
    even = np.linspace(-NEAR, NEAR, 4097)
    octaves = 2.0 ** np.arange(-FARTHEST, 1023)
    rays = np.outer(RAYS[:1], octaves).reshape(-1)
    return np.unique(np.concatenate([even, rays, -rays, 1.001 * even]))


def _described(exact: Exact, z: Array, values: Array, missing: NDArray[np.bool_], i: int) -> str:
    """Describe a point, or an interval whose ends are bisected."""
    word = "not a number" if np.isnan(values[i]) else "infinite"
    first = last = i
    while first > 0 and missing[first - 1]:
        first -= 1
    while last + 1 < z.size and missing[last + 1]:
        last += 1
    if first == last:
        return f"is {word} at z = {z[i]:.6g}"
    if first == 0:
        return f"is {word} for z below {_edge(exact, z[last + 1], z[last]):.6g}"
    left = _edge(exact, z[first - 1], z[first])
    if last + 1 == z.size:
        return f"is {word} for z above {left:.6g}"
    return f"is {word} between z = {left:.6g} and {_edge(exact, z[last + 1], z[last]):.6g}"


def _edge(exact: Exact, good: float, bad: float) -> float:
    """Find where s stops having a value, between a good and a bad point."""
    for _ in range(HALVINGS):
        middle = 0.5 * (good + bad)
        if np.isfinite(exact.expression(middle)):
            good = middle
        else:
            bad = middle
    return 0.0 if abs(bad) < 1e-12 else bad


def _pole(exact: Exact) -> str | None:
    """Find a place near which s is not bounded, hidden between the points looked at."""
    for place in _unbounded_boxes(exact):
        if _grows_at(exact, place):
            return f"has a pole or never settles near z = {place:.6g}"
    return None


def _unbounded_boxes(exact: Exact) -> list[float]:
    """Find middles of the narrowest boxes on which balls have no bound, as the budget allows."""
    nearest_last = sorted(np.arange(-NEAR, NEAR), key=lambda left: -abs(left + 0.5))
    waiting = [(left, left + 1.0) for left in nearest_last]
    found: list[float] = []
    for _ in range(MOST_BOXES):
        if not waiting or len(found) >= 16:
            break
        left, right = waiting.pop()
        if np.isfinite(exact.enclosure(left, right)[0]):
            continue
        if right - left < NARROWEST:
            found.append(0.5 * (left + right))
            continue
        middle = 0.5 * (left + right)
        waiting += [(left, middle), (middle, right)]
    return found


def _grows_at(exact: Exact, place: float) -> bool:
    """Tell whether the values go on changing as octaves lead up to the place."""
    distance = 2.0 ** -np.arange(8.0, 38.0)
    for side in (1.0, -1.0):
        changes = np.abs(np.diff(exact.values(place + side * distance)))
        changes = changes[np.isfinite(changes)]
        if changes.size < 20:
            continue
        near, far = float(changes[-10:].sum()), float(changes[-20:-10].sum())
        if near > 0.9 * far and near > 1e-9:
            return True
    return False
