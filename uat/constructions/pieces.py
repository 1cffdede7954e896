"""Pieces are what a function is built from: geometry only, no weights."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """Nothing to the left of `position`, `height` to its right: one steep neuron.

    position: the step point s = -b/w, in the units of x.
    height: what the output gains there, in the units of f.
    """

    position: float
    height: float


@dataclass(frozen=True)
class Bump:
    """A plateau between two step points: two steep neurons (Nielsen, ch. 4).

    left, right: step points, in the units of x; left < right.
    height: what the output gains between them, in the units of f.
    """

    left: float
    right: float
    height: float

    def steps(self) -> tuple[Step, Step]:
        """Return one step up and one step down."""
        return Step(self.left, self.height), Step(self.right, -self.height)


@dataclass(frozen=True)
class Ramp:
    """Nothing to the left of `position`, a straight rise to its right: one relu neuron.

    position: where the ramp begins, in the units of x.
    slope: what the output's slope gains there, in units of f per unit of x.
    left: whether it looks left instead: slope * max(position - x, 0).
    """

    position: float
    slope: float
    left: bool = False


@dataclass(frozen=True)
class Tower:
    """A plateau on a box: two steps for each input, and one neuron that asks for all of them.

    low, high: opposite corners, in the units of the inputs (Nielsen ch. 4, "many input variables").
    height: what each output gains there, in the units of f.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    height: tuple[float, ...]


@dataclass(frozen=True)
class Quadrant:
    """A plateau on a box of which some sides are missing: it begins at `low` and need not end.

    low, high: corners, in the units of the inputs; -inf and inf where there is no side, and so no
    step to ask for. height: what each output gains there, in the units of f.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    height: tuple[float, ...]


@dataclass(frozen=True)
class Ridge:
    """A step or a ramp across a line: nothing before it, one neuron.

    direction: the unit vector u across the line, in the units of the inputs.
    position: the line is u·x = position.
    gain: for a step the height that the output gains there, for a ramp the slope.
    """

    direction: tuple[float, ...]
    position: float
    gain: float


@dataclass(frozen=True)
class Facet:
    """A flat part of a surface: slope·x + offset inside of an outline, and one plane all over.

    outlines: of its triangles, in the units of the inputs, counter-clockwise, cut off at the box.
    slope: in units of f per unit of each input. offset: in the units of f.
    """

    outlines: tuple[tuple[tuple[float, float], ...], ...]
    slope: tuple[float, float]
    offset: float
