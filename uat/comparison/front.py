"""Why use deep networks when one hidden layer can compute any function? Build both, and count."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from uat.approximation import in_units, scale_of, usual_tolerance
from uat.base.errors import InputError, UatError
from uat.base.keywords import forgiving
from uat.comparison.built import built
from uat.comparison.comparison import Comparison, Crossing
from uat.comparison.contenders.line_up import line_up
from uat.comparison.entry import Entry, budget_of, deviation, entry_of
from uat.constructions.request import require_count
from uat.functions.target import Target, make_target

Progress = Callable[[str], None]

TRAINING = 40.0  # seconds, for all trained networks together

Tolerances = float | str | Sequence[float | str]


@forgiving
def compare(
    f: Any,
    box: Any = None,
    *,
    columns: Any = None,
    tol: Tolerances | None = None,
    neurons: int | Sequence[int] | None = None,
    train: bool = True,
    seed: int = 0,
    seconds: float = TRAINING,
    progress: Progress | None = None,
) -> Comparison:
    """Build, train and fit everything that computes f, and count what it takes.

    f, box, columns: as for `uat.approximate`. tol: one tolerance or several, in the units of f, or
    as "2%" of its range; neurons: one budget or several; default 1 % of f's range. Every
    construction is built for each.
    Trained networks, shallow and deep, and the models of scikit-learn get as many parameters as the
    smallest network of one hidden layer that was built. train: False leaves out the trained ones.
    seed: of what is trained. seconds: for all training together. progress: called with a few words.

    Raises InputError for wrong arguments, TargetError where f cannot be approximated.
    """
    began = time.perf_counter()
    say = progress or (lambda stage: None)
    target = make_target(f, box, columns=columns)
    if target.kind != "function":
        raise InputError(f"uat compares functions; {target.name} is a {target.kind} target")
    entries: list[Entry] = []
    notes: list[str] = []
    for goal in _goals(target, tol, neurons):
        found, left_out = built(target, say=say, **goal)
        entries += found
        notes += [note for note in left_out if note not in notes]
    if not entries:
        raise InputError("; ".join(notes))
    lineup = line_up(
        target,
        parameters=budget_of(entries),
        trained=train,
        seed=seed,
        seconds=seconds,
        progress=say,
    )
    tolerance = next((entry.tolerance for entry in entries if entry.tolerance), None)
    entries += [
        entry_of(one, target, deviation(one.predict, target, tolerance))
        for one in lineup.contenders
    ]
    say("looking for the tolerance from which depth pays")
    crossing, said = _crossing(target)
    return Comparison(
        target,
        tuple(entries),
        crossing,
        (*_told(target), *lineup.notes, *notes, *said),
        time.perf_counter() - began,
    )


def _told(target: Target) -> list[str]:
    """Say how a table was read."""
    told = {"read as": target.note, "columns:": target.columns}
    return [f"{head} {sentence}" for head, sentence in told.items() if sentence]


def _goals(
    target: Target, tol: Tolerances | None, neurons: int | Sequence[int] | None
) -> list[dict[str, Any]]:
    """List what to build for: each tolerance and each budget."""
    if tol is None and neurons is None:
        tol = usual_tolerance(target) * scale_of(target)[0]
    several = [tol] if isinstance(tol, str) else [] if tol is None else np.atleast_1d(tol).tolist()
    tolerances = [in_units(one, target) for one in several]
    budgets = [] if neurons is None else np.atleast_1d(np.asarray(neurons)).tolist()
    for budget in budgets:
        require_count(budget)
    if any(not (np.isfinite(t) and t > 0) for t in tolerances):
        raise InputError(f"tolerances must be positive numbers, not {tolerances}")
    goals = [{"tol": t, "neurons": None} for t in sorted(tolerances, reverse=True)]
    return goals + [{"tol": None, "neurons": n} for n in sorted(budgets)]


def _crossing(target: Target) -> tuple[Crossing | None, tuple[str, ...]]:
    """Find where a deep network begins to need fewer neurons than any of one hidden layer."""
    if target.inputs != 1 or target.outputs != 1 or target.formula is None:
        return None, ()
    from uat.constructions.folds.choose import crossing

    try:
        first, rungs = crossing(target, scale_of(target)[0])
    except UatError as error:
        return None, (f"no crossing: {error}",)
    if first is None:
        said = "there no deep network is known to be smaller than every shallow one"
        return None, (f"no crossing down to {rungs[-1].tolerance:g}: {said}",)
    assert first.deep is not None  # there a deep network is smaller
    return Crossing(first.tolerance, first.shallow, first.deep, rungs), ()
