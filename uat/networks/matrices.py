"""Store a matrix of weights, dense or with zeros left out: frozen, as data or as arrays."""

from typing import Any

import numpy as np

from uat.base.arrays import Array, real_array
from uat.base.errors import InputError


def frozen(array: Any) -> Array:
    """Return a read-only float64 copy."""
    copy = np.array(real_array(array, "a layer"))
    copy.flags.writeable = False
    return copy


def frozen_matrix(weights: Any) -> Any:
    """Return a read-only copy, dense (2-D) or in compressed rows."""
    if hasattr(weights, "tocsr"):
        if weights.dtype.kind == "c":
            raise InputError("a layer takes real weights, not complex ones")
        matrix = weights.tocsr(copy=True).astype(float)
        matrix.sum_duplicates()
        matrix.data.flags.writeable = False
        return matrix
    matrix = frozen(weights)
    if matrix.ndim != 2:
        raise InputError(f"weights form a matrix (neurons, inputs), not shape {matrix.shape}")
    return matrix


def entries(matrix: Any) -> Array:
    """Return the entries; of a sparse matrix those that are kept."""
    kept: Array = matrix if isinstance(matrix, np.ndarray) else matrix.data
    return kept


def dense(matrix: Any) -> Array:
    full: Array = matrix if isinstance(matrix, np.ndarray) else matrix.toarray()
    return full


def to_data(matrix: Any) -> Any:
    """Return lists for JSON; of a sparse matrix its shape, rows, columns and values.

    Of one without rows too: lists would not tell how many columns it has.
    """
    if isinstance(matrix, np.ndarray):
        if matrix.shape[0]:
            return matrix.tolist()
        return {"shape": list(matrix.shape), "rows": [], "columns": [], "values": []}
    return {
        name: part if name == "shape" else part.tolist() for name, part in _parts(matrix).items()
    }


def from_data(data: Any, neurons: int) -> Any:
    """Read a matrix that `to_data` wrote, for so many neurons."""
    return _sparse(data, neurons) if isinstance(data, dict) else data


def to_arrays(matrix: Any, index: int) -> dict[str, Any]:
    """Return arrays whose names end in the layer's index."""
    if isinstance(matrix, np.ndarray):
        return {f"weights_{index}": matrix}
    return {f"{name}_{index}": np.asarray(part) for name, part in _parts(matrix).items()}


def from_arrays(arrays: dict[str, Any], index: int, neurons: int) -> Any:
    """Read a matrix that `to_arrays` wrote, for so many neurons."""
    if (weights := arrays.get(f"weights_{index}")) is not None:
        return weights
    names = ("shape", "rows", "columns", "values")
    return _sparse({name: arrays[f"{name}_{index}"] for name in names}, neurons)


def _parts(matrix: Any) -> dict[str, Any]:
    entries = matrix.tocoo()
    return {
        "shape": list(entries.shape),
        "rows": entries.row,
        "columns": entries.col,
        "values": entries.data,
    }


def _sparse(data: dict[str, Any], neurons: int) -> Any:
    """Build a sparse matrix; check the claimed shape before memory is asked for."""
    from scipy.sparse import coo_array

    rows, columns = (int(size) for size in data["shape"])
    if rows != neurons:
        raise InputError("a layer has as many biases as its weights have rows")
    if not rows:
        return np.zeros((0, columns))
    return coo_array((data["values"], (data["rows"], data["columns"])), shape=(rows, columns))
