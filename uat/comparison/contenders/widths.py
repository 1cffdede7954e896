"""Choose layers that have a given number of parameters, since a fair fight needs equal weight."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from uat.base.errors import InputError


def parameters_of(layers: Sequence[int]) -> int:
    """Count weights and biases of a dense network of these widths, with inputs and outputs."""
    return sum(neurons * (inputs + 1) for inputs, neurons in pairwise(layers))


def widths_for(
    parameters: int, inputs: int = 1, outputs: int = 1, hidden_layers: int = 1
) -> tuple[int, ...]:
    """Choose widths of hidden layers with at most so many parameters, and nearly as many.

    All layers have one width but for the last, which takes what remains. Raises InputError if even
    one neuron a layer is too much.
    """
    others = range(1, int(parameters**0.5) + 2) if hidden_layers > 1 else (1,)
    widths = [
        (width,) * (hidden_layers - 1) + (_last(parameters, width, inputs, outputs, hidden_layers),)
        for width in others
    ]
    fitting = [w for w in widths if w[-1] >= 1]
    if not fitting:
        raise InputError(
            f"{parameters} parameters are too few for {hidden_layers} hidden layers: allow more"
        )

    def unlike(w: tuple[int, ...]) -> float:
        unused = parameters - parameters_of((inputs, *w, outputs))
        return unused / parameters + 0.1 * abs(w[-1] - w[0]) / w[0]

    return min(fitting, key=unlike)


def _last(parameters: int, width: int, inputs: int, outputs: int, hidden_layers: int) -> int:
    """Return the width of the last hidden layer, if the others have this one."""
    before = parameters_of((inputs, *(width,) * (hidden_layers - 1)))
    reads = width if hidden_layers > 1 else inputs
    return (parameters - outputs - before) // (reads + 1 + outputs)
