"""The last word of a report: whether the tolerance holds, where, and how that is known.

Beside it stands what a precision other than float64 makes of a network, and what is known of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from uat.accuracy.measure.error import Error, rounded_up
from uat.accuracy.measure.words import samples_words

if TYPE_CHECKING:
    from uat.approximation.approximation import Approximation


def verdict(net: Approximation, shown: Error) -> str:
    """Say whether the tolerance holds, where, and whether that was found or proven."""
    error = net.error
    if error.wrong is not None and error.tolerance is not None:
        limit = f"{100 * error.tolerance:g} % of the domain may be wrong"
        return f"  meaning    {limit}: that is {'met' if error.met else 'NOT met'}"
    but = error.left_out.exception(net.target.names)
    if error.excluded_share and not error.left_out:  # across lines that no box follows
        but = " except across the jumps of f"
    if error.allowed is not None:
        return _relative_verdict(net, but)
    if error.counts_squares:
        return _squares_verdict(net, shown)
    if error.tolerance is None:
        most = rounded_up(shown.max or shown.noise, 3)
        return f"  meaning    nowhere{but} was the network found further than {most} from f"
    limit, usual = limit_words(error.tolerance), _usual(net)
    close = error.max <= error.tolerance + error.rounding
    if error.met or (close and (error.unproven or error.proven is not None)):
        by = ""
        if max(error.max, error.reached if error.met else 0.0) > error.tolerance:
            rounding = rounded_up(error.rounding, 1)
            by = f" by more than {rounding}, which is rounding"
            by = f"{',' if usual else ''}{by}{',' if but else ''}"  # aside from what stands around
            by = f" ({rounding} of rounding aside)" if net.plan.side else by
        not_there = "not" if error.samples else "nowhere"
        found = error.met and error.proven is not None
        is_not = f"is {not_there}" if found else f"was {not_there} found"
        words = f"the network {is_not} {_outside(net, limit)}{usual}{by}{but}"
        if not error.met:
            why = "" if error.proven is None else f": the bound is {rounded_up(error.proven)}"
            words += f"; that is NOT proven{why}"
            words += f"; {advice(net)}" if error.computed and error.computed.enough else ""
        return f"  meaning    {words}"
    if net.plan.side:
        how = f"the network is NOT everywhere {net.plan.side} f, by at most {limit}"
        return f"  meaning    {how}; {advice(net)}"
    return f"  meaning    the tolerance {limit} is NOT met; {advice(net)}"


def _relative_verdict(net: Approximation, but: str) -> str:
    """Say whether a tolerance that grows with |f| holds."""
    assert net.error.allowed is not None and net.error.shares is not None
    limit = net.error.allowed.words()
    if not net.error.met:
        return f"  meaning    the tolerance {limit} is NOT met; {advice(net)}"
    over, rounding = net.error.shares.max > 1.0, rounded_up(net.error.shares.rounding, 1)
    by = f", by more than {rounding} of it, which is rounding" if over else ""
    was = "is nowhere" if net.error.shares.proven is not None else "was nowhere found"
    return f"  meaning    the network {was} outside the tolerance {limit}{by}{but}"


def _squares_verdict(net: Approximation, shown: Error) -> str:
    """Say how large the root mean square is, over what, and whether that was found or proven."""
    error = net.error
    over = f"the {error.samples} samples" if error.samples else "the domain"
    said = f"  meaning    the root mean square over {over}"
    known = error.proven is not None and error.met is not False
    is_ = "is" if known else "was found to be"
    if error.tolerance is None:
        return f"{said} {is_} {shown.rms:.4g}"
    limit = limit_words(error.tolerance)
    if error.rms > error.tolerance + error.rounding:
        missed = f"the tolerance {limit} of the root mean square is NOT met"
        return f"  meaning    {missed}; {advice(net)}"
    by = "" if error.reached <= error.tolerance or not known else ", rounding aside"
    asked = error.unproven or error.proven is not None
    return f"{said} {is_} at most {limit}{_usual(net)}{by}" + (
        "; that is NOT proven" if asked and not known else ""
    )


def _outside(net: Approximation, limit: str) -> str:
    """Say where the network must not be."""
    if net.error.samples:
        return f"further than {limit} from {samples_words(net.error)}"
    side = net.plan.side
    if not side:
        return f"outside the tolerance {limit}"
    other = "below" if side == "above" else "above"
    return f"{other} f, nor {side} it by more than {limit}"


def _usual(net: Approximation) -> str:
    """Say where a tolerance that nobody asked for comes from."""
    share = net.plan.usual
    if share is None or net.target.kind != "function" or net.components:  # each has its own
        return ""
    return f", {100 * share:g} % of f's range"


def limit_words(tolerance: float) -> str:
    """Write a tolerance as it was typed; a computed one is not less than it is."""
    texts = (f"{tolerance:.{digits}g}" for digits in (6, 9, 12))
    return next((text for text in texts if float(text) == tolerance), rounded_up(tolerance, 6))


def computed_words(net: Approximation) -> list[str]:
    """Say how far from f the network was found where every operation is rounded."""
    found = net.error.computed
    if found is None:
        return []
    far = f"{found.max:.4g}"
    if net.error.allowed is not None:
        far += f" of {net.error.allowed.words()}"
    inputs = f"all {found.inputs:,} inputs" if found.every else f"{found.inputs:,} inputs"
    how = f"in {found.precision}, sums from left to right"
    lines = [f"  computed   {how}: at most {far} from f, at {inputs}"]
    if found.rounding is not None:
        most = rounded_up(found.rounding, 2)
        lines.append(f"             rounding changes no more than {most}, sums in any order")
    if net.plan.precision.at_once:
        lines.append("             see each of them: add --view inputs --plot inputs.png")
    return lines


def advice(net: Approximation) -> str:
    """Say what to do where the tolerance is missed."""
    found = net.error.computed
    if found is None:
        return net.kind.advice(net.plan.steepness is not None)
    if found.enough:
        return f"its rounding is too much: use --precision {found.enough}"
    return "use a precision of more digits, or a larger tolerance"
