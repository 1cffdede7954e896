"""Profiles with little total variation: staircases follow them in fewer steps."""

import numpy as np
import pytest

from uat.constructions.ridges.fit import fit_ridges
from uat.constructions.ridges.fitting import fits
from uat.constructions.ridges.ridges import square_of
from uat.constructions.ridges.variation import worth_cutting
from uat.functions.target import make_target

SQUARE = [(-2, 2), (-2, 2)]


def best_of_least_squares(square, tol):
    """The fits that penalise squares of slopes, and squares only, the leanest first."""
    return sorted(fits(square, "steps"), key=lambda fit: fit.estimate("steps", tol))


@pytest.mark.parametrize(("formula", "tol"), [("exp(-x^2-y^2)", 0.05), ("sqrt(x^2+y^2)/4", 0.05)])
def test_a_fit_varies_less_than_those_of_least_squares(formula, tol):
    square = square_of(make_target(formula, SQUARE))
    squares = best_of_least_squares(square, tol)
    lean, first = worth_cutting(square, squares[:1], "steps", tol)[:-1], squares[0]
    assert lean
    for fit in lean:
        np.testing.assert_array_equal(fit.directions, first.directions)
        assert fit.residual < tol
    least = min(np.sqrt(fit.shares).sum() ** 2 / (tol - fit.residual) for fit in lean)
    assert least < np.sqrt(first.shares).sum() ** 2 / (tol - first.residual)


def test_ramps_and_profiles_that_are_read_off_are_cut_as_they_are():
    square = square_of(make_target("exp(-x^2-y^2)", SQUARE))
    some = list(fits(square, "ramps"))[:2]
    assert worth_cutting(square, some, "ramps", 0.1) == some
    square = square_of(make_target("x^2 + sin(y)", SQUARE))
    read = list(fits(square, "steps"))
    assert worth_cutting(square, read, "steps", 0.1) == read


@pytest.mark.parametrize(("name", "least_squares"), [("gauss", 284), ("cone", 240)])
def test_fewer_steps_than_of_least_squares(name, least_squares):
    """Along as many even directions, profiles of least squares took so many steps at best."""
    found = fit_ridges(make_target(name), tol=0.05, kind="steps")
    assert found.error <= 0.05 and found.neurons <= least_squares
