"""The texts of the page's modules: how tests find the strings that are words for people."""

import ast
import json
import re
from collections.abc import Iterator

from uat.page.build import STATIC
from uat.page.minify import TOKEN, _end_of_hole, _end_of_template
from uat.page.words import words_module

# Notebooks, which speak English; what is written as a program.
SERVED = ("library.js", "answer.js", "ask.js", "served.js")  # on the page of a server alone
ELSEWHERE = ("widget.js", *SERVED, "code.js", "loaded.js")
FAULTS = re.compile(r"new (Range|Type)Error\([^;]*\);")  # of programmers, which no reader meets
CALLED = re.compile(r'plural\([^"]*?"(\w+)"(?:, "(\w+)")?\)')


def literals(text: str) -> Iterator[str]:
    """Each string of a module, joined over its plus signs; holes of templates as {1}, {2}, …"""
    parts: list[str] | None = None  # of the string that is being read
    joined = False  # whether a plus stands behind it
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match is not None
        kind, token = match.lastgroup, match.group()
        if kind == "template":
            token = text[at : _end_of_template(text, at)]
        at += len(token)
        if kind == "blank":
            continue
        if kind in ("string", "template"):
            if parts is not None and not joined:
                yield numbered(parts)
                parts = None
            parts = [*(parts or []), *(pieces(token) if kind == "template" else [spoken(token)])]
            if kind == "template":
                for hole in holes(token):
                    yield from literals(hole)
            joined = False
        elif token == "+" and parts is not None:
            joined = True
        elif parts is not None:
            yield numbered(parts)
            parts, joined = None, False
    if parts is not None:
        yield numbered(parts)


def spoken(token: str) -> str:
    return str(ast.literal_eval(token))


def split(template: str) -> tuple[list[str], list[str]]:
    """The words of a template, and the programs in its holes between them."""
    words, inside, at, start = [], [], 1, 1
    while at < len(template) - 1:
        if template[at] == "\\":
            at += 2
        elif template.startswith("${", at):
            words.append(template[start:at])
            end = _end_of_hole(template, at + 2)
            inside.append(template[at + 2 : end - 1])
            at = start = end
        else:
            at += 1
    return [*words, template[start:-1]], inside


def pieces(template: str) -> list[str]:
    """The words of a template, with "\\0" for each hole."""
    words = split(template)[0]
    return ["\0".join(words)]


def holes(template: str) -> list[str]:
    return split(template)[1]


def numbered(parts: list[str]) -> str:
    count = iter(range(1, 100))
    return re.sub("\0|{}", lambda _: f"{{{next(count)}}}", "".join(parts))


def page_texts() -> dict[str, str]:
    """All strings of the modules of the view, and the file of each."""
    found: dict[str, str] = {}
    for path in [*sorted((STATIC / "view").rglob("*.js")), *sorted((STATIC / "core").glob("*.js"))]:
        if path.name in ELSEWHERE:
            continue
        text = FAULTS.sub("", path.read_text(encoding="utf-8"))
        for each in literals(text):
            found.setdefault(each.strip(), path.name)
        for one, more in CALLED.findall(text):
            found[f"{{1}} {one}"] = path.name
            found[f"{{1}} {more or one + 's'}"] = path.name
    return found | dict.fromkeys(told_texts(), "words.js")


def served_texts() -> set[str]:
    """All strings of the modules that only a live server hands out."""
    modules = ((STATIC / "view" / name).read_text(encoding="utf-8") for name in SERVED)
    return {each.strip() for text in modules for each in literals(FAULTS.sub("", text))}


def told_texts() -> Iterator[str]:
    """Each string of the tables that come from Python, but not their names and formulas."""
    tables = json.loads(words_module().removeprefix("export const DATA = ").removesuffix(";\n"))
    for name, table in tables.items():
        if name not in ("MACROS", "IN_MODULE", "SHEET", "PATTERNS"):
            values = table.values() if isinstance(table, dict) else [table]
            for value in values:
                if isinstance(value, str):
                    yield numbered([re.sub(r"\{[ab]\}", "\0", value)])
