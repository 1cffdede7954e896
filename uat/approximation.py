"""The front door: a function goes in, a network that computes it comes out, with its error."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from uat.activations import Activation, Array, get_activation
from uat.constructions.steps import (
    as_bumps,
    as_steps,
    auto_steepness,
    bump_network,
    bump_pieces,
    edge_margin,
    step_network,
    step_pieces,
)
from uat.errors import InputError
from uat.evaluate import evaluate
from uat.measure import Error, measure
from uat.network import Network
from uat.partition import HEIGHTS, Partition
from uat.pieces import Bump, Step
from uat.plan import Plan, partitions_for, require_above_rounding
from uat.sampling import Samples
from uat.target import Target, make_target

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CONSTRUCTIONS = ("bumps", "steps")
PARTITIONS = ("uniform", "fewest")
OUTPUTS = ("linear", "sigmoid")
EDGES = ("whole", "nielsen")
DEFAULT_TOLERANCE = 0.01  # of f's range
RESOLUTION = 0.01  # of the tolerance: how finely f is sampled
MOST_NEURONS = 10_000_000
ATTEMPTS = 12
STEEPER = 4.0

Progress = Callable[[str], None]


@dataclass(frozen=True, eq=False, repr=False)
class Approximation:
    """A function, the network that computes it, and how far apart they are.

    target: the function on its box.
    construction: "bumps" or "steps". partition_kind: "uniform" or "fewest".
    partitions: the staircase that the hidden layer adds up to; with overlap M, one for each copy.
    activation, output, steepness, overlap, edges: as asked for, or as chosen.
    network: the network. error: its measured distance from f.
    samples: the samples of f that it was built from.
    seconds: how long building and measuring took.
    """

    target: Target
    construction: str
    partition_kind: str
    partitions: tuple[Partition, ...]
    activation: Activation
    output: str
    steepness: float
    overlap: int
    edges: str
    network: Network
    error: Error
    samples: Samples
    seconds: dict[str, float | None] = field(default_factory=dict)

    def __call__(self, x: ArrayLike) -> Array:
        """The network's output at x: a number or an array of any shape, and the same shape out."""
        return evaluate(self.network, x)

    @property
    def tolerance(self) -> float | None:
        return self.error.tolerance

    @property
    def partition(self) -> Partition:
        """The staircase; with overlapping copies, the first of them."""
        return self.partitions[0]

    @cached_property
    def pieces(self) -> tuple[Step, ...] | tuple[Bump, ...]:
        """The steps or bumps that the output neuron adds up, one by one."""
        if self.construction == "steps":
            return as_steps(step_pieces(self.partitions, self.output))
        margin = edge_margin(self.activation, self.steepness, self.edges)
        return as_bumps(bump_pieces(self.partitions, self.output, margin))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw f, the network and the error band. Returns the matplotlib Axes."""
        from uat.plots import plot

        return plot(self, ax)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the network to `path`; the suffix (.json, .npz) says how."""
        self.network.save(path)

    def film(self, chapter: str = "staircase", **options: Any) -> Any:
        """Render a chapter for this function; returns the path of the film."""
        from uat.film import render

        tol = self.tolerance or self.error.max
        function = self.target.formula or self.target
        paths = render([chapter], function=function, box=self.target.box, tol=tol, **options)
        return paths[0]

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data: what `uat approximate --json` prints."""
        error = self.error
        return {
            "function": self.target.name,
            "box": [list(interval) for interval in self.target.box],
            "construction": self.construction,
            "partition": self.partition_kind,
            "activation": self.activation.name,
            "output": self.output,
            "steepness": self.steepness,
            "overlap": self.overlap,
            "network": {
                "widths": list(self.network.widths),
                "neurons": self.network.neurons,
                "hidden_layers": self.network.hidden_layers,
                "parameters": self.network.parameters,
            },
            "error": {
                "max": error.max,
                "mean": error.mean,
                "rms": error.rms,
                "at": list(error.at),
                "proven": error.proven,
                "tolerance": error.tolerance,
                "met": error.met,
                "hidden_mean": error.hidden_mean,
                "hidden_mean_halfway": error.hidden_mean_halfway,
                "excluded": [list(window) for window in error.excluded],
            },
            "seconds": self.seconds,
        }

    def __repr__(self) -> str:
        return (
            f"Approximation({self.target.name}, {self.construction}: {self.network!r}, "
            f"max error {self.error.max:.3g})"
        )

    def _repr_html_(self) -> str:
        from uat.plots import report_html

        return report_html(self)


def approximate(
    f: Any,
    box: Any = None,
    *,
    construction: str | None = None,
    tol: float | None = None,
    neurons: int | None = None,
    activation: str | Activation | None = None,
    steepness: float | None = None,
    overlap: int = 1,
    output: str = "linear",
    partition: str | None = None,
    heights: str = "midrange",
    edges: str = "whole",
    progress: Progress | None = None,
) -> Approximation:
    """Build a network that computes f on a box, without training.

    f: an expression such as "sin(x)", a callable, "py:module:function", a .csv file, a catalogue
        key such as "nielsen", or a `Target`.
    box: (a, b); ends may be expressions such as "2*pi". Default [0, 1], or the catalogue's own.
    construction: "bumps" (default; Nielsen's, two neurons for each plateau) or "steps" (one neuron
        for each change of height; the fewest neurons).
    tol: the largest |network - f| allowed, in the units of f. Default 1 % of f's range.
    neurons: at most so many hidden neurons instead, with the best tolerance they can meet.
    activation: "sigmoid" (default), "tanh", "arctan" or "step".
    steepness: the weight w of every hidden neuron; default: chosen from the gaps between steps, and
        raised until the measured error is within the tolerance.
    overlap: Nielsen's remedy for windows of failure: the mean of so many shifted copies.
    output: "linear", or "sigmoid": the hidden layer computes the inverse sigmoid of f, 0 < f < 1.
    partition: "fewest" (default for steps) or "uniform" (default for bumps).
    heights: "midrange" (best in the sup norm), "mean", "median" or "midpoint" of f on each piece.
    edges: "whole", or "nielsen" to see the ends of the domain halved by bumps that begin on them.
    progress: called with a few words before each stage.

    Raises InputError for wrong arguments, TargetError where f cannot be approximated.
    """
    say = progress or (lambda stage: None)
    started = time.perf_counter()
    plan = _checked_plan(
        construction, tol, neurons, overlap, output, partition, heights, edges, steepness
    )
    chosen = get_activation(activation or "sigmoid")
    target = make_target(f, box)
    if target.inputs != 1:
        raise InputError(
            f"{target.name} has {target.inputs} inputs; uat builds networks of one input so far"
        )
    say("sampling the function")
    scale, size = _scale_of(target)
    if tol is not None:
        require_above_rounding(size, tol)
    if tol is None and neurons is None:
        plan = replace(plan, tol=DEFAULT_TOLERANCE * scale)
    result = _build(target, plan, chosen, scale, say)
    total = time.perf_counter() - started
    measuring = result.seconds["measure"] or 0.0
    return replace(
        result, seconds={"build": total - measuring, "measure": measuring, "prove": None}
    )


def _checked_plan(
    construction: str | None,
    tol: float | None,
    neurons: int | None,
    overlap: int,
    output: str,
    partition: str | None,
    heights: str,
    edges: str,
    steepness: float | None,
) -> Plan:
    """Refuse what has no meaning, and fill in defaults."""
    construction = construction or "bumps"
    _one_of("construction", construction, CONSTRUCTIONS)
    partition = partition or ("uniform" if construction == "bumps" else "fewest")
    _one_of("partition", partition, PARTITIONS)
    _one_of("output", output, OUTPUTS)
    _one_of("heights", heights, HEIGHTS)
    _one_of("edges", edges, EDGES)
    if tol is not None and neurons is not None:
        raise InputError("give a tolerance or a number of neurons, not both")
    if tol is not None and not (np.isfinite(tol) and tol > 0):
        raise InputError(f"the tolerance must be a positive number, not {tol}")
    if neurons is not None and (neurons != int(neurons) or not 0 <= neurons <= MOST_NEURONS):
        raise InputError(f"the number of neurons must be 0 … {MOST_NEURONS:,}, not {neurons}")
    if steepness is not None and not (np.isfinite(steepness) and steepness > 0):
        raise InputError(f"the steepness must be a positive number, not {steepness}")
    if overlap != int(overlap) or not 1 <= overlap <= 1000:
        raise InputError(f"the overlap must be a whole number of copies, 1 … 1000, not {overlap}")
    if partition == "fewest" and overlap > 1:
        raise InputError("overlapping copies shift equal pieces: add partition uniform")
    if partition == "fewest" and heights != "midrange":
        raise InputError(f"the fewest pieces have midrange heights; for {heights}, use uniform")
    return Plan(construction, partition, tol, neurons, overlap, output, heights, edges, steepness)


def _one_of(what: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise InputError(f"unknown {what} {value!r}: choose one of {', '.join(known)}")


def _scale_of(target: Target) -> tuple[float, float]:
    """Roughly how much f varies (for a constant, its size), and how large |f| is."""
    (a, b) = target.box[0]
    y = target(np.linspace(a, b, 1025))
    y = y[np.isfinite(y)]
    if not y.size:
        return 1.0, 0.0  # sampling will say where f is not finite
    size = float(np.max(np.abs(y)))
    return float(np.ptp(y)) or size or 1.0, size


def _build(
    target: Target, plan: Plan, activation: Activation, scale: float, say: Progress
) -> Approximation:
    """Partition, build, measure; mend what the measurement finds; until the tolerance holds."""
    finest = RESOLUTION * (plan.tol if plan.tol is not None else 0.1 * scale)
    samples = target.sample(min(finest, 1e-3 * scale))
    steeper, measuring = 1.0, 0.0
    for _attempt in range(ATTEMPTS):
        say("choosing where to cut")
        partitions = partitions_for(target, samples, plan)
        goal = plan.tol if plan.tol is not None else max(p.error for p in partitions)
        if plan.tol is None and 0 < RESOLUTION * goal < samples.resolution:
            samples = target.sample(RESOLUTION * goal)
            continue
        steepness = plan.steepness or steeper * auto_steepness(
            partitions, activation, len(samples.jumps)
        )
        network = _network(partitions, plan, activation, steepness)
        say("measuring the error")
        began = time.perf_counter()
        error = measure(network, target, samples, plan.tol)
        measuring = time.perf_counter() - began
        result = _result(target, plan, partitions, activation, steepness, network, error, samples)
        result = replace(result, seconds={"measure": measuring})
        if plan.steepness or replace(error, tolerance=goal).met or plan.unreachable(partitions):
            break
        if _staircase_error(partitions, target, error.at[0]) > goal * (1 + 1e-7):
            say("looking closer where the error is largest")
            samples = _sampled_near(target, samples, error.at[0])
        else:
            steeper *= STEEPER
    return result


def _network(
    partitions: Sequence[Partition], plan: Plan, activation: Activation, steepness: float
) -> Network:
    if plan.construction == "steps":
        return step_network(partitions, activation, steepness, plan.output)
    return bump_network(partitions, activation, steepness, plan.output, plan.edges)


def _result(
    target: Target,
    plan: Plan,
    partitions: tuple[Partition, ...],
    activation: Activation,
    steepness: float,
    network: Network,
    error: Error,
    samples: Samples,
) -> Approximation:
    return Approximation(
        target=target,
        construction=plan.construction,
        partition_kind=plan.partition,
        partitions=partitions,
        activation=activation,
        output=plan.output,
        steepness=steepness,
        overlap=plan.overlap,
        edges=plan.edges,
        network=network,
        error=error,
        samples=samples,
    )


def _staircase_error(partitions: Sequence[Partition], target: Target, x: float) -> float:
    """The ideal staircase's own error at x, the better side of a cut."""
    shift = 1e-12 * (partitions[0].edges[-1] - partitions[0].edges[0])
    sides = np.array([x - shift, x, x + shift])
    staircase = np.mean([partition(sides) for partition in partitions], axis=0)
    return float(np.min(np.abs(staircase - target(np.array([x]))[0])))


def _sampled_near(target: Target, samples: Samples, x: float) -> Samples:
    """Sample again, four times finer, with a nest of points around x."""
    (a, b) = target.box[0]
    nest = (b - a) * 0.5 ** np.arange(6, 40)
    knots = np.concatenate([[x], x - nest, x + nest])
    if target.knots is not None:
        knots = np.concatenate([knots, target.knots])
    return replace(target, knots=knots).sample(samples.resolution / 4)
