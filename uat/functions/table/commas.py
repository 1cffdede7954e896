"""Tell commas inside numbers from commas between them, where a header is shorter than its rows."""

import re
from collections.abc import Sequence

from uat.functions.table.numerals import is_missing, is_number

_LEADING, _GROUP = re.compile(r"[+-]?[1-9]\d{0,2}"), re.compile(r"\d{3}(\.\d*)?")
MOST_LINES = 60  # that are looked at
_WHOLE = re.compile(r"[+-]?\d+")


def inside_numbers(rows: Sequence[Sequence[str]], width: int, line: str) -> str:
    """Say what is wrong if a header has fewer cells than its rows, as numbers hold commas; or "".

    rows: the first of the file. width: how many cells most have. line: one of the rows, as it
    stands in the file: R writes names of rows, for which the header has no cell, in quotes.
    """
    names, body = rows[0], rows[1:]
    wider = [row for row in body if len(row) > len(names)]
    words = len(names) > 1 and not any(is_missing(name) or is_number(name) for name in names)
    if not words or width <= len(names) or line.startswith('"') or not wider:
        return ""
    count = len(names)
    if all(_may_be_thousands(row, count) for row in wider):
        wrong, right = "1,234", "1234"
    elif all(_may_be_decimals(row, count) for row in wider):
        wrong, right = "0,5", "0.5"
    else:
        return ""
    return (
        f"the header names {count} columns, and rows such as {','.join(wider[0])[:40]!r} have "
        f"{len(wider[0])} cells; if commas stand inside numbers, write {right} for {wrong}, or "
        "separate columns by semicolons; else give every column a name"
    )


def headerless(lines: Sequence[str], separator: str) -> str:
    """Say what a table without a header could be, if every row may be x and a grouped number."""
    rows = [line.split(",") for line in lines[:MOST_LINES]]
    if separator != "," or len(rows[0]) < 3 or not all(_may_be_thousands(r, 2) for r in rows):
        return ""
    count = len(rows[0])
    return (
        f"read as {count} columns; if commas stand inside numbers, separate columns by semicolons"
    )


def _may_be_thousands(row: Sequence[str], count: int) -> bool:
    """Tell whether cells in a row are so many numbers, whose groups of digits are apart."""
    least = 1 + sum(
        not (_GROUP.fullmatch(cell) and _LEADING.fullmatch(before)) for before, cell in _pairs(row)
    )
    return least <= count < len(row) and all(map(is_number, row))


def _pairs(row: Sequence[str]) -> list[tuple[str, str]]:
    """Return each cell but the first, with the cell at which its number would begin."""
    pairs, begins = [], row[0]
    for cell in row[1:]:
        pairs.append((begins, cell))
        begins = begins if _GROUP.fullmatch(cell) and _LEADING.fullmatch(begins) else cell
    return pairs


def _may_be_decimals(row: Sequence[str], count: int) -> bool:
    """Tell whether cells in a row are so many numbers, some cut at a decimal comma."""
    return len(row) <= 2 * count and all(map(_WHOLE.fullmatch, row))
