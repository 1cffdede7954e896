"""The words of formulas, as a module of the page: the tables of the reader, never a copy."""

from __future__ import annotations

import json
from keyword import kwlist

from uat.functions.expression import namespace, people, tokens, vocabulary, wording

MODULE = "core/words.js"


def words_module() -> str:
    """A module that exports every table that the page reads formulas with, as `DATA`."""
    tables = {
        "FUNCTIONS": vocabulary.FUNCTIONS,
        "ALIASES": vocabulary.ALIASES,
        "CALLED": namespace.CALLED,
        "CONSTANTS": vocabulary.CONSTANTS,
        "WORDS": vocabulary.WORDS,
        "KEYWORDS": kwlist,
        "PATTERNS": tokens.PATTERNS,
        "MEANING": tokens.MEANING,
        "PLAIN": tokens.PLAIN,
        "RAISED": tokens.RAISED,
        "SUBSCRIPT": tokens.SUBSCRIPT,
        "SYNONYMS": people.SYNONYMS,
        "MACROS": people.MACROS,
        "TOLD": people.TOLD,
        "ALSO_TOLD": people.ALSO_TOLD,
        "UNIT_STEPS": people.UNIT_STEPS,
        "UNKNOWN": people.UNKNOWN,
        "MODULES": people.MODULES,
        "IN_MODULE": people.IN_MODULE,
        "INVERSES": people.INVERSES,
        "LATEX": people.LATEX,
        "ADVICE": wording.ADVICE,
    }
    return f"export const DATA = {json.dumps(tables, ensure_ascii=False)};\n"
