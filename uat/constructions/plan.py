"""What the caller of `approximate` asked for, checked, with the defaults filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.base.errors import InputError
from uat.constructions.heights import HEIGHTS
from uat.constructions.limits import require_affordable
from uat.networks.activations import Activation, get_activation, rise_of

LINE = ("bumps", "steps", "ramps")  # of one input
DEEP = "folds"  # of one or two
BOXES = ("quadrants", "towers", "ridges")  # of two inputs and more
CONSTRUCTIONS = (*LINE, *BOXES, DEEP)
PARTITIONS = ("uniform", "fewest")
OUTPUTS = ("linear", "sigmoid")
EDGES = ("whole", "nielsen")
MOST_NEURONS = 10_000_000
MOST_INPUTS = {"quadrants": 6, "towers": 6, "ridges": 7}  # f is read on a grid
MOST_COPIES = 1000


@dataclass(frozen=True)
class Plan:
    """A checked request; see `approximate` for what each part means.

    At most one of tol and neurons is set. steepness: None to choose it. force: whatever it takes.
    """

    construction: str
    partition: str
    tol: float | None
    neurons: int | None
    activation: Activation
    steepness: float | None
    overlap: int
    output: str
    heights: str
    edges: str
    force: bool = False

    def pieces(self) -> int:
        """The most pieces that the neurons allow. Raises InputError if there are too few."""
        assert self.neurons is not None
        copies, size = self.overlap, self.activation.neurons_per_step
        steps = self.neurons // size
        if self.construction == "bumps":
            pieces, least = (steps // 2 - (copies - 1)) // copies, 2 * (2 * copies - 1) * size
        elif self.construction == "steps":
            pieces, least = (steps + 1) // copies, (copies - 1) * size
        else:
            pieces, least = self.neurons, 1
        if pieces < 1:
            raise InputError(
                f"{self.construction} need at least {least} neurons here, not {self.neurons}"
            )
        return pieces


def make_plan(
    inputs: int = 1,
    *,
    construction: str | None,
    tol: float | None,
    neurons: int | None,
    activation: str | Activation | None,
    steepness: float | None,
    overlap: int,
    output: str,
    partition: str | None,
    heights: str,
    edges: str,
    force: bool = False,
) -> Plan:
    """Refuse what has no meaning for so many inputs, and fill in defaults. Raises InputError."""
    construction = construction or ("bumps" if inputs == 1 else "quadrants")
    _one_of("construction", construction, CONSTRUCTIONS)
    _fits(construction, inputs)
    s = get_activation(activation or _usual_activation(construction))
    if s.is_straight and inputs == 1:
        return _line(s, tol, neurons, output)
    equal = construction in ("bumps", "towers") or inputs > 2
    partition = partition or ("uniform" if equal else "fewest")
    if inputs > 2 and partition == "fewest" and construction == "quadrants":
        raise InputError(f"quadrants of {inputs} inputs stand on a grid: use partition uniform")
    _one_of("partition", partition, PARTITIONS)
    _one_of("output", output, OUTPUTS)
    _one_of("heights", heights, HEIGHTS)
    _one_of("edges", edges, EDGES)
    check_numbers(tol, neurons, steepness, overlap)
    if construction in ("ramps", DEEP):
        _check_relu(construction, s, steepness, overlap, output, heights)
    elif construction in BOXES:
        _check_boxes(construction, inputs, overlap, heights, force)
    if partition == "fewest" and overlap > 1:
        raise InputError("overlapping copies shift equal pieces: add partition uniform")
    if construction in ("bumps", "steps") and partition == "fewest" and heights != "midrange":
        raise InputError(f"the fewest pieces have midrange heights; for {heights}, use uniform")
    if neurons is not None:
        neurons = int(neurons)
        require_affordable(construction, neurons, force)
    if construction == "ridges" and s.name == "relu" and steepness is not None:
        raise InputError("ridges of ramps are made of relu, which has no steepness")
    tol, overlap = None if tol is None else float(tol), int(overlap)
    rise_of(s)
    return Plan(
        construction, partition, tol, neurons, s, steepness, overlap, output, heights, edges, force
    )


def _fits(construction: str, inputs: int) -> None:
    if inputs == 1 and construction in BOXES:
        raise InputError(f"{construction} need two inputs or more: use {', '.join(LINE)}")
    if construction == DEEP and inputs > 2:
        raise InputError(f"folds are for one or two inputs, not {inputs}: use quadrants")
    if inputs > 1 and construction in LINE:
        raise InputError(
            f"{construction} are for one input; of {inputs} inputs use {', '.join(BOXES)}"
        )


def _usual_activation(construction: str) -> str:
    return "relu" if construction in ("ramps", "ridges", DEEP) else "sigmoid"


def _check_boxes(construction: str, inputs: int, overlap: int, heights: str, force: bool) -> None:
    if inputs > MOST_INPUTS[construction] and not force:
        most = MOST_INPUTS["ridges"]
        raise InputError(
            f"{construction} of {inputs} inputs need f at too many places for any memory: use at "
            f"most {MOST_INPUTS['quadrants']} inputs, or ridges of at most {most}"
        )
    if overlap > 1 and construction != "towers":
        raise InputError(f"{construction} do not overlap: leave the overlap out, or use towers")
    if construction == "ridges" and heights != "midrange":
        raise InputError(f"ridges have midrange heights, not {heights}")
    if heights not in ("midrange", "mean"):
        raise InputError(f"boxes have midrange or mean heights, not {heights}")


def _line(activation: Activation, tol: float | None, neurons: int | None, output: str) -> Plan:
    """All that linear neurons can do, whatever was asked for: one straight line."""
    check_numbers(tol, neurons, None, 1)
    if neurons == 0:
        raise InputError("a straight line needs at least 1 neuron, not 0")
    if output != "linear":
        raise InputError(f"{activation.name} neurons make a straight line: use the linear output")
    neurons = None if neurons is None else int(neurons)
    return Plan("line", "fewest", tol, neurons, activation, None, 1, "linear", "midrange", "whole")


def _one_of(what: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise InputError(f"unknown {what} {value!r}: choose one of {', '.join(known)}")


def require_positive(what: str, value: float) -> None:
    """Raise InputError unless the value is a positive, finite number."""
    if not (np.isfinite(value) and value > 0):
        raise InputError(f"the {what} must be a positive number, not {value}")


def require_count(neurons: Any) -> None:
    """Raise InputError unless it is a number of neurons: whole, and not too many."""
    if not (_is_whole(neurons) and 0 <= neurons <= MOST_NEURONS):
        raise InputError(f"the number of neurons must be 0 … {MOST_NEURONS:,}, not {neurons}")


def check_numbers(
    tol: float | None, neurons: int | None, steepness: float | None, overlap: int = 1
) -> None:
    """Raise InputError, which names the option, for a number that cannot be."""
    if tol is not None and neurons is not None:
        raise InputError("give a tolerance or a number of neurons, not both")
    for what, value in (("tolerance", tol), ("steepness", steepness)):
        if value is not None and not isinstance(value, int | float | np.number):
            raise InputError(f"the {what} must be a number, not {value!r}")
    if tol is not None:
        require_positive("tolerance", tol)
    if neurons is not None:
        require_count(neurons)
    if steepness is not None:
        require_positive("steepness", steepness)
    if not _is_whole(overlap) or not 1 <= overlap <= MOST_COPIES:
        raise InputError(
            f"the overlap must be a whole number of copies, 1 … {MOST_COPIES}, not {overlap}"
        )


def _is_whole(number: object) -> bool:
    return isinstance(number, int | float | np.number) and float(number).is_integer()


def _check_relu(
    construction: str,
    activation: Activation,
    steepness: float | None,
    overlap: int,
    output: str,
    heights: str,
) -> None:
    """Ramps and folds are relu neurons with a linear output, and nothing else."""
    if activation.name != "relu":
        raise InputError(
            f"{construction} are made of relu neurons: leave the activation out, or use steps"
        )
    for wrong, name in (
        (steepness is not None, "steepness"),
        (overlap != 1, "overlap"),
        (output != "linear", "sigmoid output"),
        (heights != "midrange", "heights"),
    ):
        if wrong:
            raise InputError(f"{construction} have no {name}: leave it out, or use steps or bumps")


def require_above_rounding(size: float, tol: float) -> None:
    """Refuse a tolerance that float64 cannot hold for values of that size. Raises InputError."""
    least = 16 * np.finfo(float).eps * size
    if tol < least:
        raise InputError(
            f"the tolerance {tol:g} is below what float64 can tell apart for values of size "
            f"{size:.3g}: use at least {least:.1g}"
        )
