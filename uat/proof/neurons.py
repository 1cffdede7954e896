"""One neuron in balls: its Taylor polynomial on a box, and the straight lines that it runs into."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb, ctx

from uat.activations import Activation
from uat.activations.activation import Line
from uat.expression import Expression, compile_expression
from uat.proof.curve import curve_of
from uat.proof.jets import jet
from uat.proof.shapes import SHAPES


@dataclass(frozen=True)
class Neuron:
    """What the checker knows of s(z).

    parts: formulas on neighbouring intervals, (low, high, formula). mirrored: the same function
    once more, for z < 0, where the first formula is bad at wide balls. radius: beyond it, s is
    within `tail` of its lines. left, right: slope and offset of the lines, as balls. top: |s| is
    at most that inside the radius. rounding, growing: float64 is within rounding + growing*(1+|z|)
    of s. rises: whether s is monotone.
    """

    parts: tuple[tuple[Any, Any, Expression], ...]
    radius: float
    left: tuple[Any, Any]
    right: tuple[Any, Any]
    tail: float
    top: float
    rounding: float = 0.0
    growing: float = 0.0
    mirrored: Expression | None = None
    rises: bool = False

    @property
    def is_relu(self) -> bool:
        return not self.parts

    def on(
        self, middle: Any, ends: tuple[Any, Any], scale: Any, doubt: Any
    ) -> tuple[list[Any], list[Any]]:
        """Coefficients of s(middle + scale*t) at the middle, and enclosures for all t of the box.

        ends: weighted inputs at both ends of the box. doubt: what rounding may add to them.
        """
        low, high = (ends[0], ends[1]) if ends[0] <= ends[1] else (ends[1], ends[0])
        if self.is_relu:
            return _relu(middle, low, high, scale)
        whole = low.union(high) + doubt
        over = self._enclosed(whole, scale)
        if self.rises:
            values = [self._enclosed(end, arb(0))[0] for end in (whole.lower(), whole.upper())]
            over[0] = values[0].union(values[1])
        return self._enclosed(middle + doubt, scale), over

    def _enclosed(self, z: Any, scale: Any) -> list[Any]:
        """Coefficients on a ball of z; across a seam of the formulas, what all of them say."""
        if self.mirrored is not None and z.mid() < 0:
            return jet(self.mirrored, z, scale)
        found: list[Any] | None = None
        for low, high, expression in self.parts:
            if z.upper() < low or z.lower() > high:
                continue
            terms = jet(expression, _clipped(z, low, high), scale)
            if found is not None:  # continuous, with a kink: values and slopes of both sides
                both = [a.union(b) for a, b in zip(found[:2], terms[:2], strict=True)]
                terms = [*both, *[arb.nan()] * (ctx.cap - 2)]
            found = terms
        return found if found is not None else [arb.nan()] * ctx.cap


def _clipped(z: Any, low: Any, high: Any) -> Any:
    if z.lower() >= low and z.upper() <= high:
        return z
    start = z.lower() if z.lower() > low else low
    stop = z.upper() if z.upper() < high else high
    return start.union(stop)


def _relu(middle: Any, low: Any, high: Any, scale: Any) -> tuple[list[Any], list[Any]]:
    """One of its two lines, and how far the other is from it where z has the other sign."""
    zeros = [arb(0)] * (ctx.cap - 2)
    above = high.upper() if high > 0 else arb(0)
    below = -low.lower() if low < 0 else arb(0)
    if above <= below:
        value = arb(0).union(above)
        return [value, arb(0), *zeros], [value, arb(0), *zeros]
    beside = arb(0).union(below)
    return (
        [middle + beside, scale, *zeros],
        [low.union(high) + beside, scale, *zeros],
    )


def neuron_of(activation: Activation, reach: float) -> Neuron:
    """What is known of an activation for |z| <= reach. Raises InputError if that is too little."""
    name = activation.name
    if name == "relu":
        return Neuron((), 0.0, (arb(0), arb(0)), (arb(1), arb(0)), 0.0, 0.0)
    if name in SHAPES:
        return _of_shape(activation)
    curve = curve_of(activation, reach)
    inside = np.sum(np.abs(curve.patches.coefficients), axis=1) + curve.patches.errors
    return Neuron(
        _parts(_SEAMS.get(name, ((-_FAR, _FAR, activation.formula),))),
        curve.radius,
        _balls(curve.left),
        _balls(curve.right),
        curve.tail,
        float(np.max(inside)) * 1.001,
        curve.rounding,
        curve.growing,
    )


def _of_shape(activation: Activation) -> Neuron:
    """An activation that rises from limit to limit."""
    shape, mirrored = SHAPES[activation.name], _MIRRORED.get(activation.name)
    left, right = ((arb(0), limit()) for limit in (shape.low, shape.high))
    return Neuron(
        _parts(((-_FAR, _FAR, _SMOOTH.get(activation.name, activation.formula)),)),
        shape.window,
        left,
        right,
        shape.tail * 1.001,
        1.001 * max(float(abs(line[1]).upper()) for line in (left, right)),
        shape.error,
        mirrored=None if mirrored is None else compile_expression(mirrored, ("z",)),
        rises=True,
    )


def _parts(rows: Any) -> tuple[tuple[Any, Any, Expression], ...]:
    return tuple((low, high, compile_expression(text, ("z",))) for low, high, text in rows)


def _balls(line: Line) -> tuple[Any, Any]:
    return arb(line[0]), arb(line[1])


_FAR = arb("1e300")
_SEAMS: dict[str, Any] = {
    "leaky_relu": ((-_FAR, arb(0), "0.01*z"), (arb(0), _FAR, "z")),
    "elu": ((-_FAR, arb(0), "expm1(z)"), (arb(0), _FAR, "z")),
}
_SMOOTH = {"tanh": "1 - 2/(1 + exp(2*z))"}
_MIRRORED = {"sigmoid": "1 - 1/(1 + exp(z))", "tanh": "2/(1 + exp(-2*z)) - 1"}
