"""Check what was asked for, and hand it to the construction that builds it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from uat.accuracy.measure.error import noise_of
from uat.approximation.approximation import Approximation
from uat.approximation.best import best
from uat.approximation.one_sided import raised, seen_from_f
from uat.approximation.relative import in_units_of_f
from uat.approximation.stacked import stacked
from uat.base.choices import (
    ConstructionName,
    EdgesName,
    HeightsName,
    NormName,
    OutputName,
    PartitionName,
    PrecisionName,
)
from uat.base.errors import InputError
from uat.base.keywords import forgiving
from uat.base.packages import require_package
from uat.base.threads import one_thread
from uat.base.ties import steady
from uat.constructions.built import Built
from uat.constructions.limits import require_quick
from uat.constructions.plan import Plan, counting
from uat.constructions.registry import BEST
from uat.constructions.request import (
    BOTH,
    make_plan,
    require_above_rounding,
    require_positive,
)
from uat.functions.elsewhere import offering
from uat.functions.expression import parse_number, parse_percent
from uat.functions.finite import require_room
from uat.functions.target import Target, make_target
from uat.networks.activations import Activation

if TYPE_CHECKING:
    from uat.accuracy.proof import Proof

USUAL_TOLERANCE = {1: 0.01, 2: 0.01, 3: 0.05}  # of f's range, by the number of inputs
PROBES = 4097  # points at which the size of f is first looked at

Progress = Callable[[str], None]


@forgiving
def approximate(
    f: Any,
    box: Any = None,
    *,
    columns: Any = None,
    construction: ConstructionName | None = None,
    tol: float | str | None = None,
    neurons: int | None = None,
    activation: str | Activation | None = None,
    steepness: float | None = None,
    overlap: int = 1,
    output: OutputName = "linear",
    partition: PartitionName | None = None,
    heights: HeightsName = "midrange",
    edges: EdgesName = "whole",
    above: bool = False,
    below: bool = False,
    rel: float | None = None,
    norm: NormName = "sup",
    noise: float | None = None,
    outliers: int = 0,
    precision: PrecisionName | None = None,
    prove: bool = False,
    lipschitz: float | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Approximation:
    """Build a network that computes f on a box, without training.

    f: an expression such as "sin(x)" or "(cos(t), sin(t))", a callable, "py:module:function", a
        table of samples (.csv, .tsv, .txt, .dat), a picture, a catalogue key such as "nielsen", or
        a `Target`; or samples in memory, such as (x, y) or a DataFrame: see `make_target`.
    box: (a, b), or one such pair for each input; ends may be expressions such as "2*pi". Default
        [0, 1], or the catalogue's own.
    columns: of a table, which are what: "x=year,y=people" or a dict, as in `make_target`.
    construction: of one input "bumps" (default; Nielsen's, two neurons for each plateau), "steps"
        (one neuron for each change of height; the fewest neurons) or "ramps" (relu: a continuous
        polyline of as few links as possible, a neuron for each or for all but one). Of two inputs
        and more "quadrants" (default; boxes without holes), "towers" (Nielsen's, with holes at
        their corners) or "ridges" (one hidden layer only). Of two, "facets": a continuous surface
        of triangles. Of one or two, "folds": many layers, for smooth functions and small
        tolerances. "best": whichever of them meets the tolerance with
        the fewest neurons.
    tol: the largest |network - f| allowed, in the units of f, or as "2%" of f's range; for classes,
        the share of the box that may get the wrong class. Default 1 % of f's range, or of the box;
        5 % for three inputs, 10 % for more.
    neurons: at most so many hidden neurons instead, with the best tolerance they can meet.
    activation: a name such as "sigmoid" (default), "tanh" or "gelu", a formula in z, or an
        `Activation`; ramps, facets and folds are "relu", ridges by default.
    steepness: the weight w of every hidden neuron; default: chosen from the gaps between steps, and
        raised until the measured error is within the tolerance.
    overlap: Nielsen's remedy for windows of failure: the mean of so many shifted copies.
    output: "linear", or "sigmoid": the hidden layer computes the inverse sigmoid of f, 0 < f < 1.
    partition: "fewest" or "uniform" (default for bumps and towers).
    heights: "midrange" (best in the sup norm), "mean", "median" or "midpoint" of f on each piece;
        boxes have midrange or mean heights.
    edges: "whole", or "nielsen" to see the ends of the domain halved by bumps that begin on them.
    above: of one input, whether the network has to stay on or above f, by at most tol: between f
        and f + tol. below: between f - tol and f.
    rel: of one input, for steps and ramps: |network - f| may be rel·|f|; with tol, the larger of
        both.
    norm: of one input, for steps and ramps "l2" for least squares: tol is then the root mean square
        of network - f, over the domain, or over the samples of a table.
    noise: of a table of samples, for steps and ramps: the network may be so far from each sample,
        instead of tol, and what lies between samples is free. outliers: so many samples may be
        further away.
    precision: what the network is computed in, by ONNX Runtime or PyTorch: its weights and inputs
        are such numbers, and the error is that of what is computed. "float64" (default), "float32",
        "float16"; of one input also "float8_e5m2" and "float8_e4m3", or "float8": every number of
        them that is in the box is checked.
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
    if lipschitz is not None and not prove:
        raise InputError("a Lipschitz constant serves a proof: add prove, or leave lipschitz out")
    target = make_target(f, box, columns=columns).with_repairs_noted()
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
        "above": above,
        "below": below,
        "rel": rel,
        "norm": norm,
        "noise": noise,
        "outliers": outliers,
        "precision": precision,
        "force": force,
    }
    if target.inputs == 1 and target.kind == "classes":
        raise InputError(f"classes need two inputs or more; {target.name} has one")
    if construction == BEST:
        options |= {"prove": prove, "lipschitz": lipschitz}
        return best(target, options, approximate, say)
    if target.inputs == 1 and target.outputs > 1:
        return stacked(target, options, approximate, prove=prove, lipschitz=lipschitz, say=say)
    if prove:
        require_package("flint", "python-flint", "proves")
    share, options["tol"] = share_of(tol), number_of(tol)
    if share is not None and neurons is not None:
        raise InputError(BOTH)
    if rel is not None and share is not None:
        raise InputError("a relative tolerance goes with tol in units of f, not in percent")
    plan = counting(make_plan(target.inputs, **options), target)
    say("sampling the function")
    require_quick(target, _probes(target), force)
    with one_thread(), offering(target):
        plan, scale = _with_tolerance(plan, target, share)
        built, proof = _build(plan, target, scale, prove=prove, lipschitz=lipschitz, say=say)
    proving = None if proof is None else proof.seconds
    total = time.perf_counter() - started
    seconds = {
        "build": total - built.measuring - (proving or 0.0),
        "measure": built.measuring,
        "prove": proving,
    }
    return Approximation(target, plan, built, proof=proof, seconds=seconds)


def _with_tolerance(plan: Plan, target: Target, share: float | None) -> tuple[Plan, float]:
    """Return the plan with its tolerance in the units of f, and how much f varies.

    share: of f's range, that was asked for as the tolerance; None if another one, or none, was.
    """
    scale, size = scale_of(target)
    if share is None and plan.tol is None and plan.neurons is None and target.kind != "picture":
        share = usual_tolerance(target)
    if share is not None:
        plan = replace(plan, tol=share * scale, usual=share)
    elif plan.tol is not None and target.kind == "function":
        require_above_rounding(size, plan.centred.tol or plan.tol)
    if plan.tol is not None and target.inputs > 1:
        from uat.constructions.boxes.limits import require_limits

        require_limits(target, plan.tol)
    return plan, scale


def _probes(target: Target) -> int:
    """Count the points at which f is read at least."""
    if target.inputs == 1:
        return PROBES
    from uat.constructions.boxes.reading import least_points

    return least_points(target)


def _build(
    plan: Plan,
    target: Target,
    scale: float,
    *,
    prove: bool,
    lipschitz: float | None,
    say: Progress,
) -> tuple[Built, Proof | None]:
    """Build the network of a plan, with a proof if one is asked for."""
    kind, tube, centred = plan.construction, raised(target, plan.offset), plan.centred
    if prove:
        from uat.accuracy.proof import require_known

        cones = plan.counted is None and not plan.precision.at_once
        require_known(target, lipschitz, cones=cones)
        kind.require_provable(target, plan.activation, lipschitz)
        built, proof = kind.certify(tube, centred, scale, lipschitz, say)
    else:
        built, proof = kind.build(tube, centred, scale, say), None
    if plan.allowed is not None:
        return in_units_of_f(built, proof, target, plan)
    return seen_from_f(built, proof, target, plan) if plan.side else (built, proof)


def share_of(tol: float | str | None) -> float | None:
    """Return the share of f's range that a tolerance such as "2%" is; None for any other."""
    share = parse_percent(tol) if isinstance(tol, str) else None
    if share is not None:
        require_positive("tolerance", share)
    return share


def number_of(tol: float | str | None) -> float | None:
    """Return a tolerance in the units of f; None for a share of f's range, or for none."""
    if not isinstance(tol, str):
        return tol
    if share_of(tol) is not None:
        return None
    try:
        return parse_number(tol)
    except InputError:
        raise InputError(
            f"the tolerance must be a number, not {tol!r}; or a share of f's range, such as '2%'"
        ) from None


def in_units(tol: float | str, target: Target) -> float:
    """Return a tolerance in the units of f, which "2%" of its range is not yet."""
    share = share_of(tol)
    return float(number_of(tol) or 0.0) if share is None else share * scale_of(target)[0]


def usual_tolerance(target: Target) -> float:
    """Return the default tolerance, as a share of f's range, or of the box for classes."""
    return 0.01 if target.kind == "classes" else USUAL_TOLERANCE.get(target.inputs, 0.1)


def scale_of(target: Target) -> tuple[float, float]:
    """Estimate how much f varies (for a constant, its size), and how large |f| is."""
    if target.kind == "classes":
        return 1.0, 1.0
    count = int(PROBES ** (1 / target.inputs))
    axes = [np.linspace(a, b, count) for a, b in target.box]
    y = target(*np.meshgrid(*axes, indexing="ij"))
    y = y.reshape(-1, target.outputs)
    if np.isinf(y).any():
        return 1.0, 0.0  # sampling will say where f is not finite
    y = y[np.isfinite(y).all(axis=1)]
    if not y.size:
        return 1.0, 0.0
    require_room(y, float(np.abs(target.box).max()))
    size = steady(float(np.max(np.abs(y))))
    return steady(float(np.max(np.ptp(y, axis=0))), noise_of(y)) or size or 1.0, size
