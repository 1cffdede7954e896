"""Split a formula into tokens: numbers, names, signs, and what does not belong there."""

import re
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize

from uat.functions.expression.error import ExpressionError

MOST_CHARACTERS = 10_000
MOST_TOKENS = 4_000

# Each kind of token, in the order in which they are tried. The page reads the same patterns.
PATTERNS = {
    "blank": r"[ \t\u00a0\u00ad\u2000-\u200f\u202f\u2060-\u2064\u3000\ufeff]+",
    "number": r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]",
    "name": r"[A-Za-z_][A-Za-z_0-9]*[₀₁₂₃₄₅₆₇₈₉]*",
    "small": r"(?![⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?![⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˣʸᶻᵗ]))[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˣʸᶻᵗ]+",
    "raised": r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+",
    "latex": r"\\(?:[A-Za-z]+|[,;:! {}|()\[\]\\])",
    "arrow": r"\|->|->|↦|⟼|→",
    "sign": r"\*\*|\.[*/^+-]|//|[!=]==|==|!=|~=|<=|>=|<>|&&|%%|%/%"
    r"|[-+*/%^<>(),πτσΓ×·⋅∙•∗÷⁄∕−–—‐‑‒≤≥⩽⩾≠∧∨]",
    "wrong": r":=|=>|=<|\|\||[\s\S]",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS.items()))

# Signs that people use, and what they mean here.
MEANING = {
    **dict.fromkeys(("^", ".^"), "**"),
    **dict.fromkeys(("×", "·", "⋅", "∙", "•", "∗", ".*"), "*"),
    **dict.fromkeys(("÷", "⁄", "∕", "./"), "/"),
    **dict.fromkeys("−–—‐‑‒", "-"),
    **{"===": "==", "!==": "!=", "~=": "!=", ".+": "+", ".-": "-"},
    **dict.fromkeys("‖∥∣❘", "|"),
    **{"≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "!=", "<>": "!="},
    **{"%%": "%", "%/%": "//"},
    **{"∧": "and", "&&": "and", "∨": "or"},
    **{"π": "pi", "τ": "tau", "σ": "sigma", "Γ": "gamma"},
    **{"½": "0.5", "¼": "0.25", "¾": "0.75", "⅕": "0.2", "⅖": "0.4", "⅗": "0.6", "⅘": "0.8"},
    **{"⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875"},
    **{"⅓": "1/3", "⅔": "2/3", "⅙": "1/6", "⅚": "5/6"},
}
PLAIN = "^×·⋅÷−–≤≥≠πτ"  # those that are as plain as their meaning
LETTERS = "πτσΓ"  # signs that are names: σ is what neurons do, as in Nielsen's book
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ˣʸᶻᵗ"
SMALL = "0123456789-+()xyzt"  # what they mean
SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉"
_DIGITS = str.maketrans(RAISED + SUBSCRIPT, SMALL + "0123456789")
# Letters and signs that look like those of ASCII: letter-like, small, wide, mathematical.
LOOK_ALIKE = (
    (0x2100, 0x214F),
    (0xFE50, 0xFE6F),
    (0xFF01, 0xFF20),
    (0xFF3B, 0xFF40),
    (0xFF5B, 0xFF65),
    (0x1D400, 0x1D7FF),
)


class Token(NamedTuple):
    """A piece of a formula.

    kind: "number", "name", "sign", "raised" (², a power in small digits), "small" (ˣ, any other),
    "latex" (a command that begins with a backslash), "arrow" or "wrong".
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
    found = (match for match in _TOKEN.finditer(plain_letters(text)) if match.lastgroup != "blank")
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


def plain_letters(text: str) -> str:
    """Write letters that look like those of ASCII as these; each stays where it is."""
    return text if text.isascii() else "".join(map(_plain_letter, text))


def _plain_letter(char: str) -> str:
    """Return the letter of ASCII that a wide or a mathematical one looks like."""
    if not any(low <= ord(char) <= high for low, high in LOOK_ALIKE):
        return char
    plain = normalize("NFKC", char)
    return plain if len(plain) == 1 and plain.isascii() else char


def _token(match: re.Match[str]) -> Token:
    kind, text, column = str(match.lastgroup), match.group(), match.start() + 1
    if kind in ("raised", "small"):
        word = text.translate(_DIGITS)
        return Token(kind, text, word.removeprefix("+") if kind == "raised" else word, column)
    if kind == "name" and text[-1] in SUBSCRIPT:
        plain = text.rstrip(SUBSCRIPT)
        return Token(kind, text, f"{plain}_{text[len(plain) :].translate(_DIGITS)}", column)
    if text in LETTERS:
        return Token("name", text, MEANING[text], column)
    return Token(kind, text, MEANING.get(text, text), column)
