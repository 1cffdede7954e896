"""Know one activation well: polynomials in the middle, two straight lines outside.

Prove octave by octave how far a typed s(z) can be from the line that it runs into."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from flint import arb
from numpy.typing import NDArray

from uat.accuracy.proof.floats import float_range, rounding_on
from uat.accuracy.proof.jets import interval, jet, precision
from uat.accuracy.proof.patches import EPS, ORDER, Interval, Patches, patch_on, taylor_patches
from uat.base.arrays import Array
from uat.base.errors import InputError, TargetError
from uat.functions.expression import Expression, compile_expression
from uat.networks.activations import Activation, Settled, Tails
from uat.networks.activations.activation import Line
from uat.networks.activations.typed import Continued, expression_of

PARTS = 2048  # polynomials that are tried for one octave
BITS = 80

FINE = 2.0**-32  # errors of the polynomials, relative to the size of s
SLOW_RADIUS = 1e8  # from which an s that never quite settles is taken for its limit
LOOSEST = 1e-6  # relative: what is further from its lines than this has not settled
NAMED_ROUNDING = 32 * EPS  # relative to 1 + |z|: what float64 may change in a named s(z)
LINE_ROUNDING = 8 * EPS  # what float64 may change where a typed s goes on as a line
EVERYWHERE = (-np.inf, np.inf)


@dataclass(frozen=True)
class Tail:
    """|s(z) - line| <= distance; and float64 is within growing*(1 + |z|) of s, if not covered."""

    distance: float
    growing: float


def tail_of(
    expression: Expression, line: Line, side: float, radii: Interval, most: float
) -> Tail | None:
    """Bound the tail on one side, for |z| between the radii; None if it exceeds `most`."""
    near, reach = radii
    distance, growing = 0.0, 0.0
    while near < reach:
        far = min(2 * near, reach)
        found = _on_octave(expression, line, (near, far) if side > 0 else (-far, -near), most)
        if found is None:
            return None
        distance, growing = max(distance, found.distance), max(growing, found.growing)
        near = far
    return Tail(distance, growing)


def rounding_near(expression: Expression, ends: Interval) -> float:
    """Bound how far float64 is from s on an interval; infinite if nothing is known."""
    with precision(2, BITS):
        bound = rounding_on(expression, interval(*ends, (-np.inf, np.inf)))
        return float(bound.upper()) if bound.is_finite() else np.inf


def _on_octave(expression: Expression, line: Line, ends: Interval, most: float) -> Tail | None:
    """Bound one octave by ranges, whatever overflows; and if too little, by polynomials."""
    slope, offset = line
    with precision(2, BITS):
        bounds = float_range(expression, *ends) if slope == 0.0 else None
        if bounds is not None:
            farthest = max(float(abs(end - arb(offset)).upper()) for end in bounds)
            if farthest <= most:
                return Tail(farthest, 0.0)
    return _by_polynomials(expression, line, ends, most)


def _by_polynomials(expression: Expression, line: Line, ends: Interval, most: float) -> Tail | None:
    """Bound s - line by Taylor polynomials, on parts that are halved until it is enough."""
    slope, offset = line
    text = f"({expression.text}) - ({slope!r}*z + {offset!r})"
    difference = compile_expression(text, ("z",))
    distance, growing, waiting = 0.0, 0.0, [ends]
    for _ in range(PARTS):
        if not waiting:
            return Tail(distance, growing)
        left, right = waiting.pop()
        with precision(ORDER + 1, BITS):
            row, _ = patch_on(difference, (left, right), ends, 0.1 * most)
        if row is not None:
            size = float(np.sum(np.abs(row[4]))) + row[5]
            rounding = rounding_near(expression, (left, right))
            if size <= most and np.isfinite(rounding):
                distance = max(distance, size)
                growing = max(growing, rounding / (1 + min(abs(left), abs(right))))
                continue
        middle = 0.5 * (left + right)
        waiting += [(middle, right), (left, middle)]
    return None


@dataclass(frozen=True, eq=False)
class Curve:
    """What is known of s(z) for |z| up to a reach, and of what float64 computes for it.

    patches: polynomials for |z| <= radius. left, right: slope and offset of the lines beyond.
    tail: how far s can be from them. steepness: for each patch, no slope of s is steeper. play:
    what two neighbouring values may differ by besides, where the slope is not known.
    rounding, growing: float64 is within rounding + growing*(1 + |z|) of s.
    """

    patches: Patches
    radius: float
    left: Line
    right: Line
    tail: float
    steepness: Array
    play: float
    rounding: float
    growing: float


def curve_of(activation: Activation, reach: float) -> Curve:
    """Study an activation for |z| <= reach. Raises InputError if too little is known."""
    known, tails = activation.proof, activation.tails
    if isinstance(known, Settled) and tails is not None:
        return _settled(activation, known, tails)
    return _typed(activation, 2.0 ** float(np.ceil(np.log2(max(reach, 1.0)))))


@lru_cache(maxsize=16)
def _settled(activation: Activation, known: Settled, tails: Tails) -> Curve:
    """Patch the formulas between kinks, up to where the record says that s settles."""
    radius, found = max(-known.left, known.right), []
    ends = pairwise((known.left, *activation.kinks, known.right))
    for (low, high), text in zip(ends, activation.pieces or (activation.formula,), strict=True):
        expression = compile_expression(text, ("z",))
        patches = _patches(expression, low, high, FINE * radius)
        found.append((patches, _steepness(expression, patches)))
    return Curve(
        patches=_joined([patches for patches, _ in found]),
        radius=radius,
        left=tails.left,
        right=tails.right,
        tail=known.tail,
        steepness=np.concatenate([steep for _, steep in found]),
        play=0.0,
        rounding=0.0,
        growing=NAMED_ROUNDING,
    )


@lru_cache(maxsize=16)
def _typed(activation: Activation, reach: float) -> Curve:
    """Patch the formula as typed; the lines are where it was found to settle."""
    if activation.rise is None:
        raise InputError(f"{activation.name} makes no steps, so there is no error to prove")
    expression = expression_of(activation, "studied for a proof")  # the one that is computed
    left, right, radius = _lines(activation)
    radius = min(radius, reach)
    size = max(1.0, abs(left[1]), abs(right[1]), (abs(left[0]) + abs(right[0])) * radius)
    patches = _patches(expression, -radius, radius, FINE * size)
    tail = _both_tails(activation, expression, radius, reach, size)
    steepness = _steepness(expression, patches)
    unknown = ~np.isfinite(steepness)
    if np.count_nonzero(unknown) > 64:
        raise InputError(_UNKNOWN.format(activation.name))
    return Curve(
        patches=patches,
        radius=radius,
        left=left,
        right=right,
        tail=tail.distance,
        steepness=np.where(unknown, 0.0, steepness),
        play=_play(patches, unknown),
        rounding=max(rounding_near(expression, ends) for ends in _ends(patches)),
        growing=max(tail.growing, LINE_ROUNDING),
    )


_UNKNOWN = (
    "{} jumps, or balls know too little of it, so nothing can be proven: choose a continuous "
    "activation, or one that has a name"
)


def _lines(activation: Activation) -> tuple[Line, Line, float]:
    tails = activation.tails
    if tails is not None:
        return tails.left, tails.right, max(tails.radius, 1.0)
    rise = activation.rise
    assert rise is not None
    if rise.shift:
        slopes = rise.low / rise.shift, rise.high / rise.shift
        return (slopes[0], 0.0), (slopes[1], 0.0), SLOW_RADIUS
    return (0.0, float(activation.low)), (0.0, float(activation.high)), SLOW_RADIUS


def _both_tails(
    activation: Activation, expression: Expression, radius: float, reach: float, size: float
) -> Tail:
    """Bound how far s is from its lines beyond the radius; raise InputError if that is much."""
    if isinstance(activation.function, Continued):  # beyond it, the line through its last value
        reach = min(reach, activation.function.reach)
    left, right, _ = _lines(activation)
    sides = [
        tail_of(expression, line, side, (radius, reach), LOOSEST * size)
        for line, side in ((left, -1.0), (right, 1.0))
    ]
    if None in sides:
        raise InputError(
            f"{activation.name} cannot be bounded by balls for all |z| up to {reach:.3g}, so "
            "nothing can be proven: write it so that nothing large cancels in it, or choose an "
            "activation that has a name"
        )
    found = [side for side in sides if side is not None]
    return Tail(max(t.distance for t in found), max(t.growing for t in found))


def _patches(expression: Expression, low: float, high: float, aim: float) -> Patches:
    """Fit polynomials to s on [low, high]. Raises InputError where s jumps or is unknown."""
    try:
        patches = taylor_patches(expression, [(low, high)], aim)
    except TargetError:
        raise InputError(_UNKNOWN.format(expression.text)) from None
    if patches.errors.max() > aim:
        raise InputError(_UNKNOWN.format(expression.text))
    return patches


def _joined(parts: Sequence[Patches]) -> Patches:
    names = ("lefts", "rights", "centres", "scales", "coefficients", "errors")
    return Patches(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _ends(patches: Patches) -> list[Interval]:
    return list(zip(patches.lefts.tolist(), patches.rights.tolist(), strict=True))


def _steepness(expression: Expression, patches: Patches) -> Array:
    """Bound |s'| for each patch; infinite where no bound is known."""
    with precision(2, BITS):
        slopes = [
            jet(expression, interval(left, right, EVERYWHERE), arb(1))[1]
            for left, right in _ends(patches)
        ]
        bounds = [float(abs(ball).upper()) if ball.is_finite() else np.inf for ball in slopes]
    return np.array(bounds) * (1 + 4 * EPS)


def _play(patches: Patches, unknown: NDArray[np.bool_]) -> float:
    """Bound how far values can be apart on all patches whose slope is not known."""
    sizes = np.sum(np.abs(patches.coefficients[:, 1:]), axis=1) + patches.errors
    return 2 * float(np.sum(sizes[unknown])) * (1 + 64 * EPS)
