"""Turn tokens into text again: the plain spelling, with blanks where people put them."""

from uat.functions.expression.tokens import Token
from uat.functions.expression.vocabulary import WORDS, is_function

_SPACED = {"//", "%", "==", "!=", "<", "<=", ">", ">=", "+", "-"}


def written(tokens: list[Token]) -> str:
    """Write the formula of these tokens, as it would be typed."""
    text, before = "", None
    for token in tokens:
        text += _piece(token, before, text)
        before = token
    return text.strip()


def ends_value(token: Token | None) -> bool:
    """Tell whether a value ends with this token, so that a sign after it joins two."""
    if token is None:
        return False
    named = token.kind == "name" and token.word not in WORDS and not is_function(token.word)
    return named or token.kind in ("number", "raised") or token.word in (")", "!")


def _piece(token: Token, before: Token | None, text: str) -> str:
    """Write a token with the blanks around it; `text` is what stands before."""
    if token.kind == "raised":
        return f"^{token.word}"
    if token.word in WORDS:
        return f"{'' if not text or text[-1] in '( ' else ' '}{token.word} "
    if token.word == ",":
        return ", "
    if token.word in _SPACED and ends_value(before):
        return f" {token.word} "
    return "^" if token.word == "**" else token.word
