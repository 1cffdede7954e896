"""A sheet of numbers is samples on a line, on a grid, or scattered; or a matrix of values."""

from __future__ import annotations

import os

import numpy as np

from uat.activations import Array
from uat.errors import InputError
from uat.table.columns import Columns, choose_columns, without_copies
from uat.table.grid import Grid, make_grid
from uat.table.line import Line, make_line
from uat.table.read import Sheet, is_number, read_sheet, to_float
from uat.table.scattered import Scattered, make_scattered

Table = Line | Grid | Scattered
LARGEST, NARROWEST = 1e300, 1e-300
SMALLEST_MATRIX = 4  # rows and columns: fewer are columns of inputs and values


def read_table(path: str | os.PathLike[str], inputs: int | None = None) -> Table:
    """Read the samples of a function of one or more inputs, with one or more values.

    inputs: how many inputs it has, where the file leaves that open; see `choose_columns`.

    A first row of words is a header. Rows may come in any order; one with a gap in a used column is
    left out. A full grid of samples is interpolated multilinearly, others linearly on triangles.
    Two more forms hold a grid of one value. A header whose first cell is no number and whose others
    are gives x, the first column below it gives y. Four or more rows and columns of numbers alone
    are a matrix on the unit square, as a picture: x to the right, y upwards.
    Raises FileError when the file cannot be read, and InputError when it holds no function.
    """
    sheet = read_sheet(path)
    name = os.fspath(path)
    if inputs in (None, 2):
        grid = _cross_table(sheet, name) or _matrix(sheet, name)
        if grid is not None:
            return grid
    return _samples(choose_columns(sheet, inputs, name), name)


def _samples(columns: Columns, file: str) -> Table:
    """A line, a grid or scattered samples, from the rows without gaps."""
    good = _without_gaps(columns, file)
    left_out = _left_out(len(columns.x) - len(good.x), columns)
    if good.x.shape[1] == 1:
        return make_line(good, f"linear between {len(good.x)} samples{left_out}", file)
    x, y = without_copies(good, file)
    if (found := make_grid(x, y)) is not None:
        return Grid(*found, good.x_names, _grid_note(found[0]) + left_out)
    return make_scattered(x, y, good.x_names, left_out, file)


def _without_gaps(columns: Columns, file: str) -> Columns:
    """The rows with a number in every column. Raises InputError for too few, or unusable ones."""
    inputs = columns.x.shape[1]
    if inputs == 0 or columns.y.shape[1] == 0:
        raise InputError(f"{file}: needs at least two rows with a number for x and y")
    full = np.isfinite(columns.x).all(axis=1) & np.isfinite(columns.y).all(axis=1)
    x, y = columns.x[full], columns.y[full]
    if len(x) < inputs + 1:
        *names, last = (*columns.x_names, *columns.y_names)
        count = "two" if inputs == 1 else inputs + 1
        wanted = f"{count} rows with a number for {', '.join(names)} and {last}"
        raise InputError(f"{file}: needs at least {wanted}")
    _require_size(np.concatenate([x, y], axis=1), file)
    for called, column in zip(columns.x_names, x.T, strict=True):
        _require_width(column, called, file)
    return Columns(x, y, columns.x_names, columns.y_names)


def _require_size(numbers: Array, file: str) -> None:
    """Differences must not overflow."""
    largest = float(np.max(np.abs(numbers), initial=0.0))
    if largest > LARGEST:
        raise InputError(f"{file}: {largest:g} is too large a number; the most is {LARGEST:g}")


def _require_width(x: Array, called: str, file: str) -> None:
    """Float64 must tell the samples apart, as in `parse_box`."""
    low, high = float(x.min()), float(x.max())
    if low == high:
        raise InputError(f"{file}: all samples have the same {called}, {low:g}")
    if high - low < max(NARROWEST, 1e-9 * max(abs(low), abs(high))):
        raise InputError(
            f"{file}: {called} is between {low!r} and {high!r}, too narrow for float64; "
            f"subtract {low!r} from it, or scale it"
        )


def _left_out(rows: int, columns: Columns) -> str:
    """The end of a note: how many rows had gaps."""
    if not rows:
        return ""
    count = columns.x.shape[1] + columns.y.shape[1]
    wanted = "two" if count == 2 else str(count)
    return f"; {rows} {'row' if rows == 1 else 'rows'} without {wanted} numbers left out"


def _grid_note(axes: tuple[Array, ...]) -> str:
    kind = "bilinear" if len(axes) == 2 else "multilinear"
    return f"{kind} between {'×'.join(str(axis.size) for axis in axes)} samples"


def _cross_table(sheet: Sheet, file: str) -> Grid | None:
    """x in the header, y in the first column, values where they cross."""
    across = np.array([to_float(cell) for cell in sheet.header[1:]])
    if across.size < 2 or is_number(sheet.header[0]) or not np.isfinite(across).all():
        return None
    if sheet.numbers.shape[1] != across.size + 1 or len(sheet.numbers) < 2:
        return None
    up, values = sheet.numbers[:, 0], sheet.numbers[:, 1:]
    distinct = np.unique(across).size == across.size and np.unique(up).size == up.size
    if not (distinct and np.isfinite(sheet.numbers).all()):
        return None
    _require_size(sheet.numbers, file)
    _require_width(across, "x", file)
    _require_width(up, "y", file)
    values = values[np.argsort(up)][:, np.argsort(across)].T[..., None]
    axes = np.sort(across), np.sort(up)
    return Grid(axes, values.copy(), ("x", "y"), _grid_note(axes))


def _matrix(sheet: Sheet, file: str) -> Grid | None:
    """Values alone, row by row from the top of the unit square."""
    if sheet.header or min(sheet.numbers.shape) < SMALLEST_MATRIX:
        return None
    if not np.isfinite(sheet.numbers).all():
        return None
    _require_size(sheet.numbers, file)
    values = sheet.numbers[::-1].T[..., None].copy()
    axes = tuple(np.linspace(0.0, 1.0, size) for size in values.shape[:2])
    note = f"{_grid_note(axes)}: a matrix, its first row at y = 1"
    return Grid(axes, values, ("x", "y"), note)
