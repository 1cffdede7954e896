"""An error is what is known of the distance between a network and f, and what may count of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from uat.accuracy.measure.left_out import LeftOut
from uat.base.arrays import Array
from uat.base.ties import steady

FEW = 97  # one in so many points of a grid shows how large |f| is
ROUNDING = 2.0**-47  # of |f|: a few dozen roundings of f and of the network's sums
NEARLY = 3e-10  # of an input's interval: how exactly the place of an error is known
MOST_OF_SUMS = 2.0**-34  # of a tolerance: rounding of the network's sums that may count as none


# How far from f a network may be, where that grows with |f|: max(absolute, relative·|f|).


@dataclass(frozen=True)
class Allowed:
    """A distance from f that depends on f. 0 <= relative < 1; one of both is above 0.

    Both ends of the tube, y - radius and y + radius, rise with y, since relative < 1.
    """

    absolute: float
    relative: float

    def radius(self, y: ArrayLike) -> Array:
        """Return how far from y a value may be."""
        radius: Array = np.maximum(self.absolute, self.relative * np.abs(np.asarray(y, float)))
        return radius

    def times(self, share: float) -> Allowed:
        """Return a tube of another width."""
        return Allowed(share * self.absolute, share * self.relative)

    def of_top(self, top: Array) -> Array:
        """Return the y whose tube ends at these values below: the inverse of y - radius(y)."""
        either = np.maximum(top / (1 - self.relative), top / (1 + self.relative))
        return np.maximum(top + self.absolute, either)

    def of_bottom(self, bottom: Array) -> Array:
        """Return the y whose tube ends at these values above: the inverse of y + radius(y)."""
        either = np.minimum(bottom / (1 - self.relative), bottom / (1 + self.relative))
        return np.minimum(bottom - self.absolute, either)

    def words(self) -> str:
        """Write the tolerance, as in "0.01·|f|"."""
        share = f"{self.relative:g}*|f|"
        return f"max({self.absolute:g}, {share})" if self.absolute else share


# What of the distances from f counts, where that is not the largest on all of the domain.


@dataclass(frozen=True)
class Counted:
    """What is compared with the tolerance.

    squares: the root mean square instead of the largest distance. at_samples: only the samples of
    a table count, nothing between them. outliers: so many samples may be further away.
    """

    squares: bool = False
    at_samples: bool = False
    outliers: int = 0


@dataclass(frozen=True)
class Computed:
    """What was found of a network whose every operation is rounded, sums from left to right.

    precision: its name. max, at: the largest |network - f|, and where. inputs: how many were looked
    at. every: whether the domain has no others. rounding: no order of the sums changes more than
    that; None without a proof. enough: a precision that would do, where this one does not.
    """

    precision: str
    max: float
    at: tuple[float, ...]
    inputs: int
    every: bool
    rounding: float | None = None
    enough: str = ""


# What is known


@dataclass(frozen=True)
class Holes:
    """Corners of towers at which the network falls towards 0; of three inputs and more, edges.

    count: how many corners or edges there are. depth: the largest |network - f| that was found at
    one of them, in the units of f. at: where. Steeper steps make holes smaller, never shallower.
    """

    count: int
    depth: float
    at: tuple[float, ...]


@dataclass(frozen=True)
class Error:
    """The distance between network and f on the box.

    max: sup norm of network - f over all probes: the largest that was found, a lower bound of the
        true one. Windows around jumps of f are left out, and listed in `left_out`.
    mean, rms: of |network - f| over the whole box, on an even grid.
    at: the point where max was found.
    proven: an upper bound on the sup norm, if one was asked for.
    tolerance: what was asked for, if anything.
    left_out: windows around jumps of f that `max` and `proven` leave out; no continuous net is
        close there.
    hidden_mean: with a sigmoid output, Nielsen's "average deviation": the mean distance of the
        hidden layer's weighted output from the inverse sigmoid of f, over 100 points; those that
        lie on a step are read just to its right.
    hidden_mean_halfway: the same with such points read as they are, halfway up the step.
    excluded_share: of two and more inputs, the share of the probes that lie across a jump of f and
        that `max` leaves out.
    holes: of towers, the corners where none of them is on; None for what has no holes.
    wrong: of classes, the share of the box where the most probable class is not f's.
    noise: what rounding alone may make of max, mean and rms.
    unseen: of a formula, the width of the widest box, as a share of the domain, in which it may do
        more than was found, for want of time; 0 where nothing wider than 1e-7 can hide.
    sums: what float64 may change in the network's output, in whatever order it sums.
    unproven: why no bound is known although a proof was asked for, or "".
    beyond: of a network that has to stay on one side of f, how far it was found, or by the bound
        may be, on the other side, or further from f than the tolerance; 0 for nowhere.
    allowed: how far from f the network may be, where that grows with |f|.
    shares: all this in units of what is allowed, so that its tolerance is 1.
    counted: what is compared with the tolerance, if not max; of that `proven` is the bound.
    samples: how many samples of a table were looked at, if only they count. outliers: those of
        them that max, mean, rms and proven leave out, as more than the tolerance from f.
    computed: what the network is in its own precision, if that is not float64; `max` knows of it.
    """

    max: float
    mean: float
    rms: float
    at: tuple[float, ...]
    proven: float | None = None
    tolerance: float | None = None
    left_out: LeftOut = field(default_factory=LeftOut)
    hidden_mean: float | None = None
    hidden_mean_halfway: float | None = None
    excluded_share: float = 0.0
    holes: Holes | None = None
    wrong: float | None = None
    noise: float = 0.0
    unseen: float = 0.0
    sums: float = 0.0
    unproven: str = ""
    beyond: float | None = None
    allowed: Allowed | None = None
    shares: Error | None = None
    counted: Counted | None = None
    samples: int = 0
    outliers: tuple[float, ...] = ()
    computed: Computed | None = None

    def shown(self, box: Sequence[tuple[float, float]]) -> Error:
        """Round off the digits that rounding decides: return what every machine prints.

        box: where f is; places are rounded to a billionth of it.
        """

        def place(at: tuple[float, ...]) -> tuple[float, ...]:
            sides = zip(at, box[: len(at)], strict=True)  # a single tower has no hole anywhere
            return tuple(steady(x, NEARLY * (high - low), 17) for x, (low, high) in sides)

        holes = self.holes
        return replace(
            self,
            max=steady(self.max, self.noise),
            mean=steady(self.mean, self.noise),
            rms=steady(self.rms, self.noise),
            at=place(self.at),
            proven=None if self.proven is None else float(rounded_up(self.proven, 10)),
            hidden_mean=_steady(self.hidden_mean),
            hidden_mean_halfway=_steady(self.hidden_mean_halfway),
            holes=holes
            and replace(holes, depth=steady(holes.depth, self.noise), at=place(holes.at)),
        )

    @property
    def rounding(self) -> float:
        """By how much a bound may exceed a tolerance that is met: what rounding alone can do.

        It is a few dozen roundings of the largest |f|; or those of the network's own sums, where
        they are more, but never more than 6e-11 of the tolerance.
        """
        return max(self.noise, min(self.sums, MOST_OF_SUMS * (self.tolerance or 0.0)))

    @property
    def reached(self) -> float:
        """What is compared with the tolerance: `wrong` of classes, the proven bound, max or rms."""
        if self.wrong is not None:
            return self.wrong
        found = self.rms if self.counts_squares else self.max
        return found if self.proven is None else self.proven

    @property
    def counts_squares(self) -> bool:
        """Whether rms is compared with the tolerance."""
        return self.counted is not None and self.counted.squares

    @property
    def met(self) -> bool | None:
        """Whether the tolerance holds, up to rounding; None without one.

        Where a proof was asked for, it has to show it.
        """
        if self.shares is not None:
            return self.shares.met
        if self.tolerance is None:
            return None
        allowed = self.tolerance if self.wrong is not None else self.tolerance + self.rounding
        if self.beyond is not None and self.beyond > self.rounding:
            return False
        return not self.unproven and self.reached <= allowed


def summed_up(
    largest: float, at: Sequence[float], deviation: Array, tolerance: float | None, noise: float
) -> Error:
    """Return an error by its largest value and place, and by |network - f| at even points."""
    return Error(
        max=largest,
        mean=float(np.mean(deviation)),
        rms=root_mean_square(deviation),
        at=tuple(map(float, at)),
        tolerance=tolerance,
        noise=noise,
    )


def noise_on(f: Callable[..., Array], columns: Iterable[Array]) -> float:
    """Return `noise_of` f by a few of many points: one array for each input."""
    return noise_of(f(*(column[::FEW] for column in columns)))


def noise_of(values: Array) -> float:
    """Return by how much a few dozen roundings may change the largest of these values."""
    return ROUNDING * float(np.max(np.abs(values), initial=0.0))


def _steady(value: float | None) -> float | None:
    return None if value is None else steady(value)


def root_mean_square(deviation: Array) -> float:
    """Compute the RMS, scaled by the maximum so that squares cannot overflow."""
    scale = float(np.max(deviation))
    return scale * float(np.sqrt(np.mean((deviation / scale) ** 2))) if scale > 0 else 0.0


def rounded_up(bound: float, digits: int = 5) -> str:
    """Round a bound up to so many digits."""
    if not bound > 0:
        return f"{bound:.{digits}g}"
    last = 10.0 ** (math.floor(math.log10(bound)) - digits + 1)
    texts = (f"{bound + k * last:.{digits}g}" for k in range(3))
    return next((text for text in texts if float(text) >= bound), repr(bound))
