"""Places in words have as many digits as tell them apart on their interval, and no more."""

import re

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import uat
from uat.base.errors import InputError, TargetError
from uat.base.places import box_text, interval_text, place_text, point_text
from uat.cli import main
from uat.functions.target import make_target


@given(st.floats(-1e15, 1e15), st.floats(1e-6, 1e15), st.integers(0, 1000))
def test_places_a_thousandth_of_the_interval_apart_are_told_apart(low, length, step):
    high = low + length
    if high - low < 1e-9 * max(abs(low), abs(high)):
        return  # uat refuses such an interval as too narrow
    here, there = (low + (high - low) * k / 1000 for k in (step, step + 1))
    assert float(place_text(here, low, high)) < float(place_text(there, low, high))
    assert abs(float(place_text(here, low, high)) - here) <= 1e-3 * (high - low)


def test_usual_places_have_six_digits():
    assert place_text(np.pi, 0, 2 * np.pi) == "3.14159"
    assert interval_text(0, 2 * np.pi) == "[0, 6.28319]"
    assert box_text(((-1.0, 1.0), (10.0, 11.0))) == "[-1, 1] × [10, 11]"


def test_unix_times_have_as_many_as_they_need():
    interval = (1600000000.0, 1600000010.0)
    assert interval_text(*interval) == "[1600000000, 1600000010]"
    assert place_text(1600000003.25, *interval) == "1600000003.25"
    assert point_text((1600000003.25, 0.5), (interval, (0.0, 1.0))) == "1600000003.25, 0.5"


def test_the_report_of_a_minute_in_unix_time():
    interval = "1600000000:1600000010"
    said = CliRunner().invoke(main, ["approximate", "sin(x-1600000000)", "-d", interval]).output
    assert "on [1600000000, 1600000010]" in said
    (at,) = re.findall(r"at x = (16000000\d\d\.?\d*),", said)
    assert 1600000000 <= float(at) <= 1600000010
    jump = CliRunner().invoke(
        main, ["approximate", "floor(x/3)", "-d", interval, "--with", "steps", "--tol", "0.1"]
    )
    assert "1600000002" in jump.output  # 1600000002 is a multiple of 3


def test_errors_name_the_place():
    with pytest.raises(TargetError, match="1600000005"):
        uat.approximate("1/(x-1600000005)", (1600000000, 1600000010))
    with pytest.raises(TargetError, match=r"between x = 1600000000 and 1600000004"):
        uat.approximate("sqrt(x-1600000004.5)", (1600000000, 1600000010))


@pytest.mark.parametrize("box", [(0, 1e200), (-1e151, 1e151), (0, 1e-160)])
def test_intervals_beyond_squares_are_refused_with_what_to_write(box):
    with pytest.raises(InputError, match=r"measure x in units of 1e[+-]\d+, that is, write"):
        uat.approximate("x", box, construction="ramps", tol=1e190)


def test_the_table_of_a_user_beyond_squares_is_refused(tmp_path):
    path = tmp_path / "huge.csv"
    path.write_text("x,y\n0,0\n2e150,3e200\n4e150,1e201\n")
    with pytest.raises(InputError, match="squares of x"):
        make_target(path)


def test_products_of_x_and_f_beyond_all_floats_are_refused():
    with pytest.raises(TargetError, match="products with x"):
        uat.approximate("1e200*(x/1e140)", (0, 1e140), construction="ramps", tol=1e190)


@pytest.mark.parametrize("size", [1e149, 1e100, 1e-100, 1e-140])
@pytest.mark.parametrize("construction", ["ramps", "steps", "bumps"])
def test_what_is_not_refused_is_built_within_its_tolerance(size, construction):
    net = uat.approximate(f"x/{size!r}", (0, size), construction=construction, tol=0.15)
    x = np.linspace(0, size, 1001)
    assert np.abs(net.network.forward(x[:, None])[:, 0] - x / size).max() <= 0.15 * (1 + 2e-9)
    assert net.error.met
    if construction == "ramps":
        assert net.network.neurons == 1


def test_the_next_command_repeats_the_tolerance_to_the_last_digit():
    arguments = ["approximate", "x^2", "--with", "ramps", "--tol", "0.012345678901234"]
    assert "--tol 0.012345678901234 --plot" in CliRunner().invoke(main, arguments).output
