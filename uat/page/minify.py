"""Take blanks, comments and long names out of JavaScript whose statements end in semicolons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from uat.page.shorten import shortened

TOKEN = re.compile(
    r"""
      (?P<blank>/\*.*?\*/|//[^\n]*|\s+)
    | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    | (?P<word>[\w$]+)
    | (?P<template>`)
    | (?P<regex>/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
BEFORE_REGEX = {"return", "typeof", "of", "in", "case"}
WORD = re.compile(r"[\w$]")
HOLE = re.compile(r"(?:[^\\$]|\\.|\$(?!\{))*\$\{", re.DOTALL)  # and the words before it


def minify(text: str) -> str:
    """Write the same program, shorter; strings, words of templates and regular expressions stay."""
    parts: list[str] = []
    found = list(tokens(text))
    names = shortened([(kind, token) for kind, token in found if kind != "blank"])
    blank = False
    for kind, token in found:
        if kind != "blank":
            written = names.get(token, token) if kind == "word" else token
            if blank and _would_merge(parts[-1] if parts else "", written):
                parts.append(" ")
            parts.append(written)
        blank = kind == "blank"
    return "".join(parts)


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Split a program into kinds and texts; a template into its words and what its holes hold."""
    at, before = 0, ""
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match is not None
        kind, token = str(match.lastgroup), match.group()
        if kind == "regex" and re.search(r"[\w$)\]}]$", before) and before not in BEFORE_REGEX:
            kind, token = "mark", "/"  # a division
        if kind == "template":
            token = text[at : _end_of_template(text, at)]
            yield from _of_template(token)
        else:
            yield kind, token
        at += len(token)
        before = before if kind == "blank" else token


def _of_template(text: str) -> Iterator[tuple[str, str]]:
    """Split `a${b}c` into the words `a${, the tokens of b, and the words }c`."""
    start = 0
    while (hole := HOLE.match(text, start)) is not None:
        yield "template", hole.group()
        start = _end_of_hole(text, hole.end()) - 1
        yield from tokens(text[hole.end() : start])
    yield "template", text[start:]


def _would_merge(before: str, token: str) -> bool:
    """Tell whether two tokens would become another one without a blank between them."""
    if not before:
        return False
    if WORD.match(token) and WORD.match(before[-1]):
        return True
    return token in "+-" and before.endswith(token)


def _end_of_template(text: str, start: int) -> int:
    """Find where the template that begins at a backquote ends, with what is nested in it."""
    at = start + 1
    while text[at] != "`":
        if text[at] == "\\":
            at += 2
        elif text.startswith("${", at):
            at = _end_of_hole(text, at + 2)
        else:
            at += 1
    return at + 1


def _end_of_hole(text: str, start: int) -> int:
    """Find where the ${…} ends whose inside begins at `start`."""
    at, depth = start, 1
    while depth:
        if text[at] == "`":
            at = _end_of_template(text, at)
            continue
        depth += (text[at] == "{") - (text[at] == "}")
        at += 1
    return at
