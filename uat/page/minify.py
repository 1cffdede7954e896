"""Take white space and comments out of JavaScript whose statements end in semicolons."""

from __future__ import annotations

import re

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


def minify(text: str) -> str:
    """Write the same program, shorter; strings, templates and regular expressions stay."""
    parts: list[str] = []
    at, blank = 0, False
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match is not None
        kind, token = match.lastgroup, match.group()
        before = parts[-1] if parts else ""
        if kind == "blank":
            blank = True
            at += len(token)
            continue
        if kind == "regex" and re.search(r"[\w$)\]}]$", before) and before not in BEFORE_REGEX:
            token = "/"  # a division
        if kind == "template":
            token = text[at : _end_of_template(text, at)]
        if blank and _would_merge(before, token):
            parts.append(" ")
        parts.append(token)
        at, blank = at + len(token), False
    return "".join(parts)


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
