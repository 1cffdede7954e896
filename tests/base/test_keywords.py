"""Arguments as people call them elsewhere are taken; others are told what may be meant."""

import pytest

import uat
from uat.base.keywords import SAME, forgiving


@forgiving
def area(box, *, tol=1.0):
    """Return what was given."""
    return box, tol


def test_another_name_is_the_argument():
    for name, meant in SAME.items():
        if meant in ("box", "tol"):
            others = {"box": 2} if meant == "tol" else {}
            assert area(**{name: 3}, **others) == ((2, 3) if meant == "tol" else (3, 1.0))
    net = uat.approximate("x", domain=(0, 2), tolerance=0.1, method="ramps")
    assert net.target.box == ((0.0, 2.0),)
    assert (net.construction, net.plan.tol) == ("ramps", 0.1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"boxx": 1}, r"area\(\) has no argument boxx: did you mean box\?"),
        ({"tolerence": 1}, r"did you mean tol\?"),
        ({"qqqq": 1}, r"no argument qqqq; it has box, tol"),
        ({"method": 1}, r"no argument method"),
        ({"tol": 1, "eps": 2}, r"got tol twice: eps is the same"),
    ],
)
def test_an_unknown_name_is_told(given, said):
    with pytest.raises(TypeError, match=said):
        area(0, **given)


def test_a_name_for_what_stands_in_its_place_is_no_second_value():
    with pytest.raises(TypeError, match="got box twice: domain is the same"):
        area(0, domain=1)


def test_all_three_doors_forgive():
    for door in (uat.approximate, uat.compare, uat.render):
        with pytest.raises(TypeError, match="did you mean tol"):
            door("x", tolerence=1)
