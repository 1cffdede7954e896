"""A contender is a model of f, with what it took to make it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from uat.base.arrays import Array
from uat.networks.evaluate import evaluate
from uat.networks.network import Network


@dataclass(frozen=True, eq=False, kw_only=True)
class Contender:
    """A model of f.

    name: what people read. kind: "built", "trained" or, of what is no network, "classic".
    predict: one array for each input, to their common shape, with one more axis for the outputs
        if there are several.
    network: the network, if it is one.
    parameters: how many numbers it stores.
    seconds: how long it took to make it.
    readable: "yes" or "no", and why.
    note: what else there is to know, such as a time limit that ended the training; or "".
    """

    name: str
    kind: str
    predict: Callable[..., Array] = field(repr=False)
    network: Network | None
    parameters: int
    seconds: float
    readable: str
    note: str = ""


def network_contender(
    name: str, kind: str, network: Network, *, seconds: float, readable: str, note: str = ""
) -> Contender:
    """Make a contender of a network, built or trained."""

    def predict(*inputs: Array) -> Array:
        return evaluate(network, *inputs)

    return Contender(
        name=name,
        kind=kind,
        predict=predict,
        network=network,
        parameters=network.parameters,
        seconds=seconds,
        readable=readable,
        note=note,
    )


def trained_contender(name: str, network: Network, seconds: float, note: str) -> Contender:
    """Make a contender of a trained network."""
    readable = f"no: {network.parameters} numbers, none of which means anything by itself"
    return network_contender(
        name, "trained", network, seconds=seconds, readable=readable, note=note
    )
