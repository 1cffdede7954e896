"""Put the networks of several outputs of one input side by side in one hidden layer."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from uat.accuracy.measure import Error, LeftOut
from uat.accuracy.measure.error import root_mean_square
from uat.approximation.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.constructions.built import Built
from uat.constructions.request import require_count
from uat.functions.target import Target
from uat.networks.network import Layer, Network

Progress = Callable[[str], None]


def stacked(
    target: Target,
    options: dict[str, Any],
    approximate: Callable[..., Approximation],
    *,
    prove: bool,
    lipschitz: float | None,
    say: Progress,
) -> Approximation:
    """Approximate every output by itself, with an equal share of the neurons if they are given.

    The curve (cos(t), sin(t)) is such a function. The error is the largest over the outputs.
    """
    if options["neurons"] is not None:
        require_count(options["neurons"])
        options = {**options, "neurons": int(options["neurons"]) // target.outputs}
    parts = tuple(
        approximate(target.component(k), **options, prove=prove, lipschitz=lipschitz, progress=say)
        for k in range(target.outputs)
    )
    first = parts[0]
    return replace(
        first,
        target=target,
        built=Built(
            network=side_by_side([part.network for part in parts]),
            error=_joint([part.error for part in parts]),
            partitions=tuple(p for part in parts for p in part.partitions),
            steepness=_largest([part.steepness for part in parts]),
            measuring=sum(part.built.measuring for part in parts),
        ),
        components=parts,
        proof=None,
        seconds={name: _sum([part.seconds.get(name) for part in parts]) for name in first.seconds},
    )


def side_by_side(networks: Sequence[Network]) -> Network:
    """Join networks into one hidden layer with the neurons of all, one output neuron for each."""
    hidden = [network.layers[0] for network in networks]
    if any(len(network.layers) != 2 for network in networks):
        raise InputError("only networks of one hidden layer stand side by side")
    sizes = np.cumsum([0, *(layer.neurons for layer in hidden)])
    read = np.zeros((len(networks), int(sizes[-1])))
    for row, network in enumerate(networks):
        read[row, sizes[row] : sizes[row + 1]] = np.asarray(network.layers[1].weights)[0]
    weights = np.concatenate([np.asarray(layer.weights) for layer in hidden])
    biases: Array = np.concatenate([layer.biases for layer in hidden])
    base: Array = np.concatenate([network.layers[1].biases for network in networks])
    first, last = networks[0].layers
    return Network((Layer(weights, biases, first.activation), Layer(read, base, last.activation)))


def _joint(errors: Sequence[Error]) -> Error:
    """Join the errors of all outputs: the largest, and the tolerance of one that misses it."""
    worst = max(errors, key=lambda error: error.max)
    missed = next((error for error in errors if error.met is False), worst)
    proven = [error.proven for error in errors]
    return replace(
        worst,
        mean=float(np.mean([error.mean for error in errors])),
        rms=root_mean_square(np.array([error.rms for error in errors])),
        proven=None if None in proven else max(p for p in proven if p is not None),
        tolerance=missed.tolerance,
        unproven=next((error.unproven for error in errors if error.unproven), ""),
        left_out=_all_left_out([error.left_out for error in errors]),
        hidden_mean=None,
        hidden_mean_halfway=None,
        noise=max(error.noise for error in errors),
        sums=max(error.sums for error in errors),
    )


def _all_left_out(parts: Sequence[LeftOut]) -> LeftOut:
    """Leave out of the whole what is left out of at least one output."""
    return LeftOut.merged(
        (low, high, jump)
        for part in parts
        for (low, high), (jump,) in zip(part.intervals, part.places, strict=True)
        if jump is not None
    )


def _largest(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return max(known) if known else None


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
