"""Which activations work? Those whose limits differ, alone or against a shifted copy of themselves.

The question of Nielsen's chapter 4, "Extension beyond sigmoid neurons", answered for any s(z).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from uat.base.choices import choose
from uat.base.errors import InputError
from uat.networks.activations import polynomials
from uat.networks.activations.activation import Activation, Rise
from uat.networks.activations.exact import Exact
from uat.networks.activations.holes import hole
from uat.networks.activations.named import ACTIVATIONS
from uat.networks.activations.softmax import SOFTMAX
from uat.networks.activations.typed import Overflow, Study, straight, study, unstudied

if TYPE_CHECKING:
    from uat.networks.activations.limits import Ends

SIDES = ("-∞", "+∞")
ROWS = "it compares the neurons of a layer with each other, so it belongs on the last layer only"
STRAIGHT = (
    "it is a straight line, and what is added up or composed from straight lines is again one: "
    "no network of it bends"
)


@dataclass(frozen=True)
class Verdict:
    """Whether an activation can make steps, and why.

    activation: it, ready for use in layers whatever the verdict.
    kind: "step-like" (one neuron is a step), "pair" (two shifted copies are), or "refused".
    reason: why, as the end of a sentence that begins with the activation's name.
    """

    activation: Activation
    kind: str
    reason: str

    def __str__(self) -> str:
        return f"{self.activation.name}: {self.reason}"


def get_activation(name: str | Activation) -> Activation:
    """Return the activation called `name`, or typed as a formula in z; an `Activation` as it is.

    It may be one that cannot make steps: `examine` says so. Raises InputError.
    """
    if isinstance(name, Activation):
        return name
    return ACTIVATIONS.get(name) or known(name) or _examine_text(name.strip()).activation


def known(name: str) -> Activation | None:
    """Return the activation of that name, in any spelling: "Leaky ReLU" is leaky_relu."""
    plain = "_".join(name.lower().replace("-", " ").replace("_", " ").split())
    plain = aliases().get(plain, plain)
    if plain == SOFTMAX.name:
        return SOFTMAX
    joined = {key.replace("_", ""): key for key in ACTIVATIONS}
    return ACTIVATIONS.get(joined.get(plain.replace("_", ""), plain))


def aliases() -> dict[str, str]:
    """Return other names of the activations, and what they are called here."""
    return {alias: s.name for s in ACTIVATIONS.values() for alias in s.aliases}


def examine(s: str | Activation) -> Verdict:
    """Decide from the function itself how it can make steps. Raises InputError for no function.

    s: a name, a formula in z such as "1/(1 + exp(-z)) + 0.2*sin(10*z)*exp(-abs(z))", or an
    `Activation`.
    """
    if isinstance(s, str):
        named = ACTIVATIONS.get(s) or known(s)
        if named is None:
            return _examine_text(s.strip())
        s = named
    elif s.name not in ACTIVATIONS and s.name == s.formula:
        return _examine_text(s.name)
    if s == SOFTMAX:
        return Verdict(s, "refused", ROWS)
    if s.rise is None:
        return Verdict(s, "refused", STRAIGHT if s.is_straight else "it makes no step")
    return Verdict(s, s.kind, _made_of(s.rise))


def rise_of(activation: Activation) -> Rise:
    """Return how the activation makes a step. Raises InputError, with the reason, if not."""
    if activation.rise is None:
        raise InputError(
            f"{activation.name} cannot make a step: {examine(activation).reason}; choose another "
            "activation, such as sigmoid, tanh or relu"
        )
    return activation.rise


def _instead(text: str) -> str:
    """Say what to write for a word that names no activation, but perhaps a function."""
    from uat.functions.expression import ExpressionError, compile_expression, people

    try:
        compile_expression(f"{text}(z)", ("z",))
    except ExpressionError:
        return choose("" if text.lower() in people.UNKNOWN else text, ACTIVATIONS)
    return f"write {text}(z)"


@lru_cache(maxsize=256)
def _examine_text(text: str) -> Verdict:
    """Examine a formula. Raises InputError if it cannot be read."""
    from uat.functions.expression import ExpressionError, compile_expression

    try:
        expression = compile_expression(text, ("z",))
    except ExpressionError:
        instead = _instead(text)
        known = instead.startswith("write")
        if known or (re.fullmatch(r"[\w -]*", text) and not re.search(r"\d", text)):
            raise InputError(
                f"unknown activation {text!r}: {instead}, or type a formula in "
                'z, such as "z/(1 + abs(z))"'
            ) from None
        raise
    exact = Exact(expression)
    problem = hole(exact)
    if problem is not None:
        return _refused(unstudied(expression), f"it {problem}; a neuron needs a value everywhere")
    degree = polynomials.degree(exact)
    if degree is not None:
        return _polynomial(exact, degree)
    try:
        return _judged(study(exact))
    except Overflow as overflow:
        return _refused(unstudied(expression), f"it {overflow}")


def _polynomial(exact: Exact, degree: int) -> Verdict:
    if degree == 0:
        value = exact.values([0.0])[0]
        reason = f"it is constant, {value:g} for every z: what a neuron says does not depend on x"
        return Verdict(straight(exact), "refused", reason)
    if degree == 1:
        return Verdict(straight(exact), "refused", STRAIGHT)
    reason = (
        f"it is a polynomial of degree {degree}, and so is every network with one layer of it, "
        "however wide: these form a space of finite dimension, which is not close to every "
        "function (Leshno et al. 1993)"
    )
    return Verdict(unstudied(exact.expression), "refused", reason)


def _judged(found: Study) -> Verdict:
    s = found.activation
    if s.rise is None:
        return _refused(s, _without_step(found))
    return Verdict(s, s.kind, _made_of(s.rise))


def _made_of(rise: Rise) -> str:
    """Say how a step is made."""
    if rise.shift:
        half = f"{rise.shift / 2:g}"
        reason = (
            f"s(z + {half}) - s(z - {half}) goes from {rise.low:.4g} to {rise.high:.4g}: "
            "a pair of shifted copies is a step, two neurons each"
        )
    else:
        reason = (
            f"it goes from {rise.low:.4g} to {rise.high:.4g}: "
            "two different limits, so one steep neuron is a step"
        )
    if rise.overshoot:
        share = f"{100 * rise.overshoot:.2g} %"
        reason += f"; it overshoots by {share}, for which the pieces leave room"
    return reason


def _without_step(found: Study) -> str:
    """Say why no step can be made of it."""
    both = (found.left, found.right)
    if all(end.settles for end in both):
        return (
            f"it tends to {found.left.limit:.4g} on both sides: a step needs two different limits, "
            "and so does a difference of shifted copies"
        )
    slopes = (found.left_slope, found.right_slope)
    if all(end.settles for end in slopes):
        if found.left_slope.limit == 0.0:
            end, side = next(pair for pair in zip(both, SIDES, strict=True) if not pair[0].settles)
            return (
                f"it has no limit as z goes to {side}, where it still moves from {end.low:.3g} to "
                f"{end.high:.3g}; and the difference of two shifted copies ends alike on both sides"
            )
        return (
            f"it rises by {found.left_slope.limit:.4g} per unit of z on both sides: it has no "
            "limits, and the difference of two shifted copies has two equal ones"
        )
    for end, slope, side in zip(both, slopes, SIDES, strict=True):
        if not slope.settles and not end.settles:
            return f"{_unsettled(end, side)}, nor does the difference of two shifted copies"
    return "neither it nor the difference of two shifted copies has limits on both sides"


def _unsettled(end: Ends, side: str) -> str:
    if abs(end.high) > 1e6 or abs(end.low) > 1e6:
        return f"it grows without bound as z goes to {side} and has no limit there"
    return (
        f"it goes on swinging between {end.low:.2g} and {end.high:.2g} as z goes to {side} "
        "and has no limit there"
    )


def _refused(activation: Activation, reason: str) -> Verdict:
    return Verdict(activation, "refused", reason)
