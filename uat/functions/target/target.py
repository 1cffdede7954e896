"""A target is what the network shall compute: a function on a box, whatever it was made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uat.base.arrays import Array, real_arrays
from uat.base.errors import InputError
from uat.functions.expression import Expression, compile_expression
from uat.functions.sampling import Samples, sample
from uat.functions.target.box import Box, require_inside, require_room_for_squares
from uat.functions.target.digits import Digits, digits_of
from uat.functions.target.holes import filled, hole_of

Kind = Literal["function", "picture", "classes"]


@dataclass(frozen=True, eq=False)
class Target:
    """A function of one or more inputs on a box, with one or more outputs.

    name: what people read: the formula as typed, a catalogue key, a file or function name.
    box: one (low, high) for each input.
    names: one name for each input.
    function: takes as many arrays as inputs, of one shape S, and returns S for one output, and
        (*S, outputs) for several.
    formula: the expression's text, if f is one; for several outputs that of a tuple.
    note: how the function was made from what was given (a table's interpolation), or "".
    columns: which columns of a table were taken as what, for people; or "".
    knots: points where a table of one input bends, which sampling must visit; or None.
    lines: for each input the coordinates where a table bends along whole lines: those of its
        samples; or None.
    outputs: how many numbers f returns.
    kind: "function"; "picture", whose outputs are grey or red, green and blue in [0, 1]; or
        "classes": each output is 1 where its class is, and 0 elsewhere.
    labels: the classes' names, in the order of the outputs; None for other kinds. A colour,
        "#rrggbb", for those of a picture.
    cells: for each input the lines of a grid, ascending, from end to end of the box, in whose cells
        f is constant: the edges of pixels; or None.
    values: f in these cells, (cells along input 1, …, outputs); or None.
    formulas: the expression of each output by itself; () if there are none.
    known: the box in which a table or picture has values; None for what is known everywhere.
    singly: whether f is a Python function that is called for each point by itself.
    """

    name: str
    box: Box
    names: tuple[str, ...]
    function: Callable[..., Array] = field(repr=False)
    formula: str | None = None
    note: str = ""
    columns: str = ""
    knots: Array | None = field(default=None, repr=False)
    lines: tuple[Array, ...] | None = field(default=None, repr=False)
    outputs: int = 1
    kind: Kind = "function"
    labels: tuple[str, ...] | None = None
    cells: tuple[Array, ...] | None = field(default=None, repr=False)
    values: Array | None = field(default=None, repr=False)
    formulas: tuple[str, ...] = ()
    known: Box | None = field(default=None, repr=False)
    singly: bool = False

    def __post_init__(self) -> None:
        require_room_for_squares(self.box)

    @property
    def is_polyline(self) -> bool:
        """Whether f is a straight line between any two neighbouring knots."""
        return self.knots is not None and self.inputs == 1 and self.outputs == 1

    @property
    def inputs(self) -> int:
        return len(self.box)

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """The formula of each output, which can be asked more than its values; () without."""
        one = (self.formula,) if self.formula is not None and self.outputs == 1 else ()
        formulas = self.formulas or one if self.kind == "function" else ()
        return tuple(compile_expression(text, self.names) for text in formulas)

    @property
    def expression(self) -> Expression | None:
        """The formula of f, if it is one."""
        return self.expressions[0] if len(self.expressions) == 1 else None

    def __call__(self, *inputs: ArrayLike) -> Array:
        """Evaluate f at arrays that broadcast to S: float64, of shape S or (*S, outputs).

        At a point where a formula is no number, but next to which it is one, its value next to it
        counts.
        """
        if len(inputs) != self.inputs:
            raise InputError(f"{self.name} takes {self.inputs} inputs, not {len(inputs)}")
        arrays = real_arrays(inputs, self.name)
        values = self._values(*arrays)
        if self.formula is None:
            return values
        return filled(self._values, self.box, values, arrays)

    def _values(self, *points: Array) -> Array:
        """Evaluate f where it has a value, with more digits where floats lose it."""
        values = self.function(*points)
        if self.outputs == 1:
            return values if self._digits[0] is None else self._digits[0](values, points)
        for column, digits in enumerate(self._digits):
            if digits is not None:
                values[..., column] = digits(values[..., column], points)
        return values

    @cached_property
    def _digits(self) -> tuple[Digits | None, ...]:
        """What more digits are needed for, of each formula."""
        found = tuple(digits_of(expression, self.box) for expression in self.expressions)
        return found or (None,) * self.outputs

    @property
    def hole(self) -> str | None:
        """A place, in words, at which the formula has no value, but has one close by; or None."""
        if self.formula is None or self.kind != "function":
            return None
        return hole_of(self._values, self.formula, self.names, self.box)

    def with_repairs_noted(self) -> Target:
        """Return the target; its note says where a formula lacks a value, or floats lose digits."""
        said = []
        if self.hole is not None:
            said.append(f"f has no value at {self.hole}: its values close to it count there")
        if any(digits is not None for digits in self._digits):
            said.append("where floats lose f, or digits of it, it is computed with more of them")
        return replace(self, note="; ".join(filter(None, (self.note, *said)))) if said else self

    def component(self, output: int) -> Target:
        """Return one output, counted from 0, as a target of its own; of one output f itself."""
        if not 0 <= output < self.outputs:
            raise InputError(f"{self.name} has outputs 0 to {self.outputs - 1}, not {output}")
        if self.outputs == 1:
            return self
        formula = self.formulas[output] if self.formulas else None
        return replace(
            self,
            name=formula or f"{self.name}[{output}]",
            function=_Component(self.function, output),
            formula=formula,
            outputs=1,
            kind="function",
            labels=None,
            values=None if self.values is None else self.values[..., output : output + 1],
            formulas=(),
        )

    def on_box(self, box: Box) -> Target:
        """Put the function on another box. Raises InputError where it has no values there."""
        if len(box) != self.inputs:
            inputs = "one input" if self.inputs == 1 else f"{self.inputs} inputs"
            raise InputError(f"{self.name} has {inputs}; the box has {len(box)}")
        if self.known is not None:
            require_inside(box, self.known, self.name)
        if self.cells is None:
            return replace(self, box=box)
        cells, parts = zip(*map(_cut, self.cells, box), strict=True)
        values = None if self.values is None else self.values[parts]
        return replace(self, box=box, cells=cells, values=values)

    def classify(self, *inputs: ArrayLike) -> NDArray[np.intp]:
        """Return the number of the class at arrays that broadcast: the largest output."""
        if self.kind != "classes":
            raise InputError(f"{self.name} has numbers for values, not classes")
        return np.asarray(np.argmax(self(*inputs), axis=-1))

    def sample(self, resolution: float) -> Samples:
        """Sample a function of one input, extrema and jumps included. Raises TargetError."""
        if self.inputs != 1:
            raise InputError(f"{self.name} has {self.inputs} inputs; this needs one")
        if self.outputs != 1:
            raise InputError(f"{self.name} has {self.outputs} outputs; sample each component")
        (low, high) = self.box[0]
        return sample(
            self, low, high, resolution=resolution, knots=self.knots, formula=self.expression
        )


def _cut(lines: Array, interval: tuple[float, float]) -> tuple[Array, slice]:
    """Return the grid lines inside an interval with its ends, and which cells they bound."""
    low, high = interval
    first = int(np.searchsorted(lines, low, side="right")) - 1
    last = int(np.searchsorted(lines, high, side="left"))
    return np.concatenate([[low], lines[first + 1 : last], [high]]), slice(first, last)


@dataclass(frozen=True)
class _Component:
    """One output of a function of several."""

    function: Callable[..., Array]
    output: int

    def __call__(self, *inputs: Array) -> Array:
        return np.ascontiguousarray(self.function(*inputs)[..., self.output])
