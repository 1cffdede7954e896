"""An activation's record holds what the program needs to know of s(z) besides its values."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from uat.base.arrays import Array
from uat.networks.activations.facts import UNSPELLED, Rising, Settled, Spelling

Line = tuple[float, float]  # slope and offset
Slope = Callable[[Array, Array], Array]  # of z and a = s(z), whichever is cheaper to use
SLOW_REACH = 1e8  # |z| from which an activation that never saturates counts as settled


@dataclass(frozen=True)
class Tails:
    """The straight lines that s runs into on both sides.

    left, right: slope and offset of each line; a limit is a line of slope 0.
    radius: for |z| above it, s(z) is within 2**-53 of its line, relative to the size of s.
    """

    left: Line
    right: Line
    radius: float

    @property
    def is_one_line(self) -> bool:
        """True if s is nothing but a straight line, and not a constant."""
        return self.left == self.right and self.left[0] != 0.0 and self.radius == 0.0


@dataclass(frozen=True)
class Rise:
    """How neurons of one activation make a step S(z), where z = 0 is the place of the step.

    shift: 0 if the step is one neuron, S(z) = s(z + center); otherwise it is a pair of shifted
        copies, S(z) = s(z + center + shift/2) - s(z + center - shift/2).
    low, high: the limits of the step at minus and plus infinity; finite and different.
    saturation: for |z| above it, the step is within 2**-52 of its limits, relative to
        |high - low|; infinite if never.
    overshoot: how far the step leaves the interval between its limits, in units of |high - low|.
    turns: the places z where it is furthest outside, if it ever is.
    unit: the distance in z in which it changes visibly.
    center: makes the step pass halfway at z = 0.
    """

    shift: float
    low: float
    high: float
    saturation: float
    overshoot: float = 0.0
    turns: tuple[float, ...] = ()
    unit: float = 1.0
    center: float = 0.0

    @property
    def height(self) -> float:
        """high - low: negative for a step that goes down."""
        return self.high - self.low

    @property
    def copies(self) -> tuple[tuple[float, float], ...]:
        """For each neuron of the step: what is added to its z, and its sign."""
        half = self.shift / 2
        pair = (self.center + half, 1.0), (self.center - half, -1.0)
        return pair if self.shift else pair[:1]


@dataclass(frozen=True)
class Activation:
    """A function s of the weighted input, and what the constructions need to know about it.

    name: how users and files call it; for one that was typed, its formula as typed.
    function: s itself, elementwise on float64 arrays, without overflow for any finite z.
    low, high: the limits of s at minus and plus infinity; infinite or NaN where there is none.
    saturation: for |z| above it, s(z) is within 2**-53 of its limit; infinite if never.
    formula: s(z) as text, which `compile_expression` reads.
    tails: the straight lines that it runs into, if it does; by default its limits.
    rise: how it makes steps, None if it cannot; by default one neuron, if the limits allow it.

    What follows may be left out; then it is found from the formula, or done without:
    slope: s'(z) of z and a = s(z), at a kink that of either side; else differences are taken.
    kinks: where the slope jumps. pieces: formulas of s between them, from left to right; `formula`
        alone if it is one for every z.
    is_piecewise_linear: whether s is straight between its kinks, so that regions can be counted.
    proof: what a proof relies on; else the formula is studied by balls.
    spelling: how other languages write it; else from its formula.
    aliases: other names.
    """

    name: str
    function: Callable[[Array], Array]
    low: float = field(compare=False)  # may be NaN, which is not equal to itself once copied
    high: float = field(compare=False)
    saturation: float
    formula: str
    tails: Tails | None = None
    rise: Rise | None = None
    slope: Slope | None = None
    kinks: tuple[float, ...] = ()
    pieces: tuple[str, ...] = ()
    is_piecewise_linear: bool = False
    proof: Settled | Rising | None = None
    spelling: Spelling = UNSPELLED
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.is_step_like:
            return
        if self.tails is None and np.isfinite(self.saturation):
            limits = (0.0, float(self.low)), (0.0, float(self.high))
            object.__setattr__(self, "tails", Tails(*limits, self.saturation))
        if self.rise is None:
            unit = 1.0 if self.saturation > 0 else 1e-9
            rise = Rise(0.0, self.low, self.high, self.saturation, unit=unit)
            object.__setattr__(self, "rise", rise)

    def __call__(self, z: Array) -> Array:
        return self.function(z)

    def __repr__(self) -> str:
        shown = f"{self.name}: {self.formula}" if self.name != self.formula else self.name
        return f"Activation({shown})"

    @property
    def is_step_like(self) -> bool:
        """True if s has two different finite limits, which is what a step needs (Nielsen ch. 4)."""
        return bool(np.isfinite(self.low) and np.isfinite(self.high) and self.low != self.high)

    @property
    def is_straight(self) -> bool:
        """True for a linear s, of which every network is one straight line."""
        return self.tails is not None and self.tails.is_one_line

    @property
    def kind(self) -> str:
        """How it makes a step: "step-like", alone; "pair", with a shifted copy; or "refused"."""
        if self.rise is None:
            return "refused"
        return "pair" if self.rise.shift else "step-like"

    @property
    def neurons_per_step(self) -> int:
        """1 if a step is one neuron, 2 if it is a pair."""
        return len(self.rise.copies) if self.rise is not None else 1


def reach(activation: Activation) -> float:
    """Return the |z| beyond which a step of the activation counts as being at its limits."""
    rise = activation.rise
    if rise is None or not np.isfinite(rise.saturation):
        return SLOW_REACH
    return max(rise.saturation, 1.0)
