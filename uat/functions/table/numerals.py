"""Read a column's cells as numbers together: no cell alone tells what a comma means."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from uat.base.arrays import Array

MISSING = frozenset(
    [
        "",
        *[
            "na",
            "n/a",
            "nan",
            "null",
            "none",
            "nil",
            "-",
            "--",
            "---",
            "–",
            "—",
            "?",
            ".",
            "..",
            "…",
        ],
    ]
)
MOST = 0.5  # of the cells that hold something: so many must be numbers in a column of numbers
_MINUS = str.maketrans(dict.fromkeys("−–—﹣－‐‑‒", "-"))
_BLANKS = " \u00a0\u2007\u2008\u2009\u202f"
_MARK = re.compile(r"[,.]")
_CODES = ("EUR", "USD", "GBP", "CHF", "JPY", "Rs")
_PLAIN = re.compile(r"[+-]?\d+([eE][+-]?\d+)?")
_SIGNED = re.compile(r"([+-]?)\s*([^\d\s.,+\-'()]*)\s*([+-]?)\s*(.*)", re.DOTALL)
_UNIT = re.compile(r"-|[^\d\s.,;:|+\-][^\d,;|]{0,15}")


def _numeral(decimal: str, group: str) -> re.Pattern[str]:
    """Compile the pattern of digits, grouped or not, a fraction, a power of ten and a unit."""
    marks = f"[{re.escape(group)}'’{_BLANKS}]"
    threes = rf"[1-9]\d{{0,2}}(?P<mark>{marks})\d{{3}}(?:(?P=mark)\d{{3}})*(?!\d)"
    lakhs = rf"[1-9]\d?(?:{re.escape(group)}\d\d)+{re.escape(group)}\d{{3}}(?!\d)"
    point = re.escape(decimal)
    return re.compile(
        rf"(?P<whole>{lakhs}|{threes}|\d+(?={point}|\D|$)|(?={point}\d))"
        rf"(?:{point}(?P<part>\d*))?(?P<power>[eEdD][+-]?\d+)?(?P<unit>.*)",
        re.DOTALL,
    )


_READINGS = {".": _numeral(".", ","), ",": _numeral(",", ".")}


@dataclass(frozen=True)
class Numeral:
    """One cell under one meaning of the comma. grouped: whether its digits stand in groups."""

    value: float
    unit: str
    grouped: bool


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of a column, and the number that each is, under both meanings of the comma."""

    texts: Sequence[str]

    @cached_property
    def found(self) -> dict[str, list[Numeral | None]]:
        """The number in each cell by decimal sign, None where there is none."""
        point = [numeral(text, ".") for text in self.texts]
        pairs = zip(self.texts, point, strict=True)
        comma = [numeral(text, ",") if _MARK.search(text) else one for text, one in pairs]
        return {".": point, ",": comma}

    @cached_property
    def disputed(self) -> frozenset[str]:
        """Cells that are different numbers with a decimal point and a decimal comma."""
        rows = zip(self.texts, *self.found.values(), strict=True)
        return frozenset(
            text
            for text, point, comma in rows
            if point is not None and comma is not None and point.value != comma.value
        )

    @cached_property
    def decimal_sign(self) -> str | None:
        """The sign that more cells allow; "" if it does not matter, None if unknown."""
        counts = {sign: sum(one is not None for one in row) for sign, row in self.found.items()}
        if counts["."] != counts[","]:
            return max(counts, key=lambda sign: counts[sign])
        return None if self.disputed else ""


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column as numbers, NaN where a cell is none. note: what about them has to be said."""

    values: Array
    note: str


def numeral(cell: str, decimal: str) -> Numeral | None:
    """Read the number in a cell, where `decimal` is the decimal sign; None if it holds none.

    A minus may be any dash, or brackets as accountants write them; a currency may stand before it,
    and a unit without digits behind.
    """
    if _PLAIN.fullmatch(cell):
        return Numeral(float(cell), "", grouped=False)
    text = cell.split(" #")[0].strip().translate(_MINUS)
    bracketed = len(text) > 2 and text[0] == "(" and text[-1] == ")"
    match = _SIGNED.fullmatch(text[1:-1].strip() if bracketed else text)
    if match is None:
        return None
    first, before, second, rest = match.groups()
    if (first and second) or (bracketed and (first or second)) or not _is_currency(before):
        return None
    found = _READINGS[decimal].fullmatch(rest)
    if found is None:
        return None
    unit = found["unit"].strip()
    if unit and not _UNIT.fullmatch(unit):
        return None
    whole = re.sub(r"\D", "", found["whole"])
    power = (found["power"] or "").replace("D", "e").replace("d", "e")
    value = float(f"{whole or '0'}.{found['part'] or '0'}{power}")
    negative = bracketed or "-" in (first, second) or unit == "-"
    grouped = whole != found["whole"]
    return Numeral(-value if negative else value, before + unit.removeprefix("-"), grouped=grouped)


def is_number(cell: str) -> bool:
    """Tell whether a cell holds a number, with a decimal point or a decimal comma."""
    return any(numeral(cell, decimal) is not None for decimal in _READINGS)


def is_missing(cell: str) -> bool:
    """Tell whether a cell is empty, or one of the marks for a value that is not there."""
    return cell.strip().lower() in MISSING


def read_numbers(cells: Cells, others: str | None, separator: str) -> Numbers | None:
    """Read the column as numbers; None if fewer than half of its cells hold one.

    others: the decimal sign of the file's other columns, if they tell. separator: of the columns.
    """
    unsure = cells.decimal_sign is None
    sign = (others or _likely(cells, separator)) if unsure else cells.decimal_sign
    found = cells.found[sign or "."]
    units = Counter(one.unit for one in found if one is not None)
    filled = sum(not is_missing(text) for text in cells.texts)
    if not units or max(units.values()) < MOST * filled:
        return None
    unit = max(units, key=lambda name: (units[name], -len(name), name))
    kept = [one if one is not None and one.unit == unit else None for one in found]
    values = np.array([np.nan if one is None else one.value for one in kept])
    values[~np.isfinite(values)] = np.nan
    notes = [f"in {unit}"] if unit else []
    pairs = [(text, one) for text, one in zip(cells.texts, kept, strict=True) if one is not None]
    usual = sign == "." and separator != ";" and all("." in cell for cell, _ in pairs)
    notes += _said(pairs, cells.disputed if unsure and not usual else frozenset())
    return Numbers(values, "; ".join(notes))


def _said(pairs: Sequence[tuple[str, Numeral]], disputed: frozenset[str]) -> list[str]:
    """Say how the first cell of each kind that could be mistaken was read."""
    firsts: dict[str, tuple[str, Numeral]] = {}
    for cell, one in pairs:
        if cell in disputed or (one.grouped and set(cell) & set(",.")):
            firsts.setdefault("mark", (cell, one))
        if cell.strip()[0] == "(":
            firsts.setdefault("brackets", (cell, one))
    said = [f"'{cell.strip()}' read as {one.value!r}" for cell, one in firsts.values()]
    return [text.removesuffix(".0") for text in dict.fromkeys(said)]


def _likely(cells: Cells, separator: str) -> str:
    """Guess what "1,050" or "1.050" is, where no cell tells; the note says how it was read.

    In groups a thousand has a mark and what is smaller has none. Where all have one, a point is a
    decimal sign, and a comma is one unless commas also separate the columns.
    """
    if separator == "," or not any("," in text for text in cells.disputed):
        return "."
    rows = zip(cells.texts, cells.found["."], strict=True)
    return "." if any(one is not None and "," not in text for text, one in rows) else ","


def _is_currency(text: str) -> bool:
    return not text or text in _CODES or any(unicodedata.category(c) == "Sc" for c in text)
