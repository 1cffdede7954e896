"""Read a file of samples as people write them: any common encoding, separator, header.

What has the name of a table and holds something else is told what it is.
"""

import csv
import json
import os
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import FileError, InputError, quoted
from uat.base.files import cannot
from uat.functions.table.column import Column, make_columns, number_columns
from uat.functions.table.commas import headerless
from uat.functions.table.sniff import Layout, find_layout, in_cells

# How files begin that are no text, and what to do with them.
BINARY = (
    (b"PK\x03\x04", "save the sheet as .csv, or unpack the archive first"),
    (b"\xd0\xcf\x11\xe0", "save the sheet as .csv"),
    (b"\x1f\x8b", "it is packed with gzip: unpack it first"),
    (b"BZh", "it is packed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "it is packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "it is packed with zstd: unpack it first"),
    (
        b"\x93NUMPY",
        "it is an array of numpy: give numpy.load of it to uat.approximate in Python",
    ),
    (
        b"PAR1",
        "it is a Parquet file: give pandas.read_parquet of it to uat.approximate in Python",
    ),
    (b"\x89HDF", "it is an HDF5 file: write its samples as .csv"),
    (b"SQLite format 3", "it is a database of SQLite: write its samples as .csv"),
    (b"%PDF", "it is a PDF: write its samples as .csv"),
    (b"\x89PNG", "it is a picture: name it .png"),
    (b"\xff\xd8\xff", "it is a picture: name it .jpg"),
)
_POINTER = "version https://git-lfs"
_HTML = ("<!doctype html", "<html", "<table", "<head", "<body")


def no_text(content: bytes) -> str:
    """Say what to do with a file that is no text; "" for what may be one."""
    return next((advice for begin, advice in BINARY if content.startswith(begin)), "")


def no_table(text: str) -> str:
    """Say of a text that it is a page, JSON, XML, or a pointer of Git, and no table; or ""."""
    begin = text[:200].lstrip().lower()
    if begin.startswith(_HTML):
        return "is a web page, not a table: download the table itself, or save it as .csv"
    if begin.startswith(("<?xml", "<svg")):
        return "is XML, not a table: write its samples as .csv"
    if begin.startswith(_POINTER):
        return "is a pointer of Git LFS, not the file itself: fetch it with git lfs pull"
    if begin[:1] in ("{", "[") and _is_json(text):
        return "is JSON, not a table: give pandas.read_json of it to uat.approximate in Python"
    return ""


def _is_json(text: str) -> bool:
    """Tell whether a text, or its first line, is JSON: objects, or lists of several things."""
    for part in (text, text.lstrip().split("\n", 1)[0]):
        try:
            return isinstance(json.loads(part), dict | list)
        except (ValueError, RecursionError):
            pass
    return False


MOST_BYTES = 2**25
_WIDE = {"utf-16-le": 1, "utf-16-be": 0}  # where the zeros stand that Latin letters have in them
# Cells that spreadsheets keep as text: ="1", and the same in quotes of its own.
_AS_TEXT = re.compile(r'(^|[,;\t|])(?:=("[^"\n]*")|"=""([^"\n]*)""")(?=[,;\t|]|$)', re.MULTILINE)
MOST_BYTES_BY_ROW = 2**22  # where words make the quick reader stop


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet holds what stands in a file.

    columns: those with anything in them. header: the cells of the row of names; () without one.
    lines: the line of the file in which each row stands, from 1. cells: what stands in a row.
    skipped: how many lines above the header are no part of the table. doubt: what else the rows
    could be, or "".
    """

    columns: tuple[Column, ...]
    header: tuple[str, ...]
    lines: Sequence[int]
    cells: Callable[[int], list[str]]
    skipped: int
    doubt: str = ""

    @property
    def numbers(self) -> Array | None:
        """(rows, columns), if no column holds anything but numbers; else None."""
        if not self.columns or any(column.kind != "numbers" for column in self.columns):
            return None
        return np.stack([column.values for column in self.columns], axis=1)


def read_sheet(path: str | os.PathLike[str]) -> Sheet:
    """Read a table that is kept as text.

    Semicolons, tabs, bars, commas or blanks separate columns, whichever leave the most cells that
    hold a number. Empty lines and comments are left out. Raises FileError when the file cannot be
    read, InputError when it is not one of this kind or too large.
    """
    return sheet_of(_decoded(_content(path)), os.fspath(path))


def sheet_of(text: str, name: str) -> Sheet:
    """Read a table that is a text. name: what it is called in sentences."""
    if wrong := no_table(text):
        raise InputError(f"{name} {wrong}")
    numbers, lines, comment = _lines(text)
    try:
        layout = _layout(lines, comment, name)
        body, numbers = lines[layout.start :], numbers[layout.start :]
        found = _quickly(body, layout)
        if found is not None:
            cells: Callable[[int], list[str]] = partial(_cells_of_line, body, layout.separator)
            columns = number_columns(found, layout.names)
        else:
            rows, numbers = _rows(body, numbers, layout, name)
            cells = rows.__getitem__
            columns = make_columns(rows, layout.names, layout.separator)
    except csv.Error as error:
        raise InputError(f"{name} is not a table of text: {quoted(error)}") from error
    doubt = headerless(lines, layout.separator) if not layout.header else ""
    return Sheet(columns, layout.header, numbers, cells, skipped=layout.skipped, doubt=doubt)


def _layout(lines: list[str], comment: str, name: str) -> Layout:
    """Find the layout; what is wrong with it is said of the file."""
    try:
        return find_layout(lines, comment)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error


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
    if advice := no_text(content):
        raise InputError(f"{name} is not text, whatever its name says: {advice}")
    if _is_binary(content[:4096]):
        raise InputError(f"{name} is not text, whatever its name says: write its samples as .csv")
    return content


def _is_binary(content: bytes) -> bool:
    """Tell whether bytes are no text: in none of its encodings are there so many controls."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or any(
        _mostly_zero(content[odd:400:2]) for odd in _WIDE.values()
    ):
        return False
    controls = sum(byte < 9 or 13 < byte < 32 for byte in content)
    return controls > 2 and 20 * controls > len(content)


class _Lines(NamedTuple):
    """The lines that hold something, their numbers in the file, and the last comment above them."""

    numbers: list[int]
    lines: list[str]
    comment: str


def _lines(text: str) -> _Lines:
    """Find the lines of a file that hold something."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if '="' in text:
        text = _AS_TEXT.sub(lambda cell: f"{cell[1]}{cell[2] or chr(34) + cell[3] + chr(34)}", text)
    numbers: list[int] = []
    lines: list[str] = []
    comment = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith(("#", "%")):
            comment = comment if lines else line.lstrip().lstrip("#%")
        elif line.strip():
            numbers.append(number)
            lines.append(line)
    return _Lines(numbers, lines, comment)


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):  # Excel's "Unicode text"
        encodings = ["utf-16"]
    elif wide := [name for name, odd in _WIDE.items() if _mostly_zero(content[odd:400:2])]:
        encodings = wide
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            pass
    return content.decode("latin-1")


def _mostly_zero(content: bytes) -> bool:
    return 2 * content.count(0) > len(content)


def _quickly(lines: list[str], layout: Layout) -> Array | None:
    """Read numbers if rows have as many cells as the first, and no words; else None."""
    separator, text = layout.separator, "\n".join(lines)
    if not layout.plain or '"' in text:
        return None
    if separator != "," and "," in text:
        if "." in text or re.search(r"\d,\d{3}(?!\d)", text):
            return None  # it may stand for thousands
        text = text.replace(",", ".")
    numbers = _loaded(text.split("\n"), separator)
    if numbers is None and separator != " ":
        mark = re.escape(separator)
        empty = re.compile(f"(^|{mark}) *(?={mark}|$)", re.MULTILINE)
        numbers = _loaded(empty.sub(r"\1nan", text).split("\n"), separator)
    return numbers


def _loaded(lines: list[str], separator: str) -> Array | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # numpy warns of a file without rows
            numbers: Array = np.loadtxt(
                lines,
                delimiter=None if separator == " " else separator,
                ndmin=2,
                comments=None,
            )
    except ValueError:
        return None
    return numbers if numbers.shape[0] == len(lines) else None


def _cells_of_line(lines: list[str], separator: str, row: int) -> list[str]:
    return next(in_cells([lines[row]], separator))


def _rows(
    lines: list[str], numbers: list[int], layout: Layout, name: str
) -> tuple[list[list[str]], list[int]]:
    """Split every cell as text, all rows of one length, with the line of each row.

    A row with too many cells, or with too few between blanks, cannot be told apart into columns:
    all of it stands in its first cell.
    """
    if sum(map(len, lines)) > MOST_BYTES_BY_ROW:
        raise InputError(
            f"{name} has words among its numbers, or rows of different length; such a file may "
            f"have at most {MOST_BYTES_BY_ROW >> 20} MiB"
        )
    reader, rows, starts, start = in_cells(lines, layout.separator), [], [], 0
    for row in reader:
        rows.append(_told_apart([cell.strip() for cell in row], layout))
        starts.append(numbers[start])
        start = reader.line_num
    widest = max(map(len, rows), default=0)
    if widest * len(rows) > MOST_BYTES:
        raise InputError(f"{name} has a row of {widest} cells: it is not a table of samples")
    return [row + [""] * (widest - len(row)) for row in rows], starts


def _told_apart(row: list[str], layout: Layout) -> list[str]:
    while len(row) > layout.width and not row[-1]:
        row.pop()  # separators at the end of a line
    too_few = layout.separator == " " and len(row) < layout.width
    return [" | ".join(row)] if layout.width > 1 and (len(row) > layout.width or too_few) else row
