"""Write sums and products of finitely many terms out: ∑, Sum[…], sum(… for n in range(5))."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from uat.functions.expression.error import ExpressionError
from uat.functions.expression.groups import Tokens, end_of, in_round, inside, new, parted, sign
from uat.functions.expression.people import MODULES
from uat.functions.expression.tokens import MOST_TOKENS, Token

MOST_TERMS = 200
TOO_LONG = f"a sum may have {MOST_TERMS} terms, and {MOST_TOKENS:,} numbers, names and signs"
SIGNS = {
    **dict.fromkeys(("sum", "sum_", "summe", "somme", "∑", "∑_", "Σ", "Σ_"), "+"),
    **dict.fromkeys(("prod", "prod_", "product", "∏", "∏_", "Π", "Π_"), "*"),
}
ENDS = ("+", "-", ",", "<", "<=", ">", ">=", "==", "!=", "=", "and", "or", "if", "else")
UNREAD = (
    "write out the terms that are added, as in x + x^2/2 + x^3/6, or number them as in "
    "sum(x^n for n in range(1, 4))"
)


class Terms(NamedTuple):
    """What is added, the name that counts, and its first and last value."""

    body: Tokens
    name: str
    first: int
    last: int


def with_sums(text: str, tokens: Tokens, names: Sequence[str]) -> Tokens:
    """Write every sum out. Raises ExpressionError for one that has no end, or none that is read."""
    for at in reversed(range(len(tokens))):
        token = tokens[at]
        joint = SIGNS.get(token.word.lower() if token.kind == "name" else token.text)
        of_module = at > 1 and tokens[at - 1].text == "." and tokens[at - 2].word in MODULES
        is_method = at > 0 and tokens[at - 1].text == "." and not of_module
        if joint is None or token.word in names or is_method or at + 1 >= len(tokens):
            continue
        made, end = _by_limits(text, tokens, at) or _by_call(tokens, at) or (None, 0)
        if made is None:
            raise ExpressionError(UNREAD, text, token.column)
        out = made if isinstance(made, list) else _terms(text, made, token)
        at -= 2 * of_module
        tokens = [*tokens[:at], *in_round(_joined(out, joint, token), token), *tokens[end:]]
    return tokens


def _joined(terms: list[Tokens], joint: str, like: Token) -> Tokens:
    """Join terms; nothing is 0 or 1."""
    out: Tokens = []
    for term in terms:
        out += [*([sign(joint, like)] if out else []), *in_round(term, like)]
    return out or [new("number", "0" if joint == "+" else "1", like)]


def _terms(text: str, terms: Terms, like: Token) -> list[Tokens]:
    count = terms.last - terms.first + 1
    if count > MOST_TERMS or count * len(terms.body) > MOST_TOKENS:
        raise ExpressionError(TOO_LONG, text, like.column)
    return [
        [new for token in terms.body for new in _counted(token, terms.name, n)]
        for n in range(terms.first, terms.last + 1)
    ]


def _counted(token: Token, name: str, n: int) -> Tokens:
    """Put a number for the name that counts, also in nx, which is n*x."""
    if token.kind != "name" or name not in token.word:
        return [token]
    if token.word != name and not re.fullmatch(f"[xyzt{name}]+", token.word):
        return [token]
    out: Tokens = []
    for letter in [name] if token.word == name else token.word:
        if letter == name:
            minus = [sign("-", token)] if n < 0 else []
            out += in_round([*minus, new("number", str(abs(n)), token)], token)
        else:
            out.append(token._replace(text=letter, word=letter))
    return out


def _by_limits(text: str, tokens: Tokens, at: int) -> tuple[Terms, int] | None:
    """Read sum_{n=1}^5 and what follows, up to the next sum or bracket."""
    begin = at + 1 + (tokens[at + 1].word == "_")
    end = end_of(tokens, begin) if begin < len(tokens) else -1
    lower = tokens[begin + 1 : end] if end > 0 else []
    if len(lower) < 3 or lower[0].kind != "name" or lower[1].word != "=":
        return None
    upper, after = _raised(tokens, end + 1)
    first, last = _whole(lower[2:]), _whole(upper)
    if first is None or last is None:
        raise ExpressionError(UNREAD, text, tokens[at].column)
    stop = _end_of_term(tokens, after)
    if stop == after:
        raise ExpressionError(UNREAD, text, tokens[at].column)
    if stop < len(tokens) and tokens[stop].word in ("+", "-"):
        sentence = "this can be read in two ways: put what is summed in brackets, and the sum too"
        raise ExpressionError(sentence, text, tokens[at].column)
    return Terms(tokens[after:stop], lower[0].word, first, last), stop


def _raised(tokens: Tokens, at: int) -> tuple[Tokens, int]:
    """Take what a sum is raised to, which is its last number."""
    if at < len(tokens) and tokens[at].kind == "raised":
        return [tokens[at]], at + 1
    if at + 1 >= len(tokens) or tokens[at].word != "**":
        return [], at
    if tokens[at + 1].text in ("(", "{"):
        end = end_of(tokens, at + 1)
        return (tokens[at + 2 : end], end + 1) if end > 0 else ([], at)
    return [tokens[at + 1]], at + 2


def _end_of_term(tokens: Tokens, at: int) -> int:
    depth = 0
    for place in range(at, len(tokens)):
        token = tokens[place]
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth < 0 or (depth == 0 and place > at and token.word in ENDS):
            return place
    return len(tokens)


def _by_call(tokens: Tokens, at: int) -> tuple[Terms | list[Tokens], int] | None:
    """Read sum(… for n in range(…)), Sum[…, {n, 1, 5}], sum(…, n, 1, 5), sum(a, b)."""
    end = end_of(tokens, at + 1)
    if end < 0 or tokens[at + 1].text not in "([":
        return None
    inner = tokens[at + 2 : end]
    while (held := inside(inner)) is not None:
        inner = held
    words = [token.word for token in inner]
    if "for" in words:
        place = words.index("for")
        found = _in_range(inner[place + 1 :])
        return found and (Terms(inner[:place], *found), end + 1)
    parts = parted(inner, ",")
    if len(parts) == 2 and (limits := inside(parts[1])) is not None:
        parts = [parts[0], *parted(limits, ",")]
    if len(parts) == 4 and len(parts[1]) == 1 and parts[1][0].kind == "name":
        first, last = _whole(parts[2]), _whole(parts[3])
        if first is None or last is None:
            return None
        return Terms(parts[0], parts[1][0].word, first, last), end + 1
    return (parts, end + 1) if all(parts) and len(parts) > 1 else None


def _in_range(tokens: Tokens) -> tuple[str, int, int] | None:
    """Read n in range(1, 6): the name, its first and its last value."""
    words = [token.word for token in tokens]
    if len(words) < 6 or words[1:4] != ["in", "range", "("] or end_of(tokens, 3) != len(tokens) - 1:
        return None
    ends = [_whole(part) for part in parted(tokens[4:-1], ",")]
    if len(ends) > 2 or None in ends:
        return None
    first, end = [0, *ends][-2:]
    return words[0], int(first or 0), int(end or 0) - 1


def _whole(tokens: Tokens) -> int | None:
    """Return a whole number that is typed, or None."""
    tokens = inside(tokens) or tokens
    text = "".join(token.word for token in tokens)
    return int(text) if re.fullmatch("-?[0-9]{1,6}", text) else None
