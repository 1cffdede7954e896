"""A callable becomes a function on arrays: called with them if it can, else point by point."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError, TargetError, quoted
from uat.functions.target.box import Box
from uat.functions.target.signature import NUMBERS, wider

SHARES = np.array([0.137, 0.511, 0.868])  # of the box, where f is tried
MOST_OUTPUTS = 1000


def imported(text: str) -> Callable[..., Any]:
    """Import the callable that `py:module:function` names; modules may be in the folder, too."""
    module_name, separator, name = text[3:].rpartition(":")
    if not (separator and module_name and name):
        raise InputError(f"{text}: write py:module:function")
    _require_module(text, module_name, name)
    if (folder := os.getcwd()) not in sys.path:
        sys.path.insert(0, folder)
    try:
        found: Any = importlib.import_module(module_name)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise InputError(f"{text}: {quoted(error)}") from error
    except (Exception, SystemExit) as error:  # the user's module may raise anything
        said = f"the module raised {type(error).__name__}: {quoted(error)}"
        raise InputError(f"{text}: {said}") from error
    if not callable(found):
        raise InputError(f"{text} is not a function")
    function: Callable[..., Any] = found
    return function


def _require_module(text: str, module: str, name: str) -> None:
    """Raise InputError for the path of a file, with what to write instead."""
    path = Path(module.replace("\\", "/"))
    if path.suffix != ".py" and len(path.parts) == 1:
        return
    where = "" if path.parent == Path() else f", and run uat in the folder {path.parent}"
    raise InputError(f"{text}: a module has a name, not a path: write py:{path.stem}:{name}{where}")


@dataclass(frozen=True)
class Called:
    """A record of what a callable turned out to be.

    function: takes arrays of one shape S; returns S, or (*S, outputs).
    outputs: how many numbers it returns. is_predicate: whether they are truth values.
    """

    function: Callable[..., Array]
    outputs: int
    is_predicate: bool


def call(f: Callable[..., Any], box: Box) -> Called:
    """Call f with arrays, if that gives the numbers of single calls, else one by one."""
    probes = [low + SHARES * (high - low) for low, high in box]
    points = list(zip(*(axis.tolist() for axis in probes), strict=True))
    single = _unwrapped(f)
    values = _tried(single, points)
    if not values:  # it may ask its argument for what only an array has, such as x.clip
        single = OfArrays(f)
        values = _tried(single, points)
        single = single if values else f
    _require_same(values, _tried(single, points))
    outputs = values[0].size if values else 1
    if outputs > MOST_OUTPUTS:
        raise InputError(f"the function returns {outputs} numbers; the most is {MOST_OUTPUTS}")
    one_by_one = OneByOne(single, outputs)
    is_predicate = bool(values) and all(v.dtype == bool and v.size == 1 for v in values)
    layout = _layout(f, probes, one_by_one)
    function = one_by_one if layout is None else Whole(f, one_by_one, layout)
    return Called(function, outputs, is_predicate)


def _unwrapped(f: Callable[..., Any]) -> Callable[..., Any]:
    """Return what np.vectorize calls for each point: without it five times as fast."""
    if isinstance(f, np.vectorize) and not (f.otypes or f.signature or f.excluded):
        called: Callable[..., Any] = f.pyfunc
        return called
    return f


def _tried(f: Callable[..., Any], points: list[tuple[float, ...]]) -> list[Any]:
    """Call f at a few points, and return flat arrays; what is unusable is told when f is used."""
    found = []
    for point in points:
        try:
            values = np.asarray(f(*point))
        except (Exception, SystemExit):
            continue
        if _are_numbers(values):
            found.append(values.reshape(-1))
    return found


def _require_same(first: list[Any], second: list[Any]) -> None:
    """Refuse noise, which no number of samples would resolve. Raises TargetError."""
    for one, other in zip(first, second, strict=False):
        if one.shape == other.shape and not np.allclose(
            one, other, rtol=1e-9, atol=0, equal_nan=True
        ):
            raise TargetError(
                "the function gives another value when it is called again with the same numbers: "
                "average its noise away, or save its samples as a .csv file and approximate that"
            )


def _are_numbers(values: Any) -> bool:
    return bool(
        values.dtype.kind in NUMBERS and values.size and (values.ndim <= 1 or values.size == 1)
    )


def _layout(f: Callable[..., Any], probes: list[Array], one_by_one: OneByOne) -> str | None:
    """Find which axis of f on arrays counts its outputs, "last" or "first"; None: singly."""
    if isinstance(f, np.vectorize):  # takes arrays, but calls a function for each point
        return None
    try:
        with np.errstate(all="ignore"):
            together = _stacked(f(*_copies(probes)), SHARES.shape)
    except (
        Exception,
        SystemExit,
    ):  # many functions of one number do not take arrays; those are called singly
        return None
    if together.dtype.kind not in NUMBERS:
        return None
    singly: Array | None = None
    for layout in ("last", "first"):
        values = _arranged(together, SHARES.shape, one_by_one.outputs, layout)
        if values is None:
            continue
        singly = one_by_one(*probes) if singly is None else singly
        if np.allclose(values, singly, rtol=1e-9, atol=0, equal_nan=True):
            return layout
    return None


def _stacked(values: Any, shape: tuple[int, ...]) -> Any:
    """Stack outputs, each of the inputs' shape or one number, into an array."""
    if not isinstance(values, tuple | list):
        return np.asarray(values)
    parts = [np.asarray(part) for part in values]
    if any(part.dtype.kind not in NUMBERS or part.shape not in ((), shape) for part in parts):
        return np.asarray(values)
    return np.stack([np.broadcast_to(part, shape) for part in parts])


def _arranged(values: Any, shape: tuple[int, ...], outputs: int, layout: str) -> Array | None:
    """Arrange values to S or (*S, outputs), float64; None if not of the layout's shape."""
    if outputs == 1 and values.shape == shape:
        return np.array(values, dtype=float)
    wanted = (*shape, outputs) if layout == "last" else (outputs, *shape)
    if values.shape != wanted:
        return None
    moved = np.moveaxis(values, 0, -1) if layout == "first" else values
    return np.array(moved if outputs > 1 else moved[..., 0], dtype=float, order="C")


@dataclass(frozen=True)
class OfArrays:
    """Calls a function that wants arrays with arrays of one number each."""

    f: Callable[..., Any]

    def __call__(self, *point: float) -> Any:
        values = np.asarray(_stacked(self.f(*[np.array([value]) for value in point]), (1,)))
        return values.reshape(-1) if 1 in values.shape else values


@dataclass(frozen=True)
class OneByOne:
    """Calls f with one number each; a mathematical error is not-a-number, any other is reported."""

    f: Callable[..., Any]
    outputs: int

    def __call__(self, *inputs: Array) -> Array:
        shape = inputs[0].shape
        points = zip(*(array.reshape(-1).tolist() for array in inputs), strict=True)
        values = np.array([self._value(point) for point in points], dtype=float)
        return values.reshape(shape if self.outputs == 1 else (*shape, self.outputs))

    def _value(self, point: tuple[float, ...]) -> Any:
        try:
            value = self.f(*point)
        except (Exception, SystemExit) as error:
            if _is_of_numbers(error):
                return np.full(self.outputs, np.nan)
            said = f"raised {type(error).__name__} at {_place(point)}: {quoted(error)}"
            said += _line_of(error)
            vector = isinstance(error, IndexError) or "subscriptable" in str(error)
            advice = wider(self.f) if vector and len(point) == 1 else ""
            raise TargetError(f"the function {said}{advice}") from error
        try:
            array = np.asarray(value)
            if array.dtype == object and hasattr(value, "__float__"):  # such as a Fraction
                array = np.array(float(value))
        except (TypeError, ValueError, OverflowError):
            array = np.array(None)
        if not _are_numbers(array) or array.size != self.outputs:
            wanted = "one real number" if self.outputs == 1 else f"{self.outputs} real numbers"
            raise TargetError(
                f"the function must return {wanted}; at {_place(point)} "
                f"it returned {type(value).__name__} {_shown(value)}"
            ) from None
        return array.reshape(-1)


@dataclass(frozen=True)
class Whole:
    """Calls f with whole arrays; if it fails on one after all, falls back to single calls.

    layout: "last" or "first", the axis of f's values that counts its outputs.
    """

    f: Callable[..., Any]
    one_by_one: OneByOne
    layout: str

    def __call__(self, *inputs: Array) -> Array:
        shape = inputs[0].shape
        try:
            with np.errstate(all="ignore"):
                values = _stacked(self.f(*_copies(inputs)), shape)
        except (Exception, SystemExit):  # report it from the single call that fails
            return self.one_by_one(*inputs)
        arranged = None
        if values.dtype.kind in NUMBERS:
            arranged = _arranged(values, shape, self.one_by_one.outputs, self.layout)
        return self.one_by_one(*inputs) if arranged is None else arranged


def _copies(arrays: Sequence[Array]) -> list[Array]:
    """Copy arrays: the user's function may write to what it is given."""
    return [array.copy() for array in arrays]


def _is_of_numbers(error: BaseException) -> bool:
    """Tell whether an error says that there is no value: of `math`, or a division by 0."""
    if isinstance(error, ValueError):
        return str(error).startswith(("math domain", "math range", "expected a "))
    return isinstance(error, ArithmeticError)


def _line_of(error: BaseException) -> str:
    """Say where in the user's code an error was raised, for people who see no traceback."""
    trace, lines = error.__traceback__, []
    while trace is not None:
        lines.append((Path(trace.tb_frame.f_code.co_filename), trace.tb_lineno))
        trace = trace.tb_next
    known = [(path, line) for path, line in lines if path != Path(__file__) and path.is_file()]
    own = [place for place in known if "site-packages" not in place[0].parts] or known
    return f" ({own[-1][0].name}, line {own[-1][1]})" if own else ""


def _place(point: tuple[float, ...]) -> str:
    return ", ".join(f"{value:.6g}" for value in point)


def _shown(value: Any) -> str:
    """Show a value in a few characters of one line, whatever its own repr does."""
    try:
        return " ".join(str(value).split())[:60]
    except Exception:  # the user's object may raise anything
        return ""
