"""Arguments as people call them elsewhere are taken, and others told which may be meant."""

from collections.abc import Callable
from difflib import get_close_matches
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


# Another name of an argument, and its own.
SAME = {
    **dict.fromkeys(("domain", "interval", "bounds"), "box"),
    **dict.fromkeys(("tolerance", "eps", "epsilon"), "tol"),
    **dict.fromkeys(("method", "kind"), "construction"),
    **dict.fromkeys(("callback", "on_progress"), "progress"),
}


def forgiving(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function take arguments by the other names of `SAME`, and say which may be meant."""
    known = signature(function).parameters

    @wraps(function)
    def call(*args: P.args, **given: P.kwargs) -> R:
        for name in [name for name in given if name not in known]:
            meant = SAME.get(name, "")
            if meant not in known:
                raise TypeError(_unknown(function.__name__, name, list(known)))
            if meant in given or list(known).index(meant) < len(args):
                raise TypeError(f"{function.__name__}() got {meant} twice: {name} is the same")
            given[meant] = given.pop(name)
        return function(*args, **given)

    return call


def _unknown(function: str, name: str, known: list[str]) -> str:
    ours = {name: name for name in known} | {n: own for n, own in SAME.items() if own in known}
    close = get_close_matches(name, ours, 1, 0.6)
    meant = f": did you mean {ours[close[0]]}?" if close else f"; it has {', '.join(known)}"
    return f"{function}() has no argument {name}{meant}"
