"""A formula is a row of tokens: numbers, names, signs, and what does not belong there."""

import re
from itertools import islice
from typing import NamedTuple

from uat.expression.error import ExpressionError

MOST_CHARACTERS = 10_000
MOST_TOKENS = 4_000

_TOKEN = re.compile(
    r"""(?P<blank>[ \t]+)
      | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | (?P<name>[A-Za-z_][A-Za-z_0-9]*)
      | (?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
      | (?P<sign>\*\*|//|==|!=|<=|>=|[-+*/%^<>(),πτ×·⋅÷−–≤≥≠])
      | (?P<wrong>:=|=>|=<|&&|\|\||.)
    """,
    re.VERBOSE | re.DOTALL,
)

# Signs that mathematicians use, and what they mean here.
_MEANING = {
    "^": "**",
    "π": "pi",
    "τ": "tau",
    "×": "*",
    "·": "*",
    "⋅": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
}
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Token(NamedTuple):
    """A piece of a formula.

    kind: "number", "name", "sign", "raised" (², a power in small digits) or "wrong".
    text: as typed. word: what it means, in the grammar's spelling.
    column: where it begins in the formula, counted from 1.
    """

    kind: str
    text: str
    word: str
    column: int

    @property
    def shown(self) -> str:
        """As typed, shortened for a message."""
        return self.text if len(self.text) <= 24 else self.text[:23] + "…"


def read_tokens(text: str) -> list[Token]:
    """The tokens of a formula, in order; what does not belong there has the kind "wrong".

    Raises ExpressionError for a formula that is empty or too long.
    """
    if len(text) > MOST_CHARACTERS:
        sentence = f"the formula has {len(text):,} characters; the most is {MOST_CHARACTERS:,}"
        raise ExpressionError(sentence, text[:80], 1)
    found = (match for match in _TOKEN.finditer(text) if match.lastgroup != "blank")
    tokens = [_token(match) for match in islice(found, MOST_TOKENS + 1)]
    if not tokens:
        raise ExpressionError("the formula is empty: write one such as sin(2*pi*x)", text, 1)
    if len(tokens) > MOST_TOKENS:
        sentence = f"the formula has more than {MOST_TOKENS:,} numbers, names and signs"
        raise ExpressionError(sentence, text, tokens[MOST_TOKENS].column)
    return tokens


def _token(match: re.Match[str]) -> Token:
    kind, text, column = str(match.lastgroup), match.group(), match.start() + 1
    if kind == "raised":
        return Token(kind, text, text.translate(_LOWERED), column)
    if text in ("π", "τ"):
        return Token("name", text, _MEANING[text], column)
    return Token(kind, text, _MEANING.get(text, text), column)
