"""The front door: a function goes in, a network that computes it comes out, with its error."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import ArrayLike

from uat.activations import Activation, Array
from uat.building import Progress, build
from uat.constructions.ramps import as_ramps, ramp_pieces
from uat.constructions.steps import as_bumps, as_steps, bump_pieces, edge_margin, step_pieces
from uat.cutting import Partitions
from uat.errors import InputError
from uat.evaluate import evaluate
from uat.measure import Error
from uat.network import Network
from uat.partition import Partition, Polyline
from uat.pieces import Bump, Ramp, Step
from uat.plan import make_plan, require_above_rounding
from uat.sampling import Samples
from uat.target import Target, make_target

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from uat.minimum import Minimum
    from uat.proof import Proof

DEFAULT_TOLERANCE = 0.01  # of f's range


@dataclass(frozen=True, eq=False, repr=False)
class Approximation:
    """A function, the network that computes it, and how far apart they are.

    target: the function on its box.
    construction: "bumps", "steps" or "ramps". partition_kind: "uniform" or "fewest".
    partitions: the staircase that the hidden layer adds up to; with overlap M, one for each copy;
        for ramps, the polyline.
    activation, output, steepness, overlap, edges: as asked for, or as chosen; ramps have no
        steepness.
    network: the network. error: its measured distance from f.
    samples: the samples of f that it was built from.
    proof: the proof of the error's bound, if one was asked for.
    seconds: how long building, measuring and proving took.
    """

    target: Target
    construction: str
    partition_kind: str
    partitions: Partitions
    activation: Activation
    output: str
    steepness: float | None
    overlap: int
    edges: str
    network: Network
    error: Error
    samples: Samples
    proof: Proof | None = None
    seconds: dict[str, float | None] = field(default_factory=dict)

    def __call__(self, x: ArrayLike) -> Array:
        """The network's output at x: a number or an array of any shape, and the same shape out."""
        return evaluate(self.network, x)

    @property
    def tolerance(self) -> float | None:
        return self.error.tolerance

    @property
    def partition(self) -> Partition | Polyline:
        """The staircase or the polyline; with overlapping copies, the first staircase."""
        return self.partitions[0]

    @cached_property
    def pieces(self) -> tuple[Step, ...] | tuple[Bump, ...] | tuple[Ramp, ...]:
        """The steps, bumps or ramps that the output neuron adds up, one by one.

        The straight line of linear neurons counts as one ramp.
        """
        if self.steepness is None:
            return as_ramps(*ramp_pieces(cast(Polyline, self.partition)))
        staircases = cast(Sequence[Partition], self.partitions)
        if self.construction == "steps":
            return as_steps(step_pieces(staircases, self.output))
        margin = edge_margin(self.activation, self.steepness, self.edges)
        return as_bumps(bump_pieces(staircases, self.output, margin))

    def prove(
        self, *, slack: float = 0.01, lipschitz: float | None = None, progress: Any = None
    ) -> Proof:
        """Bound |f - network| on the whole domain, for the float64 network; see `uat.proof.prove`.

        slack: how far the bound may be above the true error, relatively. lipschitz: a constant L
        with |f(x) - f(y)| <= L*|x - y|, which a function without a formula needs.
        """
        from uat.proof import prove

        return prove(
            self.network,
            self.target,
            samples=self.samples,
            slack=slack,
            lipschitz=lipschitz,
            progress=progress,
        )

    def minimum(self) -> Minimum:
        """How many neurons any network of this construction needs for this tolerance, proven."""
        from uat.minimum import minimum

        return minimum(self.target, self.construction, self.tolerance or self.error.max)

    def formula(self, style: str = "text", most: int | None = 12) -> str:
        """The network as the sum that it is, in "text", "latex", "typst" or "python"."""
        from uat.formula import formula

        return formula(self.network, style, most)

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
    prove: bool = False,
    lipschitz: float | None = None,
    progress: Progress | None = None,
) -> Approximation:
    """Build a network that computes f on a box, without training.

    f: an expression such as "sin(x)", a callable, "py:module:function", a .csv file, a catalogue
        key such as "nielsen", or a `Target`.
    box: (a, b); ends may be expressions such as "2*pi". Default [0, 1], or the catalogue's own.
    construction: "bumps" (default; Nielsen's, two neurons for each plateau), "steps" (one neuron
        for each change of height; the fewest neurons) or "ramps" (relu: a continuous polyline of
        as few links as possible, one neuron for each).
    tol: the largest |network - f| allowed, in the units of f. Default 1 % of f's range.
    neurons: at most so many hidden neurons instead, with the best tolerance they can meet.
    activation: "sigmoid" (default), "tanh", "arctan" or "step"; ramps are "relu".
    steepness: the weight w of every hidden neuron; default: chosen from the gaps between steps, and
        raised until the measured error is within the tolerance.
    overlap: Nielsen's remedy for windows of failure: the mean of so many shifted copies.
    output: "linear", or "sigmoid": the hidden layer computes the inverse sigmoid of f, 0 < f < 1.
    partition: "fewest" (default for steps and ramps) or "uniform" (default for bumps).
    heights: "midrange" (best in the sup norm), "mean", "median" or "midpoint" of f on each piece.
    edges: "whole", or "nielsen" to see the ends of the domain halved by bumps that begin on them.
    prove: also bound the error on the whole domain, rigorously (`error.proven`, `proof`).
    lipschitz: a constant L with |f(x) - f(y)| <= L*|x - y|, to prove the error of a function that
        has no formula.
    progress: called with a few words before each stage.

    Raises InputError for wrong arguments, TargetError where f cannot be approximated.
    """
    say = progress or (lambda stage: None)
    started = time.perf_counter()
    plan = make_plan(
        construction=construction,
        tol=tol,
        neurons=neurons,
        activation=activation,
        steepness=steepness,
        overlap=overlap,
        output=output,
        partition=partition,
        heights=heights,
        edges=edges,
    )
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
    built = build(target, plan, scale, say)
    total = time.perf_counter() - started
    net = Approximation(
        target=target,
        construction=plan.construction,
        partition_kind=plan.partition,
        partitions=built.partitions,
        activation=plan.activation,
        output=plan.output,
        steepness=built.steepness,
        overlap=plan.overlap,
        edges=plan.edges,
        network=built.network,
        error=built.error,
        samples=built.samples,
        seconds={
            "build": total - built.measuring,
            "measure": built.measuring,
            "prove": None,
        },
    )
    return _proven(net, lipschitz, say) if prove else net


def _proven(net: Approximation, lipschitz: float | None, say: Progress) -> Approximation:
    """The same, with a proof of its error."""
    proof = net.prove(lipschitz=lipschitz, progress=say)
    return replace(
        net,
        proof=proof,
        error=replace(net.error, proven=proof.bound),
        seconds={**net.seconds, "prove": proof.seconds},
    )


def _scale_of(target: Target) -> tuple[float, float]:
    """Roughly how much f varies (for a constant, its size), and how large |f| is."""
    (a, b) = target.box[0]
    y = target(np.linspace(a, b, 1025))
    y = y[np.isfinite(y)]
    if not y.size:
        return 1.0, 0.0  # sampling will say where f is not finite
    size = float(np.max(np.abs(y)))
    return float(np.ptp(y)) or size or 1.0, size
