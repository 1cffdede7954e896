"""Loops over numbers, compiled by numba on first use and kept on disk.

Where numba is missing they run as they are written: the same numbers, some hundred times slower.
What would take hours then takes its `loop` from `uat.base.compiling`.
Modules of loops are imported only inside functions, since numba takes longer to load than most
networks take to build.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

try:
    from uat.base.compiling import loop
except ModuleNotFoundError:

    def loop(function: Callable[P, R]) -> Callable[P, R]:
        """Leave a function as it is, but that divisions by zero give what numpy's give."""
        if function.__name__.startswith("_"):
            return function  # other loops call it, and see to that
        return np.errstate(all="ignore")(function)


__all__ = ["loop"]
