"""Read a column of dates, of times of day, or both, as days or seconds since its first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from uat.base.arrays import Array
from uat.functions.table.numerals import MOST, is_missing

DAY = 86_400.0
_ENGLISH = "january february march april may june july august september october november december"
_GERMAN = {"märz": 3, "mrz": 3, "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12}
_MONTHS = {name: place for place, name in enumerate(_ENGLISH.split(), 1)} | _GERMAN
_WORD = r"(?P<word>[^\W\d_]{3,10})\.?"
_YEAR, _MONTH, _DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}([-/.]){_MONTH}\2{_DAY}",
        r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])",
        rf"{_DAY}\.\s?{_MONTH}\.\s?(?P<year>\d{{4}}|\d\d)",
        rf"{_DAY}(?:\.?\s?|-){_WORD}(?:\s|-|,\s?){_YEAR}",
        rf"{_WORD}\s{_DAY},?\s{_YEAR}",
        rf"{_WORD}[\s-]{_YEAR}",
        rf"{_YEAR}[\s-]{_WORD}",
        rf"{_YEAR}-(?P<month>\d\d)",
        r"(?P<month>\d\d)[/.](?P<year>(?:19|20)\d\d)",
    )
)
_NUMBERS = re.compile(r"(?:19|20)\d{6}|(?:0\d|1[0-2])\.(?:19|20)\d\d")  # which can be dates
_EITHER = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")  # the day first, or the month
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d(?:[.,]\d+)?))?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?"
)
_BOTH = re.compile(r"(?P<date>.*?\d)(?:\s*T\s*|\s+|,\s*)(?P<clock>\d{1,2}:\d.*)")


@dataclass(frozen=True, eq=False)
class Times:
    """A column of dates or times.

    days, seconds: (rows,), NaN where a cell is none; days since the first year for dates, 0 without
    them; seconds of the day, 0 without a time.
    has_date, has_clock: which of the two the cells hold.
    """

    days: Array
    seconds: Array
    has_date: bool
    has_clock: bool

    def with_clock(self, clock: Times) -> Times:
        """Set the dates of this column at the times of day of another one."""
        return Times(self.days, clock.seconds, has_date=True, has_clock=True)

    def measured(self) -> tuple[Array, str]:
        """Count days since the first date, or seconds if there are times of day; say which."""
        if not self.has_date:
            return _unwrapped(self.seconds)
        known = np.isfinite(self.days + self.seconds)
        first = float(np.min(self.days[known]))
        start = date.fromordinal(int(first)).isoformat()
        if not self.has_clock:
            return self.days - first, f"days since {start}"
        return (self.days - first) * DAY + self.seconds, f"seconds since {start} 00:00"


def read_times(cells: Sequence[str]) -> Times | None:
    """Read the column as dates or times; None if fewer than half of its cells hold one."""
    month_first = _month_first(cells)
    found = [_moment(cell.strip(), month_first=month_first) for cell in cells]
    some = [one for one in found if one is not None]
    filled = sum(not is_missing(cell) for cell in cells)
    if not some or len(some) < MOST * filled:
        return None
    has_date = any(day is not None for day, _ in some)
    if has_date and any(day is None for day, _ in some):
        return None
    nan = float("nan")
    days = np.array([nan if one is None else float(one[0] or 0) for one in found])
    seconds = np.array([nan if one is None else one[1] or 0.0 for one in found])
    return Times(
        days,
        seconds,
        has_date=has_date,
        has_clock=any(second is not None for _, second in some),
    )


def is_time(cell: str) -> bool:
    """Tell whether a cell holds a date, a time of day, or both."""
    return (
        _moment(cell.strip(), month_first=False) is not None
        or _moment(cell.strip(), month_first=True) is not None
    )


def look_like_dates(cells: Sequence[str]) -> bool:
    """Tell whether cells that are numbers, too, are dates: 20200131, or 01.2020."""
    filled = [cell for cell in cells if not is_missing(cell)]
    looks = bool(filled) and all(map(_NUMBERS.fullmatch, filled))
    return looks and any(len(cell) == 8 or cell[0] == "0" for cell in filled)


def could_be_either(cells: Sequence[str]) -> bool:
    """Tell whether no cell, such as 01/02/2020, tells where the day stands."""
    filled = [cell.strip() for cell in cells if not is_missing(cell)]
    return bool(filled) and all(map(_EITHER.fullmatch, filled))


def unix_unit(name: str, values: Array) -> str:
    """Return what Unix times count; "" for a column without their name and size."""
    if not re.search(r"time|unix|epoch|date|\bts?\b|zeit", name, re.IGNORECASE):
        return ""
    low, high = np.nanmin(values), np.nanmax(values)
    for unit, size in (("seconds", 1.0), ("milliseconds", 1e3), ("microseconds", 1e6)):
        if 5e8 * size <= low and high <= 5e9 * size:
            return f"{unit} since 1970-01-01 (Unix time)"
    return ""


def _moment(text: str, *, month_first: bool | None) -> tuple[int | None, float | None] | None:
    """Read the day and the second of the day; one of them may be missing."""
    clock = _seconds(text)
    if clock is not None:
        return None, clock
    day = _day(text, month_first)
    if day is not None:
        return day, None
    both = _BOTH.fullmatch(text)
    if both is None:
        return None
    day, clock = _day(both["date"], month_first), _seconds(both["clock"])
    return None if day is None or clock is None else (day, clock)


@lru_cache(maxsize=4096)
def _seconds(text: str) -> float | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, half = int(match["hour"]), (match["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    second = float((match["second"] or "0").replace(",", "."))
    total = 3600.0 * hour + 60.0 * int(match["minute"]) + second
    return total - _offset(match["zone"]) if total <= DAY else None


def _offset(zone: str | None) -> float:
    if zone is None or zone in ("Z", "UTC"):
        return 0.0
    seconds = 3600.0 * int(zone[1:3]) + 60.0 * int(zone[-2:])
    return -seconds if zone[0] == "-" else seconds


@lru_cache(maxsize=4096)
def _day(text: str, month_first: bool | None) -> int | None:
    """Return the ordinal of a date; None if the text is none."""
    either = _EITHER.fullmatch(text)
    if either:
        if month_first is None:
            return None
        first, second = int(either[1]), int(either[3])
        month, day = (first, second) if month_first else (second, first)
        return _ordinal(int(either[4]), month, day)
    for form in _FORMS:
        if match := form.fullmatch(text):
            part = match.groupdict()
            month = _month(part["word"]) if "word" in part else int(part["month"])
            year = int(part["year"])
            if len(part["year"]) == 2:
                year += 1900 if year > 68 else 2000  # as POSIX has it
            if (ordinal := _ordinal(year, month, int(part.get("day") or 1))) is not None:
                return ordinal
    return None


def _month(word: str) -> int:
    """Return 1 to 12 for an English or German name of three letters or more; else 0."""
    return next((m for name, m in _MONTHS.items() if name.startswith(word.lower())), 0)


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _month_first(cells: Sequence[str]) -> bool | None:
    """Tell whether dates such as 01/31/2020 begin with the month; None if undecided."""
    parts = [m for cell in cells if (m := re.match(_EITHER.pattern, cell.strip()))]
    if any(int(m[1]) > 12 for m in parts):
        return False
    return True if any(int(m[3]) > 12 for m in parts) else None


def _unwrapped(seconds: Array) -> tuple[Array, str]:
    """Unwrap times of day: past a midnight, the later ones are the next day's."""
    known = np.flatnonzero(np.isfinite(seconds))
    falls = known[1:][np.diff(seconds[known]) < -0.5 * DAY]
    if falls.size != 1 or (np.diff(seconds[known]) < 0).sum() != 1:
        return seconds, "seconds since midnight"
    later = seconds + np.where(np.arange(seconds.size) >= falls[0], DAY, 0.0)
    return later, "seconds since midnight of the first day"
