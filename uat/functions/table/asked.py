"""Read the columns that the user chose: "x=year,y=people", "x=dose,y=mean(mass)"."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from uat.base.errors import InputError
from uat.base.nouns import usual_names
from uat.base.quoting import one_line

if TYPE_CHECKING:
    from uat.functions.table.column import Column

HOW = ("mean", "median", "min", "max")  # several values at one place become one
SUFFIXES = (".csv", ".tsv", ".txt", ".dat", ".tab")
_CALLED = re.compile(rf"({'|'.join(HOW)})\((.*)\)", re.DOTALL)
_INPUT = re.compile(r"[xyzt]|x[1-9]\d?")
_CHOSEN = re.compile(rf"(.*(?:{'|'.join(map(re.escape, SUFFIXES))}))\[(.*)\]", re.I | re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """The columns that the user asked for, by role: names, or numbers from 1.

    inputs, values: in their order; label: of classes, or None. how: what several values at one
    place become, one of HOW, or "" if there must be none.
    """

    inputs: tuple[str, ...]
    values: tuple[str, ...]
    label: str | None
    how: str


def with_columns(path: str, columns: str | Mapping[str, Any] | None) -> str:
    """Join a file and the columns to take from it to one text, "data.csv[x=year,y=people]"."""
    if columns is None:
        return path
    pairs = _pairs(columns)
    row = ",".join(_in_quotes(f"{role}={name}") for role, name in pairs)
    return f"{split_columns(path)[0]}[{row}]"


def split_columns(text: str) -> tuple[str, str | None]:
    """Split such a text into file and columns; None where it names no columns."""
    match = _CHOSEN.fullmatch(text)
    return (match[1], match[2]) if match else (text, None)


def parse_columns(columns: str) -> Asked:
    """Read what "x=year,y=people" asks for. The last is the value, unless f or label names it.

    Of names alone the last is the value, and without an input the table's only other column is
    it. A t before others is the only input. Raises InputError.
    """
    pairs, how = _pairs(columns), ""
    roles = [role for role, _ in pairs]
    single = [role for role in roles if role != "f"]
    if len(set(single)) < len(single):
        raise _misread("each but f is given once")
    if strange := [role for role in single if role != "label" and not _INPUT.fullmatch(role)]:
        raise _misread(f"there is no {strange[0]!r}")
    inputs = [name for role, name in pairs if _INPUT.fullmatch(role)]
    values = [name for role, name in pairs if role == "f"]
    label = next((name for role, name in pairs if role == "label"), None)
    if not values and label is None:
        first = 1 if roles[:1] == ["t"] else len(inputs) - 1
        inputs, values = inputs[:first], inputs[first:]
    if not (inputs or roles in (["f"], ["y"])) or bool(values) == (label is not None):
        raise _misread("there must be an input and a value")
    return Asked(tuple(inputs), tuple(values), label, how)


def find_column(columns: Sequence[Column], name: str, file: str) -> tuple[Column, str]:
    """Find the column of a name or number, and what to make of several values at one place.

    Raises InputError where there is none.
    """
    found = _called(columns, name)
    if found is not None:
        return found, ""
    match = _CALLED.fullmatch(name)
    if match and (found := _called(columns, match[2].strip())) is not None:
        return found, match[1]
    known = ", ".join(shown(column) for column in columns)
    raise InputError(f"{file} has no column {name!r}: there are {known}")


def shown(column: Column) -> str:
    """Return what a column is called in sentences."""
    return one_line(column.name) or f"column {column.place + 1}"


def suggested(inputs: Sequence[Column], values: Sequence[Column], how: str) -> str:
    """Suggest the columns as they are, with several values at one place made one."""
    roles = zip(usual_names(len(inputs)), inputs, strict=True)
    pairs = [
        *((role, _named(column)) for role, column in roles),
        *(("f", f"{how}({_named(column)})") for column in values),
    ]
    return ",".join(_in_quotes(f"{role}={name}") for role, name in pairs)


def _called(columns: Sequence[Column], name: str) -> Column | None:
    name = " ".join(name.split())
    for same in (str, str.casefold):
        for column in columns:
            if column.name and same(column.name) == same(name):
                return column
    if name.isdecimal():
        return next((column for column in columns if column.place + 1 == int(name)), None)
    bare = [c for c in columns if re.sub(r"\s*[\[(].*", "", c.name).casefold() == name.casefold()]
    return bare[0] if len(bare) == 1 and name else None


def _named(column: Column) -> str:
    return column.name or str(column.place + 1)


def _pairs(columns: str | Mapping[str, Any]) -> list[tuple[str, str]]:
    if isinstance(columns, Mapping):
        found = []
        for role, names in columns.items():
            several = names if isinstance(names, list | tuple) else [names]
            found += [(str(role).strip(), str(name)) for name in several]
        return found
    if not isinstance(columns, str):
        raise InputError(f"columns are text or a dict, not {type(columns).__name__}")
    cells = next(csv.reader([" ".join(columns.split())], skipinitialspace=True), [])
    pairs = [cell.partition("=") for cell in cells]
    if pairs and not any(equals for _, equals, _ in pairs):
        roles = [*usual_names(len(pairs) - 1), "f"]
        pairs = [(role, "=", pair[0]) for role, pair in zip(roles, pairs, strict=True)]
    if not pairs or any(
        not (equals and role.strip() and name.strip()) for role, equals, name in pairs
    ):
        raise _misread(f"{columns!r} is not of this form")
    return [(role.strip(), name.strip()) for role, _, name in pairs]


def _in_quotes(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"') else cell


def _misread(why: str) -> InputError:
    return InputError(
        "columns are chosen as x=NAME,y=NAME: the last is the value, or f=NAME for one or more "
        f"values, or label=NAME for classes; {why}"
    )
