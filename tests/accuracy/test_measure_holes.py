"""Holes of towers, against every place of a dense grid along every crossing of two steps."""

from itertools import combinations, product

import numpy as np
import pytest
from boxing import midrange, network_of

import uat
from uat.accuracy.measure.holes import find_holes
from uat.constructions.boxes.partition.boxes import Boxes, Grid
from uat.constructions.boxes.towers import towers
from uat.functions.target import make_target


def inner_cuts(indicators, box):
    return [c[(c > a) & (c < b)] for c, (a, b) in zip(indicators.cuts, box, strict=True)]


def deepest(network, target, cuts, weights, count):
    """The largest error where two inputs are within a width of a cut, the others anywhere."""
    best = 0.0
    for pair in combinations(range(target.inputs), 2):
        lines = [
            np.concatenate([cuts[k] + z / weights[k] for z in (-1.0, -0.3, 0.0, 0.3, 1.0)])
            if k in pair else np.linspace(*target.box[k], count)
            for k in range(target.inputs)
        ]  # fmt: skip
        points = np.array(list(product(*lines)))
        found = np.abs(network.forward(points)[:, 0] - target(*points.T))
        best = max(best, float(found.max()))
    return best


@pytest.mark.parametrize(
    ("formula", "counts", "known"),
    [
        ("x+y-2*z", (3, 3, 4), 4 / 3),  # -4/3 at (1/3, 1/3, 1)
        ("x*y*z - 1", (2, 2, 2), 1.0),  # -1 wherever one of them is 0
        ("1 + sin(7*z)*(x - 0.2)*y", (2, 3, 2), None),  # deepest in the middle of an edge
        ("x+y", (4, 4), 1.5),  # f is 3/2 at the corner (3/4, 3/4)
    ],
)
def test_holes_are_as_deep_as_a_dense_grid_says(formula, counts, known):
    target = make_target(formula, ((0.0, 1.0),) * len(counts))
    edges, heights = midrange(target, counts)
    grid = Grid(tuple(edges), heights[..., None].copy(), 0.0)
    indicators = towers([grid.boxes], (0.2,) * len(counts))
    network, weights = network_of(indicators, target)
    cuts = inner_cuts(indicators, target.box)
    holes = find_holes(network, target, target.box, cuts, [1 / w for w in weights])
    dense = deepest(network, target, cuts, weights, 301)

    # A width 1/w is at most 1/64 of a 37th of a box, and slopes are below 20.
    narrow = 20 * len(counts) / min(weights)
    assert dense <= holes.depth + narrow
    assert holes.depth <= dense + 20 / 300
    assert known is None or holes.depth == pytest.approx(known, abs=narrow)
    assert holes.count == sum(
        cuts[i].size * cuts[j].size for i, j in combinations(range(len(counts)), 2)
    )
    at = np.array([holes.at])
    assert abs(network.forward(at)[0, 0] - target(*holes.at)) == pytest.approx(holes.depth)


def test_a_tower_that_runs_past_a_corner_of_two_others_leaves_a_hole_beside_its_side():
    """On the corner itself it is half on; a quarter of the way into its neighbours all are off."""
    target = make_target("1 + 0*x*y")
    lows = np.array([[0.0, 0.0], [0.5, 0.0], [0.5, 0.4]])
    highs = np.array([[0.5, 1.0], [1.0, 0.4], [1.0, 1.0]])
    indicators = towers([Boxes(lows, highs, np.ones((3, 1)), 0.0)], (0.2, 0.2))
    network, weights = network_of(indicators, target)
    cuts = inner_cuts(indicators, target.box)
    holes = find_holes(network, target, target.box, cuts, [1 / w for w in weights])

    assert abs(1 - network.forward(np.array([[0.5, 0.4]]))[0, 0]) == pytest.approx(0.5, abs=1e-6)
    assert holes.depth == pytest.approx(1.0, abs=1e-6)
    assert holes.count == 1


def test_steps_that_cross_on_a_line_along_which_f_is_steep_without_a_limit() -> None:
    """More steps than a grid of probes has room for; the crossings that fit together are met."""
    net = uat.approximate("cbrt(x+y-1)", [(0, 1), (0, 1)], construction="quadrants", tol=0.1)
    assert net.error.met
    layer = net.network.layers[0]
    weights = np.asarray(layer.weights)
    cuts = [np.sort(-layer.biases[row != 0] / row[row != 0]) for row in weights.T]
    assert min(map(len, cuts)) > 1000
    x = cuts[0][(cuts[0] > 0) & (cuts[0] < 1)]
    y = cuts[1][np.abs(cuts[1][:, None] - (1 - x)).argmin(axis=0)]
    rng = np.random.default_rng(0)
    for _ in range(20):
        sign, far = rng.choice([-1, 1], (2, x.size)), 10 ** rng.uniform(-9, -4.5, (2, x.size))
        at = np.clip([x, y] + sign * far, 0, 1)
        assert np.abs(net(*at) - net.target(*at)).max() <= 0.1
