"""A graph in a few characters: braille has two by four dots in each of them."""

import numpy as np
from numpy.typing import ArrayLike

from uat.activations import Array

# The bit of each dot in a braille character: row by row, left and right.
_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
_BLANK = 0x2800
_DOWN, _ACROSS = _BITS.shape


def thumbnail(f_values: ArrayLike, width: int = 24, height: int = 3) -> str:
    """The graph of a function: `height` lines of `width` characters, with newlines between them.

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
    """Values as whole numbers of rows above the lower edge; NaN where they are not finite."""
    values = np.where(np.isfinite(values), values, np.nan)
    if np.isnan(values).all():
        return values
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if low == high:
        return values - low + (rows - 1) // 2
    # Halved, so that the range of the largest numbers does not overflow.
    share = (values / 2 - low / 2) / (high / 2 - low / 2)
    scaled: Array = np.floor(share * (rows - 1) + 0.5)
    return scaled


def _joined(part: Array, last: float) -> tuple[int, int]:
    """Lowest and highest row of a column, stretched to reach the last row of the column before."""
    low, high = float(part.min()), float(part.max())
    if last < low:
        low = last + 1
    if last > high:
        high = last - 1
    return int(low), int(high)
