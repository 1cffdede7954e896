"""What other packages fitted to data knows its inputs and its domain: interpolants, estimators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.functions.target.box import Box


@dataclass(frozen=True)
class Fitted:
    """A function of arrays, one for each input, and the box that belongs to it.

    known: whether it has values in the box alone.
    """

    function: Callable[..., Any]
    box: Box
    known: bool = True


def fitted(f: Any) -> Fitted | None:
    """Return what a fitted object is as a function; None for any other object."""
    home = type(f).__module__
    if home.startswith("scipy.interpolate"):
        return _interpolant(f)
    if home.startswith("numpy.polynomial") and hasattr(f, "domain"):
        return Fitted(f, (_ends(f.domain),), known=False)
    if hasattr(f, "predict") and hasattr(f, "n_features_in_"):
        return Fitted(OfRows(f.predict), ((0.0, 1.0),) * int(f.n_features_in_), known=False)
    if hasattr(f, "network") and hasattr(f, "target"):  # an approximation of ours
        return Fitted(f.network, f.target.box, known=False)
    if hasattr(f, "widths") and hasattr(f, "layers"):  # a network of ours
        return Fitted(f, ((0.0, 1.0),) * int(f.widths[0]), known=False)
    return None


def _interpolant(f: Any) -> Fitted | None:
    """Return an interpolant of SciPy, of one input or more, on the box of its samples."""
    if hasattr(f, "grid"):
        return Fitted(OfRows(f), tuple(_ends(axis) for axis in f.grid))
    if hasattr(f, "ev"):
        return Fitted(f.ev, tuple(_ends(knots) for knots in f.get_knots()))
    for name in ("points", "y"):  # of any places; those of one input have no such rows
        rows = np.asarray(getattr(f, name, ()))
        if rows.ndim == 2 and not hasattr(f, "x"):
            return Fitted(OfRows(f), tuple(_ends(column) for column in rows.T))
    if hasattr(f, "t") and hasattr(f, "k"):
        return Fitted(f, (_ends(f.t[f.k : len(f.t) - f.k]),))
    for name in ("x", "xi", "support_points"):
        places = np.asarray(getattr(f, name, ()))
        if places.ndim == 1 and places.size > 1:
            return Fitted(f, (_ends(places),))
    return Fitted(f, (_ends(f.get_knots()),)) if hasattr(f, "get_knots") else None


def _ends(places: Any) -> tuple[float, float]:
    return float(np.min(places)), float(np.max(places))


@dataclass(frozen=True)
class OfRows:
    """Calls a function of rows, (n, inputs), with an array for each input."""

    f: Callable[..., Any]

    def __call__(self, *inputs: Array) -> Any:
        arrays = np.broadcast_arrays(*(np.asarray(array, dtype=float) for array in inputs))
        rows = np.stack([array.reshape(-1) for array in arrays], axis=1)
        values = np.asarray(self.f(rows))
        return values.reshape(*arrays[0].shape, *values.shape[1:])
