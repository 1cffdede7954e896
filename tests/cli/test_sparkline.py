"""The thumbnail: its dots are where the graph is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.cli.sparkline import SHADES, shaded, thumbnail

# Rows of a braille cell, top to bottom: the bits of the left and of the right dot.
BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def dots(text: str) -> np.ndarray:
    """The picture as a matrix of dots, top row first."""
    lines = text.split("\n")
    picture = np.zeros((4 * len(lines), 2 * len(lines[0])), dtype=bool)
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            for down, pair in enumerate(BITS):
                for across, bit in enumerate(pair):
                    lit = bool((ord(character) - 0x2800) & bit)
                    picture[4 * row + down, 2 * column + across] = lit
    return picture


@given(
    values=st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=60),
    width=st.integers(1, 30),
    height=st.integers(1, 5),
)
def test_any_values_give_a_picture_of_the_size_asked_for(values, width, height):
    lines = thumbnail(values, width, height).split("\n")

    assert [len(line) for line in lines] == [width] * height
    assert all(0x2800 <= ord(character) <= 0x28FF for line in lines for character in line)


def test_a_rising_line_is_a_diagonal():
    picture = dots(thumbnail(np.arange(8.0), width=4, height=2))

    assert (picture == np.eye(8, dtype=bool)[::-1]).all()


def test_a_wave_touches_both_edges_and_is_unbroken():
    picture = dots(thumbnail(np.sin(np.linspace(0, 20, 192))))

    assert picture[0].any() and picture[-1].any()
    assert picture.any(axis=0).all()
    for left, right in zip(picture.T, picture.T[1:], strict=False):
        # Neighbouring columns touch: some dots are at most one row apart.
        gap = np.abs(np.flatnonzero(left)[:, None] - np.flatnonzero(right))
        assert gap.min() <= 1


def test_a_constant_is_one_line_in_the_middle():
    picture = dots(thumbnail([3.0] * 50, width=10, height=3))

    assert np.flatnonzero(picture.any(axis=1)).size == 1
    assert 4 <= np.flatnonzero(picture.any(axis=1))[0] <= 7


def test_what_is_not_finite_is_a_gap():
    values = np.linspace(0, 1, 48)
    values[16:32] = np.nan
    values[40] = np.inf
    picture = dots(thumbnail(values, width=24, height=3))

    assert not picture[:, 16:32].any()
    assert not picture[:, 40].any()
    assert picture[:, :16].any(axis=0).all()


def test_peaks_narrower_than_a_column_are_seen():
    values = np.zeros(10_000)
    values[5_100] = 1.0

    assert dots(thumbnail(values))[0, 24]


@pytest.mark.parametrize("scale", [1e-300, 1e300, 1.7e308])
def test_the_size_of_the_values_does_not_matter(scale):
    wave = np.sin(np.linspace(0, 6, 100))

    assert thumbnail(scale * wave) == thumbnail(wave)


@given(
    values=st.lists(
        st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=3, max_size=3),
        max_size=9,
    ),
    width=st.integers(1, 9),
    height=st.integers(1, 9),
)
def test_any_surface_gives_a_picture_of_the_size_asked_for(values, width, height):
    lines = shaded(np.reshape(values, (-1, 3)), width, height).split("\n")

    assert [len(line) for line in lines] == [width] * height
    assert set("".join(lines)) <= set(SHADES) | {"·"}


def test_the_least_positive_numbers_are_told_apart():
    least = 5e-324
    assert shaded([[0.0, least, 2 * least, 3 * least, 4 * least]], 5, 1) == SHADES
    columns = np.repeat([0.0, 1.0, 2.0], 16)  # as many as dots: nothing lies between them
    assert thumbnail(least * columns) == thumbnail(columns)


def test_shades_grow_with_the_values():
    assert shaded([[0.0, 1.0, 2.0, 3.0, 4.0]], 5, 1) == SHADES


def test_parts_show_their_mean_and_the_first_row_is_on_top():
    assert shaded([[4, 0, 4, 4], [0, 4, 4, 4], [0, 0, 0, 0], [0, 0, 0, 0]], 2, 2) == "▒█\n  "


def test_holes_of_a_surface_and_a_flat_one():
    assert shaded([[np.nan, 2.0, 2.0]], 3, 1) == "·▒▒"
    assert shaded([[np.nan, 0.0, np.inf, 1.0]], 2, 1) == " █"
    assert shaded([[-1.7e308, 1.7e308]], 2, 1) == " █"
