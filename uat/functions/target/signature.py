"""How many numbers a callable takes, and how one of a vector is handed over."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.nouns import counted, usual_names

NUMBERS = "fiub"  # kinds of dtype that are real numbers
PLACE = np.array([0.137])  # where a function is tried


def count_inputs(f: Callable[..., Any]) -> int:
    """Count the numbers that f takes, as far as its signature tells; else one."""
    if isinstance(f, np.ufunc):
        return f.nin
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return 1
    needed = [p for p in parameters if p.default is p.empty and p.kind <= p.POSITIONAL_OR_KEYWORD]
    return max(1, len(needed))


def require_inputs(f: Callable[..., Any], count: int, name: str) -> None:
    """Raise InputError when f's signature does not allow so many numbers."""
    if isinstance(f, np.ufunc):
        fits = f.nin == count
    else:
        try:
            inspect.signature(f).bind(*[0.0] * count)
            fits = True
        except TypeError:
            fits = False
        except ValueError:  # a builtin that does not tell
            fits = True
    if not fits:
        takes = count_inputs(f)
        if takes == count:  # it takes none, or needs more than numbers
            inputs = ", ".join(usual_names(count))
            raise InputError(
                f"{name} cannot be called with {'a number' if count == 1 else f'{count} numbers'} "
                f"alone: give a function of {inputs}, such as lambda {inputs}: …"
            )
        advice = f": {as_vector(f, count)}" if takes == 1 else ""
        raise InputError(f"{name} takes {counted(takes, 'input')}; the box has {count}{advice}")


def as_vector(f: Callable[..., Any], count: int) -> str:
    """Say how to hand over a function of one vector, or of rows of points, whichever it takes."""
    names = ", ".join(usual_names(count))
    if not takes_a(f, PLACE.repeat(count)) and takes_a(f, PLACE.repeat(count)[None]):
        return f"as it takes rows of points, give lambda {names}: f(numpy.array([[{names}]]))[0]"
    return f"if it takes one vector, give lambda {names}: f(numpy.array([{names}]))"


def wider(f: Callable[..., Any]) -> str:
    """Say how to hand over a function of one vector, called with one number; "" if it is none."""
    for count in (2, 3, 4):
        point = PLACE.repeat(count)
        if takes_a(f, point) or takes_a(f, point[None]):
            box = ", ".join(["(0, 1)"] * count)
            return f"; {as_vector(f, count)}, with box=[{box}]"
    return ""


def takes_a(f: Callable[..., Any], point: Array) -> bool:
    """Tell whether f makes a number of an array."""
    try:
        values = np.asarray(f(point.copy()))
    except (Exception, SystemExit):
        return False
    return values.size == 1 and values.dtype.kind in NUMBERS
