"""Towers and quadrants: what the networks compute inside boxes, at edges and at corners."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.constructions.boxes.indicators import (
    Indicators,
    as_quadrants,
    as_towers,
    indicator_network,
    step_weights,
)
from uat.constructions.boxes.partition.boxes import Boxes, Grid, Strips
from uat.constructions.boxes.quadrants import quadrants
from uat.constructions.boxes.towers import towers
from uat.constructions.line.staircase import ROOM
from uat.networks.activations import ACTIVATIONS, SIGMOID, get_activation, reach

UNIT = (0.0, 1.0)
MAKES_STEPS = [s for s in ACTIVATIONS.values() if s.rise is not None]


def random_strips(seed, outputs=1, axis=0):
    """Strips with cuts of their own, in a grid of 64 lines, and heights in [-1, 1]."""
    lot = np.random.default_rng(seed)

    def line(most):
        inner = np.sort(lot.choice(np.arange(1, 64), lot.integers(0, most), replace=False)) / 64
        return np.concatenate([[0.0], inner, [1.0]])

    edges = line(5)
    cuts = tuple(line(6) for _ in range(edges.size - 1))
    heights = tuple(lot.uniform(-1, 1, (cut.size - 1, outputs)) for cut in cuts)
    return Strips(axis, edges, cuts, heights, 0.0)


def height_at(boxes, points):
    """The height of the one box that holds each point (n, m), by looking through all of them."""
    inside = (boxes.lows[None] <= points[:, None]) & (points[:, None] < boxes.highs[None])
    holder = inside.all(axis=2)
    assert (holder.sum(axis=1) == 1).all()
    return boxes.heights[holder.argmax(axis=1)]


def middles(boxes):
    return 0.5 * (boxes.lows + boxes.highs)


def network_of(indicators, activation=SIGMOID, inputs=2):
    weights = step_weights(indicators.cuts, (UNIT,) * inputs, activation, jumps=False)
    return indicator_network(indicators, activation, weights), weights


def around_corners(indicators, weights, seed=0, size=4000):
    """Points inside the windows of steps of every input at once."""
    lot = np.random.default_rng(seed)
    columns = []
    for cuts, w in zip(indicators.cuts, weights, strict=True):
        places = cuts if cuts.size else np.array([0.5])
        columns.append(lot.choice(places, size) + lot.normal(0, 2, size) / w)
    return np.clip(np.stack(columns, axis=1), 0.0, 1.0)


def neighbouring_heights(boxes, points, distance):
    """The least and the largest height of the boxes that touch a small square around each point."""
    low = np.full((len(points), boxes.outputs), np.inf)
    high = -low
    for box_low, box_high, height in zip(boxes.lows, boxes.highs, boxes.heights, strict=True):
        near = ((points >= box_low - distance) & (points <= box_high + distance)).all(axis=1)
        low[near] = np.minimum(low[near], height)
        high[near] = np.maximum(high[near], height)
    return low, high


@pytest.mark.parametrize("activation", MAKES_STEPS, ids=lambda s: s.name)
@pytest.mark.parametrize("axis", [0, 1])
def test_quadrants_are_the_heights_of_the_strips_inside_boxes(activation, axis):
    strips = random_strips(7, outputs=2, axis=axis)
    network, _ = network_of(quadrants(strips), activation)
    points = middles(strips.boxes)
    total = 2 * sum(np.abs(height).sum() for height in strips.heights)
    # A step of arctan or softsign is within 1/reach of its limits, twice over.
    slow = 0.0 if np.isfinite(activation.rise.saturation) else 64 / reach(activation)

    np.testing.assert_allclose(
        network.forward(points), strips.boxes.heights, rtol=0, atol=(1e-13 + slow) * total
    )


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "step", "erf", "hard_sigmoid"])
@given(seed=st.integers(0, 10_000), axis=st.sampled_from([0, 1]))
@settings(max_examples=25, deadline=None)
def test_at_edges_and_corners_quadrants_lie_between_the_heights_that_meet_there(name, seed, axis):
    strips = random_strips(seed, outputs=2, axis=axis)
    indicators = quadrants(strips)
    activation = get_activation(name)
    network, weights = network_of(indicators, activation)
    points = around_corners(indicators, weights, seed)
    values = network.forward(points)
    window = max(reach(activation) / min(weights), 1e-12)
    low, high = neighbouring_heights(strips.boxes, points, 2 * window)

    rounding = 1e-13 * sum(np.abs(height).sum() for height in strips.heights)
    assert (values >= low - rounding).all()
    assert (values <= high + rounding).all()


def test_a_constant_is_the_constant_everywhere():
    strips = random_strips(3)
    flat = Strips(0, strips.edges, strips.cuts, tuple(0 * h + 0.7 for h in strips.heights), 0.0)
    indicators = quadrants(flat)

    assert indicators.weights.size == 0
    np.testing.assert_array_equal(indicators.base, [0.7])


def test_quadrants_need_no_neuron_for_a_box_as_high_as_the_one_before():
    edges, cuts = np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.25, 0.75, 1.0])
    heights = (np.array([[1.0], [2.0], [2.0]]), np.array([[1.0], [1.0], [3.0]]))
    indicators = quadrants(Strips(0, edges, (cuts, cuts), heights, 0.0))

    assert len(indicators.weights) == 2
    np.testing.assert_array_equal(indicators.cuts[0], [0.5])
    np.testing.assert_array_equal(indicators.cuts[1], [0.25, 0.75])


@pytest.mark.parametrize("inputs", [1, 2, 3, 4])
def test_quadrants_of_a_grid_are_its_heights_inside_boxes(inputs):
    lot = np.random.default_rng(inputs)
    edges = tuple(np.sort(np.append(lot.uniform(0, 1, 3), [0, 1])) for _ in range(inputs))
    grid = Grid(edges, lot.uniform(-1, 1, (4,) * inputs + (2,)), 0.0)
    network, _ = network_of(quadrants(grid), inputs=inputs)

    np.testing.assert_allclose(
        network.forward(middles(grid.boxes)), grid.boxes.heights, rtol=0, atol=1e-11
    )


def test_quadrants_of_a_grid_miss_only_mixed_differences_at_corners():
    """x + y + z has none: at corners the network lies between the boxes that meet there."""
    edges = np.linspace(0.0, 1.0, 5)
    tops = 0.5 * (edges[1:] + edges[:-1])
    x, y, z = np.meshgrid(tops, tops, tops, indexing="ij")
    grid = Grid((edges,) * 3, (x + y + z)[..., None], 0.0)
    indicators = quadrants(grid)
    network, weights = network_of(indicators, inputs=3)
    points = around_corners(indicators, weights)
    low, high = neighbouring_heights(grid.boxes, points, 100 / weights[0])
    values = network.forward(points)

    assert (values >= low - 1e-12).all()
    assert (values <= high + 1e-12).all()


@pytest.mark.parametrize("inputs", [1, 2, 3, 4])
def test_a_tower_has_two_steps_for_each_input_and_the_threshold_m_minus_a_half(inputs):
    one = Boxes(np.full((1, inputs), 0.25), np.full((1, inputs), 0.5), np.array([[0.8]]), 0.0)
    indicators = towers([one], (0.0,) * inputs)
    network, _ = network_of(indicators, inputs=inputs)
    gate = np.asarray(network.layers[1].weights.toarray())[0]

    assert network.widths == (inputs, 2 * inputs, 1, 1)
    assert network.layers[1].biases[0] == -gate.max() * (inputs - 0.5)
    assert sorted(set(gate)) == [-gate.max(), gate.max()]
    inside, outside = np.full((1, inputs), 0.4), np.full((1, inputs), 0.4)
    outside[0, -1] = 0.6
    assert network.forward(inside)[0, 0] == pytest.approx(0.8, abs=1e-14)
    assert network.forward(outside)[0, 0] == pytest.approx(0.0, abs=1e-14)


@pytest.mark.parametrize("steeper", [1.0, 100.0])
def test_towers_for_1_are_half_on_the_domains_edge_and_0_at_corners_however_steep(steeper):
    edges = np.linspace(0.0, 1.0, 5)
    boxes = Grid((edges, edges), np.ones((4, 4, 1)), 0.0).boxes
    indicators = towers([boxes], (0.0, 0.0))
    weights = step_weights(indicators.cuts, (UNIT, UNIT), SIGMOID, jumps=False)
    network = indicator_network(indicators, SIGMOID, [steeper * w for w in weights])
    points = np.array([[0.5, 0.5], [0.0, 0.4], [0.4, 0.4], [0.25, 0.4], [0.0, 0.0]])

    np.testing.assert_allclose(network.forward(points)[:, 0], [0, 0.5, 1, 1, 0], atol=1e-13)


def test_towers_moved_out_of_the_domain_are_whole_at_its_ends():
    edges = np.linspace(0.0, 1.0, 5)
    boxes = Grid((edges, edges), np.ones((4, 4, 1)), 0.0).boxes
    plain = towers([boxes], (0.0, 0.0))
    weights = step_weights(plain.cuts, (UNIT, UNIT), SIGMOID, jumps=False)
    network = indicator_network(
        towers([boxes], [ROOM * reach(SIGMOID) / w for w in weights]), SIGMOID, weights
    )

    np.testing.assert_allclose(network.forward(np.array([[0.0, 0.4], [0.0, 1.0]])), 1, atol=1e-13)


def test_the_mean_of_copies_is_taken():
    one = Boxes(np.zeros((1, 2)), np.ones((1, 2)), np.array([[1.0]]), 0.0)
    two = Boxes(np.array([[0.0, 0.0]]), np.array([[0.5, 0.5]]), np.array([[1.0]]), 0.0)
    network, _ = network_of(towers([one, two], (0.1, 0.1)))

    values = network.forward(np.array([[0.2, 0.2], [0.8, 0.8]]))[:, 0]
    np.testing.assert_allclose(values, [1.0, 0.5], atol=1e-13)


def test_pieces_say_what_the_neurons_are():
    strips = Strips(0, np.array([0.0, 0.5, 1.0]), (np.array([0.0, 1.0]),) * 2,
                    (np.array([[1.0]]), np.array([[3.0]])), 0.0)  # fmt: skip
    (quadrant,) = as_quadrants(quadrants(strips))
    (tower,) = as_towers(
        towers([Boxes(np.zeros((1, 2)), np.ones((1, 2)), np.ones((1, 1)), 0)], (0, 0))
    )

    assert (quadrant.low, quadrant.high, quadrant.height) == (
        (0.5, -np.inf), (np.inf, np.inf), (2.0,))  # fmt: skip
    assert (tower.low, tower.high, tower.height) == ((0.0, 0.0), (1.0, 1.0), (1.0,))


def test_an_input_that_nothing_depends_on_has_no_steps():
    edges = np.array([0.0, 1.0])
    grid = Grid((np.array([0.0, 0.5, 1.0]), edges), np.array([[[0.0]], [[1.0]]]), 0.0)
    indicators = quadrants(grid)
    network, _ = network_of(indicators)

    assert network.widths == (2, 1, 1, 1)
    np.testing.assert_allclose(network.forward(np.array([[0.2, 0.9], [0.7, 0.1]]))[:, 0], [0, 1])


def test_shared_steps_are_there_once():
    boxes = Grid((np.linspace(0, 1, 4),) * 2, np.ones((3, 3, 1)), 0.0).boxes
    indicators = Indicators(boxes.lows, boxes.highs, boxes.heights, np.zeros(1))

    assert [cuts.size for cuts in indicators.cuts] == [4, 4]
