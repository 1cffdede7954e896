"""Fit, split, cut, refine and measure, until the tolerance holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError, TargetError
from uat.base.places import line_text
from uat.base.threads import one_thread
from uat.base.ties import first_of_largest, first_of_least
from uat.constructions.line.partition import Polyline
from uat.constructions.ridges.fitting import ROUNDED, Fit, fits
from uat.constructions.ridges.measuring import refined, worst
from uat.constructions.ridges.ridges import Profile, Ridges, Square, square_of
from uat.constructions.ridges.splitting import Sampled, sampled
from uat.constructions.ridges.variation import worth_cutting
from uat.functions.target import Target

Progress = Callable[[str], None]

TRIES = 6  # fits that are cut, the best of their estimates
BISECTIONS = {"ramps": 6, "steps": 9}
WIDEST = 3.0  # total tolerance of the profiles, in tolerances: their errors do not all meet
SPARE = 1.03  # of the neurons of the smallest before: a fine look may cost it as many
REPAIRS = 8
DOUBLINGS = 30
FINE_BISECTIONS = 12


def fit_ridges(
    target: Target,
    *,
    tol: float | None = None,
    neurons: int | None = None,
    kind: str = "ramps",
    progress: Progress | None = None,
) -> Ridges:
    """Find ridges within `tol` of f on its box, or the best ones of at most so many neurons.

    kind: "ramps" for polylines, "steps" for staircases. progress: called with a few words on what
    is being done. The result is the same every time.

    Raises InputError for a request without meaning, and TargetError if no sum of few ridges comes
    close enough: it names the least error that was found.
    """
    _check(target, neurons)
    say = progress or (lambda words: None)
    square = square_of(target)
    say("fitting profiles along many directions")
    with one_thread("scipy.linalg"):
        candidates = list(fits(square, kind))
        if tol is not None:
            return _within(square, candidates, tol, kind, say)
        assert neurons is not None
        return _with_neurons(square, candidates, neurons, kind, say)


def _check(target: Target, neurons: int | None) -> None:
    if neurons is not None and neurons < 1:
        raise InputError(f"ridges need at least one neuron, not {neurons}")
    if target.outputs != 1:
        raise InputError("ridges have one output: build each output by itself, or use quadrants")


@dataclass(frozen=True, eq=False)
class _Cut:
    """Profiles on the square, cut for a total tolerance, and the largest error that was found."""

    ready: Sampled
    profiles: tuple[Profile, ...]
    total: float
    error: float
    at: Array | None = None  # the place of the error, if it was measured finely

    @property
    def neurons(self) -> int:
        return _pieces(self.profiles)

    @property
    def size(self) -> tuple[int, int]:
        """Numbers of neurons and of directions: the smallest of both, in this order, is chosen."""
        return self.neurons, len(self.profiles)


def _pieces(profiles: Sequence[Profile]) -> int:
    """Count the cuts that the profiles have together."""
    return sum(int(profile.cuts.size) for profile in profiles)


def _within(square: Square, candidates: list[Fit], tol: float, kind: str, say: Progress) -> Ridges:
    """Return the fewest neurons of the most promising fits."""
    able = [fit for fit in candidates if np.isfinite(fit.estimate(kind, tol))]
    if not able:
        raise _hopeless(min(fit.residual for fit in candidates), tol, kind)
    promising = _promising(able, kind, tol)
    found: list[_Cut] = []
    least = np.inf
    for number, fit in enumerate(worth_cutting(square, promising, kind, tol)):
        say(f"cutting profiles, try {number + 1}")
        ready = sampled(fit, kind, tol)
        _require_continuous(square, ready, tol)
        cut = _widest(square, ready, tol, min(found, key=lambda cut: cut.size, default=None))
        if cut is not None:
            least = min(least, cut.error)
            found += [cut] * (cut.error <= tol)
    best: _Cut | None = None
    for cut in sorted(found, key=lambda cut: cut.size):
        if best is None or cut.size < best.size:
            sure = _exact(square, cut, tol) or _made_sure(square, cut, tol)
            least = min(least, sure.error)
            if sure.error <= tol and (best is None or sure.size < best.size):
                best = sure
    if best is None:
        raise _hopeless(least, tol, kind)
    return as_ridges(square, best)


def _exact(square: Square, cut: _Cut, tol: float) -> _Cut | None:
    """Return profiles that equal f but for rounding, if they need no more neurons than `cut`."""
    if cut.ready.kind != "ramps" or _pieces(cut.ready.cut(ROUNDED * tol)) > cut.neurons:
        return None
    exact = _measured(square, _cut(square, cut.ready, ROUNDED * tol, tol))
    return exact if exact.error <= tol else None


def _measured(square: Square, cut: _Cut) -> _Cut:
    """Measure finely."""
    seen = worst(square, cut.ready, cut.profiles, True)
    return replace(cut, error=seen.error, at=seen.place)


def _require_continuous(square: Square, ready: Sampled, tol: float) -> None:
    """Raise TargetError, with the line, if a profile of ramps jumps by more than 2 tol."""
    if ready.kind != "ramps":
        return
    for direction, samples in zip(ready.fit.directions, ready.samples, strict=True):
        sizes = np.abs(np.diff(samples.y)[samples.is_jump])
        if not np.max(sizes, initial=0.0) > 2 * tol:
            continue
        place = np.array(samples.jumps[first_of_largest(sizes)])
        unit, along = square.to_true(direction, place)
        names = square.target.names
        where = line_text(names, unit.tolist(), float(along), square.target.box)
        raise TargetError(
            f"f jumps by {sizes.max():.3g} where {where}, and ridges of relu neurons are "
            f"continuous: use quadrants, or ridges of another activation, or a tolerance of at "
            f"least {sizes.max() / 2:.3g}"
        )


def _promising(able: list[Fit], kind: str, tol: float) -> list[Fit]:
    """Return the fits of least estimate, of different numbers of directions."""
    chosen: dict[tuple[int, bool], Fit] = {}
    for fit in sorted(able, key=lambda fit: fit.estimate(kind, tol) + len(fit.directions)):
        chosen.setdefault((len(fit.directions), fit.kinks is None), fit)
    return list(chosen.values())[:TRIES]


def _widest(square: Square, ready: Sampled, tol: float, other: _Cut | None) -> _Cut | None:
    """Bisect for the widest total tolerance that still meets `tol`; or the closest miss.

    other: what was found before. A total that takes more neurons is not looked at: it is taken
    to meet the tolerance, so that wider ones are tried. None if none takes fewer.
    """
    best: _Cut | None = None
    low, high = 0.0, WIDEST
    usual = max((tol - ready.fit.residual) / tol, 0.05)
    # A residual of rounding would lose a tie: the whole is tried first, and the error decides.
    share = 1.0 if usual > 1.0 - ROUNDED else usual
    for _ in range(BISECTIONS[ready.kind]):
        profiles = ready.cut(share * tol)
        if other is not None and _pieces(profiles) > SPARE * other.neurons:
            low, best = share, None
            share = float(np.sqrt(low * high))
            continue
        cut = _refined(square, ready, profiles, share * tol, tol)
        if cut.error <= tol:
            best, low = cut, share
        else:
            best, high = (best if low > 0 or _closer(best, cut) else cut), share
        share = np.sqrt(low * high) if low > 0 else usual if share > usual else 0.5 * high
    return best


def _closer(best: _Cut | None, other: _Cut) -> bool:
    return best is not None and best.error <= other.error


def _cut(square: Square, ready: Sampled, total: float, tol: float) -> _Cut:
    """Cut profiles for a total tolerance; of ramps, choose all their values anew."""
    return _refined(square, ready, ready.cut(total), total, tol)


def _refined(
    square: Square, ready: Sampled, profiles: tuple[Profile, ...], total: float, tol: float
) -> _Cut:
    """Choose the values of ramps anew, and measure."""
    directions = ready.fit.directions
    lines = tuple(profile for profile in profiles if isinstance(profile, Polyline))
    if not lines:
        return _Cut(ready, profiles, total, worst(square, ready, profiles, False).error)
    more: Array | None = None
    for _ in range(3):
        lines, error = refined(square, directions, lines, 0.99 * tol, more)
        if error > tol > 0:
            return _Cut(ready, lines, total, error)
        seen = worst(square, ready, lines, False)
        if seen.error <= tol:
            break
        more = seen.points if more is None else np.concatenate([more, seen.points])
    return _Cut(ready, lines, total, seen.error)


def _made_sure(square: Square, cut: _Cut, tol: float) -> _Cut:
    """Measure finely, and narrow the profiles slightly until the tolerance holds there, too."""
    for _ in range(REPAIRS):
        seen = _measured(square, cut)
        if seen.error <= tol:
            break
        total = 0.995 * (tol / seen.error) * cut.total
        cut = _cut(square, cut.ready, total, tol * 0.999 * tol / seen.error)
    return seen


def _with_neurons(
    square: Square, candidates: list[Fit], neurons: int, kind: str, say: Progress
) -> Ridges:
    """Return the least error of the most promising fits that so many neurons can have."""
    able = [fit for fit in candidates if np.isfinite(fit.least(kind, neurons))]
    if not able:
        raise _too_few(neurons)
    found = []
    promising = sorted(able, key=lambda fit: fit.least(kind, neurons))[:TRIES]
    goal = promising[0].least(kind, neurons)
    for number, fit in enumerate(worth_cutting(square, promising, kind, goal)):
        say(f"cutting profiles, try {number + 1}")
        cut = _as_many(square, sampled(fit, kind, fit.least(kind, neurons)), neurons)
        if cut is not None:
            found.append(cut)
    if not found:
        raise _too_few(neurons)
    best = found[first_of_least([cut.error for cut in found])]
    return as_ridges(square, best)


def _as_many(square: Square, ready: Sampled, neurons: int) -> _Cut | None:
    """Bisect for the least total tolerance that so many neurons can meet."""
    most = neurons - int(ready.kind == "ramps")
    low = high = ready.fit.least(ready.kind, neurons)
    for _ in range(DOUBLINGS):
        if _pieces(ready.cut(high)) <= most:
            break
        high *= 2.0
    else:
        return None
    low = high / 4.0
    for _ in range(FINE_BISECTIONS):
        middle = float(np.sqrt(low * high))
        low, high = (low, middle) if _pieces(ready.cut(middle)) <= most else (middle, high)
    return _measured(square, _cut(square, ready, high, 0.0))


def _too_few(neurons: int) -> TargetError:
    return TargetError(f"{neurons} neurons are too few for ridges of this function: give it more")


def as_ridges(square: Square, cut: _Cut) -> Ridges:
    """Turn profiles of the square into ridges in the units of the inputs."""
    directions, profiles, jumps = [], [], []
    rows = zip(cut.ready.fit.directions, cut.profiles, cut.ready.samples, strict=True)
    for direction, profile, samples in rows:
        unit, edges = square.to_true(direction, profile.edges)
        directions.append(unit)
        profiles.append(replace(profile, edges=edges))
        jumps.append(tuple(square.to_true(direction, np.array(samples.jumps))[1].tolist()))
    box = square.target.box
    at = () if cut.at is None else tuple((square.center + square.half * cut.at).tolist())
    return Ridges(np.array(directions), tuple(profiles), box, cut.error, tuple(jumps), at)


def _hopeless(least: float, tol: float, kind: str) -> TargetError:
    return TargetError(
        f"no sum of a few ridges was found within {tol:g}: the closest one of {kind} is off by "
        f"{least:.3g}. f may jump or bend along curves, or fast in all directions; quadrants "
        "follow any function: choose construction quadrants, or a larger tolerance"
    )
