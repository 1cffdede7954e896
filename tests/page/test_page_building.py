"""The page's constructions and partitions: the same weights and pieces as Python's."""

import numpy as np
import pytest
from cores import run, same, samples
from playwright.sync_api import Page

from uat.constructions.boxes.indicators import indicator_network
from uat.constructions.boxes.partition.boxes import Boxes
from uat.constructions.boxes.towers import towers
from uat.constructions.line.partition import Partition, Polyline, fewest_links, fewest_steps
from uat.constructions.line.ramps import ramp_network
from uat.constructions.line.staircase import bump_network, step_network
from uat.functions.expression import compile_expression
from uat.networks.activations import ACTIVATIONS

# Constructions


STAIRS = Partition(
    np.array([0.0, 0.3, 0.35, 0.9, 1.0]), np.array([0.4, 0.7, 0.2, 0.55]), np.zeros(4), np.ones(4)
)


@pytest.mark.parametrize(
    "activation", ["sigmoid", "tanh", "softsign", "relu", "gelu", "leaky_relu", "elu"]
)
@pytest.mark.parametrize("output", ["linear", "sigmoid"])
def test_bumps_and_steps(core: Page, activation: str, output: str) -> None:
    options = {"steepness": 900.0, "activation": activation, "output": output}
    edges, heights = STAIRS.edges.tolist(), STAIRS.heights.tolist()
    code = "(uat, edges, heights, options) => uat['core/construct'].{}(edges, heights, options)"
    made = ACTIVATIONS[activation], 900.0, output
    same(core, code.format("bumps"), [edges, heights, options], bump_network([STAIRS], *made))
    same(core, code.format("steps"), [edges[1:-1], heights, options], step_network([STAIRS], *made))


def test_ramps(core: Page) -> None:
    line = Polyline(np.array([0.0, 0.2, 0.7, 1.0]), np.array([1.0, -0.5, -0.4, 2.0]), 0.1)
    code = "(uat, knots, values) => uat['core/construct'].ramps(knots, values)"
    same(core, code, [line.edges.tolist(), line.values.tolist()], ramp_network(line))


def test_towers(core: Page) -> None:
    x, y = [0.0, 0.4, 1.0], [-1.0, 0.0, 0.5, 1.0]
    heights = np.arange(6) * 0.3 - 0.5
    lows = np.array([[x[k % 2], y[k // 2]] for k in range(6)])
    highs = np.array([[x[k % 2 + 1], y[k // 2 + 1]] for k in range(6)])
    steepness, s = (512.0, 1024.0), ACTIVATIONS["sigmoid"]
    boxes = towers([Boxes(lows, highs, heights[:, None], 0.0)], [74 / w for w in steepness])
    code = """(uat, x, y, heights, steepness) =>
        uat["core/construct"].towers({x, y, heights}, {steepness})"""
    arguments = [x, y, heights.tolist(), list(steepness)]
    same(core, code, arguments, indicator_network(boxes, s, steepness))


def test_quadrants_have_no_holes(core: Page) -> None:
    """At edges and corners the output is a mean of the heights around it."""
    code = """(uat, x, y, heights, points) => Array.from(uat["core/construct"].quadrants(
        {x, y, heights}, {steepness: [2048, 2048]}).forward(Float64Array.from(points.flat())))"""
    x, y = [0.0, 0.3, 0.6, 1.0], [0.0, 0.5, 1.0]
    random = np.random.default_rng(2)
    heights = random.uniform(-1, 1, 6)
    middles = [[(x[i] + x[i + 1]) / 2, (y[j] + y[j + 1]) / 2] for j in range(2) for i in range(3)]
    own = run(core, code, x, y, heights.tolist(), middles)
    assert own == pytest.approx(heights, abs=1e-12)
    near = random.choice([0.3, 0.6], (500, 2)) + random.uniform(-1e-2, 1e-2, (500, 2))
    near[:, 1] = 0.5 + random.uniform(-1e-2, 1e-2, 500)
    found = np.array(run(core, code, x, y, heights.tolist(), near.tolist()))
    assert heights.min() - 1e-12 <= found.min() and found.max() <= heights.max() + 1e-12
    level = run(core, code, x, y, [0.7] * 6, near.tolist())
    assert level == pytest.approx([0.7] * 500, abs=1e-12)


# Partitions


FORMULAS = [
    "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)",
    "sqrt(x)",
    "abs(x-0.3)",
    "x",
    "3 + 0*x",
]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("tol", [0.1, 0.01, 1e-4])
def test_the_fewest_links_and_steps_are_pythons(core: Page, formula: str, tol: float) -> None:
    given = samples(formula)
    code = """(uat, x, y, tol) => {
        const {fewestLinks, fewestSteps} = uat["core/partition"];
        const [links, steps] = [fewestLinks(x, y, tol), fewestSteps(x, y, tol)];
        return {knots: [...links.knots], values: [...links.values], cuts: steps.cuts.length,
            heights: [...steps.heights]};
    }"""
    own = run(core, code, given.x.tolist(), given.y.tolist(), tol)
    line = fewest_links(given, tol)
    assert len(own["knots"]) == line.edges.size
    assert np.abs(np.interp(given.x, own["knots"], own["values"]) - given.y).max() <= tol * (
        1 + 1e-9
    )
    stairs = fewest_steps(compile_expression(formula), given, tol)
    assert own["cuts"] == stairs.heights.size - 1
    assert own["heights"] == pytest.approx(stairs.heights, abs=1e-12)
