"""A table of samples read from a CSV file is a function: straight lines between the samples."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass

import numpy as np

from uat.activations import Array
from uat.errors import FileError, InputError

MOST_BYTES = 2**28


@dataclass(frozen=True, eq=False)
class Table:
    """Samples (x, y) with x ascending; calling it interpolates linearly between them.

    note: how many samples there are and what was left out, for people.
    """

    x: Array
    y: Array
    x_name: str
    note: str

    def __call__(self, x: Array) -> Array:
        return np.interp(x, self.x, self.y)


def read_table(path: str | os.PathLike[str]) -> Table:
    """Read the first two columns of a CSV file as x and y.

    A first row of words is a header. Rows may come in any order; a row in which x or y is empty or
    not a finite number is a gap and is left out. Commas, semicolons and tabs separate columns;
    where semicolons or tabs do, a comma may be the decimal sign. Raises FileError when the file
    cannot be read, and InputError when it holds no function.
    """
    rows = _rows(path)
    header = rows[0] if rows and not _is_number(rows[0][0]) and rows[0][0].strip() else None
    body = rows[1:] if header else rows
    pairs = [(_float(row[0]), _float(row[1])) for row in body if len(row) >= 2]
    points = np.array(pairs, dtype=float).reshape(-1, 2)
    good = points[np.isfinite(points).all(axis=1)]
    if len(good) < 2:
        raise InputError(f"{os.fspath(path)}: needs at least two rows with a number for x and y")
    x, y = _ascending(good, os.fspath(path))
    gaps = len(body) - len(good)
    note = f"linear between {x.size} samples"
    if gaps:
        note += f"; {gaps} {'row' if gaps == 1 else 'rows'} without two numbers left out"
    return Table(x, y, header[0].strip() if header else "x", note)


def _rows(path: str | os.PathLike[str]) -> list[list[str]]:
    try:
        if os.path.getsize(path) > MOST_BYTES:
            raise InputError(f"{os.fspath(path)} is larger than 256 MiB")
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise FileError(f"cannot read {os.fspath(path)}: {error.strerror or error}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    separator = next((mark for mark in ";\t," if lines and mark in lines[-1]), ",")
    try:
        return [row for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error as error:
        raise InputError(f"{os.fspath(path)} is not a CSV file: {error}") from error


def _ascending(points: Array, path: str) -> tuple[Array, Array]:
    points = points[np.argsort(points[:, 0], kind="stable")]
    x, y = points[:, 0], points[:, 1]
    same = x[1:] == x[:-1]
    clash = same & (y[1:] != y[:-1])
    if clash.any():
        i = int(np.argmax(clash))
        raise InputError(f"{path}: x = {x[i]:g} has two values, {y[i]:g} and {y[i + 1]:g}")
    keep = np.concatenate([[True], ~same])
    if np.count_nonzero(keep) < 2:
        raise InputError(f"{path}: all samples have the same x")
    return x[keep], y[keep]


def _float(text: str) -> float:
    text = text.strip()
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return float(text.replace(",", ".", 1))
    except ValueError:
        return float("nan")


def _is_number(text: str) -> bool:
    return not np.isnan(_float(text)) or text.strip().lower() == "nan"
