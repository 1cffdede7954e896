"""Compile loops with numba, and say once, on a terminal, why the very first call takes so long."""

import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import numpy as np
from numba import njit
from numba.core import event
from numba.extending import register_jitable

P = ParamSpec("P")
R = TypeVar("R")

# Numba compiles a version of its own for a literal True, False or 0, but one for all of these.
YES, NO = np.True_, np.False_
NONE: Any = np.int64(0)


def loop(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function when it is first called; divisions by zero give what numpy's give."""
    made: Callable[P, R] = njit(cache=True, nogil=True, error_model="numpy")(function)
    return made


def jitable(function: Callable[P, R]) -> Callable[P, R]:
    """Let compiled loops call a function that stays what it is."""
    same: Callable[P, R] = register_jitable(error_model="numpy")(function)
    return same


class _Told(event.Listener):
    """Says once, on a terminal, why the very first call takes so long: nothing is cached yet."""

    told = False

    def on_start(self, event: Any) -> None:
        if not self.told and sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K… compiling the inner loops, this once: some seconds\n")
            sys.stderr.flush()
        self.told = True

    def on_end(self, event: Any) -> None:
        return


register: Callable[[str, event.Listener], None] = event.register  # numba has no types
register("numba:compile", _Told())
