"""An entry is one line of a comparison: a model of f, its cost, and its distance from f."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.accuracy.measure.distance import measure_on_grid
from uat.accuracy.measure.error import Error, rounded_up
from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.comparison.contenders.contender import Contender
from uat.comparison.contenders.outside import extrapolation
from uat.functions.target import Box, Target
from uat.networks.network import Network

GRID = {1: 20_001, 2: 401, 3: 51}  # points along each input for models that are not built
FEW = 15
EVALUATED = 100_000
LEAST = 20  # parameters of trained networks
FEW_NEURONS = 64  # of two inputs, for which regions are counted


@dataclass(frozen=True, eq=False, kw_only=True)
class Entry(Contender):
    """A contender and its figures, as one line of a comparison.

    regions: linear regions in the box, where they are counted.
    error: of |model - f| on the box, as measured and without the digits that rounding decides; met
        or not. proven: a bound on |model - f|, if there is a proof. Both leave out the same.
    seconds_evaluate: to evaluate it at 100,000 points.
    extrapolates: a sentence on what it does outside the box, as measured there.
    """

    regions: int | None
    error: Error
    met: bool | None
    proven: float | None
    seconds_evaluate: float
    extrapolates: str

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
            "seconds": {"build": self.seconds, "evaluate": self.seconds_evaluate},
            "extrapolates": self.extrapolates,
            "readable": self.readable,
            "note": self.note,
        }


def entry_of(
    contender: Contender, target: Target, error: Error, proven: float | None = None
) -> Entry:
    """Look at a contender from all sides, and make its entry. error: as measured."""
    return Entry(
        **vars(contender),
        regions=regions_of(contender.network, target),
        error=error.shown(target.box),
        met=error.met,
        proven=proven,
        seconds_evaluate=_seconds_to_evaluate(contender.predict, target.box),
        extrapolates=extrapolation(contender.predict, target.box),
    )


def _seconds_to_evaluate(predict: Callable[..., Array], box: Box) -> float:
    """Measure how long a model takes for `EVALUATED` points of the box, in no order."""
    rng = np.random.default_rng(0)
    inputs = [rng.uniform(low, high, EVALUATED) for low, high in box]
    predict(*(array[:10] for array in inputs))
    began = time.perf_counter()
    predict(*inputs)
    return time.perf_counter() - began


def deviation(predict: Callable[..., Array], target: Target, tolerance: float | None) -> Error:
    """Measure |model - f| on an even grid: the largest, its place, the root mean square."""
    return measure_on_grid(predict, target, GRID.get(target.inputs, FEW), tolerance)


def regions_of(network: Network | None, target: Target) -> int | None:
    """Count a relu network's linear regions in the box: of one input, or small and of two."""
    if network is None or target.inputs > 2 or target.outputs != 1:
        return None
    if any(layer.activation.name != "relu" for layer in network.layers[:-1]):
        return None
    from uat.networks.regions.line import count_regions
    from uat.networks.regions.plane import polygons

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
