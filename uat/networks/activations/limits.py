"""Find limits at infinity, from octaves: values at 2**k along three rays, extrapolated."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.networks.activations.exact import FARTHEST

RAYS = (1.0, 1.2360679774997896, 1.6180339887498949)  # no two of them hit the same phase of a wave
AGREE = 1e-8  # relative to the size of the function: how well the rays must agree
NEAR = 9  # octaves that tell this size
SLOWEST = 0.98  # changes must shrink at least so from octave to octave
NEIGHBOURS = (1.0, 1.0213, 1.0477)  # of each of these points, against coincidence
FINE = 8  # points an octave in the search for the radius


@dataclass(frozen=True)
class Ends:
    """The ends of a function: how it behaves far out on one side.

    limit: NaN if there is none. low, high: the range of its values in the far half of the octaves.
    """

    limit: float
    low: float
    high: float

    @property
    def settles(self) -> bool:
        return bool(np.isfinite(self.limit))


def ends(function: Callable[[Array, float], Array], side: float) -> Ends:
    """Look at a function towards side*infinity; side is 1.0 or -1.0.

    function: exact values at an array of points, to each of which a fraction is added exactly.
    """
    octaves = np.ldexp(1.0, np.arange(FARTHEST + 1))
    values = np.array([function(side * ray * octaves, ray - 1.0) for ray in RAYS])
    far = values[:, FARTHEST // 2 :]
    if not np.isfinite(far).all():
        return Ends(np.nan, np.nan, np.nan)
    size = float(np.max(np.abs(values[:, :NEAR]))) or float(np.max(np.abs(far)))
    limits = [_extrapolated(ray[-24:], size) for ray in far]
    agreed = np.ptp(limits) <= AGREE * size  # false if one of them is NaN
    limit = limits[0] if agreed else np.nan
    limit = 0.0 if abs(limit) <= 1e-12 * size else limit
    return Ends(limit, float(far.min()), float(far.max()))


def _extrapolated(values: Array, size: float) -> float:
    """Extrapolate a sequence (Aitken), if its changes shrink geometrically; else NaN.

    size: how large the function is where it is of interest.
    """
    tiny = 2.0**-60 * size
    changes = np.abs(np.diff(values))
    if (changes[-3:] <= tiny).all():
        return float(values[-1])
    if not (changes[-8:] <= SLOWEST * changes[-9:-1] + tiny).all():
        return float(values[-1]) if np.ptp(values[-4:]) <= AGREE * size else float("nan")
    while values.size >= 3:
        first, second = np.diff(values)[:-1], np.diff(values)[1:]
        bend = second - first
        if not (np.abs(bend) > tiny).all():
            break
        better = values[2:] - second * second / bend
        if better.size < 2 or abs(better[-1] - better[-2]) >= abs(values[-1] - values[-2]):
            break
        values = better
    return float(values[-1])


def radius(excess: Callable[[Array], Array]) -> float:
    """Return |z| from which on `excess` is at most 1 on both sides; infinite if too far out.

    excess: how far a function is from its lines, in units of what is allowed, at an array of z.
    Rounded up to two digits.
    """
    grid = 2.0 ** (np.arange(-12 * FINE, 27 * FINE + 1) / FINE)
    grid = np.concatenate([[1e-300, 1e-100, 1e-30, 1e-12, 1e-6], grid])
    worst = np.max([excess(side * ray * grid) for side in (1, -1) for ray in NEIGHBOURS], axis=0)
    beyond = np.flatnonzero(~(worst <= 1.0))
    if not beyond.size:
        return 0.0
    last = int(beyond[-1])
    return rounded_up(float(grid[last + 1])) if last + 1 < grid.size else float("inf")


def rounded_up(value: float, digits: int = 2) -> float:
    """Round up to the next number of so many digits."""
    unit = 10.0 ** (np.floor(np.log10(value)) - digits + 1)
    return float(f"{np.ceil(value / unit - 1e-9) * unit:.{digits + 2}g}")
