"""Write the network as C99: weights to the last bit, and one loop for every layer.

Functions for activations and for the parts of typed formulas are defined as text, and compute what
numpy does. Each may call those that stand in its text.
"""

import math
from collections.abc import Iterable

from uat.base.quoting import for_comment
from uat.exchange.about import About, layer_names
from uat.functions.expression.languages import Language
from uat.functions.expression.tree import Tree
from uat.functions.expression.vocabulary import CONSTANTS
from uat.networks.activations import ACTIVATIONS, LINEAR, SOFTMAX, Activation
from uat.networks.activations.typed import Continued
from uat.networks.formula.code import function_of
from uat.networks.formula.helpers import in_order
from uat.networks.network import Layer, Network

# Bodies of `static double NAME(double z)`
_OF_ONE = {
    # Activations, but for those that C has under the same name
    **{
        s.name: s.spelling.c
        for s in ACTIVATIONS.values()
        if s.spelling.c not in ("", "z", f"{s.name}(z)")
    },
    "sign": "isnan(z) ? z : (double)((z > 0.0) - (z < 0.0))",
    "round_even": "nearbyint(z)",
    "cot": "cos(z) / sin(z)",
    "sec": "1.0 / cos(z)",
    "csc": "1.0 / sin(z)",
    "sinc": "z == 0.0 ? 1.0 : sin(z) / z",
    "gamma_of": "tgamma(z)",
}

# Bodies of `static double NAME(double a, double b)`
_OF_TWO = {
    "floor_divide": "floor(a / b)",
    "modulus": "b == 0.0 ? NAN : a - b * floor(a / b)",
    "power": "b == 2.0 ? a * a : pow(a, b)",
    "smallest": "isnan(a) || isnan(b) ? NAN : fmin(a, b)",
    "largest": "isnan(a) || isnan(b) ? NAN : fmax(a, b)",
    "heaviside": "isnan(a) ? a : a == 0.0 ? b : (double)(a > 0.0)",
}

NAMES = frozenset(_OF_ONE) | frozenset(_OF_TWO)


def source(name: str) -> str:
    """Return the text of one function."""
    if name in _OF_ONE:
        return f"static double {name}(double z) {{ return {_OF_ONE[name]}; }}\n"
    return f"static double {name}(double a, double b) {{ return {_OF_TWO[name]}; }}\n"


def with_helpers(used: set[str]) -> list[str]:
    """Return the texts of all functions used, also by each other; those called come first."""
    return in_order(used & NAMES, NAMES, source)


A_LINE = 4  # numbers
# What C calls a function of formulas, where that is another name.
CALLED = {
    "abs": "fabs",
    "round": "round_even",
    "gamma": "gamma_of",
    "mod": "modulus",
}
LARGE = 4096  # neurons: wider layers are kept in static memory, not on the stack

LAYER = """\
typedef struct {
    size_t neurons;
    const size_t *starts;   /* of each neuron's row in inputs and weights */
    const unsigned *inputs; /* which of the values before it a neuron reads */
    const double *weights;
    const double *biases;
} layer;

/* z = W x + b, with what rounding takes away put back at the end (Neumaier 1974). */
static void add_up(const layer *l, const double *values, double *sums)
{
    for (size_t n = 0; n < l->neurons; n++) {
        double total = 0.0, lost = 0.0;
        for (size_t k = l->starts[n]; k < l->starts[n + 1]; k++) {
            const double term = l->weights[k] * values[l->inputs[k]];
            const double sum = total + term;
            lost += fabs(total) >= fabs(term) ? (total - sum) + term : (term - sum) + total;
            total = sum;
        }
        sums[n] = (isfinite(total) ? total + lost : total) + l->biases[n];
    }
}
"""

SOFTMAX_CODE = """\
static void softmax(double *values, size_t count)
{
    double top = values[0], total = 0.0;
    for (size_t n = 1; n < count; n++) top = fmax(top, values[n]);
    for (size_t n = 0; n < count; n++) total += values[n] = exp(values[n] - top);
    for (size_t n = 0; n < count; n++) values[n] /= total;
}
"""


def c_code(network: Network, words: About) -> str:
    """Write a C99 file with `void network(const double *inputs, double *outputs)`.

    Of one output it is `double network(const double *inputs)`, and of one input and one output
    `double network(double x)`. Weights are hexadecimal, so that no bit is lost. Raises InputError
    for an activation that is neither known nor typed.
    """
    used: set[str] = set()
    defined: dict[str, tuple[str, str]] = {}
    activations = [layer.activation if layer.neurons else LINEAR for layer in network.layers]
    names = [function_of(s, s.spelling.c, _typed, used, defined) for s in activations]
    titles = layer_names(network, words.construction)
    arrays = [_arrays(k, *pair) for k, pair in enumerate(zip(network.layers, titles, strict=True))]
    typed = (code for _, code in defined.values())
    softmax = [SOFTMAX_CODE] if SOFTMAX.name in names else []
    parts = [_header(network, words), LAYER, *with_helpers(used), *typed, *softmax]
    return "\n".join([*parts, *arrays, _body(network, names)])


def c_header(network: Network, words: About) -> str:
    """Write the same as a header for one or more C files, each of which gets its own functions."""
    code = c_code(network, words)
    for kind in ("double", "void"):
        code = code.replace(f"\n{kind} network(", f"\nstatic {kind} network(")
    guard = "UAT_NETWORK_H"
    return f"#ifndef {guard}\n#define {guard}\n\n{code}\n#endif\n"


def _header(network: Network, words: About) -> str:
    about = f" of {words.function}" if words.function else ""
    line = for_comment(f"{network!r}{about}, written by uat.")
    claim = f"   {for_comment(words.claim)}\n" if words.claim else ""
    return (
        f"/* {line}\n{claim}   Compile with a C99 compiler and -lm, without -ffast-math. */\n\n"
        "#include <math.h>\n#include <stddef.h>\n"
    )


def _arrays(index: int, layer: Layer, title: str) -> str:
    """Write the constant arrays of one layer; none is empty, which C does not know."""
    from scipy.sparse import csr_array

    matrix = csr_array(layer.weights)
    starts, inputs, weights = matrix.indptr.tolist(), matrix.indices.tolist(), matrix.data
    biases = layer.biases
    return (
        f"/* {title}: {for_comment(repr(layer))} */\n"
        + _array("size_t", f"starts_{index}", map(str, starts))
        + _array("unsigned", f"inputs_{index}", map(str, inputs or [0]))
        + _array("double", f"weights_{index}", map(_hex, weights.tolist() or [0.0]))
        + _array("double", f"biases_{index}", map(_hex, biases.tolist() or [0.0]))
        + f"static const layer layer_{index} = {{{layer.neurons}, starts_{index}, "
        f"inputs_{index}, weights_{index}, biases_{index}}};\n"
    )


def _array(kind: str, name: str, items: Iterable[str]) -> str:
    texts = list(items)
    rows = [", ".join(texts[k : k + A_LINE]) for k in range(0, len(texts), A_LINE)]
    return f"static const {kind} {name}[] = {{\n    " + ",\n    ".join(rows) + "};\n"


def _hex(value: float) -> str:
    return value.hex()


def _body(network: Network, names: list[str]) -> str:
    """Write the function `network`: two buffers, one layer after the other."""
    inputs, outputs = network.widths[0], network.widths[-1]
    widest = max(network.widths[1:])
    kind = "static double" if widest > LARGE else "double"
    one_number = inputs == outputs == 1
    head = (
        "double network(double x)"
        if one_number
        else f"{'double' if outputs == 1 else 'void'} network(const double *inputs"
        + (")" if outputs == 1 else ", double *outputs)")
    )
    lines = [f"    {kind} first[{widest}], second[{widest}];"]
    source = "&x" if one_number else "inputs"
    for index, (layer, name) in enumerate(zip(network.layers, names, strict=True)):
        sums = ("first", "second")[index % 2]
        lines.append(f"    add_up(&layer_{index}, {source}, {sums});")
        lines += _applied(name, sums, layer.neurons)
        source = sums
    if outputs == 1:
        lines.append(f"    return {source}[0];")
    else:
        lines.append(f"    for (size_t n = 0; n < {outputs}; n++) outputs[n] = {source}[n];")
    if len(network.layers) == 1:
        lines[0] = f"    {kind} first[{widest}];"
    prototype = f"/* {_described(network)} */\n{head};\n\n"
    return f"{prototype}{head}\n{{\n" + "\n".join(lines) + "\n}\n"


def _described(network: Network) -> str:
    inputs, outputs = network.widths[0], network.widths[-1]
    return f"{inputs} input{'s' * (inputs > 1)}, {outputs} output{'s' * (outputs > 1)}."


def _applied(name: str, sums: str, count: int) -> list[str]:
    if name == "linear":
        return []
    if name == SOFTMAX.name:
        return [f"    softmax({sums}, {count});"]
    return [f"    for (size_t n = 0; n < {count}; n++) {sums}[n] = {name}({sums}[n]);"]


def _typed(name: str, s: Activation, tree: Tree, used: set[str]) -> str:
    """Define a function for a typed formula, on its straight lines where float64 fails it."""
    value = C.write(tree, used)
    if not isinstance(s.function, Continued):
        return f"static double {name}(double z)\n{{\n    return {value};\n}}\n"
    reach = s.function.reach.hex()
    slopes = [slope.hex() for slope in (s.function.left_slope, s.function.right_slope)]
    return (
        f"static double {name}(double far)\n{{\n"
        f"    const double z = fmin(fmax(far, -{reach}), {reach});\n"
        f"    const double slope = far < 0.0 ? {slopes[0]} : {slopes[1]};\n"
        f"    return {value} + (slope == 0.0 ? 0.0 : slope * (far - z));\n}}\n"
    )


def _call(function: str, arguments: list[str], used: set[str]) -> str:
    """Write a call of one or two arguments; min and max of more are nested."""
    if function == "divide":
        return f"({arguments[0]} / {arguments[1]})"
    if function in ("min", "max"):
        name = {"min": "smallest", "max": "largest"}[function]
        used.add(name)
        code = arguments[0]
        for argument in arguments[1:]:
            code = f"{name}({code}, {argument})"
        return code
    if function == "clip":
        z, low, high = arguments
        return _call("min", [_call("max", [z, low], used), high], used)
    if function == "heaviside" and len(arguments) == 1:
        arguments = [*arguments, "0.5"]
    name = CALLED.get(function, function)
    used.add(name)
    return f"{name}({', '.join(arguments)})"


C = Language(
    number=lambda value: "INFINITY" if math.isinf(value) else value.hex(),
    constants={name: repr(value) for name, value in CONSTANTS.items()},
    truth="(double)({})",
    choice="({0} != 0.0 ? {1} : {2})",
    both=" && ",
    either=" || ",
    chained=False,
    call=_call,
)
