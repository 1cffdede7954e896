"""Draw a graph in a few characters: braille dots for a curve, shades for a surface."""

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array

# The bit of each dot in a braille character: row by row, left and right.
_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
_BLANK = 0x2800
_DOWN, _ACROSS = _BITS.shape
SHADES = " ░▒▓█"
UNKNOWN = "·"


def thumbnail(f_values: ArrayLike, width: int = 24, height: int = 3) -> str:
    """Draw a function's graph: `height` lines of `width` characters, joined by newlines.

    f_values: (n,), f at equally spaced points; where they are not finite the graph has a gap. The
    least value touches the lower edge and the greatest the upper one; a constant is in the middle.
    """
    columns, rows = _ACROSS * width, _DOWN * height
    values = np.asarray(f_values, dtype=float).reshape(-1)
    if 0 < values.size < columns:
        known = np.linspace(0, 1, values.size)
        values = np.interp(np.linspace(0, 1, columns), known, values)
    dots = np.zeros((rows, columns), dtype=bool)
    last = np.nan
    for column, part in enumerate(np.array_split(_on_rows(values, rows), columns)):
        part = part[np.isfinite(part)]
        if part.size:
            low, high = _joined(part, last)
            dots[rows - 1 - high : rows - low, column] = True
        last = part[-1] if part.size else np.nan
    cells = dots.reshape(height, _DOWN, width, _ACROSS)
    codes = _BLANK + np.einsum("hdwa,da->hw", cells, _BITS)
    return "\n".join("".join(map(chr, line)) for line in codes.tolist())


def _on_rows(values: Array, rows: int) -> Array:
    """Return values as whole rows above the lower edge; NaN where they are not finite."""
    values = np.where(np.isfinite(values), values, np.nan)
    if np.isnan(values).all():
        return values
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if low == high:
        return values - low + (rows - 1) // 2
    scaled: Array = np.floor(_shares(values, low, high) * (rows - 1) + 0.5)
    return scaled


def _joined(part: Array, last: float) -> tuple[int, int]:
    """Stretch a column's lowest and highest row to reach the last row of the column before."""
    low, high = float(part.min()), float(part.max())
    if last < low:
        low = last + 1
    if last > high:
        high = last - 1
    return int(low), int(high)


def shaded(f_values: ArrayLike, width: int = 20, height: int = 10) -> str:
    """Draw two inputs from above: `height` lines of `width` characters, darker is higher.

    f_values: (rows, columns), f on an even grid, the first row on top. Each character shows the
    mean of its part: the least value is blank and the greatest solid, a constant in between. A
    part without a finite value is a point.
    """
    values = np.asarray(f_values, dtype=float)
    rows, columns = (
        (np.arange(size) * count) // max(size, 1)
        for size, count in zip(values.shape, (height, width), strict=True)
    )
    known = np.isfinite(values)
    low, high = (values[known].min(), values[known].max()) if known.any() else (0.0, 0.0)
    share = _shares(values, float(low), float(high))
    total, count = np.zeros((height, width)), np.zeros((height, width))
    np.add.at(total, np.ix_(rows, columns), np.where(known, share, 0.0))
    np.add.at(count, np.ix_(rows, columns), known)
    mean = total / np.maximum(count, 1)
    level = np.minimum(len(SHADES) * mean, len(SHADES) - 1).astype(int)
    level[count == 0] = len(SHADES)
    return "\n".join("".join((SHADES + UNKNOWN)[i] for i in line) for line in level.tolist())


def _shares(values: Array, low: float, high: float) -> Array:
    """Return where values lie between low and high, 0 to 1; one half if those are equal.

    Values are divided by the largest first: no range overflows, and none is lost below the least
    positive number.
    """
    if low == high:
        return np.full(values.shape, 0.5)
    size = max(abs(low), abs(high))
    shares: Array = (np.clip(values, low, high) / size - low / size) / (high / size - low / size)
    return shares
