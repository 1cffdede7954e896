"""Decide whether samples are of a grid, of one input or more, or scattered."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.nouns import noun_of, usual_names
from uat.functions.table.asked import Asked, parse_columns, shown
from uat.functions.table.column import Column
from uat.functions.table.columns import (
    MOST_CLASSES,
    Choice,
    chosen_columns,
    guess_columns,
    of_words,
)
from uat.functions.table.grid import Grid, make_grid
from uat.functions.table.numerals import Numeral, is_missing, numeral
from uat.functions.table.read import Sheet, read_sheet
from uat.functions.table.repeated import without_copies
from uat.functions.table.scattered import Samples, Scattered, make_scattered
from uat.functions.table.sniff import is_value

Table = Grid | Scattered
LARGEST, NARROWEST = 1e300, 1e-300
SMALLEST_MATRIX = 4  # rows and columns: fewer are columns of inputs and values
MOST_SAID = 3  # gaps


@dataclass(frozen=True, eq=False)
class Reading:
    """A reading says what a file was read as.

    table: the samples. columns: which columns were taken as what, for people; "" where there was
    nothing to choose. labels: the names of the classes, in the order of the values; or None.
    """

    table: Table
    columns: str = ""
    labels: tuple[str, ...] | None = None


def read_table(
    path: str | os.PathLike[str],
    inputs: int | None = None,
    *,
    columns: str | None = None,
    classes: bool = False,
) -> Reading:
    """Read the samples of a function of one or more inputs, with one or more values or classes.

    inputs: how many inputs it has, where the file leaves that open. columns: which columns are
    what, such as "x=year,y=people"; see `parse_columns`. classes: whether the values shall name
    classes. Without `columns`, see `guess_columns`.

    Rows may come in any order; one with a gap in a used column is left out. A full grid of samples
    is interpolated multilinearly, others linearly on triangles. Two more forms hold a grid of one
    value. A header whose first cell is no number and whose others are gives x, the first column
    below it gives y. Four or more rows and columns of numbers alone are a matrix on the unit
    square, as a picture: x to the right, y upwards.
    Raises FileError when the file cannot be read, and InputError when it holds no function.
    """
    asked = None if columns is None else parse_columns(columns)
    return table_of(read_sheet(path), os.fspath(path), inputs, asked=asked, classes=classes)


def table_of(
    sheet: Sheet,
    name: str,
    inputs: int | None = None,
    *,
    asked: Asked | None,
    classes: bool,
) -> Reading:
    """Read the samples in a sheet, as `read_table` does. name: what it is called in sentences."""
    if asked is not None:
        return _samples(sheet, chosen_columns(sheet, asked, inputs, name), name)
    if inputs in (None, 2) and not classes:
        grid = _cross_table(sheet, name) or _matrix(sheet, name)
        if grid is not None:
            return Reading(grid, sheet.doubt)
    return _samples(sheet, guess_columns(sheet, inputs, classes=classes, file=name), name)


def _samples(sheet: Sheet, choice: Choice, file: str) -> Reading:
    """Make a grid or scattered samples from the rows without gaps."""
    used = [*choice.inputs, *([choice.label] if choice.label else choice.values)]
    if not choice.inputs or len(used) == len(choice.inputs):
        raise _too_few(sheet, used, file)
    full = np.logical_and.reduce([_filled(column) for column in used])
    _require_one_table(sheet, used, full, file)
    if full.sum() < len(choice.inputs) + 1:
        raise _too_few(sheet, used, file, _gaps(sheet, used, full))
    x = np.stack([column.values[full] for column in choice.inputs], axis=1)
    labels: tuple[str, ...] | None = None
    if choice.label is not None:
        labels, y = _one_hot(choice.label, full, file)
    else:
        y = np.stack([column.values[full] for column in choice.values], axis=1)
    names = _input_names(choice.inputs)
    _require_size(np.concatenate([x, y], axis=1), file)
    for called, column in zip(names, x.T, strict=True):
        _require_width(column, called, file)
    x, y = without_copies(x, y, choice, names=names, labels=labels, file=file)
    samples = Samples(x, y, names, _gaps(sheet, used, full))
    said = [choice.sentence(sheet.skipped), sheet.doubt]
    return Reading(_joined(samples, file, sheet.doubt), "; ".join(filter(None, said)), labels)


def _require_one_table(
    sheet: Sheet, used: Sequence[Column], full: NDArray[np.bool_], file: str
) -> None:
    """Refuse a file that goes on under other names: its rows would be samples of two functions."""
    rows = np.flatnonzero(~full).tolist() if len(sheet.header) > 1 else []
    for row in rows:
        names = [sheet.cells(row)[c.place].strip() for c in used if c.place < len(sheet.cells(row))]
        words = all(name and not is_missing(name) and not is_value(name) for name in names)
        known = [sheet.header[c.place] for c in used]
        if words and len(names) == len(known) > 1 and names != known and full[row:].any():
            line = sheet.lines[row]
            told = ", ".join(name[:30] for name in names)
            raise InputError(
                f"{file}: a second table begins in row {line} ({told}): give each a file of its own"
            )


def _joined(samples: Samples, file: str, doubt: str = "") -> Table:
    if samples.x.shape[1] == 1:
        note = f"linear between {len(samples.x)} samples{samples.left_out}"
        return Grid((samples.x[:, 0].copy(),), samples.y, samples.names, note)
    if (found := make_grid(samples.x, samples.y)) is not None:
        return Grid(*found, samples.names, _grid_note(found[0]) + samples.left_out)
    return make_scattered(samples, file, doubt)


def _filled(column: Column) -> NDArray[np.bool_]:
    if column.kind == "words":
        return np.array([bool(word) for word in column.words])
    return np.isfinite(column.values)


def _one_hot(label: Column, full: NDArray[np.bool_], file: str) -> tuple[tuple[str, ...], Array]:
    """Name the classes in alphabetical or numerical order, and put 1 in the one of each row."""
    if label.kind == "words":
        words = np.array(label.words, dtype=object)[full]
        names, place = np.unique(words.astype(str), return_inverse=True)
        labels = tuple(map(str, names))
    else:
        numbers, place = np.unique(label.values[full], return_inverse=True)
        labels = tuple(f"{number:g}" for number in numbers)
    if not 2 <= len(labels) <= MOST_CLASSES:
        raise InputError(
            f"{file}: {shown(label)} names {len(labels)} different classes; "
            f"there may be 2 to {MOST_CLASSES}"
        )
    return labels, np.eye(len(labels))[place.reshape(-1)]


def _input_names(inputs: Sequence[Column]) -> tuple[str, ...]:
    usual = usual_names(len(inputs))
    return tuple(column.name or name for column, name in zip(inputs, usual, strict=True))


def _too_few(sheet: Sheet, used: Sequence[Column], file: str, left_out: str = "") -> InputError:
    """Say what a table without enough samples holds instead."""
    words = [c for c in sheet.columns if c.kind == "words" and c not in used]
    if len(used) == 1 and not words:
        return InputError(
            f"{file} has one column of numbers, {shown(used[0])}: needs at least two rows with a "
            "number for x and one for f(x)"
        )
    names = [shown(column) for column in used] if len(used) > 1 else ["x", "y"]
    count = "two" if len(names) == 2 else len(names)
    sentence = (
        f"{file}: needs at least {count} rows with a number for "
        f"{', '.join(names[:-1])} and {names[-1]}{left_out}"
    )
    if words and words[0].place == 0 and len(sheet.lines) < len(sheet.columns) - 1:
        sentence += "; if each row holds one quantity, turn the table round, so that columns do"
    for column in words[:MOST_SAID]:
        sentence += f"; {of_words(column)}: write numbers, or dates such as 2020-01-31"
    return InputError(sentence)


def _require_size(numbers: Array, file: str) -> None:
    """Require differences that do not overflow."""
    largest = float(np.max(np.abs(numbers), initial=0.0))
    if largest > LARGEST:
        raise InputError(f"{file}: {largest:g} is too large a number; the most is {LARGEST:g}")


def _require_width(x: Array, called: str, file: str) -> None:
    """Require that float64 tells the samples apart, as in `parse_box`."""
    low, high = float(x.min()), float(x.max())
    if low == high:
        raise InputError(f"{file}: all samples have the same {called}, {low:g}")
    if high - low < max(NARROWEST, 1e-9 * max(abs(low), abs(high))):
        raise InputError(
            f"{file}: {called} is between {low!r} and {high!r}, too narrow for float64; "
            f"subtract {low!r} from it, or scale it"
        )


def _gaps(sheet: Sheet, used: Sequence[Column], full: NDArray[np.bool_]) -> str:
    """Write the end of a note: which rows were left out, and which cell holds no number."""
    told = []
    for row in np.flatnonzero(~full).tolist():
        cells = sheet.cells(row)
        if not any(cell.strip(" -:") for cell in cells):
            continue  # an empty line, or a rule under the header
        gap = next(column for column in used if not _filled(column)[row])
        cell = cells[gap.place].strip() if gap.place < len(cells) else ""
        what = f"is {cell[:30]!r}" if cell else "is empty"
        told.append(f"row {sheet.lines[row]}: {shown(gap)} {what}")
    if not told:
        return ""
    more = f", and {len(told) - MOST_SAID:,} more" if len(told) > MOST_SAID else ""
    rows = f"{len(told):,} {noun_of(len(told), 'row')}"
    return f"; {rows} left out ({', '.join(told[:MOST_SAID])}{more})"


def _grid_note(axes: tuple[Array, ...]) -> str:
    kind = "bilinear" if len(axes) == 2 else "multilinear"
    return f"{kind} between {'×'.join(str(axis.size) for axis in axes)} samples"


def _cross_table(sheet: Sheet, file: str) -> Grid | None:
    """Read a cross table: x in the header, y in the first column, values where they cross."""
    cells = [numeral(cell, ".") for cell in sheet.header]
    numbers = sheet.numbers
    if not cells and numbers is not None and len(numbers) > 2 and np.isnan(numbers[0, 0]):
        cells = [
            None,
            *(Numeral(x, "", grouped=False) for x in numbers[0, 1:].tolist()),
        ]
        numbers = numbers[1:]  # a corner that is empty
    if len(cells) < 3 or cells[0] is not None or None in cells[1:] or numbers is None:
        return None
    across = np.array([cell.value for cell in cells if cell is not None])
    if numbers.shape[1] != across.size + 1 or len(numbers) < 2:
        return None
    up, values = numbers[:, 0], numbers[:, 1:]
    distinct = np.unique(across).size == across.size and np.unique(up).size == up.size
    if not (distinct and np.isfinite(numbers).all() and np.isfinite(across).all()):
        return None
    _require_size(numbers, file)
    _require_width(across, "x", file)
    _require_width(up, "y", file)
    values = values[np.argsort(up)][:, np.argsort(across)].T[..., None]
    axes = np.sort(across), np.sort(up)
    return Grid(axes, values.copy(), ("x", "y"), _grid_note(axes))


def _matrix(sheet: Sheet, file: str) -> Grid | None:
    """Read a matrix of values, row by row from the top of the unit square."""
    numbers = sheet.numbers
    if sheet.header or numbers is None or min(numbers.shape) < SMALLEST_MATRIX:
        return None
    first = numbers[:, 0]
    counted = first[0] in (0.0, 1.0) and (first == first[0] + np.arange(first.size)).all()
    if counted or not np.isfinite(numbers).all():
        return None
    _require_size(numbers, file)
    values = numbers[::-1].T[..., None].copy()
    axes = tuple(np.linspace(0.0, 1.0, size) for size in values.shape[:2])
    note = f"{_grid_note(axes)}: a matrix, its first row at y = 1"
    return Grid(axes, values, ("x", "y"), note)
