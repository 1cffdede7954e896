"""What panels refuse and measure is what the library does; their text says how it is known."""

from pathlib import Path

import numpy as np
import pytest
from cores import run
from playwright.sync_api import Page

import uat
from uat.base.errors import InputError
from uat.networks.network import Network

UNIT = (0.0, 1.0)
FLOATS = "; if only floats overflow there, uat approximate builds it"
REFUSED = {
    "1/x": UNIT,
    "1/(x - 0.31)": UNIT,
    "1/(x - 0.31)^2": UNIT,
    "log(x)": UNIT,
    "sqrt(x - 0.5)": UNIT,
    "tan(2*x)": UNIT,
    "asin(2*x)": UNIT,
    "1e-310*x": UNIT,
    "1e307*x": UNIT,
    "0/0*x": UNIT,
    "2x +": UNIT,
    "sin(": UNIT,
    "q*x": UNIT,
}
READ = """(uat, f, box) => {
  try { uat["view/context"].targetOf({f, box}); return ""; } catch (error) { return error.message; }
}"""


@pytest.mark.parametrize("f", REFUSED)
def test_what_the_library_refuses_the_page_refuses_in_the_same_words(modules: Page, f: str) -> None:
    with pytest.raises(InputError) as error:
        uat.approximate(f, REFUSED[f], tol=0.1)
    found = run(modules, READ, f, REFUSED[f])
    # The page computes with floats only, and says so where the library might have more digits.
    assert found and str(error.value).startswith(found.removesuffix(FLOATS))


AT = """(uat, f, box, x) => uat["view/context"].targetOf({f, box}).f(Float64Array.of(x))[0]"""


def test_a_point_without_a_value_counts_as_close_to_it(modules: Page) -> None:
    for f, box in (("sin(x)/x", (-1, 1)), ("x*log(x)", (0, 1)), ("x/abs(x)", (-1, 1))):
        target = uat.approximate(f, box, tol=0.1).target
        for x in (*box, 0.0, 0.5, 1.0):
            found = run(modules, AT, f, box, x)
            assert found == pytest.approx(float(target(x)), rel=1e-12, abs=1e-12)


def test_where_floats_lose_digits_the_page_is_close_to_the_library(modules: Page) -> None:
    cases = (
        *(("(1-cos(x))/x^2", (-1, 1)), ("(exp(x)-1)/x", (0, 1)), ("(x-sin(x))/x^3", (-2, 3))),
        *(("(x^3-8)/(x-2)", (0, 4)), ("x*log(x)", (0, 1)), ("abs(x)*sin(x)/x", (-1, 1))),
    )
    for f, box in cases:
        target = uat.approximate(f, box, tol=0.1).target
        for x in (2.0 if "8" in f else 0.0) + np.array([0.0, 1e-15, 7e-9, 3e-5, 2e-4, 0.3]):
            found = run(modules, AT, f, box, float(x))
            assert found == pytest.approx(float(target(x)), rel=1e-6)


NOTES = """(uat, notes) => {
  const {h, put} = uat["view/dom"];
  const crossing = {tolerance: 0.01, deep: 12, shallow: 40};
  const place = put(h("div"), uat["view/answer"].showComparison({contenders: [], crossing, notes}));
  return [...place.children].map((each) => each.textContent);
}"""


def test_notes_under_a_comparison_are_paragraphs(modules: Page) -> None:
    notes = ["folds: left out, <b>x</b> is no number", "ramps: not within the tolerance"]
    said = run(modules, NOTES, notes)
    assert said[0] == "The comparison" and said[1].startswith("Depth pays")
    assert said[2:4] == notes and "[object" not in "".join(said)


FIELD = """(uat, f2, box2, numbers) => {
  const found = uat["view/field"].field(numbers, uat["view/context"].targetOf({f2, box2}));
  const {Layer, Network, toJSON} = uat["core/network"];
  const layers = found.layers.map((each) => new Layer(each));
  return {error: found.error, network: toJSON(new Network(layers))};
}"""


@pytest.mark.parametrize("kind", ["field", "copies", "quadrants"])
@pytest.mark.parametrize("f", ["x*y", "sin(3*x)*cos(2*y)", "abs(x - y)", "exp(-x^2 - y^2)", "x"])
def test_the_errors_of_towers_are_those_of_their_networks(modules: Page, f: str, kind: str) -> None:
    """Python finds nothing larger on a grid of its own, beside the cuts and between them."""
    found = run(modules, FIELD, f, [-1, 1, -1, 1], {"kind": kind, "n": 3, "m": 2, "w": 80})
    network = Network.from_dict(found["network"])
    cuts = -network.layers[0].biases / np.abs(network.layers[0].weights).max()
    near = np.concatenate([cuts + shift for shift in np.linspace(-0.1, 0.1, 9)])
    x = np.unique(np.concatenate([np.linspace(-1, 1, 57), near[np.abs(near) < 1]]))
    points = np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)
    target = uat.make_target(f if f != "x" else "x + 0*y", [(-1, 1), (-1, 1)])
    error = float(np.abs(network.forward(points)[:, 0] - target(*points.T)).max())
    assert found["error"] == pytest.approx(error, rel=0.05)


def test_the_text_says_what_is_sampled_and_what_is_least() -> None:
    """Each row of figures that names an error says how it was found."""
    panels = Path(uat.__file__).parent / "page" / "static" / "view" / "panels"
    named = [
        line.strip()
        for path in sorted(panels.glob("*.js"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if '["largest error' in line
    ]
    assert named and all("(sampled)" in line for line in named)
