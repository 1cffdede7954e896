"""Which columns of a table are inputs and which are values: names decide, else their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from uat.activations import Array
from uat.errors import InputError
from uat.table.read import Sheet

_LETTER = re.compile(r"[xyzt](?![a-z0-9_])", re.IGNORECASE)  # also in "x [m]"
_INDEXED = re.compile(r"x[1-9][0-9]?(?![a-z0-9_])", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Columns:
    """Samples: one row of x for each, and one of y.

    x: (rows, inputs); y: (rows, values); NaN for gaps. x_names, y_names: what the columns are
    called.
    """

    x: Array
    y: Array
    x_names: tuple[str, ...]
    y_names: tuple[str, ...]


def choose_columns(sheet: Sheet, inputs: int | None, file: str) -> Columns:
    """Tell inputs from values.

    Two columns are x and f(x). Of more, those called x, y, z, t or x1, x2, … are inputs and the
    others are values, if there is an x, x1 or t. If all have such names the last one is the value,
    but t before others is the only input, as of a curve t, x, y. Without such names the first
    `inputs` columns are inputs, or all but the last. `inputs`, if given, decides also where all
    columns have such names. A column without numbers does not count, nor does a first one that has
    no name while the others have. Raises InputError when that does not fit `inputs`.
    """
    used = _used(sheet)
    names = [sheet.header[column] if column < len(sheet.header) else "" for column in used]
    named = _are_inputs(names)
    count = _count_inputs(names, named, inputs, file)
    order = sorted(range(len(names)), key=lambda i: not named[i])  # inputs first
    first, last = _sorted_by_name(order[:count], names), order[count:]
    default = "xyz" if count <= 3 else [f"x{i + 1}" for i in range(count)]
    return Columns(
        sheet.numbers[:, [used[i] for i in first]],
        sheet.numbers[:, [used[i] for i in last]],
        tuple(names[i] or default[place] for place, i in enumerate(first)),
        tuple(names[i] or f"value {place + 1}" for place, i in enumerate(last)),
    )


def _used(sheet: Sheet) -> list[int]:
    """The columns that hold numbers, without the nameless one that spreadsheets count rows in."""
    filled = np.flatnonzero(np.isfinite(sheet.numbers).any(axis=0)).tolist()
    counted = bool(sheet.header) and not sheet.header[0] and len(filled) > 2
    return [column for column in filled if column or not counted]


def _are_inputs(names: list[str]) -> list[bool]:
    """Whether each column has the name of an input; none has where the names do not tell."""
    indexed = any(_INDEXED.match(name) for name in names)
    named = [bool((_INDEXED if indexed else _LETTER).match(name)) for name in names]
    anchored = indexed or any(n.lower()[:1] in "xt" for n, m in zip(names, named, strict=True) if m)
    return named if anchored and len(names) > 2 else [False] * len(names)


def _count_inputs(names: list[str], named: list[bool], inputs: int | None, file: str) -> int:
    """How many of the columns are inputs."""
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


def _sorted_by_name(places: list[int], names: list[str]) -> list[int]:
    """x before y before z; any other inputs in the order of the file."""
    plain = [names[i].lower()[:1] for i in places]
    if len(set(plain)) == len(plain) and set(plain) <= set("xyz"):
        return sorted(places, key=lambda i: names[i].lower())
    return places


def without_copies(columns: Columns, file: str) -> tuple[Array, Array]:
    """Each point once. Raises InputError for one with two values."""
    order = np.lexsort(columns.x.T[::-1])
    x, y = columns.x[order], columns.y[order]
    same = (x[1:] == x[:-1]).all(axis=1)
    clash = same & (y[1:] != y[:-1]).any(axis=1)
    if clash.any():
        i = int(np.argmax(clash))
        k = int(np.argmax(y[i] != y[i + 1]))
        place = ", ".join(f"{n} = {v:g}" for n, v in zip(columns.x_names, x[i], strict=True))
        raise InputError(f"{file}: {place} has two values, {y[i, k]:g} and {y[i + 1, k]:g}")
    keep = np.concatenate([[True], ~same])
    return x[keep], y[keep]
