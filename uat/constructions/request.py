"""Turn options into a plan: refuse what has no meaning, and fill in defaults."""

from typing import Any

import numpy as np

from uat.accuracy.measure import Allowed
from uat.base.choices import require_known
from uat.base.errors import InputError
from uat.base.precision import Precision, precision_of
from uat.constructions.construction import Construction
from uat.constructions.heights import HEIGHTS
from uat.constructions.limits import require_affordable
from uat.constructions.plan import Plan, counted_for, require_alone, said
from uat.constructions.registry import (
    CONSTRUCTIONS,
    STRAIGHT,
    USUAL,
    construction_of,
    names_for,
)
from uat.networks.activations import Activation, get_activation, rise_of

PARTITIONS = ("uniform", "fewest")
OUTPUTS = ("linear", "sigmoid")
EDGES = ("whole", "nielsen")
MOST_NEURONS = 10_000_000
MOST_COPIES = 1000
BOTH = (
    "give a tolerance or a number of neurons, not both: for a tolerance the fewest neurons are "
    "found, for a number of neurons the smallest error"
)


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
    above: bool = False,
    below: bool = False,
    rel: float | None = None,
    norm: str = "sup",
    noise: float | None = None,
    outliers: int = 0,
    precision: str | Precision | None = None,
    force: bool = False,
) -> Plan:
    """Refuse what has no meaning for so many inputs, and fill in defaults. Raises InputError."""
    counted = counted_for(norm, noise, outliers)
    kind = construction_of(construction, inputs, follows=rel is not None or counted is not None)
    require_fits(kind, inputs, force)
    side = _side_of(above, below, inputs, neurons)
    if counted:
        require_alone(counted, inputs, tol=tol, neurons=neurons, rel=rel, side=side)
    s = get_activation(activation or kind.activation)
    if counted and s.is_straight:
        raise InputError(
            f"{s.name} neurons make a straight line, whatever is asked for: leave out "
            f"{said(counted)}"
        )
    floats = _floats(precision, kind, inputs, s)
    if counted and not floats.is_double:
        raise InputError(f"a norm and noise are known of float64 only: leave {floats.name} out")
    if side and s.is_straight:
        raise InputError(f"{s.name} neurons make the best straight line, on both sides of f")
    if s.is_straight and inputs == 1:
        return _line(s, tol, neurons, output)
    partition = partition or kind.usual_partition(inputs)
    require_known("partition", partition, PARTITIONS)
    require_known("output", output, OUTPUTS)
    require_known("heights", heights, HEIGHTS)
    require_known("edges", edges, EDGES)
    check_numbers(tol, neurons, steepness, overlap)
    allowed = _allowed(tol, rel, side, inputs, neurons)
    what = (allowed and "a relative tolerance is") or (counted and f"{said(counted)} is")
    if what and not kind.follows:
        raise InputError(f"{what} not for {kind.name}: use construction steps or ramps")
    if what and (partition, output) != ("fewest", "linear"):
        other = f"a {output} output" if output != "linear" else f"{partition} pieces"
        raise InputError(f"{what} for the fewest pieces and a linear output: leave out {other}")
    plan = Plan(
        construction=kind,
        partition=partition,
        tol=1.0 if allowed else _float(tol if noise is None else noise),
        neurons=None if neurons is None else int(neurons),
        activation=s,
        steepness=steepness,
        overlap=int(overlap),
        output=output,
        heights=heights,
        edges=edges,
        force=force,
        side=side,
        allowed=allowed,
        counted=counted,
        precision=floats,
    )
    if edges != "whole" and not kind.has_edges:
        fits = [k.name for k in CONSTRUCTIONS.values() if k.has_edges and k.fits(inputs)]
        raise InputError(f"{kind.name} have no edges: leave edges out, or use {' or '.join(fits)}")
    kind.check(plan, inputs)
    if partition == "fewest" and overlap > 1:
        raise InputError("overlapping copies shift equal pieces: add partition uniform")
    if plan.neurons is not None:
        require_affordable(kind, plan.neurons, force)
    rise_of(s)
    return plan


def _side_of(above: bool, below: bool, inputs: int, neurons: int | None) -> str:
    """Return the side of f on which the network has to stay, or "". Raises InputError."""
    if above and below:
        raise InputError("a network above and below f would be f itself: choose one of both")
    side = "above" if above else "below" if below else ""
    if side and inputs > 1:
        raise InputError(f"a network {side} f is for one input, not {inputs}: leave {side} out")
    if side and neurons is not None:
        raise InputError(f"a network {side} f needs a tolerance, not a number of neurons")
    return side


def _floats(
    name: str | Precision | None, kind: Construction, inputs: int, activation: Activation
) -> Precision:
    """Return what the network is to be computed in. Raises InputError where nobody could say."""
    floats = precision_of(name)
    if floats.is_double:
        return floats
    if not kind.rounds or activation.is_straight:
        others = ", ".join(k for k in names_for(inputs, deep=True) if CONSTRUCTIONS[k].rounds)
        instead = f"use {others}" if others else f"and so is all of {inputs} inputs: leave it out"
        raise InputError(f"{kind.name} are built for float64, not {floats.name}; {instead}")
    if floats.at_once and inputs > 1:
        raise InputError(f"{floats.name} numbers are checked one by one, of one input: use float16")
    return floats


def _allowed(
    tol: float | None, rel: float | None, side: str, inputs: int, neurons: int | None
) -> Allowed | None:
    """Return max(tol, rel·|f|); None without a relative tolerance. Raises InputError."""
    if rel is None:
        return None
    if not isinstance(rel, int | float | np.number) or not 0 < rel < 1:
        raise InputError(f"a relative tolerance is between 0 and 1, not {rel!r}")
    for wrong, what in (
        (inputs > 1, f"is for one input, not {inputs}"),
        (neurons is not None, "goes with no number of neurons"),
        (bool(side), f"is for both sides of f: leave {side} out"),
    ):
        if wrong:
            raise InputError(f"a relative tolerance {what}")
    return Allowed(float(tol or 0.0), float(rel))


def _float(number: float | None) -> float | None:
    return None if number is None else float(number)


def require_fits(kind: Construction, inputs: int, force: bool) -> None:
    """Raise InputError, which says what to use instead, for too few or too many inputs."""
    if inputs < kind.least_inputs:
        others = ", ".join(names_for(1, deep=False))
        raise InputError(f"{kind.name} need two inputs or more: use {others}")
    if inputs <= kind.most_inputs:
        return
    if kind.most_inputs == 1:
        others = ", ".join(names_for(2, deep=False))
        raise InputError(f"{kind.name} are for one input; of {inputs} inputs use {others}")
    if kind.least_inputs == 1:
        raise InputError(f"{kind.name} are for one or two inputs, not {inputs}: use {USUAL.name}")
    if kind.most_inputs == 2:
        raise InputError(f"{kind.name} are for two inputs, not {inputs}: use {USUAL.name}")
    if not force:
        widest = max(CONSTRUCTIONS.values(), key=lambda other: other.most_inputs)
        raise InputError(
            f"{kind.name} of {inputs} inputs need f at too many places for any memory: use at "
            f"most {USUAL.most_inputs} inputs, or {widest.name} of at most {widest.most_inputs}"
        )


def _line(activation: Activation, tol: float | None, neurons: int | None, output: str) -> Plan:
    """Plan one straight line, all that linear neurons can do, whatever was asked for."""
    check_numbers(tol, neurons, None, 1)
    if neurons == 0:
        raise InputError("a straight line needs at least 1 neuron, not 0")
    if output != "linear":
        raise InputError(f"{activation.name} neurons make a straight line: use the linear output")
    return Plan(
        construction=STRAIGHT,
        partition="fewest",
        tol=tol,
        neurons=None if neurons is None else int(neurons),
        activation=activation,
    )


def require_positive(what: str, value: float) -> None:
    """Raise InputError unless the value is a positive, finite number."""
    if not (np.isfinite(value) and value > 0):
        raise InputError(f"the {what} must be a positive number, not {value}")


def require_count(neurons: Any) -> None:
    """Raise InputError unless the count of neurons is a whole number, and not too large."""
    if not (_is_whole(neurons) and 0 <= neurons <= MOST_NEURONS):
        raise InputError(f"the number of neurons must be 0 … {MOST_NEURONS:,}, not {neurons}")


def check_numbers(
    tol: float | None, neurons: int | None, steepness: float | None, overlap: int = 1
) -> None:
    """Raise InputError, which names the option, for a number that cannot be."""
    if tol is not None and neurons is not None:
        raise InputError(BOTH)
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


def require_above_rounding(size: float, tol: float) -> None:
    """Refuse a tolerance that float64 cannot hold for values of that size. Raises InputError."""
    least = 16 * np.finfo(float).eps * size
    if tol < least:
        raise InputError(
            f"the tolerance {tol:g} is below what float64 can tell apart for values of size "
            f"{size:.3g}: use at least {least:.1g}"
        )
