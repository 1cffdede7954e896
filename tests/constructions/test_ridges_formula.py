"""What a formula is made of is read off it: the parts add up to f, and each has one direction."""

import numpy as np
import pytest

from uat.constructions.ridges.directions import exact_directions
from uat.constructions.ridges.fit import fit_ridges
from uat.constructions.ridges.formula import parts_of
from uat.constructions.ridges.ridges import square_of
from uat.functions.target import make_target

UNIT = ((0.0, 1.0), (0.0, 1.0))

# Formula, its box, and directions (in x and y) that mathematics allows.
SUMS = [
    ("max(x, y)", UNIT, [(1, 0), (0, 1), (1, -1)]),
    ("min(2*x, y + 1)", UNIT, [(1, 0), (0, 1), (2, -1)]),
    ("x*y", UNIT, [(1, 1), (1, -1)]),
    ("x*y", ((0.0, 100.0), (0.0, 0.01)), [(1, 10000), (1, -10000)]),
    ("3 - x*(y - 2)/4", UNIT, [(1, 1), (1, -1)]),
    ("x^2 + y^2", ((-1.0, 2.0), (5.0, 5.5)), [(1, 0), (0, 1)]),
    ("abs(x) + abs(y) - pi", ((-1.0, 1.0), (-2.0, 1.0)), [(1, 0), (0, 1)]),
    ("sin(x + y)*exp(x + y)", UNIT, [(1, 1)]),
    ("-(2*x - y)/3 + sqrt(2)", UNIT, [(2, -1)]),
    ("where(x > y, x, y) + x^2", UNIT, [(1, -1), (0, 1), (1, 0)]),
]


@pytest.mark.parametrize(("formula", "box", "allowed"), SUMS)
def test_parts_add_up_to_f_and_change_along_their_direction_only(formula, box, allowed):
    target = make_target(formula, box)
    square = square_of(target)
    rng = np.random.default_rng(4)
    z = rng.uniform(-0.5, 0.5, (200, 2))

    parts = parts_of(square)

    total = sum(part(z) for _, part in parts)
    assert total == pytest.approx(square(z), abs=1e-13 * (1 + np.abs(square(z)).max()))
    for direction, part in parts:
        across = np.array([-direction[1], direction[0]])
        moved = z + 0.3 * across
        # Large terms cancel in a part: rounding of 1e-16 for each of them.
        assert part(moved) == pytest.approx(part(z), rel=1e-12, abs=1e-12)
        true = direction / square.half
        turns = [
            abs(true[0] * v - true[1] * u) / np.hypot(*true) / np.hypot(u, v) for u, v in allowed
        ]
        assert min(turns) < 1e-12


@pytest.mark.parametrize(
    "formula", ["x^y", "sin(x*y)", "hypot(x, y)", "max(x^2, y)", "x*y^2", "max(x, y, x + y)"]
)
def test_what_is_no_such_sum_is_left_to_the_search(formula):
    assert parts_of(square_of(make_target(formula, UNIT))) == []


def test_three_inputs_and_functions_without_a_formula():
    three = parts_of(square_of(make_target("max(x, y) + z^2", ((0, 1),) * 3)))
    assert len(three) == 4
    assert parts_of(square_of(make_target(lambda x, y: x * y, UNIT))) == []


# relu(x - y) + y; a plane; relu(x + y - 1) and a plane.
@pytest.mark.parametrize(
    ("formula", "neurons"), [("max(x, y)", 2), ("abs(x) + abs(y)", 1), ("3*min(x + y, 1) + y", 2)]
)
def test_what_is_a_small_network_is_built_as_one(formula, neurons):
    ridges = fit_ridges(make_target(formula, UNIT), tol=0.01)

    assert ridges.neurons == neurons
    assert ridges.error < 1e-8


def test_of_all_directions_of_a_product_the_even_ones_are_found():
    (first, *_) = exact_directions(square_of(make_target(lambda x, y: x * y, UNIT)))

    assert np.abs(first) == pytest.approx(np.full((2, 2), np.sqrt(0.5)))
