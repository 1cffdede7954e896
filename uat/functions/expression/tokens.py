"""Split a formula into tokens: numbers, names, signs, and what does not belong there."""

import re
from itertools import islice
from typing import NamedTuple

from uat.functions.expression.error import ExpressionError

MOST_CHARACTERS = 10_000
MOST_TOKENS = 4_000

# Each kind of token, in the order in which they are tried. The page reads the same patterns.
PATTERNS = {
    "blank": r"[ \t\u00a0\u2009\u202f]+",
    "number": r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]",
    "name": r"[A-Za-z_][A-Za-z_0-9]*[₀₁₂₃₄₅₆₇₈₉]*",
    "raised": r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+",
    "latex": r"\\(?:[A-Za-z]+|[,;:! {}|()\[\]])",
    "arrow": r"\|->|->|↦|⟼|→",
    "sign": r"\*\*|\.\*|\./|\.\^|//|==|!=|<=|>=|<>|&&|%%|%/%"
    r"|[-+*/%^<>(),πτ×·⋅∙•∗÷⁄∕−–—‐‑‒≤≥⩽⩾≠∧∨]",
    "wrong": r":=|=>|=<|\|\||[\s\S]",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS.items()))

# Signs that people use, and what they mean here.
MEANING = {
    **dict.fromkeys(("^", ".^"), "**"),
    **dict.fromkeys(("×", "·", "⋅", "∙", "•", "∗", ".*"), "*"),
    **dict.fromkeys(("÷", "⁄", "∕", "./"), "/"),
    **dict.fromkeys("−–—‐‑‒", "-"),
    **{"≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "!=", "<>": "!="},
    **{"%%": "%", "%/%": "//"},
    **{"∧": "and", "&&": "and", "∨": "or"},
    **{"π": "pi", "τ": "tau"},
    **{"½": "0.5", "¼": "0.25", "¾": "0.75", "⅕": "0.2", "⅖": "0.4", "⅗": "0.6", "⅘": "0.8"},
    **{"⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875"},
    **{"⅓": "1/3", "⅔": "2/3", "⅙": "1/6", "⅚": "5/6"},
}
PLAIN = "^×·⋅÷−–≤≥≠πτ"  # those that are as plain as their meaning
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉"
_DIGITS = str.maketrans(RAISED + SUBSCRIPT, "0123456789-+0123456789")


class Token(NamedTuple):
    """A piece of a formula.

    kind: "number", "name", "sign", "raised" (², a power in small digits), "latex" (a command that
    begins with a backslash), "arrow" or "wrong".
    text: as typed. word: what it means, in the grammar's spelling.
    column: where it begins in the formula, counted from 1.
    """

    kind: str
    text: str
    word: str
    column: int

    @property
    def plain(self) -> bool:
        """Whether it is spelled as in the plain grammar."""
        if self.kind == "raised":
            return self.text[0] not in "⁺⁻"
        return self.word == self.text or self.text in PLAIN

    @property
    def shown(self) -> str:
        """Show the token as typed, shortened for a message."""
        return self.text if len(self.text) <= 24 else self.text[:23] + "…"


def touch(token: Token, other: Token) -> bool:
    """Tell whether there is no blank between two tokens that follow each other."""
    return token.column + len(token.text) == other.column


NOTHING = Token("sign", "", "", 0)  # beyond the ends of a formula


def read_tokens(text: str) -> list[Token]:
    """Split a formula into tokens; what does not belong there has the kind "wrong".

    Raises ExpressionError for a formula that is empty or too long.
    """
    if len(text) > MOST_CHARACTERS:
        sentence = f"the formula has {len(text):,} characters; the most is {MOST_CHARACTERS:,}"
        raise ExpressionError(sentence, text[:80], 1)
    found = (match for match in _TOKEN.finditer(text) if match.lastgroup != "blank")
    tokens = [_token(match) for match in islice(found, MOST_TOKENS + 1)]
    if not tokens:
        raise ExpressionError("the formula is empty: write one such as sin(2*pi*x)", text, 1)
    require_few(tokens, text)
    return tokens


def require_few(tokens: list[Token], text: str) -> None:
    """Raise ExpressionError for more tokens than a formula may have."""
    if len(tokens) > MOST_TOKENS:
        sentence = f"the formula has more than {MOST_TOKENS:,} numbers, names and signs"
        raise ExpressionError(sentence, text, tokens[MOST_TOKENS].column)


def _token(match: re.Match[str]) -> Token:
    kind, text, column = str(match.lastgroup), match.group(), match.start() + 1
    if kind == "raised":
        return Token(kind, text, text.translate(_DIGITS).removeprefix("+"), column)
    if kind == "name" and text[-1] in SUBSCRIPT:
        plain = text.rstrip(SUBSCRIPT)
        return Token(kind, text, f"{plain}_{text[len(plain) :].translate(_DIGITS)}", column)
    if text in ("π", "τ"):
        return Token("name", text, MEANING[text], column)
    return Token(kind, text, MEANING.get(text, text), column)
