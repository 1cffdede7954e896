"""Report to people what was built: the network, its error, what the numbers mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from uat.accuracy.measure.error import rounded_up
from uat.accuracy.measure.words import distance_words, resting, where_proven
from uat.approximation.verdict import computed_words, limit_words, verdict
from uat.base.nouns import counted
from uat.base.places import box_text, place_text
from uat.base.quoting import report_of

if TYPE_CHECKING:
    from uat.accuracy.measure import Error
    from uat.approximation.approximation import Approximation
    from uat.functions.target import Target

NAMED = 5  # outliers that the report names, before it counts the others


def report(net: Approximation) -> str:
    """Write a few lines for people: the network, its error, and what the numbers mean."""
    error = net.error.shown(net.target.box)
    lines = [
        f"{net.target.name} on {box_text(net.target.box)}",
        f"  network    {net.network!r}",
        f"  built as   {net.kind.words(net)}",
    ]
    if error.wrong is None:
        lines.append(f"  error      {measured_words(net.target, error)}")
    lines += _proven(net, error) + computed_words(net) + _minimum(net)
    if error.shares is not None and error.allowed is not None:
        worst = error.shares.shown(net.target.box)
        said = (
            f"at most {worst.max:.4g} of {error.allowed.words()}, at {_place(net.target, worst.at)}"
        )
        lines.append(f"  relative   |network - f| is {said}")
    if error.outliers:
        lines.append(f"  outliers   {_outliers(net)}")
    if error.hidden_mean is not None:
        lines.append(
            f"  hidden     average deviation {error.hidden_mean:.3f} (Nielsen's challenge: 0.40)"
        )
    if net.target.note:
        lines.append(f"  read as    {net.target.note}")
    if net.target.columns:
        lines.append(f"  columns    {net.target.columns}")
    lines += _jumps(net) + _holes(net, error) + _wrong(net)
    lines.append(verdict(net, error))
    return report_of(lines + _others(net))


def _place(target: Target, at: tuple[float, ...]) -> str:
    rows = zip(target.names, at, target.box, strict=True)
    return ", ".join(f"{name} = {place_text(value, *ends)}" for name, value, ends in rows)


def measured_words(target: Target, error: Error) -> str:
    """Write the error in numbers; mere rounding has none that all machines agree on."""
    if error.max == 0.0 and error.noise > 0.0:
        return f"0 but for rounding, which is less than {error.noise:.1g}"
    looked = f", looked to within {error.unseen:.1g} of the domain" if error.unseen else ""
    return (
        f"max {error.max:.4g} at {_place(target, error.at)}, "
        f"mean {error.mean:.3g}, rms {error.rms:.3g}{looked}"
    )


def _holes(net: Approximation, error: Error) -> list[str]:
    """Say where a field of towers fails, and what does not."""
    holes = error.holes
    if holes is None or not holes.count:
        return []
    corners = net.target.inputs == 2
    where = f"at the {holes.count} corners" if corners else f"along the {holes.count} edges"
    return [
        f"  holes      {holes.depth:.3g} deep, at {_place(net.target, holes.at)}: {where} where",
        "             towers meet none of them is on; steeper neurons make holes narrower, not",
        "             shallower. --with quadrants has none",
    ]


def _wrong(net: Approximation) -> list[str]:
    wrong = net.error.wrong
    if wrong is None:
        return []
    return [f"  classes    {100 * (1 - wrong):.4g} % of the domain gets its right class"]


def _sure(value: float, noise: float) -> int:
    """Return how many digits of a bound, five at most, do not depend on how values are rounded."""
    if not 0.0 < noise < value:
        return 5
    return max(1, min(5, math.floor(math.log10(value / noise)) - 1))


def _proven(net: Approximation, shown: Error) -> list[str]:
    """Write the bound; tell rounding apart from a tolerance that is met exactly."""
    error = net.error
    shares = error.shares
    if shares is not None and shares.proven is not None and error.allowed is not None:
        bound = f"{rounded_up(max(shares.proven, shares.max))} of {error.allowed.words()}"
        return [f"  proven     |f - network| is at most {bound} {_where(net)}"]
    bounded = error.proven is not None and shown.proven is not None and not error.unproven
    if not bounded or error.met is not True:
        return bound_words(error, shown, _where(net))
    assert error.proven is not None and shown.proven is not None
    bound = rounded_up(shown.proven, _sure(shown.proven, shown.noise))
    if error.tolerance is not None and error.proven > error.tolerance:
        bound = f"{limit_words(error.tolerance)} + {rounded_up(error.rounding, 1)} for rounding"
    if net.plan.side:
        below = f"-{bound.replace(' + ', ' - ')}"
        low, high = ("0", bound) if net.plan.side == "above" else (below, "0")
        return [f"  proven     {low} <= network - f <= {high} {_where(net)}"]
    return [f"  proven     {distance_words(error)} <= {bound} {_where(net)}"]


def bound_words(error: Error, shown: Error, where: str) -> list[str]:
    """Write the bound that is proven, or why none is; nothing if no proof was asked for."""
    if error.unproven:
        return [f"  proven     nothing: {error.unproven}"]
    if shown.proven is None:
        return []
    bound = rounded_up(shown.proven, _sure(shown.proven, shown.noise))
    return [f"  proven     {distance_words(error)} <= {bound} {where}"]


def _minimum(net: Approximation) -> list[str]:
    """Say what no network of this kind can do with fewer neurons."""
    error = net.error
    if error.proven is None or error.met is False or net.components or error.computed:
        return []  # of what is computed in fewer digits, at fewer places, nobody knows
    if not net.kind.smallest:
        return []
    if error.counted is not None:
        return _fewest(net)
    least = net.minimum().neurons
    neurons = counted(least, "neuron")
    return [
        f"  minimum    no network of {net.construction} with fewer than {neurons} can do it"
        + _open(least, len(net.pieces))
    ]


def _fewest(net: Approximation) -> list[str]:
    """Say with how few pieces it cannot be done, where not the largest distance counts."""
    kind = (
        "polyline of fewer than {} links"
        if net.kind.counted
        else "staircase of fewer than {} pieces"
    )
    if net.partition.least is None or not net.error.samples:  # a formula was only sampled
        return []
    return [f"  minimum    no {kind.format(net.partition.least)} can do it"]


def _open(least: int, built: int) -> str:
    """Say what is unknown between the neurons proven to be needed and those built."""
    if least >= built:
        return ""
    fewer = f"{least}" if built == least + 1 else f"{least} to {built - 1}"
    return f"; whether {fewer} can is open"


def _where(net: Approximation) -> str:
    """Say where a bound holds, and on what it rests that nobody has proven."""
    where = where_proven(net.error, net.target.names)
    return resting(where, (part.proof.lipschitz for part in (net, *net.components) if part.proof))


def _jumps(net: Approximation) -> list[str]:
    windows, share = net.error.left_out.words(net.target.names), net.error.excluded_share
    if windows:
        follow = "no steep but smooth neuron can follow f"
        return [f"  jumps      max leaves out what is {windows}: {follow}"]
    if not share:
        return []
    return [
        f"  jumps      f jumps; max leaves out the {100 * share:.2g} % of all probes that lie "
        "across a jump, where no steep but smooth neuron can follow"
    ]


def _outliers(net: Approximation) -> str:
    """Name the samples that are left out, and say how far away they are."""
    x = np.array(net.error.outliers)
    nearest = float(np.min(np.abs(net(x) - net.target(x))))
    named = ", ".join(place_text(value, *net.target.box[0]) for value in x[:NAMED].tolist())
    more = f" and {x.size - NAMED} more" if x.size > NAMED else ""
    return f"{net.target.names[0]} = {named}{more}: at least {nearest:.3g} away"


def _others(net: Approximation) -> list[str]:
    """Say what other constructions take for the same tolerance."""
    counts = ", ".join(f"{name} {count}" for name, count in net.others.items())
    return [f"  others     neurons for the same tolerance: {counts}"] if counts else []
