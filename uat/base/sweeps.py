"""Loops along arrays, as Python while there is little to do, and compiled by numba for the rest.

To load numba takes half a second, as long as some hundred thousand numbers take as Python, and most
networks need fewer. Both ways give the same numbers, to the last bit.
"""

import sys
from collections.abc import Callable
from functools import update_wrapper
from importlib.util import find_spec
from typing import Any, Generic, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

SPARE = 250_000  # numbers that go through loops as Python, a microsecond or two each

_left = SPARE
_helpers: list[Callable[..., Any]] = []


def is_spare(work: int) -> bool:
    """Tell whether so much work is quicker done without numba, and count it; work: in numbers."""
    global _left
    if sys.modules.get("numba") is not None:
        return False
    _left -= work
    return _left >= 0 or _is_missing()


def _is_missing() -> bool:
    try:
        return find_spec("numba") is None
    except ModuleNotFoundError:
        return True


def helper(function: Callable[P, R]) -> Callable[P, R]:
    """Let sweeps call a function, compiled or not."""
    _helpers.append(function)
    return function


class Sweep(Generic[P, R]):
    """A loop along flat arrays that are read and written number by number, and have a `len`.

    It may write arrays that it is given, but not read what was in them before it wrote: where
    Python refuses to divide by zero, it starts anew with numpy's numbers.
    """

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function
        self.compiled: Callable[P, R] | None = None
        update_wrapper(self, function)

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> R:
        longest = max(a.size for a in arguments if isinstance(a, np.ndarray))
        if self.compiled is None and is_spare(longest):
            return self._as_python(*arguments, **named)
        if self.compiled is None:
            self.compiled = _compiled(self.function)
        return self.compiled(*arguments, **named)

    def _as_python(self, *arguments: P.args, **named: P.kwargs) -> R:
        function: Any = self.function
        try:
            found: R = function(*map(_light, arguments), **named)
            return found
        except ZeroDivisionError:
            with np.errstate(all="ignore"):
                return self.function(*arguments, **named)


def _light(argument: Any) -> Any:
    """Return what gives Python's own numbers, which are several times as fast as numpy's."""
    if isinstance(argument, np.ndarray):
        return argument.data
    return argument.item() if isinstance(argument, np.generic) else argument


def _compiled(function: Callable[P, R]) -> Callable[P, R]:
    from uat.base.compiling import jitable, loop

    while _helpers:
        jitable(_helpers.pop())
    return loop(function)
