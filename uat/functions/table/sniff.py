"""Find a table's separator and where its rows begin, from its first and last lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from uat.base.errors import InputError
from uat.functions.table.commas import inside_numbers
from uat.functions.table.dates import is_time, look_like_dates
from uat.functions.table.numerals import is_missing, is_number

if TYPE_CHECKING:
    import _csv

SEPARATORS = (";", "\t", "|", ",", " ")
HEAD, TAIL = 60, 20  # lines that are looked at
_THREE_DECIMALS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")  # or thousands


@dataclass(frozen=True)
class Layout:
    """A layout says how a file is written.

    separator: one of SEPARATORS; " " stands for any blanks and tabs. width: how many cells a row
    has. header: the cells of the row
    of names; () without one. names: what the columns are called, their units included.
    start: the first line of the rows. skipped: how many lines stand above the table.
    plain: whether no cell that was looked at needs more than a reader of floats.
    """

    separator: str
    width: int
    header: tuple[str, ...]
    names: tuple[str, ...]
    start: int
    skipped: int
    plain: bool


def in_cells(lines: Sequence[str], separator: str) -> _csv.Reader:
    """Split each line into cells; quotes may hold separators."""
    if separator == " ":
        lines = [line.replace("\t", " ").strip() for line in lines]
    return csv.reader(lines, delimiter=separator, skipinitialspace=True)


def find_layout(lines: Sequence[str], comment: str) -> Layout:
    """Find the layout. comment: the last above the lines; may hold names, as in numpy.savetxt.

    Raises InputError where commas seem to stand inside numbers, too.
    """
    told = re.fullmatch(r'"?sep=(.)"?\s*', lines[0]) if lines else None  # Excel's own word
    first = 1 if told else 0
    head = lines[first : first + HEAD]
    separator = told[1] if told else _separator([*head, *lines[first + HEAD :][-TAIL:]])
    reader, rows, ends = in_cells(head, separator), [], []
    for row in reader:
        rows.append([cell.strip() for cell in row])
        ends.append(first + reader.line_num)
    width = _width(rows)
    above = _lines_above(rows, width) if width > 1 else 0
    names = next((k for k in range(above) if len(rows[k]) > 1), 0)  # below a title
    if above and separator == "," and (wrong := inside_numbers(rows[names:], width, lines[-1])):
        raise InputError(wrong)
    if (
        above
        and len(rows[above - 1]) == width - 1
        and not _is_header(rows[above], rows[above + 1 :])
    ):
        above -= 1  # R gives its column of row names no name
        rows[above] = ["", *rows[above]]
    ends, rows = [ends[above - 1] if above else first, *ends[above:]], rows[above:]
    header, units = _header(rows)
    body = rows[(header is not None) + (units is not None) :]
    if header is None:
        header = _named_above(comment, separator, width)
        start = ends[0]
    else:
        start = ends[1 + (units is not None)]
    plain = all(_is_plain(cells, separator) for cells in zip_longest(*body, fillvalue=""))
    header = [" ".join(cell.split(" #")[0].split()) for cell in header]
    return Layout(
        separator=separator,
        width=width,
        header=tuple(header),
        names=_with_units(header, units),
        start=start,
        skipped=above,
        plain=plain,
    )


def is_value(cell: str) -> bool:
    """Tell whether a cell can be one of a sample: a number, a date, a time of day."""
    return is_number(cell) or is_time(cell)


def _is_plain(cells: Sequence[str], separator: str) -> bool:
    """Tell whether the cells of a column can only be floats."""
    filled = [cell for cell in cells if not is_missing(cell)]
    decimals = separator != ";" and all("." in cell for cell in filled)
    return not look_like_dates(filled) and (
        decimals or not any(map(_THREE_DECIMALS.fullmatch, filled))
    )


def _separator(lines: Sequence[str]) -> str:
    """Find the separator that leaves rows of equal length, several cells each, with values."""
    return max(SEPARATORS, key=lambda separator: _fitness(lines, separator))


def _fitness(lines: Sequence[str], separator: str) -> float:
    try:
        rows = list(in_cells(lines, separator))
    except csv.Error:  # a cell without end
        return 0.0
    width = _width(rows)
    cells = [cell for row in rows[1:] or rows for cell in row if not is_missing(cell)]
    if width < 2 or not cells:
        return 0.0
    equal = sum(len(row) == width for row in rows) / len(rows)
    return equal * (sum(map(is_value, cells)) / len(cells) + 1e-3)


def _lines_above(rows: Sequence[Sequence[str]], width: int) -> int:
    """Count the rows above the table: of another length, or a title and empty cells."""
    above = next(k for k, row in enumerate(rows) if len(row) == width)
    filled = [sum(not is_missing(cell) for cell in row) for row in rows]
    while above + 2 < len(rows) and filled[above] < 2 <= max(filled[above + 1 :]):
        if any(map(is_value, rows[above])):
            break
        above += 1
    return above


def _width(rows: Sequence[Sequence[str]]) -> int:
    """Return how many cells most rows have; of several such numbers the largest."""
    counts = Counter(map(len, rows))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _header(rows: Sequence[list[str]]) -> tuple[list[str] | None, list[str] | None]:
    """Find the row of names and the row of units below it, where there are such."""
    if not rows or not _is_header(rows[0], rows[1:]):
        return None, None
    if len(rows) > 2 and _is_header(rows[1], rows[2:]) and not any(map(is_value, rows[1])):
        return rows[0], rows[1]
    return rows[0], None


def _is_header(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether words stand above values; or words alone, with no value below."""
    words = [k for k, cell in enumerate(row) if not is_missing(cell) and not is_value(cell)]
    if not words:
        return False
    columns = [[r[k] for r in below if k < len(r) and not is_missing(r[k])] for k in words]
    if any(column and 2 * sum(map(is_value, column)) >= len(column) for column in columns):
        return True
    return len(words) == sum(not is_missing(cell) for cell in row)


def _named_above(comment: str, separator: str, width: int) -> list[str]:
    """Return the names in a comment, if there is one for each column."""
    cells = next(in_cells([comment], separator), [])
    cells = [cell.strip() for cell in cells]
    fits = len(cells) == width > 1 and not any(map(is_value, cells))
    return cells if fits else []


def _with_units(header: Sequence[str], units: Sequence[str] | None) -> tuple[str, ...]:
    """Add units to names, as in "time [s]"."""
    if units is None:
        return tuple(header)
    units = [*units, *[""] * (len(header) - len(units))]
    shown = [unit if not unit or unit[0] in "[(" else f"[{unit}]" for unit in units]
    return tuple(
        name if name[-1:] in ("]", ")") else f"{name} {unit}".strip()
        for name, unit in zip(header, shown, strict=False)
    )
