"""A constant gives way to the example; whatever varies more than by rounding stays."""

import pytest

from uat.films.renderer import FilmSpec
from uat.films.stage.subject import EXAMPLE, continuous_subject, get_subject, varying_subject


@pytest.mark.parametrize("function", ["0*x", "5", "1e6 + 1e-5*x"])
def test_a_constant_gives_way_to_the_example(function: str) -> None:
    spec = FilmSpec(function, ((2.0, 3.0),), 0.5)
    subject = varying_subject(spec)
    assert subject.target.name == EXAMPLE
    assert subject.x_range == (0.0, 1.0), "the example brings its own box"
    assert subject.tolerance < 0.1, "and its own tolerance"


@pytest.mark.parametrize("function", ["x", "1e6 + 1e-2*x", "-1e-7*(2 + sin(3*x))", "sign"])
def test_all_that_varies_stays(function: str) -> None:
    spec = FilmSpec(function, ((-1.0, 1.0),))
    assert varying_subject(spec) is get_subject(spec)


@pytest.mark.parametrize(
    ("function", "stays"), [("sign(x)", False), ("floor(3*x)", False), ("3", False),
                            ("abs(x)", True), ("tanh(50*x)", True)],
)  # fmt: skip
def test_what_jumps_gives_way_where_theorems_are_of_continuous_functions(
    function: str, stays: bool
) -> None:
    spec = FilmSpec(function, ((-1.0, 1.0),))
    shown = continuous_subject(spec).target.name
    assert shown == (function if stays else EXAMPLE)
