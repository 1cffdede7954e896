"""Write the network as an expression of SymPy, to derive, integrate or print it there."""

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

from uat.base.errors import InputError
from uat.functions.expression import compile_expression
from uat.networks.activations import SOFTMAX, Activation
from uat.networks.formula.code import input_names, neuron_rows
from uat.networks.network import Network

# Formulas of the same functions, for numbers at which exp overflows in the usual ones.
STEADY = {
    "sigmoid": "(1 + tanh(z/2))/2",
    "swish": "z*(1 + tanh(z/2))/2",
    "softplus": "max(z, 0) + log(1 + exp(-abs(z)))",
    "elu": "max(z, 0) + exp(min(z, 0)) - 1",
}
MOST_TERMS = 10_000  # of the expression, written out


def to_sympy(network: Network, inputs: Sequence[str] = ()) -> Any:
    """Return the network's output as an expression of SymPy; of several outputs, a tuple of them.

    inputs: names of the inputs, which become real symbols; default x, y, z or x1, x2, … The weights
    are the network's floats. Raises InputError for an expression that nothing could be done with:
    one of more than 10,000 terms.
    """
    import sympy

    _require_short(network)
    names = input_names(network, inputs)
    values: list[Any] = [sympy.Symbol(name, real=True) for name in names]
    for layer in network.layers:
        sums = [
            sympy.Add(*(sympy.Float(w) * values[i] for i, w in row), sympy.Float(bias))
            for row, bias in neuron_rows(layer)
        ]
        values = activated(layer.activation, sums)
    return values[0] if len(values) == 1 else tuple(values)


def activated(s: Activation, sums: list[Any]) -> list[Any]:
    """Apply an activation, by its formula, to the weighted inputs of a layer."""
    import sympy

    if s.name == SOFTMAX.name:
        powers = [sympy.exp(z, evaluate=False) for z in sums]
        return [power / sympy.Add(*powers) for power in powers]
    expression = compile_expression(STEADY.get(s.name, s.formula), ("z",))
    return [expression.evaluate(_as_it_stands(), z) for z in sums]


@cache
def _as_it_stands() -> Any:
    """Return SymPy's arithmetic that does not work long on what a network is full of.

    No factor exp(-1000) is taken out, which would be 0, and no maximum is decided.
    """
    import sympy

    from uat.functions.expression.with_sympy import SYMPY, SympyNamespace

    names = {"exp": sympy.exp, "max": sympy.Max, "min": sympy.Min}
    as_it_stands = {name: partial(f, evaluate=False) for name, f in names.items()}
    return SympyNamespace({**SYMPY.table, **as_it_stands})


def _require_short(network: Network) -> None:
    """Raise InputError where each neuron, written out down to the inputs, makes too long a text."""
    lengths = [1.0] * network.widths[0]
    for layer in network.layers:
        lengths = [1.0 + sum(lengths[i] for i, _ in row) for row, _ in neuron_rows(layer)]
    if sum(lengths) > MOST_TERMS:
        raise InputError(
            f"written out, the network has {sum(lengths):.2g} terms, too many for SymPy: use "
            f'net.formula("python"), or a network of fewer neurons'
        )
