"""Tell inputs from values among columns: names decide, else their order."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from uat.base.errors import InputError
from uat.base.nouns import counted, listed
from uat.base.quoting import for_shell
from uat.functions.table.asked import Asked, find_column, shown
from uat.functions.table.column import Column
from uat.functions.table.helpers import is_counter, is_error, is_time
from uat.functions.table.read import Sheet

MOST_CLASSES = 50
_LETTER = re.compile(r"[xyzt](?![a-z0-9_])", re.IGNORECASE)  # also in "x [m]"
_INDEXED = re.compile(r"x[1-9][0-9]?(?![a-z0-9_])", re.IGNORECASE)
_REMARKS = re.compile(r"name|note|comment|remark|date|time|id\b|bemerkung", re.IGNORECASE)


_FRACTION = re.compile(r"-?(\d+[ -])?\d+ ?[/⁄] ?\d+|-?\d* ?[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")


class Left(NamedTuple):
    """A column that is left out, and why."""

    column: Column
    why: str


@dataclass(frozen=True, eq=False)
class Choice:
    """The columns of a table by what they are.

    inputs, values: numbers. label: the column of classes instead of values, or None.
    left: the others, each with the reason. how: what several values at one place become, or "".
    """

    inputs: Sequence[Column]
    values: Sequence[Column]
    label: Column | None = None
    left: Sequence[Left] = field(default=())
    how: str = ""

    def sentence(self, skipped: int) -> str:
        """Say which columns were taken as what; "" where there was nothing to choose."""
        values = [self.label] if self.label else list(self.values)
        used = [*self.inputs, *values]
        if not (self.left or skipped or len(used) > 2 or any(c.name or c.note for c in used)):
            return ""
        said = f"{_listed(values, self.how)} of {_listed(self.inputs)}"
        parts = ["classes: " + said if self.label else said]
        parts += [f"{shown(column)}: {column.note}" for column in used if column.note]
        if self.left:
            parts.append("left out: " + ", ".join(f"{shown(c)} ({why})" for c, why in self.left))
        if skipped:
            parts.append(f"{counted(skipped, 'line')} above the table left out")
        return "; ".join(parts)


def chosen_columns(sheet: Sheet, asked: Asked, inputs: int | None, file: str) -> Choice:
    """Take the columns that the user asked for. Raises InputError if missing, or no numbers.

    inputs: how many there must be; None for any number.
    """
    first = [find_column(sheet.columns, name, file)[0] for name in asked.inputs]
    found = [find_column(sheet.columns, name, file) for name in asked.values]
    label = find_column(sheet.columns, asked.label, file)[0] if asked.label else None
    if not first:
        first = _only_other(sheet, found[0][0], file)
    hows = {how for _, how in found}
    if len(hows) > 1:
        raise InputError(f"all values need the same of {', '.join(sorted(hows - {''}))}, or none")
    values = [column for column, _ in found]
    for column in [*first, *values]:
        if column.kind == "words":
            raise InputError(f"{file}: {of_words(column)}; a function needs numbers")
    if inputs not in (None, len(first)):
        raise InputError(f"{len(first)} columns are inputs; the box has {inputs}")
    used = [*first, *values, *([label] if label else [])]
    if len({column.place for column in used}) < len(used):
        raise InputError(f"{file}: one column cannot be two things at once")
    left = [Left(column, "not asked for") for column in sheet.columns if column not in used]
    return Choice(first, values, label, left, "".join(hows))


def _only_other(sheet: Sheet, value: Column, file: str) -> list[Column]:
    """Return the column beside the value, its input. Raises InputError if there are several."""
    others = [column for column in sheet.columns if column.place != value.place]
    if len(others) == 1:
        return others
    if not others:
        raise InputError(f"{file} has one column: put an input beside it, such as row numbers")
    named = [
        f"x={other.name or other.place + 1},y={value.name or value.place + 1}" for other in others
    ]
    raise InputError(
        f"{shown(value)} is a value, but of which input? Write --columns "
        f"{' or '.join(map(for_shell, named))}"
    )


def guess_columns(sheet: Sheet, inputs: int | None, *, classes: bool, file: str) -> Choice:
    """Tell inputs from values.

    Two columns are x and f(x). Of more, those called x, y, z, t or x1, x2, … are inputs and the
    others are values, if there is an x, x1 or t. If all have such names the last one is the value,
    but t before others is the only input, as of a curve t, x, y; so is any first column of
    different times. Without such names the first `inputs` columns are inputs, or all but the last.
    `inputs`, if given, decides also where all columns have such names. A column that counts the
    rows, one of errors of another column, and one of words do not count; but one column of words,
    each of which stands in two rows or more, beside two inputs or more names classes.
    classes: whether these are wanted. Raises InputError when that does not fit `inputs`.
    """
    numbers = [column for column in sheet.columns if column.kind != "words"]
    words = [column for column in sheet.columns if column.kind == "words"]
    numbers, left = _without_helpers(numbers, has_header=bool(sheet.header), words=len(words))
    label = _label(words, numbers, inputs=inputs, classes=classes)
    left += [Left(column, f"words: {_first_word(column)!r}") for column in words if column != label]
    left.sort(key=lambda one: one.column.place)
    if label is not None:
        if inputs not in (None, len(numbers)):
            raise InputError(f"{file} is a table of {_inputs(len(numbers))}; the box has {inputs}")
        return Choice(_sorted_by_name(numbers), [], label, left)
    names = [column.name for column in numbers]
    named = _are_inputs(names)
    if numbers and len(numbers) > 2 and inputs in (None, 1) and is_time(numbers[0]):
        count, order = 1, numbers
    else:
        count = _count_inputs(names, named, inputs, file)
        order = [numbers[i] for i in sorted(range(len(names)), key=lambda i: not named[i])]
    first, values = _sorted_by_name(order[:count]), order[count:]
    if classes and len(values) == 1 and len(np.unique(values[0].values)) <= MOST_CLASSES:
        return Choice(first, [], values[0], left)
    return Choice(first, values, None, left)


def _without_helpers(
    columns: Sequence[Column], *, has_header: bool, words: int
) -> tuple[list[Column], list[Left]]:
    """Split off columns that only help to read the samples, with what they are."""
    kept, left = list(columns), []
    for column in columns:
        others = [one for one in kept if one is not column]
        if len(others) + (words > 0) < 2 or len(others) < 1:
            break
        if is_counter(column, others, has_header=has_header):
            kept.remove(column)
            left.append(Left(column, "counts the rows"))
        elif len(others) > 1 and (whose := is_error(column, others)):
            kept.remove(column)
            left.append(Left(column, f"errors of {whose}" if whose != column.name else "errors"))
    return kept, left


def _label(
    words: Sequence[Column],
    numbers: Sequence[Column],
    *,
    inputs: int | None,
    classes: bool,
) -> Column | None:
    """Find the column that names classes."""
    found = [column for column in words if _is_label(column) or classes]
    fits = len(found) == 1 and len(numbers) > 1 and inputs != 1
    return found[0] if fits and (classes or not is_time(numbers[0])) else None


def _is_label(column: Column) -> bool:
    """Tell whether words name classes: each in two rows or more, and no remarks."""
    counts = Counter(word for word in column.words if word)
    several = 2 <= len(counts) <= MOST_CLASSES and min(counts.values()) > 1
    return several and not _REMARKS.search(column.name)


def _are_inputs(names: Sequence[str]) -> list[bool]:
    """Tell which columns have the name of an input; none has where the names do not tell."""
    indexed = any(_INDEXED.match(name) for name in names)
    named = [bool((_INDEXED if indexed else _LETTER).match(name)) for name in names]
    anchored = indexed or any(n.lower()[:1] in "xt" for n, m in zip(names, named, strict=True) if m)
    return named if anchored and len(names) > 2 else [False] * len(names)


def _count_inputs(
    names: Sequence[str], named: Sequence[bool], inputs: int | None, file: str
) -> int:
    """Count the columns that are inputs."""
    most = max(1, len(names) - 1)
    if any(named) and not all(named):
        count = sum(named)
        if inputs not in (None, count):
            called = ", ".join(n for n, is_input in zip(names, named, strict=True) if is_input)
            raise InputError(f"{file} has {count} inputs ({called}); the box has {inputs}")
        return count
    if inputs is not None and inputs > most:
        raise InputError(f"{file} is a table of {_inputs(most)}; the box has {inputs}")
    if inputs is not None:
        return inputs
    return 1 if all(named) and names and names[0].lower().startswith("t") else most


def _inputs(count: int) -> str:
    return "one input" if count == 1 else f"{count} inputs"


def _sorted_by_name(columns: Sequence[Column]) -> list[Column]:
    """Sort x before y before z; other inputs keep the order of the file."""
    plain = [column.name.lower()[:1] for column in columns]
    if len(set(plain)) == len(plain) and set(plain) <= set("xyz"):
        return sorted(columns, key=lambda column: column.name.lower())
    return list(columns)


def of_words(column: Column) -> str:
    """Say that a column holds words, and the first of them."""
    note, word = column.note or "no numbers", _first_word(column)
    if _FRACTION.fullmatch(word):
        note = "fractions, which are no decimals such as 0.5"
    return f"{shown(column)} holds {note} ({word!r})"


def _first_word(column: Column) -> str:
    word = next(filter(None, column.words))
    return word if len(word) <= 30 else f"{word[:29]}…"


def _listed(columns: Sequence[Column], how: str = "") -> str:
    return listed([f"{how}({shown(one)})" if how else shown(one) for one in columns])
