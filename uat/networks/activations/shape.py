"""Find the shape of the step that a typed s(z) makes: its width, and how far it overshoots."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from uat.base.arrays import Array
from uat.base.ties import largest_few, middle_of_largest
from uat.networks.activations.activation import Rise
from uat.networks.activations.exact import Exact
from uat.networks.activations.limits import radius

Function = Callable[[Array], Array]

SETTLED = 2.0**-52  # relative to the height of the step
VISIBLE = 1e-6  # overshoots below it are rounding
WIDTH = 40.0  # in units: how far from the step it is looked for
ZOOMS = 6
CLOSE = 64.0  # a reach up to which the shift is 1
POINTS = 40_001
MOST_TURNS = 16
SMALL_OVERSHOOT = 1 / 80
WIDEST_SHIFT = 1024.0  # in units of the first one


@dataclass(frozen=True)
class Step:
    """The step before it is known how far it overshoots: limits and shift of a `Rise`."""

    exact: Exact
    function: Function
    shift: float
    low: float
    high: float
    center: float = 0.0

    def values(self, z: Array) -> Array:
        """Evaluate the step, from 0 to 1, in float64."""
        s, half, z = self.function, self.shift / 2, z + self.center
        step = s(z + half) - s(z - half) if self.shift else s(z)
        return (step - self.low) / (self.high - self.low)

    def distance(self, z: Array) -> Array:
        """Return the distance from the limit of its own side, in units of the height; exact."""
        exact = self.exact.values(z, self.shift, self.center)
        return np.abs(exact - np.where(z > 0, self.high, self.low)) / abs(self.high - self.low)


def step_alone(exact: Exact, function: Function, low: float, high: float) -> Rise:
    """Return the rise of an s with two limits. function: s in float64."""
    step = _centered(Step(exact, function, 0.0, low, high))
    unit = _unit(step)
    return _rise(step, unit, *_turns(step, WIDTH * unit))


def step_of_pair(exact: Exact, function: Function, left: float, right: float) -> Rise:
    """Return the rise of an s with two slopes; the shift is 1, or more if s is slow or overshoots.

    function: s in float64. A wide shift also keeps the rounding of the difference small.
    """
    first = Step(exact, function, 1.0, left, right)
    reach = radius(lambda z: first.distance(z) / SETTLED)
    scale = reach / 4 if CLOSE < reach < np.inf else _unit(first)
    shift = 2.0 ** max(0, round(float(np.log2(scale))))
    widest = WIDEST_SHIFT * shift
    while True:
        step = _centered(Step(exact, function, shift, shift * left, shift * right))
        unit = _unit(step)
        overshoot, turns = _turns(step, WIDTH * unit)
        if overshoot <= SMALL_OVERSHOOT or shift >= widest:
            return _rise(step, unit, overshoot, turns)
        shift *= 2


def _unit(step: Step) -> float:
    """Return the unit, 1 for a sigmoid: its limits are reached to 1 % at 4.6 units."""
    near = radius(lambda z: np.abs(step.values(z) - (z > 0)) / 0.01)
    return max(near / 4.6, 1e-9) if np.isfinite(near) else 1.0


def _rise(step: Step, unit: float, overshoot: float, turns: tuple[float, ...]) -> Rise:
    saturation = radius(lambda z: step.distance(z) / SETTLED)
    return Rise(step.shift, step.low, step.high, saturation, overshoot, turns, unit, step.center)


def _centered(step: Step) -> Step:
    """Shift the step so that it passes halfway at z = 0."""
    unit = _unit(step)
    width = WIDTH * unit
    for _ in range(ZOOMS):
        z = step.center + np.linspace(-width, width, 2001)
        crossings = np.flatnonzero(np.diff(np.sign(step.values(z - step.center) - 0.5)))
        if not crossings.size:
            break
        last = int(crossings[-1])
        step = replace(step, center=float(0.5 * (z[last] + z[last + 1])))
        width /= 1000
    return step if abs(step.center) > 1e-9 * unit else replace(step, center=0.0)


def _turns(step: Step, width: float) -> tuple[float, tuple[float, ...]]:
    """Find how far the step leaves [0, 1], and where it is furthest outside."""
    z = np.linspace(-width, width, POINTS)
    outside = _outside(step, z)
    inner = outside[1:-1]
    peaks = 1 + np.flatnonzero((inner >= outside[:-2]) & (inner >= outside[2:]) & (inner > VISIBLE))
    peaks = peaks[largest_few(outside[peaks], MOST_TURNS)]
    if not peaks.size:
        return 0.0, ()
    places, spacing = z[peaks], z[1] - z[0]
    for _ in range(4):
        closer = places[:, None] + spacing * np.linspace(-1, 1, 17)
        best = middle_of_largest(_outside(step, closer))
        places, spacing = closer[np.arange(places.size), best], spacing / 8
    return float(_outside(step, places).max()), tuple(sorted(places.tolist()))


def _outside(step: Step, z: Array) -> Array:
    values = step.values(z)
    return np.maximum(np.maximum(values - 1.0, -values), 0.0)
