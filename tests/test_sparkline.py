"""Small graphs in braille, dot by dot."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from uat.sparkline import thumbnail


def dots(text):
    """The picture as a set of (column, row from below)."""
    lines = text.splitlines()
    bits = {0: (0, 0), 1: (0, 1), 2: (0, 2), 3: (1, 0), 4: (1, 1), 5: (1, 2), 6: (0, 3), 7: (1, 3)}
    found = set()
    for y, row in enumerate(lines):
        for x, char in enumerate(row):
            code = ord(char) - 0x2800
            for bit, (right, down) in bits.items():
                if code >> bit & 1:
                    found.add((2 * x + right, 4 * (len(lines) - 1 - y) + 3 - down))
    return found


def test_a_rising_line_is_a_diagonal():
    found = dots(thumbnail(np.linspace(0, 1, 400), 10, 5))
    assert (0, 0) in found
    assert (19, 19) in found
    assert all(abs(x - y) <= 1 for x, y in found)


def test_a_constant_is_in_the_middle():
    rows = {y for _, y in dots(thumbnail([3.0] * 50, 10, 3))}
    assert rows <= {5, 6}


def test_gaps_stay_empty():
    values = np.linspace(0, 1, 400)
    values[100:300] = np.nan
    columns = {x for x, _ in dots(thumbnail(values, 10, 3))}
    assert columns == {*range(5), *range(15, 20)}


@given(
    st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=200),
    st.integers(1, 30),
    st.integers(1, 6),
)
def test_it_always_fits_its_frame(values, width, height):
    rows = thumbnail(values, width, height).splitlines()
    assert [len(row) for row in rows] == [width] * height
    assert all(0x2800 <= ord(char) <= 0x28FF for row in rows for char in row)
    assert {x for x, _ in dots("\n".join(rows))} == set(range(2 * width))
