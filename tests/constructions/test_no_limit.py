"""Points at which f has no limit are named, before any search; those with one are filled."""

import math

import numpy as np
import pytest

import uat
from uat.base.errors import TargetError

UNIT = [(0, 1), (0, 1)]
AROUND = [(-1, 1), (-1, 1)]
# A formula, its box, the place in words, and half of what f varies by around it: of a function that
# is the same along every ray, by its largest and its least value over all directions.
ALONG_RAYS = [
    ("atan2(y,x)", UNIT, "(0, 0)", math.pi / 4),
    ("atan2(y,x)", AROUND, "(0, 0)", math.pi),
    ("atan2(y-0.3,x-0.2)", UNIT, "(0.2, 0.3)", math.pi),
    ("atan2(x-1/3,y-1/7)", UNIT, "(0.333333, 0.142857)", math.pi),
    ("x*y/(x^2+y^2)", UNIT, "(0, 0)", 0.25),
    ("x*y/(x^2+y^2)", AROUND, "(0, 0)", 0.5),
    ("(x^2-y^2)/(x^2+y^2)", UNIT, "(0, 0)", 1.0),
    ("x/(x+y)", UNIT, "(0, 0)", 0.5),
    ("(x-1)/(x+y-2)", UNIT, "(1, 1)", 0.5),
    ("exp(-x/y)", UNIT, "(0, 0)", 0.5),
    ("sin(1/(x^2+y^2))", UNIT, "(0, 0)", 1.0),
    ("x*y/(x^2+y^2) + 20*x", AROUND, "(0, 0)", 0.5),
    ("(x-y)/(x+y)", [(0, 1e-9), (0, 1e-9)], "(0, 0)", 1.0),
    ("atan2(y,x) + z", [*UNIT, (0, 1)], "(0, 0, 0)", math.pi / 4),
    ("x*y/(x^2+y^2+z^2)", [*AROUND, (-1, 1)], "(0, 0, 0)", 0.5),
]


@pytest.mark.parametrize(("formula", "box", "place", "half"), ALONG_RAYS)
def test_the_point_is_named_and_what_no_network_can_beat(formula, box, place, half):
    with pytest.raises(TargetError) as caught:
        uat.approximate(formula, box, tol=0.4 * half, construction="quadrants")
    said = str(caught.value)
    assert said.startswith(f"f has no limit at {place}: ")
    least = float(said.split("no network is closer to it there than ")[1].split(":")[0])
    # A lower bound; seen from a grid of 40 points a side, a few per cent below the largest.
    assert 0.9 * half <= least <= half * (1 + 5e-3)  # three digits


@pytest.mark.parametrize("construction", ["towers", "quadrants", "ridges", "folds"])
def test_every_construction_of_two_inputs_says_so(construction):
    with pytest.raises(TargetError, match=r"^f has no limit at \(0, 0\)"):
        uat.approximate("atan2(y,x)", UNIT, tol=0.5, construction=construction)


def test_a_python_function_is_looked_at_by_its_values():
    with pytest.raises(TargetError, match=r"^f has no limit at \(0, 0\)"):
        uat.approximate(np.arctan2, AROUND, tol=0.5, construction="quadrants")


def test_a_tolerance_that_a_network_can_meet_there_is_met():
    net = uat.approximate("atan2(y,x)", UNIT, tol=0.8, construction="quadrants")
    assert net.error.met and net.error.max >= math.pi / 4 * (1 - 1e-9)


@pytest.mark.parametrize(
    ("formula", "box"),
    [
        ("floor(3*x) + y", UNIT),  # along lines: windows are left out
        ("sign(x-0.3)*sign(y-0.4)", UNIT),
        ("atan(1e7*(x-0.3)) * y", UNIT),  # steep
        ("abs(x-y)/(abs(x-y)+1e-3)", UNIT),
    ],
)
def test_other_jumps_and_steep_places_are_not_taken_for_points(formula, box):
    from uat.constructions.boxes.limits import require_limits
    from uat.functions.target import make_target

    require_limits(make_target(formula, box), 0.1)


FILLED = [
    ("x*y/sqrt(x^2+y^2)", UNIT, "x = 0, y = 0", lambda x, y: x * y / np.hypot(x, y)),
    ("sin(x*y)/(x*y)", UNIT, "x = 0, y = 0", lambda x, y: np.sinc(x * y / np.pi)),
    ("x*log(x+y)", UNIT, "x = 0, y = 0", lambda x, y: x * np.log(x + y)),
    (
        "(x-0.2)*(y-0.3)/sqrt((x-0.2)^2+(y-0.3)^2)",
        UNIT,
        "x = 0.2, y = 0.3",
        lambda x, y: (x - 0.2) * (y - 0.3) / np.hypot(x - 0.2, y - 0.3),
    ),
]


@pytest.mark.parametrize(("formula", "box", "place", "exact"), FILLED)
def test_a_hole_with_a_limit_is_filled_and_said(formula, box, place, exact):
    net = uat.approximate(formula, box, tol=0.1, construction="quadrants")
    assert net.target.note == f"f has no value at {place}: its values close to it count there"
    assert net.error.met
    rng = np.random.default_rng(5)
    x, y = rng.uniform(1e-6, 1, (2, 20_000))
    assert np.abs(net(x, y) - exact(x, y)).max() <= 0.1 + 1e-12
    # Where f has no value it is at most as far from the network as f is next to it.
    assert math.isfinite(net.error.max) and math.isfinite(net.error.mean)


def test_where_f_has_no_values_on_an_area_it_is_refused_as_before():
    with pytest.raises(TargetError, match="not a finite number"):
        uat.approximate("sqrt(x-y)", UNIT, tol=0.1, construction="quadrants")


def test_a_single_tower_has_no_hole_and_its_report_is_printed():
    from uat.approximation.report import report

    net = uat.approximate("0*x*y + 0.5", UNIT, tol=0.1, construction="towers")
    assert "holes" not in report(net)


def test_powers_have_no_limit_where_base_and_exponent_are_0():
    """x^y is 0 along x = 0, where y > 0, and 1 along y = 0: no network is within 0.5 of both."""
    with pytest.raises(TargetError, match=r"no limit at \(0, 0\): it varies by 1 .* than 0\.5"):
        uat.approximate("x^y", UNIT, tol=0.1)
    assert uat.approximate("x^y", UNIT, tol=0.6).error.met
    assert uat.approximate("x^y", [(0, 1), (0.1, 1)], tol=0.1).error.met


@pytest.mark.parametrize("formula", ["floor(x) + y", "where(x <= 0, 1, 0) + y", "sqrt(x)*y"])
def test_a_jump_or_a_root_at_the_end_of_the_domain_is_no_point(formula):
    from uat.constructions.boxes.limits import require_limits
    from uat.functions.target import make_target

    require_limits(make_target(formula, UNIT), 0.1)
