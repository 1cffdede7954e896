"""A contender is a model of f with the figures that matter when one has to choose."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from uat.base.arrays import Array
from uat.comparison.contenders.outside import extrapolation
from uat.functions.target import Box
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

EVALUATED = 100_000

Predict = Callable[..., Array]


@dataclass(frozen=True, eq=False)
class Contender:
    """A model of f.

    name: what people read. kind: "trained" for networks, "classic" for all else.
    predict: one array for each input, to their common shape, with one more axis for the outputs
        if there are several.
    network: the network, if it is one.
    parameters: how many numbers it stores.
    seconds_build, seconds_evaluate: to fit it, and to evaluate it at 100,000 points.
    extrapolates: a sentence on what it does outside the box, as measured there.
    readable: "yes" or "no", and why.
    note: what else there is to know, such as a time limit that ended the training; or "".
    """

    name: str
    kind: str
    predict: Predict = field(repr=False)
    network: Network | None
    parameters: int
    seconds_build: float
    seconds_evaluate: float
    extrapolates: str
    readable: str
    note: str = ""

    @property
    def neurons(self) -> int | None:
        return None if self.network is None else self.network.neurons

    @property
    def hidden_layers(self) -> int | None:
        return None if self.network is None else self.network.hidden_layers


def seconds_to_evaluate(predict: Predict, box: Box) -> float:
    """Measure how long a model takes for `EVALUATED` points of the box, in no order."""
    rng = np.random.default_rng(0)
    inputs = [rng.uniform(low, high, EVALUATED) for low, high in box]
    predict(*(array[:10] for array in inputs))
    began = time.perf_counter()
    predict(*inputs)
    return time.perf_counter() - began


def network_contender(
    name: str, network: Network, box: Box, seconds: float, note: str = ""
) -> Contender:
    """Make a contender of a trained network."""

    def predict(*inputs: Array) -> Array:
        return evaluate(network, *inputs)

    return Contender(
        name=name,
        kind="trained",
        predict=predict,
        network=network,
        parameters=network.parameters,
        seconds_build=seconds,
        seconds_evaluate=seconds_to_evaluate(predict, box),
        extrapolates=extrapolation(predict, box),
        readable=f"no: {network.parameters} numbers, none of which means anything by itself",
        note=note,
    )
