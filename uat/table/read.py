"""A CSV file is read as people write it: any common encoding, separator and decimal sign."""

from __future__ import annotations

import csv
import os
import re
import warnings
from dataclasses import dataclass

import numpy as np

from uat.activations import Array
from uat.errors import FileError, InputError, quoted
from uat.files import cannot

MOST_BYTES = 2**25
MOST_BYTES_BY_ROW = 2**22  # where words make the quick reader stop


@dataclass(frozen=True, eq=False)
class Sheet:
    """What stands in a file.

    header: the cells of the first row if it is not one of numbers; else ().
    numbers: (rows, columns), the rows below it; NaN where a cell is empty or no number.
    """

    header: tuple[str, ...]
    numbers: Array


def read_sheet(path: str | os.PathLike[str]) -> Sheet:
    """Read a CSV file.

    Commas, semicolons and tabs separate columns; where semicolons or tabs do, a comma may be the
    decimal sign. Empty lines and those that begin with # are left out. Raises FileError when the
    file cannot be read, InputError when it is not one of this kind or too large.
    """
    name = os.fspath(path)
    lines = _lines(_content(path))
    separator = next((mark for mark in ";\t," if lines and mark in lines[-1]), ",")
    try:
        first = next(csv.reader(lines[:1], delimiter=separator), [])
        has_header = bool(first) and not is_number(first[0])
        body = lines[1:] if has_header else lines
        numbers = _quickly(body, separator)
        if numbers is None:
            numbers = _row_by_row(body, separator, name)
    except csv.Error as error:
        raise InputError(f"{name} is not a CSV file: {quoted(error)}") from error
    return Sheet(tuple(cell.strip() for cell in first) if has_header else (), numbers)


def to_float(text: str) -> float:
    """The number that a cell holds, with a decimal point or comma; NaN if it holds none."""
    text = text.strip()
    for spelling in (text, text.replace(",", ".", 1)) if "," in text else (text,):
        try:
            return float(spelling)
        except ValueError:
            pass
    return float("nan")


def is_number(text: str) -> bool:
    return not np.isnan(to_float(text)) or text.strip().lower() == "nan"


def _content(path: str | os.PathLike[str]) -> bytes:
    name = os.fspath(path)
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise FileError(f"cannot read {name}: it is not a file")
        with open(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise cannot("read", name, error) from error
    if len(content) > MOST_BYTES:
        raise InputError(f"{name} is larger than {MOST_BYTES >> 20} MiB: keep fewer of its rows")
    return content


def _lines(content: bytes) -> list[str]:
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")  # Excel's "Unicode text"
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _quickly(lines: list[str], separator: str) -> Array | None:
    """The numbers, if every row has as many cells as the first and none holds a word; else None."""
    plain = lines if separator == "," else [line.replace(",", ".") for line in lines]
    numbers = _loaded(plain, separator)
    if numbers is None:
        empty = re.compile(f"(^|{separator}) *(?={separator}|$)", re.MULTILINE)
        numbers = _loaded(empty.sub(r"\1nan", "\n".join(plain)).split("\n"), separator)
    return numbers


def _loaded(lines: list[str], separator: str) -> Array | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # numpy warns of a file without rows
            numbers: Array = np.loadtxt(lines, delimiter=separator, ndmin=2, comments=None)
    except ValueError:
        return None
    return numbers if numbers.shape[0] == len(lines) else None


def _row_by_row(lines: list[str], separator: str, name: str) -> Array:
    if sum(map(len, lines)) > MOST_BYTES_BY_ROW:
        raise InputError(
            f"{name} has words among its numbers, or rows of different length; such a file may "
            f"have at most {MOST_BYTES_BY_ROW >> 20} MiB"
        )
    rows = [[to_float(cell) for cell in row] for row in csv.reader(lines, delimiter=separator)]
    widest = max(map(len, rows), default=0)
    if widest * len(rows) > MOST_BYTES:
        raise InputError(f"{name} has a row of {widest} cells: it is not a table of samples")
    numbers = np.full((len(rows), widest), np.nan)
    for place, row in zip(numbers, rows, strict=True):
        place[: len(row)] = row
    return numbers
