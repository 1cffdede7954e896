"""The texts of the page in the languages it speaks: one table, whose keys are the English texts.

A text with holes, {1} and {2}, stands for all texts that differ only there.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("texts.json")
ENGLISH = "en"
TRANSLATED = ("de", "es")
LANGUAGES = (ENGLISH, *TRANSLATED, "all")  # what a page can be asked to speak


@cache
def texts() -> dict[str, dict[str, str]]:
    """Return the table: English text → language → the same in that language."""
    table: dict[str, dict[str, str]] = json.loads(TABLE.read_text(encoding="utf-8"))
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


def texts_module(language: str = ENGLISH) -> str:
    """Write a module that exports the `LANGUAGES` of a page besides English, and its `TEXTS`."""
    names = known(language)
    rows = [[english, *(row[name] for name in names)] for english, row in texts().items()]
    text = json.dumps(rows if names else [], ensure_ascii=False)
    return f"export const LANGUAGES = {json.dumps(names)};\nexport const TEXTS = {text};\n"
