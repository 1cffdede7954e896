"""Proofs for towers and quadrants: dense samples never exceed the bound, and come close to it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from uat.activations import SIGMOID, get_activation
from uat.constructions.indicators import Indicators, indicator_network, step_weights
from uat.constructions.quadrants import quadrants
from uat.constructions.steps import ROOM, reach
from uat.constructions.towers import towers
from uat.errors import InputError
from uat.network import Layer, Network
from uat.partition.boxes import Grid, Strips
from uat.proof.box_proof import BoxProof
from uat.proof.boxes import prove_boxes
from uat.proof.check_boxes import check_boxes
from uat.proof.front import check_any, load_proof, prove_any
from uat.proof.normal_form import SETTLING
from uat.proof.regions import regions_of
from uat.target import Target, make_target


def midrange(target, counts):
    """Equal boxes with the middle of f's range on each, as sampled on 17 points a side."""
    edges = [np.linspace(a, b, n + 1) for (a, b), n in zip(target.box, counts, strict=True)]
    inside = [line[:-1, None] + np.diff(line)[:, None] * np.linspace(0, 1, 17) for line in edges]
    grids = np.meshgrid(*[points.reshape(-1) for points in inside], indexing="ij")
    values = target(*grids).reshape([side for n in counts for side in (n, 17)])
    axes = tuple(range(1, 2 * len(counts), 2))
    low, high = values.min(axis=axes), values.max(axis=axes)
    return edges, 0.5 * (low + high)


def strips_of(target, counts, axis=0):
    """Strips whose cuts differ from strip to strip: every second one lacks every second cut."""
    edges, heights = midrange(target, counts)
    if axis == 1:
        edges, heights = edges[::-1], heights.T
    cuts, rows = [], []
    for strip, row in enumerate(heights):
        cuts.append(edges[1] if strip % 2 else edges[1][::2].copy())
        rows.append((row if strip % 2 else 0.5 * (row[::2] + row[1::2]))[:, None].copy())
    return Strips(axis, edges[0], tuple(cuts), tuple(rows), 0.0)


def network_of(indicators, target, activation=SIGMOID, output="linear", jumps=False):
    weights = step_weights(indicators.cuts, target.box, activation, jumps)
    return indicator_network(indicators, activation, weights, output), weights


def towers_of(target, counts, copies=1, margin=0.0):
    edges, heights = midrange(target, counts)
    boxes = Grid(tuple(edges), heights[..., None].copy(), 0.0).boxes
    shifts = [
        replace(boxes, lows=boxes.lows + 0.3 * i * (edges[0][1] - edges[0][0]) / copies,
                highs=boxes.highs + 0.3 * i * (edges[0][1] - edges[0][0]) / copies)
        for i in range(copies)
    ]  # fmt: skip
    return towers(shifts, (margin,) * target.inputs)


def worst(network, target, indicators, weights, seed=0, size=16_000):
    """The largest |f - network| at random points, half of them inside windows of steps."""
    lot = np.random.default_rng(seed)
    columns = []
    for cuts, w, (low, high) in zip(indicators.cuts, weights, target.box, strict=True):
        even = lot.uniform(low, high, size)
        near = (
            lot.choice(cuts, size)
            + lot.choice([0.1, 1.0, 6.0, 20.0], size) * lot.normal(0, 1, size) / w
        )
        columns.append(np.clip(np.where(lot.random(size) < 0.5, even, near), low, high))
    points = np.stack(columns, axis=1)
    found = np.concatenate([network.forward(part) for part in np.array_split(points, 8)])
    values = target(*points.T).reshape(size, -1)
    return float(np.abs(found - values).max())


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


@pytest.mark.parametrize("name", list(SETTLING))
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
    for low, high in proof.excluded:  # each window holds a part of one of the two lines
        assert any(a <= 0 <= b for a, b in zip(low, high, strict=True))
    assert check_boxes(proof).ok


def test_a_changed_weight_changes_the_bound_or_is_refused():
    target = make_target("sincos")
    network, _ = network_of(quadrants(strips_of(target, (8, 8))), target)
    plain = prove_boxes(network, target, slack=0.03)
    steps, gates, output = network.layers
    weights = output.weights.copy()
    weights[0, 7] += 0.5
    higher = Network((steps, gates, Layer(weights, output.biases, "linear")))
    points = np.random.default_rng(2).uniform(-1, 1, (20_000, 2))
    sampled = np.abs(higher.forward(points)[:, 0] - target(*points.T)).max()

    assert sampled > plain.bound
    assert sampled <= prove_boxes(higher, target, slack=0.03).bound

    moved = steps.biases.copy()
    moved[3] += 0.02 * steps.weights.max()
    shifted = Network((Layer(steps.weights, moved, steps.activation), gates, output))
    sampled = np.abs(shifted.forward(points)[:, 0] - target(*points.T)).max()
    assert sampled <= prove_boxes(shifted, target, slack=0.03).bound

    biases = gates.biases.copy()
    biases[5] *= 0.66  # between on and off
    with pytest.raises(InputError, match="neither on nor off"):
        prove_boxes(Network((steps, Layer(gates.weights, biases, "sigmoid"), output)), target)


def test_a_proof_is_saved_read_and_checked(tmp_path):
    target = make_target("gauss")
    network, _ = network_of(quadrants(strips_of(target, (8, 8))), target)
    proof = prove_boxes(network, target)
    proof.save(tmp_path / "proof.json")
    verdict = check_boxes(BoxProof.load(tmp_path / "proof.json"))

    assert verdict.ok and verdict.bound == proof.bound
    assert verdict.boxes == len(proof.bounds)


def test_one_door_leads_to_every_kind(tmp_path):
    target = make_target("gauss")
    network, _ = network_of(quadrants(strips_of(target, (6, 6))), target)
    proof = prove_any(network, target)
    proof.save(tmp_path / "several.json")
    sine = make_target("sin(x)")
    ramp = Network((Layer([[1.0]], [0.0], "relu"), Layer([[0.9]], [0.0], "linear")))
    one = prove_any(ramp, sine)
    one.save(tmp_path / "one.json")

    assert isinstance(proof, BoxProof) and not isinstance(one, BoxProof)
    for name, bound in (("several", proof.bound), ("one", one.bound)):
        verdict = check_any(load_proof(tmp_path / f"{name}.json"))
        assert verdict.ok and verdict.bound == bound


def _lower_bound(data):
    data["bound"] *= 0.99


def _lower_boxes(data):
    data["boxes"]["bound"] = [0.8 * bound for bound in data["boxes"]["bound"]]
    data["bound"] *= 0.9
    data["lower"] *= 0.8


def _other_weight(data):
    data["network"]["layers"][2]["weights"][0][3] += 0.01


def _fewer_boxes(data):
    for column in data["boxes"].values():
        del column[3]


def _other_function(data):
    data["formula"] += " + 0.1"


def _left_out(data):
    data["excluded"] = [[[-1.0, -1.0], [0.0, 0.0]]]


def _too_large_a_lower_bound(data):
    data["lower"] = data["bound"]


CHANGES = [_lower_bound, _lower_boxes, _other_weight, _fewer_boxes, _other_function, _left_out,
           _too_large_a_lower_bound]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_changed_proof_does_not_hold(change):
    target = make_target("gauss")
    network, _ = network_of(quadrants(strips_of(target, (6, 6))), target)
    data = json.loads(json.dumps(prove_boxes(network, target).to_dict()))
    assert check_boxes(data).ok
    change(data)
    assert not check_boxes(data).ok


def test_what_cannot_be_proven_says_why():
    target = make_target("sincos")
    indicators = quadrants(strips_of(target, (4, 4)))
    network, _ = network_of(indicators, target)
    slow, _ = network_of(indicators, target, get_activation("arctan"))
    flat = indicator_network(indicators, SIGMOID, [2.0, 2.0])
    unknown = replace(target, formula=None)

    with pytest.raises(InputError, match="arctan neurons"):
        prove_boxes(slow, target)
    with pytest.raises(InputError, match="windows do not overlap"):
        prove_boxes(flat, target)
    with pytest.raises(InputError, match="lipschitz=L"):
        prove_boxes(network, unknown)
    with pytest.raises(InputError, match="does not fit"):
        prove_boxes(network, make_target("x*y*z"))
    with pytest.raises(InputError, match="softmax"):
        prove_boxes(Network((*network.layers[:2], softened(network.layers[2]))), target)


def softened(layer):
    return Layer(layer.weights, layer.biases, "softmax")


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
    regions = regions_of(network, target.box, 1e-6)
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
