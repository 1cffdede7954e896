"""Read cases as people write them: {x<0: a, b}, LaTeX's cases, Piecewise, IFS, If[…]."""

import re
from itertools import pairwise
from typing import NamedTuple

from uat.functions.expression.error import ExpressionError
from uat.functions.expression.groups import Tokens, call, end_of, inside, new, parted
from uat.functions.expression.people import ELSE
from uat.functions.expression.tokens import Token
from uat.functions.expression.written import written

_SIGNS = ("<", "<=", ">", ">=", "==", "!=")
_PAIRS = ("ifs", "which", "piecewise")
_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
ZERO = Token("number", "0", "0", 0)


class Cases(NamedTuple):
    """Conditions with a value each, and the value where none of them holds, or None."""

    rows: list[tuple[Tokens, Tokens]]
    other: Tokens | None = None


def with_cases(text: str, tokens: Tokens) -> Tokens:
    """Write cases as where(condition, a, b). Raises ExpressionError where no value is given."""
    for at in reversed(range(len(tokens))):  # those that stand in others come first
        token, begin = tokens[at], at + (tokens[at].kind == "name")
        may_be = token.text == "{" or token.word.lower() in (*_PAIRS, "select", "if")
        if not may_be or begin >= len(tokens) or (end := end_of(tokens, begin)) < 0:
            continue
        cases = _found(token, tokens[begin : end + 1])
        if cases and cases.rows:
            tokens = [*tokens[:at], *_chosen(text, cases, token), *tokens[end + 1 :]]
    return tokens


def _found(token: Token, group: Tokens) -> Cases | None:
    """Return the cases that a bracket holds, or None."""
    parts = parted(group[1:-1], ",")
    if token.text == "{":
        pairs = [parted(part, ":") for part in parts]
        rows = [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]
        alone = [pair[0] for pair in pairs if len(pair) == 1]
        if not rows or len(alone) > 1 or (alone and len(pairs[-1]) == 2):
            return None
        return Cases(rows, alone[0] if alone else None)
    word = token.word.lower()
    if token.kind != "name" or (len(parts) < 2 and word != "piecewise"):
        return None
    if word == "if" and group[0].text == "[" and len(parts) == 3:
        return Cases([(parts[0], parts[1])], parts[2])
    if word in (*_PAIRS, "select"):
        return _called(word, parts)
    return None


def _called(word: str, parts: list[Tokens]) -> Cases | None:
    """Read Piecewise[{{a, c}, …}, d], Piecewise((a, c), …), select([c, …], [a, …]), IFS(c, a)."""
    lists = [parted(inner, ",") for part in parts if (inner := inside(part)) is not None]
    pairs_only = len(lists) == len(parts) and all(len(pair) == 2 for pair in lists)
    if word == "piecewise" and lists and pairs_only and parts[0][0].text == "(":
        return Cases([(pair[1], pair[0]) for pair in lists])
    first = inside(parts[0])
    rows = [inside(row) for row in parted(first or [], ",")]
    if word == "piecewise" and first and parts[0][0].text == "{" and None not in rows:
        pairs = [parted(row or [], ",") for row in rows]
        other = parts[1] if len(parts) == 2 else [ZERO]
        return Cases([(pair[1], pair[0]) for pair in pairs if len(pair) == 2], other)
    if len(lists) == 2:
        conditions, values = lists
        other = parts[2] if word == "select" and len(parts) == 3 else [ZERO]
        if len(values) == len(conditions) + 1:
            other = values[-1]
        return Cases(list(zip(conditions, values, strict=False)), other)
    if lists or word == "select":
        return None
    rest = parts[-1] if len(parts) % 2 else None
    return Cases(list(zip(parts[::2], parts[1::2], strict=False)), rest)


def _chosen(text: str, cases: Cases, like: Token) -> Tokens:
    """Write the cases, the last of which is the rest if the others leave nothing else."""
    rows = [([_compared(token) for token in c], a) for c, a in cases.rows]
    other = cases.other
    conditions = [condition for condition, _ in rows]
    if other is None and (_is_rest(conditions[-1]) or (rows[1:] and _covers(conditions))):
        other = rows.pop()[1]
    out = [ZERO] if other is None else other
    for condition, value in reversed(rows):
        out = call(new("name", "where", like), [condition, value, out], like)
    if other is None:
        sentence = "no value is given where none of the conditions holds: write "
        sentence += f"{written(out)}, with the value there for 0, or choose a domain without it"
        raise ExpressionError(sentence, text, like.column)
    return out


def _compared(token: Token) -> Token:
    return token._replace(kind="sign", word="==") if token.word == "=" else token


def _is_rest(condition: Tokens) -> bool:
    return len(condition) == 1 and condition[0].word.lower() in ELSE


def _covers(conditions: list[Tokens]) -> bool:
    """Tell whether one of the conditions holds wherever one looks.

    Of comparisons of one thing with numbers, or of two things with each other; False for others.
    """
    chains = [_chain(condition) for condition in conditions]
    things = {text for chain in chains for text in chain[::2] if _number(text) is None}
    numbers = sorted({n for chain in chains for t in chain[::2] if (n := _number(t)) is not None})
    if [] in chains or (len(things), bool(numbers)) not in ((1, True), (2, False)):
        return False
    if numbers:
        middle = [(a + b) / 2 for a, b in pairwise(numbers)]
        places = [numbers[0] - 1, *numbers, *middle, numbers[-1] + 1]
        tried = [dict.fromkeys(things, place) for place in places]
    else:
        tried = [dict(zip(sorted(things), pair, strict=True)) for pair in ((0, 1), (1, 0), (1, 1))]
    return all(any(_holds(chain, at) for chain in chains) for at in tried)


def _chain(condition: Tokens) -> list[str]:
    """Split a < b < c into texts; [] for what is no comparison."""
    chain = [""]
    depth = 0
    for token in condition:
        depth += (token.word == "(") - (token.word == ")")
        if depth == 0 and token.word in ("and", "or", "not"):
            return []
        if depth == 0 and token.word in _SIGNS:
            chain += [token.word, ""]
        else:
            chain[-1] += token.word
    return chain if len(chain) > 1 and all(chain) else []


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(_NUMBER, text) else None


def _holds(chain: list[str], at: dict[str, float]) -> bool:
    values = [at[text] if text in at else float(text) for text in chain[::2]]
    for sign, (a, b) in zip(chain[1::2], pairwise(values), strict=True):
        true = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a == b, "!=": a != b}
        if not true[sign]:
            return False
    return True
