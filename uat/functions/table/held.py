"""Samples that are held in memory are read as a file of them would be: arrays, series, frames.

Nothing is imported to know a frame: what has the methods of one is one.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.nouns import usual_names
from uat.functions.table.asked import Asked
from uat.functions.table.column import number_columns
from uat.functions.table.read import Sheet, sheet_of

NUMBERS = "fiub"  # kinds of dtype


@dataclass(frozen=True, eq=False)
class Held:
    """Samples from memory.

    name: what they are called in sentences. sheet: their columns. asked: which of them are what,
    where that follows from how they were given; else None. chooses: whether columns have names that
    a user can choose by.
    """

    name: str
    sheet: Sheet
    asked: Asked | None = None
    chooses: bool = False


def held(f: Any, box: Sequence[tuple[float, float]] | None) -> Held | None:
    """Return the samples that f is; None if it is something else. Raises InputError.

    (x, f), (x, y, f) and so on: arrays of coordinates, and of values; values may be a grid over the
    coordinates. (X, f): rows of points. An array of rows x, f or x, y, f; of values alone, which
    are spread evenly over the box or [0, 1]. A series, a frame, a dict of arrays, an xarray.
    """
    kind = type(f).__name__
    if hasattr(f, "to_dataframe") and hasattr(f, "dims"):  # xarray
        return _of_xarray(f)
    if isinstance(f, Mapping):
        return Held("the dict", _of_columns(dict(f)), chooses=True)
    if hasattr(f, "write_csv"):  # polars
        return _of_polars(f)
    if hasattr(f, "to_frame") and hasattr(f, "to_csv"):  # a Series of pandas
        frame = f.rename_axis(f.index.name or "x").to_frame(f.name if f.name is not None else "f")
        return Held("the Series", sheet_of(frame.to_csv(), "the Series"))
    if hasattr(f, "to_csv") and hasattr(f, "columns"):
        return Held("the DataFrame", _of_frame(f), chooses=True)
    if isinstance(f, tuple | list):
        return _of_sequence(f, box)
    if isinstance(f, np.ndarray):
        return Held(f"the {kind}", _of_array(f, box))
    return None


def _of_frame(frame: Any) -> Sheet:
    """Read a DataFrame; its index is a column if it has a name, or is no count of the rows."""
    counts = frame.index.name is None and frame.index.dtype.kind in "iu"
    index = frame.shape[1] == 1 or not counts
    if index and frame.index.name is None:
        frame = frame.rename_axis("x")
    named = any(isinstance(name, str) for name in frame.columns)
    return sheet_of(frame.to_csv(index=index, header=named), "the DataFrame")


def _of_polars(frame: Any) -> Held:
    if hasattr(frame, "to_frame"):  # a Series
        return Held("the Series", _of_array(np.asarray(frame.to_numpy()), None))
    return Held("the DataFrame", sheet_of(frame.write_csv(), "the DataFrame"), chooses=True)


def _of_xarray(data: Any) -> Held:
    """Read a DataArray, a grid over its dimensions, or a Dataset of several."""
    name = f"the {type(data).__name__}"
    if hasattr(data, "data_vars"):
        return Held(
            name,
            sheet_of(data.to_dataframe().reset_index().to_csv(index=False), name),
            chooses=True,
        )
    value = str(data.name or "f")
    frame = data.rename(value).to_dataframe().reset_index()
    dims = tuple(map(str, data.dims))
    text = frame[[*data.dims, value]].to_csv(index=False)
    return Held(name, sheet_of(text, name), Asked(dims, (value,), None, ""))


def _of_sequence(f: Sequence[Any], box: Any) -> Held:
    """Read a pair, a triple, … of arrays, or a list of rows or of values."""
    if not f or any(isinstance(part, str) or callable(part) for part in f):
        raise InputError(
            "a tuple holds samples, (x, f) or (x, y, f): write several formulas as one text, "
            'such as "(cos(t), sin(t))", and several functions as one that returns them all'
        )
    points = [np.ndim(part) for part in f]
    if isinstance(f, list) and (not any(points) or len(f) > 3 or isinstance(f[0], tuple)):
        return Held("the list", _of_array(np.asarray(f), box))
    if len(f) < 2 or 0 in points:
        raise InputError("samples are pairs (x, f) of arrays, or (x, y, f) for two inputs")
    *places, values = f
    if len(places) == 1 and points[0] == 2:
        return _of_points(places[0], values)
    return _of_axes(list(map(np.asarray, places)), np.asarray(values), f)


def _of_points(points: Any, values: Any) -> Held:
    """Read rows of points (n, inputs), as scikit-learn has them, and values or labels."""
    names = [str(name) for name in getattr(points, "columns", [])]
    rows, values = np.asarray(points), np.asarray(values)
    names = names or list(usual_names(rows.shape[1]))
    if len(values) != len(rows):
        raise InputError(f"there are {len(rows)} points, but {len(values)} values")
    outputs = values.reshape(len(values), -1).T
    called = ["f"] if len(outputs) == 1 else [f"f{k + 1}" for k in range(len(outputs))]
    columns = dict(zip(names, rows.T, strict=True)) | dict(zip(called, outputs, strict=True))
    return Held("the samples", _of_columns(columns), _asked(names, called, values))


def _of_axes(places: list[Any], values: Any, given: Sequence[Any]) -> Held:
    """Read coordinates and values: each point its own, or the values a grid over them."""
    own = [str(name) for part in given if (name := getattr(part, "name", None)) is not None]
    names = own[:-1] if len(set(own)) == len(given) else list(usual_names(len(places)))
    value = own[-1] if len(set(own)) == len(given) else "f"
    shapes = [place.shape for place in places]
    if len(places) > 1 and values.ndim == len(places) and all(len(shape) == 1 for shape in shapes):
        sizes = tuple(place.size for place in places)
        across = (sizes[1], sizes[0], *sizes[2:])
        if values.shape not in (sizes, across):
            raise InputError(
                f"values of shape {values.shape} are no grid over {' and '.join(map(str, sizes))} "
                "coordinates"
            )
        # As matplotlib and meshgrid have it, rows go along y; of other shapes only one way fits.
        order: Any = "xy" if values.shape == across else "ij"
        places = list(np.meshgrid(*places, indexing=order))
    elif any(shape != values.shape for shape in shapes):
        told = ", ".join(str(part.shape) for part in (*places, values))
        raise InputError(f"samples need as many values as places; these have shapes {told}")
    flat = [np.ravel(part) for part in (*places, values)]
    columns = dict(zip((*names, value), flat, strict=True))
    return Held("the samples", _of_columns(columns), _asked(names, [value], values))


def _asked(inputs: Sequence[str], values: Sequence[str], given: Any) -> Asked:
    words = given.dtype.kind not in NUMBERS + "Mm"
    return Asked(tuple(inputs), () if words else tuple(values), values[0] if words else None, "")


def _of_array(array: Any, box: Any) -> Sheet:
    """Read values alone, rows of numbers, or two or three long rows, which are columns then."""
    if array.dtype.kind not in NUMBERS:
        raise InputError(f"an array of samples holds real numbers, not {array.dtype}")
    array = array.astype(float)
    if array.ndim == 1:
        low, high = box[0] if box else (0.0, 1.0)
        return sheet_of_numbers(np.stack([np.linspace(low, high, array.size), array], axis=1))
    if array.ndim != 2:
        raise InputError(
            f"an array of samples is of rows x, f or x, y, f, or of values; not of shape "
            f"{array.shape}"
        )
    return sheet_of_numbers(array.T if len(array) <= 3 < array.shape[1] else array)


def _of_columns(columns: dict[Any, Any]) -> Sheet:
    """Read named columns; what is no number, such as dates and words, is read as a file's cells."""
    arrays = {str(name): np.asarray(values) for name, values in columns.items()}
    sizes = {array.shape for array in arrays.values()}
    if len(sizes) != 1 or len(next(iter(sizes))) != 1:
        told = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise InputError(f"columns are as long as each other, of one axis; these are {told}")
    if any(array.dtype.kind == "c" for array in arrays.values()):
        raise InputError("samples are real numbers, not complex ones: give f.real, or abs(f)")
    if all(array.dtype.kind in NUMBERS for array in arrays.values()):
        numbers = np.stack([array.astype(float) for array in arrays.values()], axis=1)
        return sheet_of_numbers(numbers, tuple(arrays))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(arrays)
    writer.writerows(
        zip(
            *(
                array.tolist() if array.dtype.kind in NUMBERS else array.astype(str)
                for array in arrays.values()
            ),
            strict=True,
        )
    )
    return sheet_of(text.getvalue(), "the samples")


def sheet_of_numbers(numbers: Array, names: tuple[str, ...] = ()) -> Sheet:
    """Make a sheet of numbers, (rows, columns)."""
    return Sheet(
        number_columns(numbers.copy(), names),
        names,
        range(1, len(numbers) + 1),
        lambda row: [f"{value:g}" for value in numbers[row]],
        0,
    )
