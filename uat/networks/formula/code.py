"""Write the network as a Python module that needs nothing but `math`."""

import keyword
import math
import re
from collections.abc import Callable, Iterator, Sequence

from uat.base.nouns import usual_names
from uat.base.quoting import for_comment, for_docstring
from uat.functions.expression.languages import Language
from uat.functions.expression.tree import Tree
from uat.functions.expression.vocabulary import CONSTANTS
from uat.networks.activations import SOFTMAX, Activation
from uat.networks.activations.typed import Continued, expression_of
from uat.networks.formula.helpers import NAMES, with_helpers
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

Typed = Callable[[str, Activation, Tree, set[str]], str]  # a name, s, its tree, helpers
# Functions of formulas whose names Python or an activation uses for something else.
RENAMED = {
    "abs": "absolute",
    "min": "smallest",
    "max": "largest",
    "round": "rounded",
}
TAKEN = {"values", "add", "math", "network", "row", "w", "b", "i", "e", "float", "tuple", "softmax"}


def python_code(network: Network, inputs: Sequence[str] = ()) -> str:
    """Write a module with a function `network(x)`, or `network(x, y)` and so on.

    inputs: names of the inputs; of one it is always x. Several outputs are returned as a tuple.
    Raises InputError for an activation that is neither known nor typed.
    """
    used = {"add"}
    defined: dict[str, tuple[str, str]] = {}
    activations = [layer.activation for layer in network.layers]
    names = [function_of(s, s.spelling.python, _typed, used, defined) for s in activations]
    is_sum = network.widths[::2] == (1, 1) and len(network.layers) == 2
    body = _sum(network, names) if is_sum else _layers(network, names, input_names(network, inputs))
    parts = [
        for_docstring(f"{network!r}, written out by uat.") + "\n\nimport math\n",
        *with_helpers(used - {"linear"}),
        *(code for _, code in defined.values()),
        *body,
    ]
    return "\n\n".join(parts)


def function_of(
    s: Activation, spelled: str, typed: Typed, used: set[str], defined: dict[str, tuple[str, str]]
) -> str:
    """Name the function that computes s, and add it to those used, or its text to those defined.

    spelled: its body in the language, if it has one there. typed: defines one of a formula.
    """
    if spelled or s == SOFTMAX:
        used.add(s.name)
        return s.name
    expression = expression_of(s, "written out")
    if s.name not in defined:
        name = f"s{len(defined) + 1}"
        defined[s.name] = name, typed(name, s, expression.tree, used)
    return defined[s.name][0]


def _typed(name: str, s: Activation, tree: Tree, used: set[str]) -> str:
    """Define a function for a typed formula, on its straight lines where float64 fails it."""
    lines = [f"def {name}(z):", f"    # {for_comment(s.formula)}"]
    value = PYTHON.write(tree, used)
    if isinstance(s.function, Continued):
        reach = s.function.reach
        left, right = (
            f"{slope!r} * (far - z)" if slope else "0.0"
            for slope in (s.function.left_slope, s.function.right_slope)
        )
        lines.append("    far = z")
        lines.append(f"    z = min(max(far, {-reach!r}), {reach!r})")
        lines.append(f"    return {value} + ({left} if z < 0.0 else {right})")
    else:
        lines.append(f"    return {value}")
    return "\n".join(lines) + "\n"


def _call(function: str, arguments: list[str], used: set[str]) -> str:
    name = RENAMED.get(function, function)
    used.add(name)
    return f"{name}({', '.join(arguments)})"


PYTHON = Language(
    number=lambda value: "math.inf" if math.isinf(value) else repr(value),
    constants={name: f"math.{name}" for name in CONSTANTS},
    truth="float({})",
    choice="({1} if {0} != 0.0 else {2})",
    both=" and ",
    either=" or ",
    chained=True,
    call=_call,
)


def _sum(network: Network, names: list[str]) -> list[str]:
    """Write one hidden layer: the terms of the sum, and the sum."""
    hidden, output = network.layers
    weights, heights = (dense(layer.weights).reshape(-1).tolist() for layer in (hidden, output))
    rows = zip(heights, weights, hidden.biases.tolist(), strict=True)
    terms = "".join(f"    ({a!r}, {w!r}, {b!r}),\n" for a, w, b in rows)
    inside = _called(names[0], "w * x + b")
    total = f"add(a * {inside} for a, w, b in NEURONS) {_added(output)}"
    return [
        f"# For each hidden neuron: output weight, weight, bias\nNEURONS = (\n{terms})\n",
        f"def network(x):\n    x = float(x)\n    return {_called(names[1], total)}\n",
    ]


def _added(output: Layer) -> str:
    """Write the output bias with its sign."""
    bias = float(output.biases[0])
    return f"- {-bias!r}" if bias < 0 else f"+ {bias!r}"


def _layers(network: Network, names: list[str], inputs: Sequence[str]) -> list[str]:
    """Write any number of layers: for each neuron rows of (input, weight) pairs, and a bias."""
    given = ", ".join(inputs)
    values = "".join(f"float({name}), " for name in inputs).removesuffix(" ")
    parts, lines = [], [f"def network({given}):", f"    values = ({values})"]
    for number, (layer, name) in enumerate(zip(network.layers, names, strict=True), 1):
        rows = "".join(_neuron(row, bias) for row, bias in neuron_rows(layer))
        title = f"# Layer {number}: for each neuron (input, weight) pairs, and its bias"
        parts.append(f"{title}\nLAYER_{number} = (\n{rows})\n")
        total = "add(w * values[i] for i, w in row) + b"
        if name == SOFTMAX.name:
            lines.append(f"    values = softmax([{total} for row, b in LAYER_{number}])")
        else:
            lines.append(f"    values = tuple({_called(name, total)} for row, b in LAYER_{number})")
    lines.append("    return values[0]" if network.widths[-1] == 1 else "    return values")
    return [*parts, "\n".join(lines) + "\n"]


def input_names(network: Network, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Use the names given, if they are as many as the inputs; else x, y, z or x1, x2, …"""
    inputs = network.widths[0]
    usable = len(set(names)) == inputs and all(
        re.fullmatch("[a-z][a-z0-9_]*", n) and not keyword.iskeyword(n) for n in names
    )
    if inputs > 1 and usable and not (TAKEN | NAMES) & set(names):
        return tuple(names)
    return usual_names(inputs)


def neuron_rows(layer: Layer) -> Iterator[tuple[list[tuple[int, float]], float]]:
    """Return each neuron's weights that are not zero, the numbers of their inputs, its bias."""
    from scipy.sparse import csr_array

    matrix = csr_array(layer.weights)
    for n, bias in enumerate(layer.biases.tolist()):
        span = slice(matrix.indptr[n], matrix.indptr[n + 1])
        columns, weights = matrix.indices[span].tolist(), matrix.data[span].tolist()
        yield [(i, w) for i, w in zip(columns, weights, strict=True) if w != 0.0], bias


def _neuron(row: list[tuple[int, float]], bias: float) -> str:
    pairs = "".join(f"({i}, {w!r}), " for i, w in row).rstrip()
    return f"    (({pairs}), {bias!r}),\n"


def _called(name: str, inside: str) -> str:
    return f"({inside})" if name == "linear" else f"{name}({inside})"
