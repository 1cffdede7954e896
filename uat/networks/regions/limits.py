"""Bound how many linear regions a relu network can have, from its widths alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from uat.base.errors import InputError


def one_layer_limit(neurons: int, inputs: int) -> int:
    """Count the regions that hyperplanes cut R^inputs into: sum of C(neurons, k), k <= inputs.

    Zaslavsky (1975); reached in general position.
    """
    _require(neurons, inputs)
    return sum(math.comb(neurons, k) for k in range(min(inputs, neurons) + 1))


def trivial_limit(widths: Sequence[int]) -> int:
    """Return 2^(all hidden neurons): each is on or off. widths: inputs, hidden layers, outputs."""
    return 1 << sum(_hidden(widths))


def montufar_limit(widths: Sequence[int]) -> int:
    """Multiply over the layers `one_layer_limit` at the narrowest layer so far.

    Montúfar (2017), from Raghu et al. (2017) and Montúfar et al. (2014): what reaches a layer is
    at most as many-dimensional as the narrowest layer before it.
    """
    result, narrowest = 1, widths[0]
    for width in _hidden(widths):
        result *= one_layer_limit(width, narrowest)
        narrowest = min(narrowest, width)
    return result


def serra_limit(widths: Sequence[int]) -> int:
    """Bound regions by Theorem 1 of Serra et al. (2018): at least as sharp as Montúfar's.

    A region in which only j neurons of a layer are on leaves at most j dimensions to the next one.
    """
    counts = {widths[0]: 1}
    for width in _hidden(widths):
        following: dict[int, int] = {}
        for dimension, many in counts.items():
            for off in range(min(dimension, width) + 1):
                left = min(dimension, width - off)
                following[left] = following.get(left, 0) + many * math.comb(width, off)
        counts = following
    return sum(counts.values())


def montufar_reached(widths: Sequence[int]) -> int:
    """Return how many regions some network of these widths has: Montúfar et al. (2014), Theorem 5.

    The product of floor(n_i/n_0)^n_0 over all hidden layers but the last, times the last layer's
    limit; every hidden layer has at least as many neurons as there are inputs.
    """
    hidden, inputs = _hidden(widths), widths[0]
    if min(hidden) < inputs:
        raise InputError(f"each hidden layer needs at least {inputs} neurons for this bound")
    folds = 1
    for width in hidden[:-1]:
        folds *= int((width // inputs) ** inputs)
    return folds * one_layer_limit(hidden[-1], inputs)


def _hidden(widths: Sequence[int]) -> Sequence[int]:
    if len(widths) < 3 or min(widths) < 1:
        raise InputError("widths are the inputs, at least one hidden layer, and the outputs")
    return widths[1:-1]


def _require(neurons: int, inputs: int) -> None:
    if neurons < 0 or inputs < 1:
        raise InputError("there are at least 0 neurons and 1 input")
