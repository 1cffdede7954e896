"""Give the names that a program declares one or two letters, the same in all of its scopes.

A name is left alone if it is a property anywhere, since other programs may read it there.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

Tokens = Sequence[tuple[str, str]]  # kinds and texts, without blanks

DECLARES = {"const", "let", "function", "class"}
# Words of the language that a program may declare, or that are short; and browsers' names.
TAKEN = {
    "as",
    "async",
    "do",
    "from",
    "get",
    "if",
    "in",
    "of",
    "set",
    "static",
    "History",
    "valueOf",
}
FIRST = string.ascii_letters + "$_"


def shortened(tokens: Tokens) -> dict[str, str]:
    """Choose a new name, which occurs nowhere yet, for each that may have one.

    tokens: a program of which each module is a function that returns { its exports }.
    """
    words = Counter(token for kind, token in tokens if kind == "word")
    kept = TAKEN | _properties(tokens)
    declared = {token for (_, before), (_, token) in pairwise(tokens) if before in DECLARES}
    long = [each for each in words if each in declared - kept and len(each) > 2]
    long.sort(key=lambda each: (-words[each] * len(each), each))
    free = (name for name in _names() if name not in words and name not in TAKEN)
    return dict(zip(long, free, strict=False))


def _names() -> Iterator[str]:
    yield from FIRST
    for first in FIRST:
        yield from (first + second for second in FIRST + string.digits)


def _properties(tokens: Tokens) -> set[str]:
    """List the words behind a point, before a colon, and alone in braces."""
    found: set[str] = set()
    open_: list[str] = [""]
    lists = _lists(tokens)
    around = [("", ""), *tokens, ("", "")]
    for place, (kind, token) in enumerate(tokens):
        before, after = around[place][1], around[place + 2][1]
        if token[0] == "}" if kind == "template" else kind == "mark" and token in ")]}":
            open_.pop()
        if token.endswith("${") if kind == "template" else kind == "mark" and token in "([{":
            open_.append(token)
        if kind != "word":
            continue
        behind_point = before in (".", "#") and not _spreads(tokens, place)
        begins = open_[-1] == "{" and before in ("{", ",")
        method = after == "(" and before in ("}", ";", "static", "async", "get", "set", "*")
        alone = begins and after in (":", ",", "}", "=", "(") and place not in lists
        if behind_point or alone or method:
            found.add(token)
    return found


def _spreads(tokens: Tokens, place: int) -> bool:
    return [token for _, token in tokens[max(0, place - 3) : place]] == ["."] * 3


def _lists(tokens: Tokens) -> set[int]:
    """Return the places of names in what modules return, and in what others take of it."""
    found: set[int] = set()
    open_: list[int] = []
    for place, (kind, token) in enumerate(tokens):
        if kind != "mark" or token not in "{}":
            continue
        if token == "{":
            open_.append(place)
            continue
        start = open_.pop()
        before = tokens[start - 1][1]
        after = "".join(text for _, text in tokens[place + 1 : place + 6])
        taken = before == "const" and re.match(r"=m_\w+;", after)
        if taken or (before == "return" and after.startswith(";})()")):
            found.update(range(start, place))
    return found
