"""Say what a precision other than float64 makes of a network, and what is known of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uat.accuracy.measure.error import rounded_up

if TYPE_CHECKING:
    from uat.approximation.approximation import Approximation


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
