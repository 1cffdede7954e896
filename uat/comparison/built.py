"""Build the contenders that need no training: every construction that the function allows."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from uat.approximation import Approximation, approximate
from uat.base.errors import InputError, UatError
from uat.comparison.contenders.contender import network_contender
from uat.comparison.entry import Entry, deviation, entry_of
from uat.constructions.registry import CONSTRUCTIONS
from uat.functions.elsewhere import offering
from uat.functions.target import Target

Progress = Callable[[str], None]

LAYERS = "no: its layers fold the line again and again"


def built(
    target: Target, *, tol: float | None, neurons: int | None, say: Progress
) -> tuple[list[Entry], list[str]]:
    """Build every construction for one tolerance or number of neurons; say what is left out.

    Raises the error of all of them, if all fail for the same reason.
    """
    entries, notes, errors = [], [], []
    for name, make in _makers(target, tol, neurons):
        say(f"building {name}")
        try:
            entries.append(make())
        except UatError as error:
            notes.append(f"{name} left out: {error}")
            errors.append(error)
    if not entries and len({str(error) for error in errors}) == 1:
        raise errors[0]
    return entries, notes


def _makers(
    target: Target, tol: float | None, neurons: int | None
) -> Iterator[tuple[str, Callable[[], Entry]]]:
    options: dict[str, Any] = {"tol": tol, "neurons": neurons}
    for name, kind in CONSTRUCTIONS.items():
        if not kind.is_deep and kind.least_inputs <= target.inputs <= kind.most_compared:
            yield name, partial(_shallow, target, {**options, "construction": name})
    if target.outputs == 1 and target.inputs <= 2 and target.kind == "function":
        yield "deep network", partial(_deep, target, tol, neurons)


def _shallow(target: Target, options: dict[str, Any]) -> Entry:
    began = time.perf_counter()
    net = approximate(target, **options)
    seconds = time.perf_counter() - began
    made = network_contender(
        net.construction,
        "built",
        net.network,
        seconds=seconds,
        readable=f"yes: {net.kind.neurons_are}",
        note=_note(net),
    )
    return entry_of(made, target, net.error, _proven(net))


def _proven(net: Approximation) -> float | None:
    """Prove a bound for formulas of one input; None for what has no proof."""
    if net.target.inputs != 1 or net.target.formula is None:
        return None
    try:
        return float(net.prove().bound)
    except UatError:
        return None


def _note(net: Approximation) -> str:
    if net.error.holes is not None and net.error.holes.count:
        return f"holes {net.error.holes.depth:.3g} deep where towers meet"
    return ""


def _deep(target: Target, tol: float | None, neurons: int | None) -> Entry:
    """Build the smallest deep network that is known for the tolerance."""
    from uat.constructions.folds.choose import deep_for

    if tol is None:
        raise InputError(f"deep networks are built for a tolerance, not for {neurons} neurons")
    began = time.perf_counter()
    with offering(target):
        fold = deep_for(target, tol)
    seconds = time.perf_counter() - began
    name = f"deep {fold.kind}"
    made = network_contender(name, "built", fold.network, seconds=seconds, readable=LAYERS)
    return entry_of(made, target, deviation(fold.network, target, tol), fold.bound)
