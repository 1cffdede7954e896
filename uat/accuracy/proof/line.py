"""Prove a bound on |f - network| on every interval of one input, or what else may count."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from flint import arb

from uat.accuracy.measure import Allowed, LeftOut, inputs_of, measure
from uat.accuracy.proof.bounding import bound_boxes, joined
from uat.accuracy.proof.claim import require_sense
from uat.accuracy.proof.enclosure import enclose
from uat.accuracy.proof.formulas import BITS, float_above
from uat.accuracy.proof.jets import precision
from uat.accuracy.proof.patches import EPS, Cones, Enclosed, Interval, Links, taylor_patches
from uat.accuracy.proof.saved import INTERVALS, Boxes, Proof
from uat.base.errors import InputError, TargetError
from uat.base.places import place_text
from uat.base.precision import FLOAT64, Precision
from uat.functions.expression import FLINT, compile_expression
from uat.functions.sampling import Samples
from uat.functions.target import Target
from uat.networks.computed import computed
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

BUDGET = 2_000_000  # boxes
GLANCES = 4096  # points at which the error is looked at, to know what is small
FINEST = 2.0**-44  # of the size of f: errors below it are not worth narrower patches

# How the slack is spent: patches of f, halving of boxes, and what a checker may lose.
PATCH_SHARE, SPLIT_SHARE, CHECK_SHARE = 0.125, 0.6, 0.1

BOXES = 16_384  # at first; the largest error on a box is that much above the mean one
SLACK = 0.1  # of the largest error: boxes on which it is not small are halved until then
OF_F = 1e-3  # of the root mean square: how closely f is enclosed


def prove(
    network: Network,
    target: Target,
    *,
    samples: Samples | None = None,
    left_out: LeftOut | None = None,
    slack: float = 0.01,
    budget: int = BUDGET,
    lipschitz: float | None = None,
    allowed: Allowed | None = None,
    floats: Precision = FLOAT64,
    progress: Callable[[str], None] | None = None,
) -> Proof:
    """Bound |f - network| on the whole box, for the network as floats compute it.

    network: one input, one hidden layer of any continuous activation or of step neurons, linear or
        sigmoid output. target: f, with a formula, or a table, which is the polyline through its
        samples; else `lipschitz`, with |f(x) - f(y)| <= lipschitz*|x - y| as the caller warrants,
        and f's values taken as its float64 results.
    samples: of f, for its jumps; those that the network was built from. left_out: windows around
        jumps about which nothing is proven; None for those that measuring leaves out.
    slack: how far the bound may be above the true error, relatively. Smaller takes longer.
    allowed: a distance that grows with |f|; what is bounded is then the share of it.
    floats: what the network is computed in; its inputs and its weights are such numbers.
    budget: boxes at which halving stops; the bound then holds, but may be less sharp.

    Raises InputError for what has no proof, TargetError where f cannot be bounded.
    """
    started = time.perf_counter()
    if target.inputs != 1:
        raise InputError(f"{target.name} has {target.inputs} inputs; proofs are for one input")
    require_sense(network, target, slack, lipschitz)
    say = progress or (lambda stage: None)
    a, b = target.box[0]
    enclosed = enclose(network, a, b, floats)
    samples = samples if samples is not None else target.sample(_coarse(target))
    if left_out is None:
        left_out = measure(network, target, samples).left_out
    if allowed is not None and left_out:
        raise InputError("a relative tolerance is proven only where nothing is left out: f jumps")
    pieces = _pieces(a, b, left_out.intervals)
    if not pieces:
        raise TargetError("f jumps so often that nothing is left to prove: choose a smaller domain")
    say("enclosing the function")
    aim = PATCH_SHARE * slack * _glance(network, target, samples)
    if allowed is not None:
        aim = min(aim, PATCH_SHARE * slack * float(allowed.radius(samples.y).min()))
    f = enclosed_within(target, lipschitz, pieces, aim)
    say("bounding the error")
    boxes, at, lower = bound_boxes(f, enclosed, pieces, SPLIT_SHARE * slack, budget, allowed)
    if not np.isfinite(boxes.bound).all():
        place = boxes.left[int(np.argmin(np.isfinite(boxes.bound)))]
        raise TargetError(f"the error cannot be bounded near x = {place_text(place, a, b)}")
    boxes = joined(boxes, enclosed.grain)
    # Some room, so that whoever checks the bounds need not be as sharp.
    bounds = (boxes.bound + CHECK_SHARE * slack * lower) * (1 + 4 * EPS)
    return Proof(
        kind=INTERVALS,
        bound=float(bounds.max()),
        lower=lower,
        at=(at,),
        boxes=Boxes(boxes.lows, boxes.highs, bounds),
        allowed=allowed,
        left_out=left_out,
        network=network,
        target=target,
        lipschitz=lipschitz,
        precision=floats.name,
        seconds=time.perf_counter() - started,
        versions=versions(),
    )


def versions() -> dict[str, str]:
    """Name the versions of everything whose arithmetic a proof rests on."""
    from importlib.metadata import version

    import flint

    return {
        "uat": version("uat-explorer"),
        "python-flint": flint.__version__,
        "flint": flint.__FLINT_VERSION__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }


def _coarse(target: Target) -> float:
    """Return a resolution that shows jumps: a thousandth of f's range."""
    a, b = target.box[0]
    values = target(np.linspace(a, b, 1025))
    values = values[np.isfinite(values)]
    return 1e-3 * float(np.ptp(values)) or 1.0 if values.size else 1.0


def _pieces(a: float, b: float, excluded: Sequence[Interval]) -> list[Interval]:
    """Return what is left of [a, b] without intervals that ascend."""
    pieces, start = [], a
    for left, right in excluded:
        if left > start:
            pieces.append((start, min(left, b)))
        start = max(start, right)
    return [*pieces, (start, b)] if start < b else pieces


def _glance(network: Network, target: Target, samples: Samples) -> float:
    """Estimate how large the error is; only to know how sharply f has to be known."""
    stride = max(1, samples.x.size // GLANCES)
    x, y = samples.x[::stride], samples.y[::stride]
    a, b = target.box[0]
    even = np.linspace(a, b, GLANCES // 4)
    with np.errstate(all="ignore"):
        errors = [np.abs(evaluate(network, x) - y), np.abs(evaluate(network, even) - target(even))]
        largest = np.nanmax(np.concatenate(errors))
    return max(float(largest), FINEST * float(np.max(np.abs(y))))


def enclosed_within(
    target: Target, lipschitz: float | None, pieces: Sequence[Interval], aim: float
) -> Enclosed:
    """Enclose f on the pieces, a formula to within `aim`."""
    if lipschitz is not None:
        return Cones(target, lipschitz, pieces)
    if target.knots is not None:
        return Links(target.knots, target(target.knots), pieces)
    assert target.formula is not None
    return taylor_patches(compile_expression(target.formula, target.names), pieces, aim)


# Bound the root mean square of f - network on the whole domain, from bounds on narrow boxes.


def bound_squares(network: Network, target: Target, left_out: LeftOut, rms: float) -> float:
    """Bound the root mean square of f - network, for the network as float64 computes it.

    On each box |f - network| is bounded, and their squares are added up by the boxes' widths. rms:
    as it was measured, only to know how sharply f has to be known. Raises InputError where f jumps
    by more than the network follows, TargetError where f cannot be bounded.
    """
    require_sense(network, target, OF_F, None)
    if left_out:
        raise InputError("the root mean square is proven only where nothing is left out: f jumps")
    (a, b) = target.box[0]
    enclosed, cuts = enclose(network, a, b), np.linspace(a, b, BOXES + 1)
    f = enclosed_within(target, None, [(a, b)], OF_F * rms)
    boxes, _, _ = bound_boxes(f, enclosed, list(pairwise(cuts.tolist())), SLACK, BUDGET)
    areas = (boxes.right - boxes.left) * boxes.bound**2
    rounding = 1 + (8 + areas.size) * EPS  # of widths, squares, their sum and its root
    return float(np.sqrt(np.sum(areas) / (b - a))) * rounding


# Bound the error of a network at every number of a small precision, one after the other.


def bound_at_inputs(
    network: Network, target: Target, floats: Precision, allowed: Allowed | None = None
) -> float:
    """Bound |f - network| at all inputs of the domain, sums from left to right; f in balls.

    allowed: the bound is then a share of that. What s(z) is, is taken to be rounded correctly.
    Raises InputError without a formula, TargetError where f has no value.
    """
    if target.formula is None or target.inputs != 1:
        raise InputError(f"{target.name} has no formula of one input to compare every value with")
    f = compile_expression(target.formula, target.names)
    inputs, _ = inputs_of(floats, network, target)
    values, bound = computed(network, inputs, floats)[:, 0], 0.0
    with precision(2, BITS):
        for x, value in zip(inputs[:, 0].tolist(), values.tolist(), strict=True):
            true = f.evaluate(FLINT, arb(x))
            far = abs(true - arb(value))
            if allowed is not None:
                far = far / max(arb(allowed.absolute), arb(allowed.relative) * true.abs_lower())
            if not far.is_finite():
                raise TargetError(f"f has no finite value at x = {x:.6g}")
            bound = max(bound, float_above(far))
    assert np.isfinite(bound)
    return bound
