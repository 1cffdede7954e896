"""Give pictures the size that was asked for, and refuse one that has no room."""

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from uat.base.errors import InputError

MOST_INCHES = 100
LEAST = 0.75  # of the size that parts beside each other are made for: then no words overlap
size_asked: ContextVar[tuple[float, float] | None] = ContextVar("size", default=None)


@contextmanager
def sized(size: tuple[float, float] | None) -> Iterator[None]:
    """Give figures that are made meanwhile this size, in inches; None: as large as usual."""
    if size is not None:
        width, height = size
        if not (0.5 <= width <= MOST_INCHES and 0.5 <= height <= MOST_INCHES):
            raise InputError(f"a figure is 0.5 to {MOST_INCHES} inches wide and high, not {size}")
    before = size_asked.set(size)
    try:
        yield
    finally:
        size_asked.reset(before)


def size_or(usual: tuple[float, float]) -> tuple[float, float]:
    """Return the size that was asked for, in inches; else the usual one."""
    return size_asked.get() or usual


def size_of_many(usual: tuple[float, float], simpler: str = "") -> tuple[float, float]:
    """Return the size of a page of many parts. Raises InputError if too small a one was asked for.

    usual: the size that the parts are made for, with letters of matplotlib's usual size. simpler: a
    view of fewer parts, if there is one.
    """
    size = size_or(usual)
    letters = mpl.rcParams["font.size"] / mpl.rcParamsDefault["font.size"]
    least = [math.ceil(10 * LEAST * min(letters, 1.0) * length) / 10 for length in usual]
    if size[0] < least[0] or size[1] < least[1]:
        wanted = f"at least {least[0]:g}x{least[1]:g}"
        view = f", smaller letters, or a view of fewer parts, such as {simpler}"
        raise _no_room(size, wanted + (view if simpler else ", or smaller letters"))
    return size


def _no_room(size: tuple[float, float], wanted: str) -> InputError:
    return InputError(f"the picture has no room in {size[0]:g}x{size[1]:g} inches: choose {wanted}")


class Layout(ConstrainedLayoutEngine):
    """A layout of axes and words that refuses a size which was asked for and has no room."""

    def execute(self, fig: Figure) -> None:
        with warnings.catch_warnings():
            if size := size_asked.get():
                warnings.filterwarnings("error", "constrained_layout not applied", UserWarning)
            try:
                super().execute(fig)
            except UserWarning:
                assert size is not None
                raise _no_room(size, "more, or a view of fewer parts") from None


def padded() -> Layout:
    """Make the layout of a page, with room between its parts."""
    return Layout(w_pad=0.12, h_pad=0.12)
