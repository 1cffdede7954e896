"""The worked example of CONTRIBUTING: a construction is one class, and every door knows it."""

import ast
import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import uat
from uat.approximation.growth import grow
from uat.cli import main
from uat.constructions.limits import require_affordable
from uat.constructions.registry import CONSTRUCTIONS
from uat.exchange.about import layer_names
from uat.page.server.orders import read_order

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
NAMES = frozenset(CONSTRUCTIONS)


@pytest.fixture(autouse=True)
def hats(monkeypatch):
    """The class as it stands in CONTRIBUTING, entered in the registry for one test."""
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", TEXT, re.S) if "Hats" in block)
    scope: dict = {"__name__": "hats"}
    exec(compile(code, "CONTRIBUTING.md", "exec"), scope)
    monkeypatch.setitem(CONSTRUCTIONS, "hats", scope["Hats"]())
    return CONSTRUCTIONS["hats"]


def said(*args):
    result = CliRunner().invoke(main, ["approximate", *args])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_network_is_linear_interpolation_at_equal_knots():
    net = uat.approximate("sin(x)", (0, 3), construction="hats", tol=0.01)
    x = np.linspace(0, 3, 1001)
    knots = np.linspace(0, 3, net.partition.pieces + 1)

    assert net.network.neurons == 3 * knots.size == 3 * len(net.pieces)
    # Three slopes h/w at distances of at most 3 cancel to a height of at most 1: 4 operations each.
    rounding = 8 * net.network.neurons * 2.0**-52 * 3 / (knots[1] - knots[0])
    assert np.abs(net(x) - np.interp(x, knots, np.sin(knots))).max() <= rounding
    # By h^2/8 max |f''| = h^2/8, no fewer knots are enough.
    assert net.error.met and (3 / (net.partition.pieces - 1)) ** 2 / 8 > 0.0099


def test_the_command_line_offers_builds_and_proves_it(tmp_path):
    assert "hats: overlapping hats at equal knots" in " ".join(said("--help").split())
    text = said("sin(x)", "-d", "0:3", "--with", "hats", "--tol", "0.01", "--prove")

    assert re.search(r"built as   \d+ hats, of equal width\n", text)
    assert "is nowhere outside the tolerance 0.01" in text
    assert f"{tmp_path}" not in text


def test_json_files_and_pictures_know_it(tmp_path):
    picture, file = tmp_path / "hats.png", tmp_path / "hats.onnx"
    text = said("x^2", "--with", "hats", "--json", "--plot", str(picture), "--save", str(file))

    assert json.loads(text)["construction"] == "hats"
    assert picture.stat().st_size > 10_000
    assert layer_names(uat.load(file).network, "hats") == ["hats", "output"]


def test_budgets_comparisons_and_growth_know_it():
    assert uat.approximate("x^2", construction="hats", neurons=20).network.neurons == 18
    table = uat.compare("x^2", tol=0.01, train=False)
    (entry,) = (entry for entry in table.entries if entry.name == "hats")
    (curve,) = grow("sin(6*x)", constructions=["hats"], budgets=(24, 48, 96, 192, 384)).curves

    assert entry.readable == "yes: three neurons are a hat"
    assert curve.slope == pytest.approx(curve.law, rel=0.15)


def test_the_page_s_orders_and_the_estimates_know_it(hats):
    body = b'{"formula": "x", "box": [[0, 1]], "construction": "hats"}'
    assert read_order("approximate", body, ())["construction"] == "hats"
    with pytest.raises(uat.InputError, match=r"neurons of hats take about"):
        require_affordable(hats, 10**8, False)


def test_wrong_requests_are_refused_in_its_name():
    with pytest.raises(uat.InputError, match="hats need at least 6 neurons here, not 5"):
        uat.approximate("x", construction="hats", neurons=5)
    with pytest.raises(uat.InputError, match="hats are for one input"):
        uat.approximate("x*y", construction="hats")
    with pytest.raises(uat.InputError, match="hats stand at equal knots"):
        uat.approximate("x", construction="hats", partition="fewest")
    with pytest.raises(uat.InputError, match="hats are made of relu neurons"):
        uat.approximate("x", construction="hats", activation="tanh")


def names_compared(path):
    """The constructions whose names a file compares something with."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Compare):
            sides = [leaf for side in (node.left, *node.comparators) for leaf in ast.walk(side)]
            yield from {leaf.value for leaf in sides if isinstance(leaf, ast.Constant)} & NAMES


def test_no_name_of_a_construction_is_compared_outside_their_room():
    """The checker's patterns are its own: it shares nothing with what is built."""
    room, checker = ROOT / "uat/constructions", ROOT / "uat/accuracy/checker"
    files = [*(ROOT / "uat").rglob("*.py"), *(ROOT / "scenes").glob("*.py")]
    others = [path for path in files if not {room, checker} & set(path.parents)]

    assert {path.name: names for path in others if (names := set(names_compared(path)))} == {}
    assert len(others) > 200
