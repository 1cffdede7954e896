"""The values of kinks that make the largest error least, beside linear programming."""

import numpy as np
import pytest
from scipy.optimize import linprog

from uat.constructions.line.partition import Polyline
from uat.constructions.ridges.fit import fit_ridges
from uat.constructions.ridges.measuring import refined
from uat.constructions.ridges.ridges import crowded_grid, hat_columns, square_of
from uat.functions.target import make_target

SQUARE = [(-1, 1), (-1, 1)]


def lines(directions, knots):
    """Polylines of even knots along each direction, all 0."""
    far = np.abs(directions).sum(axis=1)
    edges = [np.linspace(-reach, reach, knots) for reach in far]
    return tuple(Polyline(each, np.zeros(knots), 0.0) for each in edges)


def least_possible(target, directions, profiles):
    """The least largest error on a part of the points that are looked at: a lower bound."""
    z = crowded_grid(2, 57)
    columns = [hat_columns(z @ u, p.edges) for u, p in zip(directions, profiles, strict=True)]
    matrix, values = np.concatenate(columns, axis=1), target(*z.T)
    ones = -np.ones((len(z), 1))
    above, below = np.hstack([matrix, ones]), np.hstack([-matrix, ones])
    cost = np.zeros(matrix.shape[1] + 1)
    cost[-1] = 1.0
    found = linprog(
        cost,
        np.vstack([above, below]),
        np.concatenate([values, -values]),
        bounds=[(None, None)] * matrix.shape[1] + [(0, None)],
    )
    return found.fun


@pytest.mark.parametrize(
    "formula", ["exp(-10*(x^2 + y^2))", "sqrt(x^2 + y^2)", "sin(3*x)*cos(2*y)"]
)
@pytest.mark.parametrize(("count", "knots"), [(4, 5), (6, 7)])
def test_values_come_close_to_the_least_largest_error(formula, count, knots):
    target = make_target(formula, SQUARE)
    angles = np.pi * np.arange(count) / count
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    profiles = lines(directions, knots)
    _, error = refined(square_of(target), directions, profiles, 0.0)
    least = least_possible(target, directions, profiles)
    assert least * (1 - 1e-6) <= error <= 1.05 * least  # crossings of kinks are looked at besides


def test_a_goal_that_is_out_of_reach_is_not_met():
    target, directions = make_target("x*y", SQUARE), np.eye(2)
    profiles = lines(directions, 9)
    kept, error = refined(square_of(target), directions, profiles, 0.5)
    assert error > 0.9  # x y is no sum of functions of x and of y: 0 is as good as any
    assert [p.edges.tolist() for p in kept] == [p.edges.tolist() for p in profiles]


def test_more_neurons_make_smaller_errors():
    target = make_target("exp(-10*(x^2 + y^2))", SQUARE)
    errors = [fit_ridges(target, neurons=neurons).error for neurons in (20, 40)]
    assert errors[1] < 0.6 * errors[0]
