"""Say what is wrong with a token out of place, and what to write instead."""

import re
from keyword import iskeyword
from typing import NamedTuple

from uat.functions.expression.macros import decimal
from uat.functions.expression.names import is_macro
from uat.functions.expression.people import ALSO_TOLD, GREEK, MACROS, TOLD
from uat.functions.expression.tokens import Token
from uat.functions.expression.vocabulary import (
    ALIASES,
    CONSTANTS,
    FUNCTIONS,
    MANY,
    is_function,
    suggestion,
)

AFTER_LIST = "nothing may follow several values: write the sign inside, as in (a + 1, b + 1)"

_PERCENT = "% is the remainder of a division: write 0.5 for 50 %"
_IMAGINARY = (
    "{} needs a number; values are real, and exp(i*x) is the pair (cos(x), sin(x)) of its real "
    "and its imaginary part"
)
_LATEX = "this LaTeX cannot be read: write a formula such as x/2 or sqrt(x)"

ADVICE = {
    "=": "write == to compare; a formula assigns nothing",
    ":=": "write == to compare; a formula assigns nothing",
    "=>": "write >=",
    "=<": "write <=",
    "&": "write and",
    "!": "write (not …) around a condition, or != to compare",
    "~": "write what stands behind ~ alone, or (not …) around a condition",
    "|>": "write sin(x) for x |> sin",
    "±": "± makes two values: write both, as in (a + b, a - b)",
    "#": "a formula has no comments",
    "$": _LATEX,
    "\\": _LATEX,
    "ⁿ": "write ^ and a number: n has none",
    ".": "a point belongs inside a number, such as 0.5",
    "[": "write round brackets ( ), floor(x) for the whole part, or x1, x2, … for inputs",
    "]": "write round brackets ( ), floor(x) for the whole part, or x1, x2, … for inputs",
    "{": "write round brackets ( ), or where(condition, a, b) for cases",
    "}": "write round brackets ( ), or where(condition, a, b) for cases",
    "'": "text in quotes has no place in a formula, and no derivative",
    "…": "write out the terms that three points stand for",
    '"': "text in quotes has no place in a formula",
    ":": "write a/b for a ratio, or a if condition else b for a choice",
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


def wrong(token: Token) -> str:
    """Say what is wrong with a character that no formula has."""
    if token.kind == "latex":
        return _LATEX
    if token.kind == "arrow":
        return "an arrow stands behind the inputs, as in x -> x^2, or (x, y) -> x*y"
    if token.text in ADVICE:
        return ADVICE[token.text]
    if token.text.isprintable() and token.text.isascii():
        return f"{token.text} has no meaning in a formula"
    code = f"U+{ord(token.text):04X}"
    if token.text.isalpha():
        sentence = f"{token.text} ({code}) is not one of the letters a to z of which names are made"
        return f"{sentence}: write one of them for it, such as t"
    shown = f"{token.text} ({code})" if token.text.isprintable() else code
    return f"the character {shown} has no place in a formula"


def missing_value(spot: Spot, opened: Token | None) -> str:
    """Say that a value should begin here. opened: the innermost open bracket."""
    before, token, _ = spot
    if token.word == "if":
        return "write a if condition else b, or where(condition, a, b)"
    if token.word == ")" and opened is None:
        return "this bracket closes nothing"
    if token.word == ")" and opened is before:
        return "there is nothing in these brackets"
    if before.word == "%":
        return _PERCENT
    if not before.text:
        return f"something is missing before {token.shown}"
    return f"something is missing between {before.shown} and {token.shown}"


def missing_after(last: Token) -> str:
    """Say that a formula ends too early."""
    return _PERCENT if last.word == "%" else f"something is missing after {last.text}"


def stray_comma(spot: Spot, *, unbracketed: bool) -> str:
    """Say that a comma is outside a function's brackets. unbracketed: it could part values."""
    before, _, after = spot
    if before.kind == after.kind == "number" and before.text.isdigit():
        return decimal(before.text, after.text)
    if unbracketed:
        return "several values stand in brackets: write (a, b)"
    return "a comma belongs between the arguments of a function"


def unbracketed(spot: Spot) -> str:
    """Say that a function lacks its bracket."""
    token = spot.token
    word = ALIASES.get(token.word, token.word)
    fewest = FUNCTIONS[word].arguments[0] if word in FUNCTIONS else MACROS.get(word, (1, ""))[0]
    arguments = ", ".join("abc"[:fewest]) if fewest > 1 else "x"
    return f"{token.shown} needs its argument in brackets: write {token.shown}({arguments})"


def arguments(function: Token, fewest: int, most: int, count: int) -> str:
    """Say that a function has too few arguments, or too many."""
    wanted = f"{fewest}" if fewest == most else f"{fewest} or more"
    if fewest < most < MANY:
        wanted = f"{fewest} or {most}"
    noun = "argument" if wanted == "1" else "arguments"
    return f"{function.text} takes {wanted} {noun}, not {count}"


def unknown(spot: Spot, names: tuple[str, ...], *, inferred: bool, tokens: list[Token]) -> str:
    """Say that a name is neither ours nor an input. tokens: the whole formula."""
    before, token, after = spot
    name = token.text
    if name in ("i", "j", "I", "im") and inferred:
        return f"unknown name {name}: {_IMAGINARY.format(name)}"
    if iskeyword(name) and name not in ("True", "False"):
        return f"{name} has no meaning in a formula"
    if (key := ALSO_TOLD.get(token.word, token.word)) in TOLD:
        return TOLD[key].format(a="x", b="y")
    if is_macro(token.word):
        return unbracketed(spot)
    if name.startswith("\\"):
        if name[1:] not in GREEK:
            return _LATEX
        if after.word == "(":
            return f"the function {name} is unknown: write what it computes"
        return f"{name} is no name here: write one letter for it, such as t"
    if before.word == "//":
        return f"unknown name {token.shown}: // is a division, and a formula has no comments"
    known = (*names, *(letter for letter in "xyz" if letter not in names)) if inferred else names
    found = {t.word for t in tokens if t.kind == "name" and not is_function(t.word)}
    if inferred and any(set("xyz") & set(word) for word in found):
        known = ("x", "y", "z")  # what stands alone beside ax is a coefficient, too
    if not known:
        return f"unknown name {token.shown}: write a number"
    if inferred and _coefficients(name, known, called=after.word == "("):
        letters = [
            a
            for t in tokens
            if t.kind == "name"
            for a in _coefficients(t.word, known, called=False)
        ]
        return f"unknown name {name}: {_numbers_for(list(dict.fromkeys(letters)))}"
    if hint := _taken_apart(name, known, called=after.word == "(") or suggestion(name, known):
        return f"unknown name {token.shown}: {hint}"
    if not inferred:
        return f"unknown name {token.shown}: the inputs here are {', '.join(names)}"
    if re.fullmatch("[A-Z]{1,2}[0-9]+", name):
        return f"unknown name {name}: write x for a cell of a spreadsheet"
    if after.word == "(" and not re.fullmatch("[a-z]", name):
        return f"unknown function {token.shown}: there are {', '.join(list(FUNCTIONS)[:11])}, …"
    return f"unknown name {token.shown}: inputs are called x, y, z or x1, x2, …"


def _coefficients(name: str, known: tuple[str, ...], *, called: bool) -> list[str]:
    """List the a of ax or a*x, which needs a number; [] for a name that holds none."""
    if not re.fullmatch("[a-z]{1,4}", name) or (called and len(name) > 2):
        return []
    if is_function(name) or (len(name) > 1 and not set(name) & set(known)):
        return []
    return [letter for letter in name if letter not in (*known, *CONSTANTS)]


def _numbers_for(letters: list[str]) -> str:
    if len(letters) == 1:
        return f"{letters[0]} needs a number: write one for it, as in 2*x"
    return f"{', '.join(letters[:-1])} and {letters[-1]} need numbers: write them, as in 2*x"


def _taken_apart(name: str, known: tuple[str, ...], *, called: bool) -> str:
    """Say what to write for sin2 or x2, whose number may be a power or a factor."""
    match = re.fullmatch("([a-z]+)([1-9][0-9]*)", name)
    if not match:
        return ""
    word, number = match.groups()
    if is_function(word) and FUNCTIONS[ALIASES.get(word, word)].arguments[0] > 1:
        return ""
    if is_function(word) and not called:
        return f"write {word}({number})"
    if is_function(word):
        return f"write {word}(x)^{number} or {word}({number}*x)"
    if word in known:
        return f"write {word}^{number} or {number}*{word}"
    return ""
