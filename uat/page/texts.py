"""The texts of the page in the languages it speaks: one table, whose keys are the English texts.

A text with holes, {1} and {2}, stands for all texts that differ only there.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

HOLE = re.compile(r"\{\d\}")
TABLE = Path(__file__).with_name("texts.json")
SERVED = Path(__file__).with_name("served.json")  # what only the page of a live server says
ENGLISH = "en"
TRANSLATED = ("de", "es")
LANGUAGES = (ENGLISH, *TRANSLATED, "all")  # what a page can be asked to speak


@cache
def texts(path: Path = TABLE) -> dict[str, dict[str, str]]:
    """Return the table: English text → language → the same in that language."""
    table: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return table


def known(language: str) -> tuple[str, ...]:
    """List the languages besides English that a page in `language` holds."""
    if language == "all":
        return TRANSLATED
    return () if language == ENGLISH else (language,)


def first(language: str) -> str:
    """Name the language that a page begins with."""
    return ENGLISH if language == "all" else language


def said(english: str, language: str) -> str:
    """Return a text without holes as a page in `language` says it at first."""
    return texts().get(english, {}).get(first(language), english)


def texts_module(language: str = ENGLISH, *, served: bool = False) -> str:
    """Write a module with the `LANGUAGES` of a page besides English, and its texts in columns.

    `HOLED` has texts with holes; `WHOLE` those without, whose English is in the program already: a
    mark stands for it, so that the page is a tenth smaller. served: whether a live server says it.
    """
    names = known(language)
    table = texts() | (texts(SERVED) if served else {}) if names else {}
    holed = [english for english in table if HOLE.search(english)]
    whole = [english for english in table if not HOLE.search(english)]
    tables = {
        "LANGUAGES": names,
        "HOLED": [holed, *([table[text][name] for text in holed] for name in names)],
        "WHOLE": [
            [mark_of(text) for text in whole],
            *([table[text][name] for text in whole] for name in names),
        ],
    }
    return "".join(
        f"export const {name} = {json.dumps(table, ensure_ascii=False)};\n"
        for name, table in tables.items()
    )


def mark_of(text: str) -> str:
    """Return what stands for a text, as `view/language.js` computes it: a polynomial in base 36."""
    mark = 0
    for unit in memoryview(text.encode("utf-16-le")).cast("H"):
        mark = (31 * mark + unit) % 2**32
    digits = ""
    while mark or not digits:
        mark, digit = divmod(mark, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
