"""Proofs for towers and quadrants: dense samples never exceed the bound, and come close to it."""

import json
from dataclasses import replace

import numpy as np
import pytest
from boxing import midrange, network_of, strips_of, towers_of, worst

from uat.accuracy.proof.boxes import prove_boxes
from uat.accuracy.proof.front import check_any as check_boxes
from uat.accuracy.proof.normal_form import NormalForm, quick_names
from uat.accuracy.proof.regions import regions_in
from uat.constructions.boxes.indicators import Indicators, indicator_network, step_weights
from uat.constructions.boxes.partition.boxes import Grid
from uat.constructions.boxes.quadrants import quadrants
from uat.constructions.boxes.towers import towers
from uat.constructions.line.staircase import ROOM
from uat.functions.target import Target, make_target
from uat.networks.activations import SIGMOID, get_activation, reach


@pytest.mark.parametrize(
    "key, axis", [("sincos", 0), ("gauss", 1), ("peaks", 0), ("cone", 0), ("cone", 1)]
)
def test_quadrants_stay_below_the_bound_and_come_near_it(key, axis):
    target = make_target(key)
    indicators = quadrants(strips_of(target, (10, 12), axis))
    network, weights = network_of(indicators, target)
    proof = prove_boxes(network, target, slack=0.03)
    sampled = worst(network, target, indicators, weights)

    assert sampled <= proof.bound
    assert proof.lower <= proof.bound <= 1.05 * proof.lower
    assert proof.bound <= 1.05 * sampled or sampled < proof.lower


@pytest.mark.parametrize("name", quick_names())
def test_every_activation_with_quick_limits_is_proven(name):
    target = make_target("sin(3*x)*cos(2*y)", ((-1, 1), (-1, 1)))
    indicators = quadrants(strips_of(target, (6, 8)))
    network, weights = network_of(indicators, target, get_activation(name))
    proof = prove_boxes(network, target, slack=0.03)

    assert worst(network, target, indicators, weights) <= proof.bound <= 1.05 * proof.lower


def test_a_plane_is_proven_to_within_a_twentieth_of_the_tile_error():
    target = make_target("x + y")
    indicators = quadrants(strips_of(target, (8, 8)))
    network, _ = network_of(indicators, target)
    proof = prove_boxes(network, target, slack=0.03)
    coarse = 0.5 * (1 / 8 + 2 / 8)  # half of f's range on the larger boxes

    assert coarse * (1 - 1e-9) <= proof.bound <= 1.05 * coarse


@pytest.mark.parametrize("steeper", [1.0, 64.0])
def test_towers_of_1_have_a_proven_error_of_1_and_no_less_however_steep(steeper):
    target = make_target("1 + 0*x*y")
    edges = np.linspace(0.0, 1.0, 5)
    boxes = Grid((edges, edges), np.ones((4, 4, 1)), 0.0).boxes
    indicators = towers([boxes], (0.1, 0.1))
    weights = step_weights(indicators.cuts, target.box, SIGMOID, jumps=False)
    network = indicator_network(indicators, SIGMOID, [steeper * w for w in weights])
    proof = prove_boxes(network, target, slack=0.03)

    assert 1.0 - 1e-9 <= proof.lower <= 1.0 <= proof.bound <= 1.01


@pytest.mark.parametrize("copies", [1, 2])
def test_towers_and_their_holes_stay_below_the_bound(copies):
    target = make_target("2 + sin(3*x)*cos(2*y)", ((-1, 1), (-1, 1)))
    indicators = towers_of(target, (5, 4), copies, margin=0.2)
    network, weights = network_of(indicators, target)
    proof = prove_boxes(network, target, slack=0.03)
    sampled = worst(network, target, indicators, weights, size=20_000)

    assert sampled <= proof.bound
    assert proof.bound <= 1.05 * max(sampled, proof.lower)


@pytest.mark.parametrize("counts", [(4, 3, 3), (2, 2, 2, 2)])
@pytest.mark.parametrize("construction", ["quadrants", "towers"])
def test_three_and_four_inputs(counts, construction):
    formula = "x1*x2*x3 + x1" if len(counts) == 3 else "x1*x2 + x3*x4"
    target = make_target(formula)
    edges, heights = midrange(target, counts) if len(counts) == 3 else corners(target, counts)
    grid = Grid(tuple(edges), heights[..., None].copy(), 0.0)
    indicators = quadrants(grid) if construction == "quadrants" else towers(
        [grid.boxes], (0.1,) * len(counts)
    )  # fmt: skip
    network, weights = network_of(indicators, target)
    proof = prove_boxes(network, target, slack=0.03)
    sampled = worst(network, target, indicators, weights, size=12_000)

    assert sampled <= proof.bound
    # Mixed differences and holes are bounded corner by corner, with f from all of the window.
    assert proof.bound <= 1.15 * max(sampled, proof.lower)


def corners(target, counts):
    """Heights from the middles of boxes."""
    edges = [np.linspace(a, b, n + 1) for (a, b), n in zip(target.box, counts, strict=True)]
    middles = np.meshgrid(*[0.5 * (line[1:] + line[:-1]) for line in edges], indexing="ij")
    return edges, target(*middles)


def test_several_outputs_and_a_formula_for_each():
    both = make_target("x*y"), make_target("x - y^2")
    formula = "(x*y, x - y^2)"

    def function(x, y):
        return np.stack([f(x, y) for f in both], axis=-1)

    target = Target("both", ((0.0, 1.0),) * 2, ("x", "y"), function, formula, outputs=2)
    edges, first = midrange(both[0], (6, 6))
    _, second = midrange(both[1], (6, 6))
    indicators = quadrants(Grid(tuple(edges), np.stack([first, second], axis=-1), 0.0))
    network, weights = network_of(indicators, target)
    proof = prove_boxes(network, target, slack=0.03)

    assert worst(network, target, indicators, weights) <= proof.bound <= 1.05 * proof.lower
    assert check_boxes(json.loads(json.dumps(proof.to_dict()))).ok


def test_a_sigmoid_output_is_proven():
    target = make_target("0.5 + 0.4*sin(3*x)*cos(2*y)")
    edges, heights = midrange(target, (8, 8))
    hidden = np.log(heights / (1 - heights))
    indicators = quadrants(Grid(tuple(edges), hidden[..., None], 0.0))
    network, weights = network_of(indicators, target, output="sigmoid")
    proof = prove_boxes(network, target, slack=0.03)

    assert worst(network, target, indicators, weights) <= proof.bound <= 1.05 * proof.lower


def test_jumps_are_left_out_with_their_windows_and_nothing_else_is():
    target = make_target("checker")
    edges = np.array([-1.0, 0.0, 1.0])
    heights = np.array([[1.0, -1.0], [-1.0, 1.0]])[..., None]
    network, _ = network_of(quadrants(Grid((edges, edges), heights, 0.0)), target, jumps=True)
    proof = prove_boxes(network, target)

    assert proof.bound < 1e-3
    assert 0 < proof.excluded_share < 1e-3
    for low, high in proof.left_out.windows:  # each window holds a part of one of the two lines
        assert any(a <= 0 <= b for a, b in zip(low, high, strict=True))
    assert check_boxes(proof).ok


def test_a_callable_is_proven_with_a_lipschitz_constant():
    target = make_target("sincos")
    indicators = quadrants(strips_of(target, (6, 6)))
    network, weights = network_of(indicators, target)
    proof = prove_boxes(network, replace(target, formula=None), lipschitz=3.0, slack=0.1)

    assert worst(network, target, indicators, weights) <= proof.bound <= 1.2 * proof.lower
    assert "Lipschitz" in check_boxes(proof).reason


def test_a_network_without_steps_is_a_constant():
    target = make_target("0.7 + 0*x*y")
    nothing = Indicators(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 1)), np.array([0.5]))
    network = indicator_network(nothing, SIGMOID, [1.0, 1.0])

    assert prove_boxes(network, target).bound == pytest.approx(0.2, rel=1e-2)


@pytest.mark.parametrize("construction", ["quadrants", "towers"])
def test_the_network_is_between_the_values_of_the_boxes_that_hold_a_point(construction):
    """The lemma itself, at random points in windows, for random heights."""
    target = make_target("x*y")
    lot = np.random.default_rng(11)
    edges = (np.linspace(0, 1, 5), np.linspace(0, 1, 6))
    grid = Grid(edges, lot.uniform(-1, 1, (4, 5, 1)), 0.0)
    margin = (ROOM * reach(SIGMOID) / 4096,) * 2
    indicators = quadrants(grid) if construction == "quadrants" else towers([grid.boxes], margin)
    network, weights = network_of(indicators, target)
    regions = regions_in(NormalForm(network, target.box, 1e-6))
    points = np.stack(
        [
            np.clip(lot.choice(cuts, 20_000) + lot.normal(0, 3, 20_000) / w, 0, 1)
            for cuts, w in zip(indicators.cuts, weights, strict=True)
        ],
        axis=1,
    )
    low, high = np.full(20_000, np.inf), np.full(20_000, -np.inf)
    for row in range(len(regions.lows)):
        inside = ((regions.lows[row] <= points) & (points <= regions.highs[row])).all(axis=1)
        low[inside] = np.minimum(low[inside], regions.least[row, 0])
        high[inside] = np.maximum(high[inside], regions.greatest[row, 0])
    values = network.forward(points)[:, 0]

    assert regions.noise[0] < 1e-5
    assert (low - regions.noise <= values).all()
    assert (values <= high + regions.noise).all()
