"""Recognise columns beside the samples: counters of rows, errors of values, and times."""

import re
from collections.abc import Sequence

import numpy as np

from uat.functions.table.column import Column


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COUNTERS = _words(
    "row rows rowname rownames rownr rowid rowno rownumber nr no number num index idx id obs "
    "observation case unnamed:0 unnamed serial sno srno lfdnr recno record # №"
)
ERRORS = _words(
    "err error errors errorbar stderr std sd stdev stddev sigma σ se sem unc uncertainty "
    "standarderror standarddeviation fehler ± +/- +- delta"
)
BEFORE = _words("d delta δ ∆ err error sigma σ std sd unc uncertainty ± +/- stderr sem")
BEHIND = _words("err error errors errorbar std sd stdev sigma delta unc uncertainty se sem ± +/-")
# These only at one letter: se and y, but not se and t of "set".
BEFORE_LETTER = _words("e s u se")
BEHIND_LETTER = _words("low high lo hi min max lower upper")
TIMES = _words(
    "t time date datetime timestamp year years month months day days week weeks hour hours minute "
    "minutes second seconds sec zeit datum jahr epoch epochs step steps iteration iterations iter"
)


def is_counter(column: Column, others: Sequence[Column], *, has_header: bool) -> bool:
    """Tell whether a column only counts the rows.

    Its name tells, or that it is the first one and goes 1, 2, 3 … (or from 0) beside columns that
    are called as inputs are, or beside three or more without names.
    """
    values = column.values
    if column.kind != "numbers" or not np.isfinite(values).all():
        return bool(has_header and not column.name and column.place == 0 and len(others) > 1)
    whole = bool((values == np.round(values)).all()) and np.unique(values).size == values.size
    if has_header and not column.name and column.place == 0 and len(others) > 1:
        return True
    if column.name and bare(column.name) in COUNTERS:
        return whole
    counts = (
        whole
        and values[0] in (0.0, 1.0)
        and bool((values == values[0] + np.arange(values.size)).all())
    )
    if column.place or not counts or values.size < 2:
        return False
    if not has_header:
        return len(others) > 2
    return len(others) > 1 and all(re.fullmatch(r"[xyz]|x\d+", one.name.lower()) for one in others)


def is_error(column: Column, others: Sequence[Column]) -> str:
    """Tell whose errors a column holds; its own name if unsaid, "" if it holds none."""
    name = bare(column.name)
    if column.kind != "numbers" or not name or (column.values < 0).any():
        return ""
    for other in others:
        of = bare(other.name)
        if not of or of == name:
            continue
        letter = len(of) == 1
        before = [*BEFORE, *(BEFORE_LETTER if letter else ())]
        behind = [*BEHIND, *(BEHIND_LETTER if letter else ())]
        if name in {*(part + of for part in before), *(of + part for part in behind)}:
            return other.name
    return column.name if name in ERRORS else ""


def is_time(column: Column) -> bool:
    """Tell whether a column is one of times, all different, on which others depend."""
    known = column.values[np.isfinite(column.values)]
    named = column.kind == "times" or "since 1970" in column.note or bare(column.name) in TIMES
    return named and np.unique(known).size == known.size


def bare(name: str) -> str:
    """Return a name without units, blanks and signs between its words."""
    name = re.sub(r"(?<=.)\s*[\[(].*", "", name.strip().lower())
    return re.sub(r"[\s_.-]+", "", name) if re.search(r"\w", name) else name
