"""Numbers in plots: short, and true."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from uat.plots.curves import envelope, thinned
from uat.plots.numbers import RoundNumbers, count, labels, number

DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read(text: str) -> float:
    """The number that a person reads."""
    text = text.replace("−", "-")
    mantissa, times, power = text.rpartition("×")
    if power.lstrip("-").startswith("10") and (times or set(power) & set("⁻⁰¹²³⁴⁵⁶⁷⁸⁹")):
        sign = "-" if power.startswith("-") else ""
        exponent = power.lstrip("-")[2:].translate(DIGITS)
        return float(f"{sign}{mantissa or 1}e{exponent}")
    return float(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.00998, "0.00998"),
        (-12.5, "−12.5"),
        (26000.0, "26000"),
        (1e6, "10⁶"),
        (-1e6, "−10⁶"),
        (1.234e-7, "1.23×10⁻⁷"),
        (2e-300, "2×10⁻³⁰⁰"),
    ],
)
def test_a_number_is_written_as_people_write_it(value, text):
    assert number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_a_number_is_right_to_three_digits(value):
    assert math.isclose(read(number(value)), value, rel_tol=5.1e-3, abs_tol=1e-300)


def test_thousands_are_set_apart():
    assert count(60351) == "60\u2009351"


@given(
    start=st.integers(-50, 50),
    step=st.sampled_from([1, 2, 5, 25]),
    power=st.integers(-300, 290),
    size=st.integers(2, 8),
)
def test_labels_of_an_axis_are_its_marks(start, step, power, size):
    marks = [float(f"{start + step * i}e{power}") for i in range(size)]
    written = labels(marks)

    assert len(set(written)) == len(marks)
    spacing = marks[1] - marks[0]
    for text, mark in zip(written, marks, strict=True):
        assert abs(read(text) - mark) <= 2e-3 * spacing


def test_labels_far_from_zero_tell_marks_apart():
    assert labels([1e6, 1e6 + 5e-4, 1e6 + 1e-3]) == [
        "1000000.0000",
        "1000000.0005",
        "1000000.0010",
    ]


@pytest.mark.parametrize("low", [-1e-300, -1.0, -1e300])
def test_an_axis_of_any_range_has_a_few_marks_inside(low):
    ax = Figure().add_subplot()
    ax.yaxis.set_major_locator(RoundNumbers())
    ax.set_ylim(low, -low)

    assert ax.get_ylim() == (low, -low)
    inside = [mark for mark in ax.get_yticks() if low <= mark <= -low]
    assert 3 <= len(inside) <= 7


@given(st.integers(0, 2**32 - 1), st.integers(5, 40))
def test_thinning_keeps_the_ends_and_extremes_of_every_column(seed, columns):
    random = np.random.default_rng(seed)
    x = np.unique(np.concatenate([[0.0, 1.0], random.random(600)]))
    y = random.normal(size=x.size)
    kept = thinned(x, y, columns)

    assert kept.size <= 4 * columns
    for column in range(columns):
        here = np.flatnonzero(np.minimum((x * columns).astype(int), columns - 1) == column)
        if here.size:
            wanted = {here[0], here[-1], here[y[here].argmin()], here[y[here].argmax()]}
            assert wanted <= set(kept)


def test_thinning_keeps_the_peak_of_a_column_with_a_gap():
    x = np.linspace(0, 1, 1001)
    y = np.zeros(1001)
    y[500], y[501] = 1.0, np.nan

    kept = thinned(x, y, 10)
    assert {500, 501} <= set(kept)


def test_an_envelope_holds_all_values():
    x = np.linspace(0, 2, 5001)
    y = np.sin(900 * x)
    y[(x > 0.5) & (x < 1)] = np.nan
    centres, low, high = envelope(x, y, 20)

    assert np.isnan(low[6:9]).all() and np.isfinite(low[[0, 3, 11, 19]]).all()
    column = np.minimum((x * 10).astype(int), 19)
    good = np.isfinite(y)
    assert (low[column[good]] <= y[good]).all() and (y[good] <= high[column[good]]).all()
    assert np.nanmin(low) == np.nanmin(y) and np.nanmax(high) == np.nanmax(y)
    assert centres[0] == pytest.approx(0.05)


def test_few_points_are_all_kept():
    x = np.sort(np.random.default_rng(0).random(40))

    assert (thinned(x, np.sin(x), 10) == np.arange(40)).all()
