"""The page's numbers are the library's: pieces, neurons, errors, and the sentences that refuse."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from cores import run
from playwright.sync_api import Page

import uat
from uat.base.errors import InputError
from uat.networks.network import Network

UNIT = (0.0, 1.0)
CORPUS = {
    "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)": UNIT,
    "x": UNIT,
    "3": UNIT,
    "x^2": (-1, 1),
    "x^3 - x": (-2, 2),
    "sqrt(x)": UNIT,
    "cbrt(x)": (-1, 1),
    "abs(x)": (-1, 1),
    "abs(x - 0.3)": UNIT,
    "max(x, 1 - x)": UNIT,
    "exp(x)": UNIT,
    "exp(-x^2)": (-3, 3),
    "exp(-50*(x - 0.5)^2)": UNIT,
    "log(1 + x)": UNIT,
    "1/(1 + 25*x^2)": (-1, 1),
    "sin(2*pi*x)": UNIT,
    "sin(20*x)": UNIT,
    "cos(3*x)": UNIT,
    "x*sin(30*x)": UNIT,
    "sin(x) + sin(3*x)/3": (0, 6.283185307179586),
    "abs(sin(9*x))": UNIT,
    "sin(1/(x + 0.05))": UNIT,
    "sin(x^2)": (0, 6),
    "atan(40*(x - 0.3))": UNIT,
    "tanh(10*x)": (-1, 1),
    "1/(1 + exp(-20*(x - 0.4)))": UNIT,
    "x*(1 - x)*(x - 0.4)": UNIT,
    "x^5 - 3*x^3 + x": (-1.5, 1.5),
    "sqrt(abs(x - 0.5))": UNIT,
    "x^0.3": UNIT,
    "asin(x)": (-1, 1),
    "sinc(5*x)": (-2, 2),
    "exp(-abs(x))": (-4, 4),
    "min(abs(x - 0.2), abs(x - 0.7))": UNIT,
    "x + sin(40*x)/40": UNIT,
    "1000*x^2": UNIT,
    "1e-6*sin(6*x)": UNIT,
    "1e6 + x": UNIT,
    "cosh(x)": (-2, 2),
    "where(x < 0.5, 0, 1)": UNIT,
    "floor(5*x)": UNIT,
    "sign(x - 0.31)": UNIT,
    "x + floor(3*x)/50": UNIT,
    "where(x < 1/3, x, 2 - x)": UNIT,
    "mod(3*x, 1)": UNIT,
    "x < 0.2 or x > 0.7": UNIT,
    "1e6*sin(7*x) - 4e6": UNIT,
    "1e-6*exp(x) + 1": UNIT,
    "sin(x/1e6)": (0, 6e6),
    "cos(4e6*x)": (-1e-6, 1e-6),
    "-1e6": (-1e6, 1e6),
    "0*x": UNIT,
    "1e6*(x > 0.31) - 2e5": UNIT,
    "floor(5e6*x)*1e-6": (0, 1e-6),
    "where(x < 0.5, 1e-6, 1e6*x)": UNIT,
}
SHARE = 0.047  # of the range: the tolerance

TAUT = """(uat, f, box, tol, kind) => {
  const found = uat["view/taut"].taut({kind, tol}, uat["view/context"].targetOf({f, box}));
  const {Layer, Network, toJSON} = uat["core/network"];
  const network = (layers) => toJSON(new Network(layers.map((each) => new Layer(each))));
  return {...found, kinks: null, network: found.layers && network(found.layers)};
}"""


@cache
def closely(f: str, box: tuple[float, float]) -> Any:
    """The library's own samples, fine enough to be called the truth."""
    target = uat.make_target(f, box)
    values = target.sample(1e-2).y
    return target.sample(1e-5 * (float(np.ptp(values)) or 1.0))


def true_error(network: Network, samples: Any, half: float = 0.0) -> float:
    """The largest error at close samples; half: what is left out on both sides of a jump."""
    x = samples.x
    kept = np.all([np.abs(x - jump) > half for jump in samples.jumps] or [x == x], axis=0)
    return float(np.abs(network.forward(x[kept, None])[:, 0] - samples.y[kept]).max())


@pytest.mark.parametrize("f", CORPUS)
def test_strings_and_stairs_are_the_librarys(modules: Page, f: str) -> None:
    """Links, ramps, steps and errors; and where ramps are refused, its sentence."""
    box = CORPUS[f]
    samples = closely(f, box)
    tol = SHARE * (samples.range or 1.0)
    stairs = uat.approximate(f, box, construction="steps", tol=tol)
    found = run(modules, TAUT, f, box, tol, "steps")
    made = Network.from_dict(found["network"])
    assert found["stairs"] == made.neurons == stairs.network.neurons
    true = true_error(made, samples, 0.5e-4 * (box[1] - box[0]))
    assert true <= 1.001 * tol and found["error"] == pytest.approx(true, abs=0.02 * tol)

    try:
        ours = uat.approximate(f, box, construction="ramps", tol=tol)
    except InputError as error:
        found = run(modules, TAUT, f, box, tol, "ramps")
        assert (found["refused"], found["network"]) == (str(error), None)
        return
    found = run(modules, TAUT, f, box, tol, "ramps")
    made = Network.from_dict(found["network"])
    assert found["refused"] == "" and found["links"] == ours.partition.pieces
    # What the page calls "the fewest" is; of what it calls "at most", one may be too many.
    fewest = made.neurons < found["links"]
    assert ours.network.neurons == made.neurons if fewest else (
        made.neurons - 1 <= ours.network.neurons <= made.neurons
    )  # fmt: skip
    true = true_error(made, samples)
    assert true <= 1.001 * tol and found["error"] == pytest.approx(true, abs=0.02 * tol)


TABLES = {
    "a few": [0, 0.1, 0.5, 0.9, 1, 0.4],
    "large": [1e6, -3e6, 2e6, 5e6, 3e6, 5e6, 7e6, -1e6],
    "small": [0, 1e-6, 1e-6, -2e-6, 2e-6, 0],
    "level": [-1, 2, 0, 2, 4, 2],
    "crowded": [v for k in range(200) for v in (k / 7, (k * 37 % 101) / 10)],
}
OF_TABLE = TAUT.replace("{f, box}", "f").replace("kinks: null, ", "")


@pytest.mark.parametrize("name", TABLES)
def test_samples_take_as_many_steps_and_links_as_in_the_library(modules: Page, name: str) -> None:
    data = TABLES[name]
    x, y = np.array(data[::2], dtype=float), np.array(data[1::2], dtype=float)
    tol = SHARE * (float(np.ptp(y)) or 1.0)
    for kind in ("steps", "ramps"):
        found = run(modules, OF_TABLE, {"data": data}, None, tol, kind)
        ours = uat.approximate((x, y), construction=kind, tol=tol)
        if kind == "steps":
            assert found["stairs"] == ours.network.neurons
        else:
            assert found["links"] == ours.partition.pieces
        close = np.linspace(x[0], x[-1], 20_001)
        made = Network.from_dict(found["network"])
        error = np.abs(made.forward(close[:, None])[:, 0] - np.interp(close, x, y)).max()
        assert error <= 1.001 * tol and found["error"] == pytest.approx(error, abs=0.03 * tol)


BUMPS = """(uat, f, box, n) => {
  const {equal, middles, steepFor, worst} = uat["view/fit"];
  const target = uat["view/context"].targetOf({f, box});
  const edges = equal(...box, n);
  const steepness = steepFor(box, edges.subarray(1, -1), target.jumps);
  const network = uat["core/construct"].bumps(edges, middles(edges, target),
    {steepness, activation: "sigmoid"});
  const {most} = worst(network.forward(target.xs), target.ys, target.xs, target.beside);
  return {steepness, error: most, network: uat["core/network"].toJSON(network)};
}"""


@pytest.mark.parametrize("f", CORPUS)
def test_bumps_are_the_librarys(modules: Page, f: str) -> None:
    """Twelve equal pieces: weights, heights, and the error, whose samples the page calls so."""
    box = CORPUS[f]
    ours = uat.approximate(f, box, construction="bumps", neurons=24)
    found = run(modules, BUMPS, f, box, 12)
    made = Network.from_dict(found["network"])
    scale = float(np.ptp(closely(f, box).y)) or 1.0
    if ours.network.neurons == 0:  # a constant: the library needs nothing for it
        assert found["error"] <= 1e-12
        return
    assert made.neurons == ours.network.neurons and ours.steepness is not None
    # Where windows show in the error, the library makes its steps four times as steep, or more.
    assert np.log(ours.steepness / found["steepness"]) / np.log(4) == pytest.approx(
        round(np.log(ours.steepness / found["steepness"]) / np.log(4)), abs=1e-6
    )
    np.testing.assert_allclose(
        made.layers[1].weights, ours.network.layers[1].weights, atol=2e-3 * scale
    )
    assert found["error"] == pytest.approx(ours.error.max, abs=4e-3 * scale)


MEASURED = {
    "output": ("inside", {"n": 20}),
    "windows": ("copies", {"w": 400, "m": 3}),
    "activation": ("anybumps", {"s": "tanh", "w": 800, "n": 20}),
    "train": ("built", {"neurons": 12, "activation": "tanh", "noise": 0}),
}
WORK = """(uat, task, numbers, f, box) => {
  const target = uat["view/context"].targetOf({f, box});
  const found = uat[`view/${task === "built" ? "training" : task}`][task](numbers, target);
  const {Layer, Network, toJSON} = uat["core/network"];
  const network = toJSON(new Network(found.layers.map((each) => new Layer(each))));
  const {m, errors, changed = false} = found;
  return {error: errors ? errors[m - 1] : found.error, changed, network};
}"""


# Each formula in every other panel, so that each panel has half of every kind: smooth, huge, jumps.
PAIRS = [(f, panel) for k, f in enumerate(CORPUS) for panel in list(MEASURED)[k % 2 :: 2]]


@pytest.mark.parametrize(("f", "panel"), PAIRS)
def test_an_error_is_the_one_of_its_network(modules: Page, f: str, panel: str) -> None:
    """Python runs the page's network at places of its own: close ones, and around every step."""
    box = CORPUS[f]
    samples = closely(f, box)
    task, numbers = MEASURED[panel]
    found = run(modules, WORK, task, numbers, f, box)
    made = Network.from_dict(found["network"])
    hidden = made.layers[0]
    cuts = -hidden.biases / hidden.weights[:, 0]
    reach = np.linspace(-30, 30, 241) / np.abs(hidden.weights[:, :1])
    x = np.unique(np.concatenate([samples.x, (cuts[:, None] + reach).ravel()]))
    half = 0.5e-4 * (box[1] - box[0])
    inside = (x >= box[0]) & (x <= box[1])
    x = x[np.all([inside, *(np.abs(x - jump) > half for jump in samples.jumps)], axis=0)]
    y = uat.make_target(f, box)(x)
    low, high = float(samples.y.min()), float(samples.y.max())
    if found["changed"]:  # squeezed into what a sigmoid can say
        y = 0.1 + 0.8 * (y - low) / (high - low) if high > low else np.full(len(y), 0.5)
        low, high = 0.1, 0.9
    true = float(np.abs(made.forward(x[:, None])[:, 0] - y).max())
    size = high - low or max(1.0, abs(high))
    assert found["error"] == pytest.approx(true, rel=0.03, abs=2e-3 * size)


@pytest.mark.parametrize(("f", "tol"), [("sin(2*pi*x)", 0.05), ("x^2", 0.01)])
def test_a_comparison_has_the_same_figures(modules: Page, f: str, tol: float) -> None:
    table = uat.compare(f, UNIT, tol=tol, train=False).to_dict()
    rows = {row["name"]: row for row in table["contenders"] if row["network"]}
    steps, ramps = (run(modules, TAUT, f, UNIT, tol, kind) for kind in ("steps", "ramps"))
    assert rows["steps"]["network"]["neurons"] == steps["stairs"]
    neurons = sum(len(layer["biases"]) for layer in ramps["network"]["layers"][:-1])
    assert neurons - rows["ramps"]["network"]["neurons"] in (0, 1)
    assert rows["steps"]["error"]["max"] == pytest.approx(steps["error"], abs=0.02 * tol)
