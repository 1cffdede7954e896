"""Write activations and typed formulas as nodes of an ONNX graph that run in float64.

ONNX Runtime has no float64 kernel for atan, erf, softplus and others, so they are put together from
kinds that it has: atan by halving its angle until a short series is exact, erf from a Chebyshev
series of exp(t^2) erfc(t), both to about 2^-50.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from uat.base.errors import InputError
from uat.functions.expression import compile_expression
from uat.functions.expression.tree import Apply, Comparison, Name, Number, Tree
from uat.functions.expression.vocabulary import CONSTANTS
from uat.networks.activations import SOFTMAX, Activation
from uat.networks.activations.typed import Continued, expression_of

HALVINGS = 4  # of the angle in atan; then |t| <= tan(pi/32)
ATAN_TERMS = 10
ERF_DEGREE = 26
ERF_SCALE = 2.0  # t = (s - |z|)/(s + |z|) maps |z| in [0, inf) to (-1, 1]
COMPARISONS = {"<": "Less", "<=": "LessOrEqual", ">": "Greater", ">=": "GreaterOrEqual"}
SAME = {
    "sin": "Sin",
    "cos": "Cos",
    "exp": "Exp",
    "log": "Log",
    "sqrt": "Sqrt",
    "abs": "Abs",
    "sign": "Sign",
    "floor": "Floor",
    "ceil": "Ceil",
    "round": "Round",
    "tanh": "Tanh",
    "sigmoid": "Sigmoid",
    "relu": "Relu",
}


@dataclass
class Graph:
    """Nodes and constants, in the order in which they are added.

    kind: the numpy type of all numbers. prefix: stands before the names of nodes.
    """

    kind: Any
    nodes: list[Any] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    prefix: str = ""

    def node(self, operation: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """Add a node, and return the name of its output."""
        from onnx import helper

        output = name or f"{self.prefix}/{operation.lower()}_{len(self.nodes)}"
        made = helper.make_node(operation, list(inputs), [output], name=output, **attributes)
        self.nodes.append(made)
        return output

    def constant(self, value: Any, name: str = "") -> str:
        """Add a number or an array as an initializer; equal numbers share one."""
        array = np.asarray(value, dtype=self.kind)
        label = name or f"number_{array.item()!r}"
        self.constants[label] = array
        return label

    def call(self, operation: str, *inputs: str | float) -> str:
        """Add a node whose inputs may be numbers."""
        return self.node(
            operation, *(i if isinstance(i, str) else self.constant(i) for i in inputs)
        )


def activation(graph: Graph, s: Activation, z: str) -> str:
    """Add nodes that compute s(z); return the output's name. Raises InputError if ONNX has none."""
    if s == SOFTMAX:
        return graph.node("Softmax", z, axis=-1)
    if s.spelling.onnx:
        return formula(graph, compile_expression(s.spelling.onnx, ("z",)).tree, z)
    expression = expression_of(s, "written as ONNX")
    if not isinstance(s.function, Continued):
        return formula(graph, expression.tree, z)
    reach, left, right = s.function.reach, s.function.left_slope, s.function.right_slope
    inside = graph.call("Min", graph.call("Max", z, -reach), reach)
    beyond = graph.call("Sub", z, inside)
    low, high = graph.call("Min", beyond, 0.0), graph.call("Max", beyond, 0.0)
    lines = graph.call("Add", graph.call("Mul", low, left), graph.call("Mul", high, right))
    return graph.call("Add", formula(graph, expression.tree, inside), lines)


def formula(graph: Graph, tree: Tree, z: str) -> str:
    """Add nodes for a typed formula in z. Raises InputError for a function that ONNX lacks."""

    def write(node: Tree) -> str:
        return formula(graph, node, z)

    match tree:
        case Number(value):
            return graph.constant(value)
        case Name(name):
            return graph.constant(CONSTANTS[name]) if name in CONSTANTS else z
        case Comparison(signs, operands):
            return _comparison(graph, signs, [write(operand) for operand in operands])
        case Apply("add" | "multiply" | "min" | "max" as function, arguments):
            kind = {"add": "Add", "multiply": "Mul", "min": "Min", "max": "Max"}[function]
            total, *rest = [write(argument) for argument in arguments]
            for part in rest:
                total = graph.call(kind, total, part)
            return total
        case Apply("where", (condition, chosen, other)):
            true = graph.node("Not", graph.call("Equal", write(condition), 0.0))
            return graph.node("Where", true, write(chosen), write(other))
        case Apply(function, arguments):
            return _function(graph, function, [write(argument) for argument in arguments])


def _comparison(graph: Graph, signs: tuple[str, ...], operands: list[str]) -> str:
    """Add nodes that give 1.0 where all comparisons hold, else 0.0."""
    links = []
    for sign, left, right in zip(signs, operands, operands[1:], strict=False):
        if sign in COMPARISONS:
            links.append(graph.node(COMPARISONS[sign], left, right))
        else:
            equal = graph.node("Equal", left, right)
            links.append(equal if sign == "==" else graph.node("Not", equal))
    every = links[0]
    for link in links[1:]:
        every = graph.node("And", every, link)
    return graph.node("Where", every, graph.constant(1.0), graph.constant(0.0))


def _function(graph: Graph, function: str, arguments: list[str]) -> str:
    call = graph.call
    if function in SAME:
        return graph.node(SAME[function], *arguments)
    match function, arguments:
        case "negate", [z]:
            return graph.node("Neg", z)
        case "divide", [a, b]:
            return graph.node("Div", a, b)
        case "power", [a, b]:
            return graph.node("Pow", a, b)
        case "clip", [z, low, high]:
            return call("Min", call("Max", z, low), high)
        case "atan", [z]:
            return _atan(graph, z)
        case "erf", [z]:
            return _erf(graph, z)
        case "erfc", [z]:
            return call("Sub", 1.0, _erf(graph, z))
        case "expm1", [z]:
            return call("Sub", graph.node("Exp", z), 1.0)
        case "log1p", [z]:
            return graph.node("Log", call("Add", z, 1.0))
        case "heaviside", [z]:
            return _step(graph, z)
        case _:
            raise InputError(f"ONNX has no node for {function} in an activation; use .py or .c")


def _step(graph: Graph, z: str) -> str:
    return graph.call("Mul", graph.call("Add", graph.node("Sign", z), 1.0), 0.5)


def _atan(graph: Graph, z: str) -> str:
    """Compute atan z = 2 atan(z/(1 + sqrt(1 + z^2))), a few times, and then the power series."""
    call = graph.call
    size = graph.node("Abs", z)
    large = call("Greater", size, 1.0)
    one = call("Max", size, 1.0)
    t = graph.node("Where", large, call("Div", 1.0, one), size)  # atan z = pi/2 - atan 1/z
    for _ in range(HALVINGS):
        root = graph.node("Sqrt", call("Add", call("Mul", t, t), 1.0))
        t = call("Div", t, call("Add", root, 1.0))
    square = call("Mul", t, t)
    series = graph.constant((-1.0) ** ATAN_TERMS / (2 * ATAN_TERMS + 1))
    for n in reversed(range(ATAN_TERMS)):
        series = call("Add", call("Mul", series, square), (-1.0) ** n / (2 * n + 1))
    angle = call("Mul", call("Mul", series, t), 2.0**HALVINGS)
    whole = graph.node("Where", large, call("Sub", np.pi / 2, angle), angle)
    return call("Mul", whole, graph.node("Sign", z))


def _erf(graph: Graph, z: str) -> str:
    """Compute erf z = sign z (1 - exp(-z^2) g(|z|)), with Clenshaw's sum of g's series."""
    call = graph.call
    size = graph.node("Abs", z)
    t = call("Div", call("Sub", ERF_SCALE, size), call("Add", size, ERF_SCALE))
    twice = call("Mul", t, 2.0)
    later, last = graph.constant(0.0), graph.constant(0.0)
    coefficients = erfcx_series()
    for c in coefficients[:0:-1]:
        later, last = call("Add", call("Sub", call("Mul", twice, later), last), c), later
    value = call("Add", call("Sub", call("Mul", t, later), last), coefficients[0])
    small = graph.node("Exp", graph.node("Neg", call("Mul", size, size)))
    return call("Mul", call("Sub", 1.0, call("Mul", small, value)), graph.node("Sign", z))


@cache
def erfcx_series() -> list[float]:
    """Return Chebyshev coefficients of exp(z^2) erfc(z), z >= 0, in t = (s - z)/(s + z).

    They come from the values at Chebyshev points, in 40 digits, so that rounding adds nothing.
    """
    import mpmath

    count = 2 * ERF_DEGREE
    with mpmath.workdps(40):
        angles = [mpmath.pi * (k + mpmath.mpf(1) / 2) / count for k in range(count)]
        places = [ERF_SCALE * (1 - mpmath.cos(a)) / (1 + mpmath.cos(a)) for a in angles]
        values = [mpmath.exp(z**2) * mpmath.erfc(z) for z in places]
        series = [
            mpmath.fsum(v * mpmath.cos(n * a) for v, a in zip(values, angles, strict=True))
            for n in range(ERF_DEGREE + 1)
        ]
        return [float(c * (1 if n == 0 else 2) / count) for n, c in enumerate(series)]
