"""What to say about a token out of place: what is wrong, and what to write instead."""

import re
from keyword import iskeyword
from typing import NamedTuple

from uat.expression.tokens import Token
from uat.expression.vocabulary import FUNCTIONS, MANY, WORDS, is_function, suggestion

NOTHING = Token("sign", "", "", 0)

AFTER_LIST = "nothing may follow several values: write the sign inside, as in (a + 1, b + 1)"

_ADVICE = {
    "=": "write == to compare; a formula assigns nothing",
    ":=": "write == to compare; a formula assigns nothing",
    "=>": "write >=",
    "=<": "write <=",
    "&&": "write and",
    "&": "write and",
    "||": "write or",
    "|": "write abs(x) for the absolute value",
    "!": "write not in front of a condition, != to compare, gamma(x + 1) for a factorial",
    "~": "write not",
    ".": "a point belongs inside a number, such as 0.5",
    "[": "write round brackets ( )",
    "]": "write round brackets ( )",
    "{": "write round brackets ( )",
    "}": "write round brackets ( )",
    "'": "text in quotes has no place in a formula",
    '"': "text in quotes has no place in a formula",
    ":": "write a if condition else b, or where(condition, a, b)",
    "?": "write a if condition else b, or where(condition, a, b)",
    ";": "arguments are separated by commas",
    "\n": "write the formula on one line",
    "\r": "write the formula on one line",
    "√": "write sqrt(x)",
    "∞": "write a number: infinity has no place in a formula",
    "°": "angles are in radians: write x*pi/180",
}


class Spot(NamedTuple):
    """A token and its neighbours; NOTHING beyond the formula's ends."""

    before: Token
    token: Token
    after: Token


def wrong(token: Token, wants_operand: bool) -> str:
    """A character that no formula has."""
    if token.text == "||" and wants_operand:
        return _ADVICE["|"]
    if token.text in _ADVICE:
        return _ADVICE[token.text]
    if token.text.isprintable() and token.text.isascii():
        return f"{token.text} has no meaning in a formula"
    code = f"U+{ord(token.text):04X}"
    if token.text.isalpha():
        return f"{token.text} ({code}) is not one of the letters a to z of which names are made"
    shown = f"{token.text} ({code})" if token.text.isprintable() else code
    return f"the character {shown} has no place in a formula"


def missing_value(spot: Spot, opened: Token | None) -> str:
    """A sign, bracket or word where a value should begin. opened: the innermost open bracket."""
    before, token, _ = spot
    if token.word == "if":
        return "write a if condition else b, or where(condition, a, b)"
    if token.word == ")" and opened is None:
        return "this bracket closes nothing"
    if token.word == ")" and opened is before:
        return "there is nothing in these brackets"
    if not before.text:
        return f"something is missing before {token.shown}"
    return f"something is missing between {before.shown} and {token.shown}"


def missing_sign(spot: Spot) -> str:
    """A value right after a value."""
    before, token, after = spot
    if token.kind == "name" and iskeyword(token.word):
        return f"{token.shown} has no meaning in a formula"
    if before.kind == "number" and token.word.startswith("_"):
        return "write numbers without _"
    if before.kind == token.kind == "number":
        return "a sign is missing between two numbers"
    if before.kind == "name" and token.word == "(" and len(before.text) > 1:
        return f"{before.shown} is not a function: write {before.shown}*(…)"
    if before.kind == "raised":
        return f"a sign is missing in front of {token.shown}"
    left = "(…)" if before.word == ")" else before.shown
    called = after.word == "(" and is_function(token.word)
    right = "(…)" if token.word == "(" else f"{token.shown}(…)" if called else token.shown
    return f"a sign is missing: write {left}*{right}"


def stray_comma(spot: Spot, unbracketed: bool) -> str:
    """A comma outside a function's brackets. unbracketed: it could part several values in some."""
    before, _, after = spot
    if before.kind == after.kind == "number" and before.text.isdigit():
        return f"decimals have a point: write {before.shown}.{after.shown}"
    if unbracketed:
        return "several values stand in brackets: write (a, b)"
    return "a comma belongs between the arguments of a function"


def unbracketed(spot: Spot) -> str:
    """A function without its bracket."""
    _, token, after = spot
    if after.kind == "raised" or after.word == "**":
        return f"the power comes last: write {token.shown}(x)^2"
    if after.kind in ("name", "number") and after.word not in WORDS:
        return f"write {token.shown}({after.shown})"
    return f"{token.shown} needs its argument in brackets: write {token.shown}(x)"


def arguments(function: Token, fewest: int, most: int, count: int) -> str:
    """A function with too few arguments, or too many."""
    wanted = f"{fewest}" if fewest == most else f"{fewest} or more"
    if fewest < most < MANY:
        wanted = f"{fewest} or {most}"
    noun = "argument" if wanted == "1" else "arguments"
    return f"{function.text} takes {wanted} {noun}, not {count}"


def unknown(spot: Spot, names: tuple[str, ...], inferred: bool) -> str:
    """A name that is neither a word of ours nor an input."""
    token = spot.token
    if iskeyword(token.text) and token.text not in ("True", "False"):
        return f"{token.text} has no meaning in a formula"
    known = (*names, *(name for name in "xyz" if name not in names)) if inferred else names
    if hint := suggestion(token.text, known):
        return f"unknown name {token.shown}: did you mean {hint}?"
    if not inferred:
        inputs = f"the inputs here are {', '.join(names)}" if names else "write a number"
        return f"unknown name {token.shown}: {inputs}"
    if spot.after.word == "(" and not re.fullmatch("[a-z]", token.text):
        return f"unknown function {token.shown}: there are {', '.join(list(FUNCTIONS)[:11])}, …"
    return f"unknown name {token.shown}: inputs are called x, y, z or x1, x2, …"
