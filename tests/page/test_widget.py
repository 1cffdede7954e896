"""Heights that arrive in Python are an `Approximation`, and nothing else is."""

import doctest
import importlib
import re
from typing import Any

import numpy as np
import pytest
from widgets import state_of

import uat
import uat.widget
from uat.base.errors import InputError, MissingError, TargetError
from uat.page.embed import shadow_style
from uat.widget import BumpsWidget

NAN, INFINITY = float("nan"), float("inf")


def sum_of_bumps(heights: Any, box: tuple[float, float], x: Any) -> Any:
    """Two steep sigmoids for each of n equal pieces; the outermost stand outside of the box."""
    n, (a, b) = len(heights), box
    w = 2 * 37 * n / (b - a)
    ends = a + (b - a) * np.arange(n + 1) / n
    ends[[0, -1]] += [-2 * 37 / w, 2 * 37 / w]
    steps = [1 / (1 + np.exp(np.clip(-w * (np.asarray(x) - end), -700, 700))) for end in ends]
    return sum(h * (steps[k] - steps[k + 1]) for k, h in enumerate(heights))


def test_heights_make_the_network_that_they_say():
    heights, box = [0.5, -2.0, 0.0, 1.25, 3.0], (-1.0, 2.5)
    net = BumpsWidget("sin(3*x)", box, heights=heights, tol=4.0).approximation
    x = np.linspace(*box, 5001)
    wanted = sum_of_bumps(heights, box, x)
    np.testing.assert_allclose(net(x), wanted, rtol=0, atol=1e-11)
    np.testing.assert_allclose(net.network.forward(x[:, None])[:, 0], wanted, rtol=0, atol=1e-11)
    assert isinstance(net, uat.Approximation) and net.network.widths == (1, 10, 1)
    assert [bump.height for bump in net.pieces] == heights
    assert net.error.max >= np.max(np.abs(wanted - np.sin(3 * x))) - 1e-12
    assert net.error.met is True and net.tolerance == 4.0


def test_the_approximation_is_like_any_other(tmp_path):
    net = BumpsWidget("x^2", bumps=4, tol=0.2).approximation
    net.save(tmp_path / "net.json")
    assert uat.Network.load(tmp_path / "net.json") == net.network
    assert net.error.max <= net.prove().bound < 1.02 * net.error.max
    best = uat.approximate("x^2", neurons=8, construction="bumps")
    np.testing.assert_array_equal(net.partition.heights, best.partition.heights)


def test_a_round_trip():
    widget, other = BumpsWidget("exp(x)", bumps=3, tol=0.1), BumpsWidget()
    seen: list[Any] = []
    other.observe(lambda change: seen.append(change["new"]), "heights")
    sent = state_of(widget)
    sent.pop("_samples")
    other.set_state(sent)
    assert state_of(other) == state_of(widget)
    assert seen == [widget.heights] and len(widget.heights) == 3
    assert other.network == widget.network
    assert repr(other.approximation) == repr(widget.approximation)


def test_messages_of_a_notebook_arrive_or_leave_no_trace():
    widget = BumpsWidget("x", heights=[0.25, 0.75])
    for heights, kept in (([0.5, None], (0.25, 0.75)), ([0.5, 1.0, 2], (0.5, 1.0, 2.0))):
        data = {"method": "update", "state": {"heights": heights}, "buffer_paths": []}
        widget._handle_msg({"content": {"data": data}, "buffers": []})
        assert widget.heights == kept


def test_heights_of_python_are_numbers_of_any_kind():
    widget = BumpsWidget(bumps=2)
    for heights in ([1, 2.5], (1, 2.5), np.array([1, 2.5]), [np.int64(1), np.float32(2.5)]):
        widget.heights = [0.0]
        widget.heights = heights
        assert widget.heights == (1.0, 2.5)
        assert all(type(h) is float for h in widget.heights)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"heights": []}, "bumps"),
        ({"heights": [0.0] * 1001}, "bumps"),
        ({"heights": None}, "list of numbers"),
        ({"heights": "12"}, "list of numbers"),
        ({"heights": {"0": 1.0}}, "list of numbers"),
        ({"heights": [1.0, None]}, "must be numbers"),
        ({"heights": [1.0, "2"]}, "must be numbers"),
        ({"heights": [True, False]}, "must be numbers"),
        ({"heights": [[1.0]]}, "must be numbers"),
        ({"heights": [1.0, NAN]}, "finite"),
        ({"heights": [-INFINITY]}, "finite"),
        ({"heights": [10**400]}, "finite"),
        ({"heights": [1e301]}, "1e\\+300"),
        ({"box": [0.0]}, "two ends"),
        ({"box": [1.0, 0.0]}, "empty"),
        ({"box": [0.0, NAN]}, "finite"),
        ({"box": ["0", "1"]}, "must be numbers"),
        ({"box": [0.0, 1e-320]}, "squares of x"),
        ({"tolerance": 0.0}, "positive"),
        ({"tolerance": "0.1"}, "must be numbers"),
        ({"tolerance": NAN}, "finite"),
        ({"function": 3}, "text"),
        ({"function": None}, "text"),
        ({"function": "x*y"}, "one input"),
        ({"function": "1/x"}, "not finite at x = 0"),
        ({"function": "py:os:getcwd"}, "unknown name py"),
        ({"function": "nielsen"}, "unknown name nielsen"),
        ({"function": "/etc/passwd.csv"}, "something is missing"),
        ({"function": "__import__('os')"}, "unknown function"),
        ({"function": "x" + "+x" * 1000}, "2000 characters"),
        ({"_samples": [0.0, 1.0, 1.0, 2.0]}, "from Python only"),
        ({"heights": [5.0], "function": "x", "box": [2.0, 1.0]}, "empty"),
        ({"heights": [5.0], "function": "log(x)", "box": [-1.0, 1.0]}, "not finite"),
    ],
)
def test_what_is_refused_is_undone_altogether(monkeypatch, sent, words):
    widget = BumpsWidget("cos(x)", heights=[1.0, 0.5], tol=0.5)
    before, told = state_of(widget), []
    monkeypatch.setattr(widget, "send_state", lambda key=None: told.append(key))
    with pytest.raises(InputError, match=words):
        widget.set_state(sent)
    assert state_of(widget) == before
    assert told == [list(sent)]  # the page is sent back what it had


@pytest.mark.parametrize("name", ["heights", "box", "tolerance", "function"])
def test_python_is_refused_the_same(name):
    widget = BumpsWidget("cos(x)", heights=[1.0, 0.5])
    before = state_of(widget)
    with pytest.raises(InputError):
        setattr(widget, name, -1.0)
    assert state_of(widget) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"f": "x*y"}, "one input and one output"),
        ({"f": "(cos(t), sin(t))"}, "one input and one output"),
        ({"f": "x", "heights": [NAN]}, "finite"),
        ({"f": "x", "bumps": 0}, "bumps"),
        ({"f": "x", "tol": -1}, "positive"),
        ({"f": "1/x", "heights": [1.0]}, "not finite"),
        ({"f": lambda x: 1 / (x - 0.5), "heights": [1.0]}, "not finite"),
        ({"f": "x", "box": (1e9, 1e9 + 2), "bumps": 1, "heights": []}, "bumps"),
    ],
)
def test_a_widget_of_nothing_is_refused(arguments, words):
    with np.errstate(all="ignore"), pytest.raises(InputError, match=words):
        BumpsWidget(**arguments)


def test_a_function_and_its_box_change_together():
    widget = BumpsWidget("x", heights=[1.0, 2.0])
    widget.set_state({"function": "1/t", "box": [1, 2]})
    net = widget.approximation
    assert (widget.function, widget.box, widget.heights) == ("1/t", (1.0, 2.0), (1.0, 2.0))
    assert net.target.formula == "1/t" and net.target.box == ((1.0, 2.0),)
    with pytest.raises(TargetError):  # a pole between the points that a widget looks at
        widget.set_state({"function": "1/(x-0.50011)", "box": [0, 1]})
        _ = widget.approximation


def test_a_function_without_a_formula_is_drawn_from_samples():
    def saw(x: float) -> float:
        return abs(x % 0.5 - 0.25)

    widget = BumpsWidget(saw, bumps=8)
    assert widget.function == ""
    x, y = np.reshape(widget._samples, (-1, 2)).T
    assert (x[0], x[-1]) == (0.0, 1.0)
    np.testing.assert_array_equal(y, np.abs(x % 0.5 - 0.25))
    assert widget.approximation.error.max == pytest.approx(0.0625, rel=1e-3)
    widget.box = (0.0, 2.0)
    assert widget._samples[-2] == 2.0
    widget.set_state({"function": "x"})
    assert widget._samples == () and widget.target.formula == "x"
    widget.function = ""
    assert widget.target.name == "saw" and len(widget._samples) > 100


def test_the_greatest_heights_stay_finite():
    widget = BumpsWidget("x", heights=[1e300, -1e300] * 500)
    found = widget.approximation  # without an overflow on the way, which would be an error here
    assert np.isfinite(found.error.max)


def test_without_the_extra_a_sentence_says_how_to_get_it(without):
    without("anywidget", "uat.widget")
    with pytest.raises(
        MissingError, match=r"anywidget is not installed.* -m pip install anywidget brings it"
    ):
        importlib.import_module("uat.widget")


def test_the_example_of_the_docstring():
    assert doctest.testmod(uat.widget) == (0, 3)


def test_the_module_asks_nothing_of_any_server():
    code = BumpsWidget._esm
    assert set(re.findall(r"\b(?:https?|wss?)://[\w./]+", code)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|eval|Function|import)\(", code)
    assert not re.search(r"^import ", code, re.MULTILINE)


def test_the_style_stays_in_its_shadow_tree():
    style = shadow_style()
    assert not re.search(r":root|^(html|body)\b|[\d.]rem\b", style, re.MULTILINE)
    assert ':host([data-theme="dark"])' in style and ':host(:not([data-theme="light"]))' in style
