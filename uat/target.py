"""A target is what the network shall compute: a function on a box, however the user gives it."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from uat.activations import Array
from uat.catalogue import CATALOGUE
from uat.errors import InputError, TargetError
from uat.expression import Expression, compile_expression, parse_number
from uat.sampling import Samples, sample
from uat.table import Table, read_table

Box = tuple[tuple[float, float], ...]
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")


@dataclass(frozen=True, eq=False)
class Target:
    """A function of one or more inputs on a box.

    name: what people read: the formula as typed, a catalogue key, a file or function name.
    box: one (low, high) for each input.
    names: one name for each input.
    function: takes as many arrays as inputs, of one shape, and returns that shape.
    formula: the expression's text, if there is one.
    note: how the function was made from what was given (a table's interpolation), or "".
    knots: points where a table bends, which sampling must visit; or None.
    """

    name: str
    box: Box
    names: tuple[str, ...]
    function: Callable[..., Array] = field(repr=False)
    formula: str | None = None
    note: str = ""
    knots: Array | None = field(default=None, repr=False)

    @property
    def inputs(self) -> int:
        return len(self.box)

    def __call__(self, *inputs: ArrayLike) -> Array:
        """f at arrays that broadcast; float64, of their common shape."""
        if len(inputs) != self.inputs:
            raise InputError(f"{self.name} takes {self.inputs} inputs, not {len(inputs)}")
        arrays = np.broadcast_arrays(*(np.asarray(array, dtype=float) for array in inputs))
        return self.function(*arrays)

    def sample(self, resolution: float) -> Samples:
        """Samples of a function of one input, extrema and jumps included. Raises TargetError."""
        if self.inputs != 1:
            raise InputError(f"{self.name} has {self.inputs} inputs; this needs one")
        (low, high) = self.box[0]
        return sample(self, low, high, resolution=resolution, knots=self.knots)


def make_target(f: Any, box: Any = None) -> Target:
    """A target from text, a callable, `py:module:function`, a `.csv` file or a catalogue key.

    box: (low, high) for one input, or one such pair for each; the ends may be expressions such as
    "2*pi". Default: [0, 1] for each input, a catalogue function's own box, a table's own range.
    Raises InputError for what cannot be read, TargetError for a callable that fails.
    """
    if isinstance(f, Target):
        return f if box is None else _on_box(f, parse_box(box))
    pairs = None if box is None else parse_box(box)
    if callable(f) and not isinstance(f, Expression):
        return _from_callable(f, pairs, getattr(f, "__name__", type(f).__name__))
    if isinstance(f, Expression):
        return _from_expression(f, pairs, f.text)
    if isinstance(f, os.PathLike):
        f = os.fspath(f)
    if not isinstance(f, str):
        raise InputError(f"a function is text, a callable or a Target, not {type(f).__name__}")
    return _from_text(f.strip(), pairs)


def parse_box(box: Any) -> Box:
    """`(a, b)` or one pair for each input, as pairs of floats. Raises InputError."""
    if isinstance(box, str) or not isinstance(box, Sequence | np.ndarray) or len(box) == 0:
        raise InputError(f"a box is (a, b), or one such pair for each input, not {box!r}")
    pairs = box if _is_pair(box[0]) else [box]
    return tuple(_interval(pair) for pair in pairs)


def _is_pair(item: Any) -> bool:
    return not isinstance(item, str) and isinstance(item, Sequence | np.ndarray)


def _interval(pair: Any) -> tuple[float, float]:
    if not _is_pair(pair) or len(pair) != 2:
        raise InputError(f"an interval has two ends, a and b; got {pair!r}")
    low, high = (parse_number(end) if isinstance(end, str) else _number(end) for end in pair)
    if not (np.isfinite(low) and np.isfinite(high) and np.isfinite(high - low)):
        raise InputError(f"the interval {low:g}:{high:g} must have finite ends")
    if low >= high:
        hint = f"; did you mean {high:g}:{low:g}?" if high < low else ""
        raise InputError(f"the interval {low:g}:{high:g} is empty{hint}")
    if high - low < 1e-9 * max(abs(low), abs(high)):
        raise InputError(f"the interval {low!r}:{high!r} is too narrow for float64")
    return low, high


def _number(end: Any) -> float:
    try:
        return float(end)
    except (TypeError, ValueError):
        raise InputError(f"{end!r} is not a number") from None


def _on_box(target: Target, box: Box) -> Target:
    if len(box) != target.inputs:
        raise InputError(f"{target.name} takes {target.inputs} inputs; the box has {len(box)}")
    return Target(
        target.name, box, target.names, target.function, target.formula, target.note, target.knots
    )


def _from_text(text: str, box: Box | None) -> Target:
    if text in CATALOGUE:
        entry = CATALOGUE[text]
        return _from_expression(compile_expression(entry.formula), box or entry.box, text)
    if text.startswith("py:"):
        return _from_callable(_imported(text), box, text)
    suffix = Path(text).suffix.lower()
    if suffix == ".csv":
        return _from_table(read_table(text), box, Path(text).name)
    if suffix in IMAGES:
        raise InputError(f"{text}: pictures need two inputs, which uat does not build yet")
    if text.isidentifier() and (close := get_close_matches(text, CATALOGUE, 1, 0.75)):
        raise InputError(f"unknown function {text}: did you mean {close[0]}? See uat functions")
    return _from_expression(compile_expression(text), box, text)


def _from_expression(expression: Expression, box: Box | None, name: str) -> Target:
    box = box or ((0.0, 1.0),) * len(expression.names)
    if len(box) != len(expression.names):
        raise InputError(
            f"{name} has {len(expression.names)} inputs ({', '.join(expression.names)}); "
            f"the box has {len(box)}"
        )
    return Target(name, box, expression.names, expression, formula=expression.text)


def _from_table(table: Table, box: Box | None, name: str) -> Target:
    whole = ((float(table.x[0]), float(table.x[-1])),)
    box = box or whole
    if len(box) != 1:
        raise InputError(f"{name} is a table of one input; the box has {len(box)}")
    if box[0][0] < whole[0][0] or box[0][1] > whole[0][1]:
        raise InputError(
            f"{name} has samples from {whole[0][0]:g} to {whole[0][1]:g}; "
            f"the domain {box[0][0]:g}:{box[0][1]:g} goes beyond them"
        )
    return Target(name, box, (table.x_name,), table, note=table.note, knots=table.x)


def _imported(text: str) -> Callable[..., Any]:
    """The callable that `py:module:function` names; modules in the working folder count too."""
    module_name, separator, name = text[3:].partition(":")
    if not (separator and module_name and name):
        raise InputError(f"{text}: write py:module:function")
    if (folder := os.getcwd()) not in sys.path:
        sys.path.insert(0, folder)
    try:
        found: Any = importlib.import_module(module_name)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise InputError(f"{text}: {error}") from error
    except Exception as error:  # the user's module may raise anything when it is imported
        raise InputError(f"{text}: the module raised {type(error).__name__}: {error}") from error
    if not callable(found):
        raise InputError(f"{text} is not a function")
    function: Callable[..., Any] = found
    return function


def _from_callable(f: Callable[..., Any], box: Box | None, name: str) -> Target:
    box = box or ((0.0, 1.0),) * _count_inputs(f)
    names = ("x",) if len(box) == 1 else tuple("xyz"[: len(box)])
    if len(box) > 3:
        names = tuple(f"x{i + 1}" for i in range(len(box)))
    function = _vectorised(f, box)
    return Target(name, box, names, function)


def _count_inputs(f: Callable[..., Any]) -> int:
    """How many numbers f takes, as far as its signature tells; else one."""
    import inspect

    if isinstance(f, np.ufunc):
        return f.nin
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return 1
    needed = [p for p in parameters if p.default is p.empty and p.kind <= p.POSITIONAL_OR_KEYWORD]
    return max(1, len(needed))


def _vectorised(f: Callable[..., Any], box: Box) -> Callable[..., Array]:
    """f on arrays: directly if it gives the numbers that single calls give, else call by call."""
    shares = np.array([0.137, 0.511, 0.868])
    probes = [low + shares * (high - low) for low, high in box]
    one_by_one = _OneByOne(f)
    try:
        with np.errstate(all="ignore"):
            together = np.asarray(f(*probes))
    except Exception:  # many functions of one number do not take arrays; those are called singly
        return one_by_one
    if together.shape != shares.shape or together.dtype.kind not in "fiub":
        return one_by_one
    singly = one_by_one(*probes)
    same = np.allclose(together.astype(float), singly, rtol=1e-9, atol=0, equal_nan=True)
    return _Whole(f, one_by_one) if same else one_by_one


@dataclass(frozen=True)
class _OneByOne:
    """Calls f with one number each; a mathematical error is not-a-number, any other is reported."""

    f: Callable[..., Any]

    def __call__(self, *inputs: Array) -> Array:
        points = zip(*(array.reshape(-1).tolist() for array in inputs), strict=True)
        values = np.array([self._value(point) for point in points], dtype=float)
        return values.reshape(inputs[0].shape)

    def _value(self, point: tuple[float, ...]) -> float:
        try:
            value = self.f(*point)
        except (ZeroDivisionError, OverflowError, ValueError, FloatingPointError):
            return float("nan")
        except Exception as error:
            raise TargetError(
                f"the function raised {type(error).__name__} at {_place(point)}: {error}"
            ) from error
        try:
            array = np.asarray(value)
            if array.size != 1 or array.dtype.kind not in "fiub":
                raise TypeError
            return float(array.reshape(()).item())
        except (TypeError, ValueError):
            raise TargetError(
                f"the function must return one real number; at {_place(point)} "
                f"it returned {type(value).__name__} {str(value)[:60]}"
            ) from None


@dataclass(frozen=True)
class _Whole:
    """Calls f with whole arrays; if it fails on one after all, falls back to single calls."""

    f: Callable[..., Any]
    one_by_one: _OneByOne

    def __call__(self, *inputs: Array) -> Array:
        try:
            with np.errstate(all="ignore"):
                values = np.asarray(self.f(*inputs))
        except Exception:  # report it from the single call that fails
            return self.one_by_one(*inputs)
        if values.shape != inputs[0].shape or values.dtype.kind not in "fiub":
            return self.one_by_one(*inputs)
        return values.astype(float)


def _place(point: tuple[float, ...]) -> str:
    return ", ".join(f"{value:.6g}" for value in point)
