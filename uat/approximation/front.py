"""The front door: what was asked for is checked, and handed to the one that builds it."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from uat.accuracy.measure import Error
from uat.accuracy.measure.error import noise_of
from uat.approximation.approximation import Approximation
from uat.approximation.folded import folded
from uat.approximation.planned import as_planned
from uat.approximation.ridges import along_ridges
from uat.approximation.stacked import stacked
from uat.base.errors import InputError, UatError
from uat.base.ties import steady
from uat.constructions.boxes import require_limits, tile
from uat.constructions.boxes.missed import with_lines_through
from uat.constructions.boxes.reading import least_points
from uat.constructions.boxes.tile import measure_outside
from uat.constructions.limits import require_quick
from uat.constructions.line.building import build
from uat.constructions.plan import Plan, make_plan, require_above_rounding
from uat.functions.finite import require_room
from uat.functions.target import Target, make_target
from uat.networks.activations import Activation

USUAL_TOLERANCE = {1: 0.01, 2: 0.01, 3: 0.05}  # of f's range, by the number of inputs
SLACK = 0.02  # of a proof of several inputs: how far it may be above the true error
LESS = 0.999  # of the tolerance that should be enough
ATTEMPTS = 5
CLOSE = 1.05  # times the tolerance: an error that is certain to be larger was not seen before
HOPELESS = 1.5  # times the tolerance: a bound above that is not mended by smaller boxes
PROBES = 4097  # points at which the size of f is first looked at

Progress = Callable[[str], None]


def approximate(
    f: Any,
    box: Any = None,
    *,
    columns: Any = None,
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
    force: bool = False,
    progress: Progress | None = None,
) -> Approximation:
    """Build a network that computes f on a box, without training.

    f: an expression such as "sin(x)" or "(cos(t), sin(t))", a callable, "py:module:function", a
        table of samples (.csv, .tsv, .txt, .dat), a picture, a catalogue key such as "nielsen", or
        a `Target`.
    box: (a, b), or one such pair for each input; ends may be expressions such as "2*pi". Default
        [0, 1], or the catalogue's own.
    columns: of a table, which are what: "x=year,y=people" or a dict, as in `make_target`.
    construction: of one input "bumps" (default; Nielsen's, two neurons for each plateau), "steps"
        (one neuron for each change of height; the fewest neurons) or "ramps" (relu: a continuous
        polyline of as few links as possible, a neuron for each or for all but one). Of two inputs
        and more "quadrants" (default; boxes without holes), "towers" (Nielsen's, with holes at
        their corners) or "ridges" (one hidden layer only). Of one or two, "folds": many layers, for
        smooth functions and small tolerances.
    tol: the largest |network - f| allowed, in the units of f; for classes, the share of the box
        that may get the wrong class. Default 1 % of f's range, or of the box; 5 % for
        three inputs, 10 % for more.
    neurons: at most so many hidden neurons instead, with the best tolerance they can meet.
    activation: a name such as "sigmoid" (default), "tanh" or "gelu", a formula in z, or an
        `Activation`; ramps and folds are "relu", ridges by default.
    steepness: the weight w of every hidden neuron; default: chosen from the gaps between steps, and
        raised until the measured error is within the tolerance.
    overlap: Nielsen's remedy for windows of failure: the mean of so many shifted copies.
    output: "linear", or "sigmoid": the hidden layer computes the inverse sigmoid of f, 0 < f < 1.
    partition: "fewest" or "uniform" (default for bumps and towers).
    heights: "midrange" (best in the sup norm), "mean", "median" or "midpoint" of f on each piece;
        boxes have midrange or mean heights.
    edges: "whole", or "nielsen" to see the ends of the domain halved by bumps that begin on them.
    prove: also bound the error on the whole domain, rigorously (`error.proven`, `proof`).
    lipschitz: a constant L with |f(x) - f(y)| <= L*|x - y|, to prove the error of a function that
        has no formula.
    force: build it even if it takes more than a GiB of memory or a minute, as far as can be told
        before.
    progress: called with a few words before each stage.

    Raises InputError for wrong arguments, TargetError where f cannot be approximated.
    """
    say = progress or (lambda stage: None)
    started = time.perf_counter()
    target = make_target(f, box, columns=columns).with_hole_noted()
    options: dict[str, Any] = {
        "construction": construction,
        "tol": tol,
        "neurons": neurons,
        "activation": activation,
        "steepness": steepness,
        "overlap": overlap,
        "output": output,
        "partition": partition,
        "heights": heights,
        "edges": edges,
        "force": force,
    }
    if target.inputs == 1 and target.kind == "classes":
        raise InputError(f"classes need two inputs or more; {target.name} has one")
    if target.inputs == 1 and target.outputs > 1:
        return stacked(target, options, approximate, prove=prove, lipschitz=lipschitz, say=say)
    plan = make_plan(target.inputs, **options)
    say("sampling the function")
    require_quick(target, PROBES if target.inputs == 1 else least_points(target), force)
    scale, size = scale_of(target)
    if tol is not None and target.kind == "function":
        require_above_rounding(size, tol)
    if tol is None and neurons is None and target.kind != "picture":
        plan = replace(plan, tol=usual_tolerance(target) * scale)
    if plan.tol is not None:
        require_limits(target, plan.tol)
    net = _built(target, plan, scale, lipschitz if prove else None, prove, say)
    spent = sum(net.seconds[stage] or 0.0 for stage in ("measure", "prove"))
    total = time.perf_counter() - started
    return replace(net, seconds={**net.seconds, "build": total - spent})


def _built(
    target: Target, plan: Plan, scale: float, lipschitz: float | None, prove: bool, say: Progress
) -> Approximation:
    """Dispatch to the solver of `plan.construction`; certify the result if `prove`."""
    if prove:
        from uat.accuracy.proof import require_provable

        require_provable(target, plan.construction, plan.activation.name, lipschitz)
    if plan.construction == "folds":
        return folded(target, plan, say)
    if target.inputs == 1:
        return _on_a_line(target, plan, scale, lipschitz, prove, say)
    make = along_ridges if plan.construction == "ridges" else _tiled
    net = make(target, plan, say)
    return _proven(net, plan, make, lipschitz, say) if prove else net


def _on_a_line(
    target: Target, plan: Plan, scale: float, lipschitz: float | None, prove: bool, say: Progress
) -> Approximation:
    """Solve a one-input target."""
    if prove:
        from uat.constructions.line.certify import certify

        certificate = certify(target, plan, scale, lipschitz, say)
        built, proof = certificate.built, certificate.proof
    else:
        built, proof = build(target, plan, scale, say), None
    return Approximation(
        **as_planned(target, plan),
        partitions=built.partitions,
        steepness=built.steepness,
        network=built.network,
        error=built.error,
        samples=built.samples,
        proof=proof,
        seconds={
            "build": None,
            "measure": built.measuring,
            "prove": None if proof is None else proof.seconds,
        },
    )


def _proven(
    net: Approximation,
    plan: Plan,
    make: Callable[[Target, Plan, Progress], Approximation],
    lipschitz: float | None,
    say: Progress,
) -> Approximation:
    """Certify a network of several inputs; where that fails it is kept, and the reason with it."""
    from uat.constructions.line.certify import with_proof

    try:
        net = _certified(net, plan, make, lipschitz, say)
    except UatError as reason:
        return replace(net, error=replace(net.error, tolerance=plan.tol, unproven=str(reason)))
    assert net.proof is not None
    return replace(net, error=with_proof(net.error, net.proof, plan.tol))


def _certified(
    net: Approximation,
    plan: Plan,
    make: Callable[[Target, Plan, Progress], Approximation],
    lipschitz: float | None,
    say: Progress,
) -> Approximation:
    """Of several inputs: proven, and built again until the tolerance is proven to hold, if it can.

    A bound that is a little above the tolerance is met by smaller boxes. An error that is certain,
    and above it, lies where nobody had looked: boxes are then told where. Of all that was built,
    the network with the least bound is kept.
    """
    given, aim, spent, best = net.target, plan.tol, 0.0, None
    target = given
    for attempt in range(ATTEMPTS):
        proof = net.prove(slack=SLACK, lipschitz=lipschitz, progress=say)
        spent += proof.seconds
        if best is None or proof.bound < best[1].bound:
            best = net, proof
        holes = net.construction == "towers"  # no smaller boxes close them
        if plan.tol is None or aim is None or proof.bound <= plan.tol or holes:
            break
        if proof.lower > CLOSE * plan.tol:
            if make is not _tiled or target.formula is None:
                break
            target = with_lines_through(target, proof.at, plan.tol)
        elif proof.bound > HOPELESS * plan.tol:
            break
        else:
            aim *= LESS * plan.tol / proof.bound
        if attempt == ATTEMPTS - 1:
            break
        try:
            net = make(target, replace(plan, tol=aim), say)
        except UatError:  # of boxes that follow what the proof found there are too many
            break
    assert best is not None
    kept, proof = best
    return replace(
        kept,
        target=given,
        proof=proof,
        error=replace(_as_proven(kept, proof), proven=proof.bound, tolerance=plan.tol),
        seconds={**kept.seconds, "prove": spent},
    )


def _as_proven(net: Approximation, proof: Any) -> Error:
    """The measured error of the points that a proof speaks of: it is never above the bound.

    The proof may have found a larger error than measuring did.
    """
    error = net.error
    if error.left_out != proof.left_out:
        again = measure_outside(net, proof.left_out)
        error = replace(again, holes=error.holes)
    if proof.lower > error.max:
        error = replace(error, max=proof.lower, at=proof.at)
    # What float64 makes of f may be above the bound by its rounding.
    return replace(error, max=min(error.max, proof.bound), excluded_share=proof.excluded_share)


def _tiled(target: Target, plan: Plan, say: Progress) -> Approximation:
    """Of several inputs: towers or quadrants."""
    tiled = tile(target, plan, say)
    return Approximation(
        **as_planned(target, plan),
        partitions=tiled.partitions,
        steepness=max(tiled.steepness),
        network=tiled.network,
        error=tiled.error,
        cells=tiled.cells,
        indicators=tiled.indicators,
        seconds={"build": None, "measure": tiled.measuring, "prove": None},
    )


def usual_tolerance(target: Target) -> float:
    """The tolerance where none is asked for: of f's range, or for classes of the box."""
    return 0.01 if target.kind == "classes" else USUAL_TOLERANCE.get(target.inputs, 0.1)


def scale_of(target: Target) -> tuple[float, float]:
    """Roughly how much f varies (for a constant, its size), and how large |f| is."""
    if target.kind == "classes":
        return 1.0, 1.0
    count = int(PROBES ** (1 / target.inputs))
    axes = [np.linspace(a, b, count) for a, b in target.box]
    y = target(*np.meshgrid(*axes, indexing="ij"))
    y = y.reshape(-1, target.outputs)
    y = y[np.isfinite(y).all(axis=1)]
    if not y.size:
        return 1.0, 0.0  # sampling will say where f is not finite
    require_room(y, float(np.abs(target.box).max()))
    size = steady(float(np.max(np.abs(y))))
    return steady(float(np.max(np.ptp(y, axis=0))), noise_of(y)) or size or 1.0, size
