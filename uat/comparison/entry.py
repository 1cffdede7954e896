"""An entry is one line of a comparison: a model of f, its cost, and its distance from f."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from uat.accuracy.measure.error import Error, noise_of, root_mean_square, rounded_up
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.ties import first_of_largest
from uat.comparison.contenders import Contender, extrapolation, seconds_to_evaluate
from uat.functions.target import Target
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

GRID = {1: 20_001, 2: 401, 3: 51}  # points along each input for models that are not built
FEW = 15
LEAST = 20  # parameters of trained networks
FEW_NEURONS = 64  # of two inputs, for which regions are counted


@dataclass(frozen=True, eq=False)
class Entry:
    """A contender and its figures, as one line of a comparison.

    name: what people read. kind: "built", "trained" or "classic".
    network: the network, if it is one. parameters: how many numbers it stores.
    regions: linear regions in the box, where they are counted.
    error: of |model - f| on the box, as measured and without the digits that rounding decides; met
        or not. proven: a bound on |model - f|, if there is a proof. Both leave out the same.
    seconds_build, seconds_evaluate: to make it, and to evaluate it at 100,000 points.
    extrapolates, readable: sentences; see `uat.comparison.contenders.Contender`.
    predict: one array for each input.
    """

    name: str
    kind: str
    network: Network | None
    parameters: int
    regions: int | None
    error: Error
    met: bool | None
    proven: float | None
    seconds_build: float
    seconds_evaluate: float
    extrapolates: str
    readable: str
    note: str = ""
    predict: Callable[..., Array] | None = field(default=None, repr=False)

    @property
    def neurons(self) -> int | None:
        return None if self.network is None else self.network.neurons

    @property
    def hidden_layers(self) -> int | None:
        return None if self.network is None else self.network.hidden_layers

    @property
    def tolerance(self) -> float | None:
        """The tolerance it was built for, or compared with, in the units of f."""
        return self.error.tolerance

    @property
    def sup(self) -> float:
        """The largest |model - f| that was found."""
        return self.error.max

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        network = self.network
        return {
            "name": self.name,
            "kind": self.kind,
            "network": network
            and {
                "widths": list(network.widths),
                "neurons": network.neurons,
                "hidden_layers": network.hidden_layers,
                "parameters": network.parameters,
            },
            "parameters": self.parameters,
            "regions": self.regions,
            "error": {
                "max": self.sup,
                "rms": self.error.rms,
                "at": list(self.error.at),
                "proven": None if self.proven is None else float(rounded_up(self.proven, 10)),
                "tolerance": self.tolerance,
                "met": self.met,
                "left_out": self.error.left_out.to_dict(),
            },
            "seconds": {"build": self.seconds_build, "evaluate": self.seconds_evaluate},
            "extrapolates": self.extrapolates,
            "readable": self.readable,
            "note": self.note,
        }


def entry_of_contender(contender: Contender, target: Target, tolerance: float | None) -> Entry:
    """Measure a trained or classic model on an even grid, and make its entry."""
    error = deviation(contender.predict, target, tolerance)
    return Entry(
        name=contender.name,
        kind=contender.kind,
        network=contender.network,
        parameters=contender.parameters,
        regions=regions_of(contender.network, target),
        error=error.shown(target.box),
        met=error.met,
        proven=None,
        seconds_build=contender.seconds_build,
        seconds_evaluate=contender.seconds_evaluate,
        extrapolates=contender.extrapolates,
        readable=contender.readable,
        note=contender.note,
        predict=contender.predict,
    )


def entry_of_network(
    name: str,
    network: Network,
    target: Target,
    *,
    error: Error,
    proven: float | None,
    seconds: float,
    readable: str,
    note: str = "",
) -> Entry:
    """Make the entry of a network that was built. error: as measured."""

    def predict(*inputs: Array) -> Array:
        return evaluate(network, *inputs)

    return Entry(
        name=name,
        kind="built",
        network=network,
        parameters=network.parameters,
        regions=regions_of(network, target),
        error=error.shown(target.box),
        met=error.met,
        proven=proven,
        seconds_build=seconds,
        seconds_evaluate=seconds_to_evaluate(predict, target.box),
        extrapolates=extrapolation(predict, target.box),
        readable=readable,
        note=note,
        predict=predict,
    )


def deviation(predict: Callable[..., Array], target: Target, tolerance: float | None) -> Error:
    """Measure |model - f| on an even grid: the largest, its place, the root mean square."""
    count = GRID.get(target.inputs, FEW)
    axes = [np.linspace(a, b, count) for a, b in target.box]
    points = [axis.reshape(-1) for axis in np.meshgrid(*axes, indexing="ij")]
    y = target(*points)
    noise = noise_of(y)
    gap = np.abs(np.asarray(predict(*points)) - y).reshape(points[0].size, -1)
    largest = gap.max(axis=1)
    worst = first_of_largest(largest, noise)
    return Error(
        max=float(largest[worst]),
        mean=float(gap.mean()),
        rms=root_mean_square(gap),
        at=tuple(float(x[worst]) for x in points),
        tolerance=tolerance,
        noise=noise,
    )


def regions_of(network: Network | None, target: Target) -> int | None:
    """Count a relu network's linear regions in the box: of one input, or small and of two."""
    if network is None or target.inputs > 2 or target.outputs != 1:
        return None
    if any(layer.activation.name != "relu" for layer in network.layers[:-1]):
        return None
    from uat.networks.regions import count_regions, polygons

    try:
        if target.inputs == 1:
            return count_regions(network, *target.box[0])
        return polygons(network, target.box).regions if network.neurons <= FEW_NEURONS else None
    except InputError:  # too many pieces to count
        return None


def budget_of(built: Sequence[Entry]) -> int:
    """Return how many parameters a trained or fitted model may have.

    As many as the smallest built network of one hidden layer, or of any if there is none.
    """
    shallow = [entry for entry in built if entry.hidden_layers == 1] or list(built)
    return max(LEAST, min(entry.parameters for entry in shallow))
