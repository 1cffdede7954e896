"""Write modules of the page from Python's own tables, so that none is a copy.

The words of formulas are the reader's; the activations are the records.
"""

from __future__ import annotations

import json
from keyword import kwlist

from uat.functions.expression import (
    namespace,
    people,
    spelled,
    sums,
    tokens,
    vocabulary,
    wording,
)
from uat.networks.activations import ACTIVATIONS, Activation, reach
from uat.networks.activations.verdict import aliases

LIBRARY = 'import { NUMERIC, erf, erfc, sigmoid } from "./functions.js";'  # for the bodies


def words_module() -> str:
    """Write a module that exports every table for reading formulas, as `DATA`."""
    tables = {
        "FUNCTIONS": {name: f.arguments for name, f in vocabulary.FUNCTIONS.items()},
        "ALIASES": vocabulary.ALIASES,
        "CALLED": namespace.CALLED,
        "CONSTANTS": tuple(vocabulary.CONSTANTS),
        "WORDS": vocabulary.WORDS,
        "KEYWORDS": kwlist,
        "PATTERNS": tokens.PATTERNS,
        "MEANING": tokens.MEANING,
        "PLAIN": tokens.PLAIN,
        "LETTERS": tokens.LETTERS,
        "RAISED": tokens.RAISED,
        "SUBSCRIPT": tokens.SUBSCRIPT,
        "SMALL": tokens.SMALL,
        "LOOK_ALIKE": tokens.LOOK_ALIKE,
        "SYNONYMS": vocabulary.SYNONYMS,
        "MACROS": people.MACROS,
        "TOLD": people.TOLD,
        "ALSO_TOLD": people.ALSO_TOLD,
        "UNIT_STEPS": people.UNIT_STEPS,
        "UNKNOWN": people.UNKNOWN,
        "MODULES": people.MODULES,
        "IN_MODULE": people.IN_MODULE,
        "INVERSES": people.INVERSES,
        "LATEX": people.LATEX,
        "SHEET": people.SHEET,
        "GREEK": people.GREEK,
        "ELSE": people.ELSE,
        "NO_METHODS": people.NO_METHODS,
        "IF": people.IF,
        "OPERATIONS": people.OPERATIONS,
        "WORKED_OUT": spelled.WORKED_OUT,
        "SUM_SIGNS": sums.SIGNS,
        "SUM_ENDS": sums.ENDS,
        "MOST_TERMS": sums.MOST_TERMS,
        "TOO_LONG": sums.TOO_LONG,
        "UNREAD": sums.UNREAD,
        "ADVICE": wording.ADVICE,
    }
    return f"export const DATA = {json.dumps(tables, ensure_ascii=False)};\n"


def named_module() -> str:
    """Write a module that exports named activations as `NAMED`, and their `ALIASES`."""
    rows = "".join(f"  {name}: {_row(s)},\n" for name, s in ACTIVATIONS.items())
    named = f"export const NAMED = {{\n{rows}}};\n"
    return f"{LIBRARY}\n{named}export const ALIASES = {json.dumps(aliases())};\n"


def _row(s: Activation) -> str:
    """Write a record as the page needs it; infinities are words of JavaScript too."""
    row = {
        "formula": s.formula,
        "kind": s.kind,
        "low": float(s.low),
        "high": float(s.high),
        "reach": reach(s),
    }
    if s.rise is not None and s.rise.shift:
        row["pair"] = {"height": s.rise.height, "copies": s.rise.copies}
    body = f"(z) => {s.spelling.javascript}" if s.spelling.javascript else "null"
    return json.dumps(row)[:-1] + f', "f": {body}}}'


WRITTEN = {"core/words.js": words_module, "core/named.js": named_module}
