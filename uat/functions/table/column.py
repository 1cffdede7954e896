"""Decide whether a column holds numbers, times, words or nothing, from all of its cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from uat.base.arrays import Array
from uat.functions.table.dates import (
    Times,
    could_be_either,
    look_like_dates,
    read_times,
    unix_unit,
)
from uat.functions.table.numerals import Cells, is_missing, read_numbers

Kind = Literal["numbers", "times", "words"]


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a file, with what its cells hold.

    name: from the header, "" without one. place: which cell of a row it is.
    kind: what its cells are. values: (rows,), NaN for gaps; none for words. words: its cells.
    note: how it was read, where that has to be said.
    """

    name: str
    place: int
    kind: Kind
    values: Array
    words: tuple[str, ...] = ()
    note: str = ""


def number_columns(numbers: Array, names: Sequence[str]) -> tuple[Column, ...]:
    """Make columns of a file without words. numbers: (rows, columns), NaN for gaps."""
    numbers[~np.isfinite(numbers)] = np.nan
    return tuple(
        _numbers(_name(names, place), place, column)
        for place, column in enumerate(numbers.T.copy())
        if np.isfinite(column).any()
    )


def make_columns(
    rows: Sequence[Sequence[str]], names: Sequence[str], separator: str
) -> tuple[Column, ...]:
    """Make the columns that hold anything. Times of day that follow dates belong to these."""
    columns = [Cells(texts) for texts in zip(*rows, strict=True)]
    signs = {cells.decimal_sign for cells in columns} - {"", None}
    sign = signs.pop() if len(signs) == 1 else None
    found: list[Column] = []
    days: Times | None = None
    for place, column in enumerate(columns):
        name, cells = _name(names, place), column.texts
        numbers = None if look_like_dates(cells) else read_numbers(column, sign, separator)
        times = None if numbers else read_times(cells)
        if times and days and not times.has_date and not days.has_clock:
            values, note = days.with_clock(times).measured()
            found[-1] = replace(
                found[-1],
                name=f"{found[-1].name} {name}".strip(),
                values=values,
                note=note,
            )
            times = None
        elif times:
            values, note = times.measured()
            found.append(Column(name, place, "times", values, note=note))
        elif numbers:
            found.append(_numbers(name, place, numbers.values, numbers.note))
        elif not all(map(is_missing, cells)):
            words = tuple(cell if not is_missing(cell) else "" for cell in cells)
            note = "dates whose day could be the month" if could_be_either(cells) else ""
            found.append(Column(name, place, "words", np.empty(0), words=words, note=note))
        days = times if times and times.has_date else None
    return tuple(found)


def _numbers(name: str, place: int, values: Array, note: str = "") -> Column:
    note = note or (unix_unit(name, values) if np.isfinite(values).any() else "")
    return Column(name, place, "numbers", values, note=note)


def _name(names: Sequence[str], place: int) -> str:
    return names[place] if place < len(names) else ""
