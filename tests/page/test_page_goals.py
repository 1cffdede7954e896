"""What exercises ask for fits any function: it can be reached, and is not there at once."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from cores import core_page, run
from playwright.sync_api import Browser, Page

import uat
from uat.functions.catalogue import CATALOGUE
from uat.functions.expression import compile_expression
from uat.functions.target import make_target
from uat.networks.network import Network

# Goals


def functions(inputs: int) -> dict[str, tuple[str, list[Any]]]:
    """What the page offers to choose from."""
    targets = {name: make_target(name) for name in CATALOGUE}
    return {
        name: (CATALOGUE[name].formula, [list(map(float, side)) for side in target.box])
        for name, target in targets.items()
        if target.kind == "function" and target.outputs == 1 and target.inputs == inputs
    }


ODD = {
    "zero": ("0*x", [[0.0, 1.0]]),
    "constant": ("7 + 0*x", [[-1.0, 2.0]]),
    "line": ("3 - 2*x", [[0.0, 5.0]]),
    "jump": ("where(x < 0.3, 0, 1)", [[0.0, 1.0]]),
    "tiny": ("1e-6*sin(9*x)", [[0.0, 1.0]]),
}
ONE = {**functions(1), **ODD}
TWO = {**functions(2), "zero": ("0*x*y", [[0.0, 1.0], [0.0, 1.0]])}


@pytest.fixture(scope="module")
def goals(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The modules that set the goals, as `globalThis.uat`."""
    path = tmp_path_factory.mktemp("goals") / "page.html"
    more = [f"view/{name}.js" for name in ("context", "field", "fit", "goals", "taut")]
    path.write_text(core_page(*more), encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("globalThis.uat !== undefined")
    yield page
    page.close()


def inner(edges: Any, f: Any) -> Any:
    """Values of f inside of each piece, one row a piece."""
    parts = (np.arange(400) + 0.5) / 400
    left, right = np.asarray(edges[:-1]), np.asarray(edges[1:])
    return f(left[:, None] + (right - left)[:, None] * parts)


@pytest.mark.parametrize("name", ONE)
def test_goals_of_one_input_fit_the_function(goals: Page, name: str) -> None:
    formula, [[a, b]] = ONE[name]
    code = """(uat, f, box) => {
      const { heightAt, steepest, fewBumps, foldedPieces, strokeGoal, sizeOf } = uat["view/goals"];
      const target = uat["view/context"].targetOf({ f, box });
      return { heights: [0.35, 0.7].map((part) => heightAt(target, part)), place: steepest(target),
        few: fewBumps(target), folded: foldedPieces(target), size: sizeOf(target),
        stroke: [0, 1].map((best) => strokeGoal(target, 1, best)) };
    }"""
    found = run(goals, code, formula, [a, b])
    f = compile_expression(formula)

    def values(x: Any) -> Any:
        return np.broadcast_to(f(x), np.shape(x))

    # Heights that the panel can have, and that are seen
    assert all(0.3 <= abs(height) <= 1.5 for height in found["heights"])
    # The steepest place: no hundredth of the interval, away from its ends, rises or falls more
    place, own = found["place"]["place"], found["place"]["own"]
    assert 0.15 <= place <= 0.85
    assert own == (name not in ("zero", "constant", "line"))
    grid = values(a + (b - a) * np.arange(101) / 100)
    rises = np.abs(grid[2:] - grid[:-2])[14:85]
    at = round(100 * place) - 15
    assert rises[at] >= rises.max() * (1 - 1e-6) - 1e-9 * np.abs(grid).max()
    # The fewest bumps: the goal is met by so many, and by no fewer
    size = max(grid.max(), 0) - min(grid.min(), 0)
    assert found["size"] == pytest.approx(size or 1, rel=0.02)
    halves = [
        np.ptp(inner(np.linspace(a, b, n + 1), values), axis=1).max() / 2
        for n in range(1, found["few"]["bumps"] + 1)
    ]
    assert halves[-1] <= found["few"]["error"]
    assert all(half > 0.97 * found["few"]["error"] for half in halves[:-1])
    assert 1 <= found["few"]["bumps"] <= 16
    # Folds: eight layers make 256 pieces, and three are there from the start
    assert 9 <= found["folded"]["pieces"] <= 250
    # Strokes: the best bumps pass, also where flat ones are nearly as good
    assert found["stroke"][0] >= 0.25 and found["stroke"][1] >= 1.05


@pytest.mark.parametrize("name", ONE)
def test_the_fewest_ramps_or_steps_are_found_on_the_slider(goals: Page, name: str) -> None:
    formula, [[a, b]] = ONE[name]
    code = """(uat, f, box) => {
      const target = uat["view/context"].targetOf({ f, box });
      const size = target.range[1] - target.range[0];
      const { goal } = uat["view/taut"].taut({ kind: "steps", tol: 0.05 * size }, target);
      const at = (k) => {
        const share = Number((10 ** (-3 + (k * Math.log10(500)) / 200)).toPrecision(3));
        const { links, stairs, refused, next } =
          uat["view/taut"].taut({ kind: goal.kind, tol: share * size }, target);
        const found = refused ? Infinity : goal.kind === "ramps" ? links : stairs;
        return { ...goal, tol: share * size, found, next: String(next) };
      };
      // Three hundredths of the range, of which the goal was made, are about place 109.
      let [low, high] = at(90).found > goal.fewest ? [90, 111] : [-1, 90];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (at(middle).found <= goal.fewest) high = middle;
        else low = middle;
      }
      return { ...at(high), low };
    }"""
    found = run(goals, code, formula, [a, b])
    assert found["kind"] == ("steps" if name in ("sign", "jump") else "ramps")
    assert found["found"] <= found["fewest"] < float(found["next"].replace("Infinity", "inf"))
    if found["low"] == -1:  # the slider's end: there is nothing narrower
        return
    enough, less = (
        uat.approximate(formula, (a, b), construction=found["kind"], tol=share * found["tol"])
        for share in (1.01, 0.89)
    )
    steps = found["kind"] == "steps"  # of which there is one less than pieces
    pieces = [net.partitions[0].pieces - steps for net in (enough, less)]
    assert pieces[0] <= found["fewest"] < pieces[1]


@pytest.mark.parametrize("name", TWO)
def test_boxes_without_holes_reach_the_goal_of_two_inputs(goals: Page, name: str) -> None:
    formula, box = TWO[name]
    code = """(uat, f2, box2) => {
      const target = uat["view/context"].targetOf({ f2, box2 });
      const made = (numbers) => uat["view/field"].field(numbers, target);
      const { layers, error, goal } = made({ kind: "quadrants", n: 8, w: 500 });
      const { Layer, Network, toJSON } = uat["core/network"];
      return { error, goal, first: made({ kind: "field", n: 6, w: 80 }).error,
        network: toJSON(new Network(layers.map((layer) => new Layer(layer)))) };
    }"""
    found = run(goals, code, formula, [end for side in box for end in side])
    points = np.random.default_rng(0).uniform(*np.array(box).T, size=(20_000, 2))
    wanted = np.broadcast_to(compile_expression(formula)(*points.T), len(points))
    made = Network.from_dict(found["network"]).forward(points)[:, 0]
    assert np.abs(made - wanted).max() <= found["goal"] and found["error"] <= found["goal"]
    # Where f does not jump, the panel does not begin with what is asked for.
    assert name in ("checker", "zero") or found["first"] > found["goal"]
