"""What is shown in a band is true: sight lines, gates that no line passes, and proven boxes."""

from fractions import Fraction

import numpy as np
import pytest
from filming import to_data
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("manim")

from manim import FadeOut

from uat.approximation import approximate
from uat.constructions.line.partition import fewest_links
from uat.films.stage.animations import Drive
from uat.films.stage.clipped import ClippedCurve, ClippedFunction
from uat.films.stage.curves import ErrorBand
from uat.films.stage.gates import MissedGate, least_passable
from uat.films.stage.graph import Graph
from uat.films.stage.intervals import outward, upward
from uat.films.stage.proving import prove_box
from uat.films.stage.sight import Sight
from uat.films.stage.zoom import zoom
from uat.functions.target import make_target

pytestmark = pytest.mark.usefixtures("manim_folder")
TOLERANCE = 0.1
SINE = make_target("sin(6*x)")


def read(text):
    """Read what was written, exactly: numbers in brackets, times a power of ten."""
    body, _, factor = text.partition(" dot 10^(")
    scale = Fraction(10) ** int(factor.rstrip(")") or 0)
    return [Fraction(end) * scale for end in body.strip("[]").split(", ")]


@given(st.floats(-1e12, 1e12), st.floats(1e-9, 1e3), st.floats(1e-6, 1.0))
def test_intervals_are_rounded_outwards_and_hardly_wider(low, width, share):
    high, step = low + width, width * share
    shown = read(outward(low, high, step))
    assert shown[0] <= Fraction(low) <= Fraction(high) <= shown[1]
    slack = max(Fraction(step), Fraction(abs(low) + abs(high)) / 10**20)
    assert Fraction(low) - shown[0] <= slack and shown[1] - Fraction(high) <= slack
    (bound,) = read(upward(high, step))
    assert 0 <= bound - Fraction(high) <= slack


def test_no_line_through_the_outer_gates_passes_the_middle_one():
    x = np.linspace(0.0, 1.0, 41)
    (a, b, c), margin = least_passable(x, np.sin(6 * x), TOLERANCE)
    assert a < b < c and margin > 0.5
    rng = np.random.default_rng(5)
    first, last = (np.sin(6 * x[k]) + TOLERANCE * rng.uniform(-1, 1, 2000) for k in (a, c))
    there = first + (x[b] - x[a]) / (x[c] - x[a]) * (last - first)
    missed = np.abs(there - np.sin(6 * x[b])) - TOLERANCE
    assert margin - 1e-12 <= missed.min() < margin + 0.1
    assert least_passable(x, 2 * x, TOLERANCE)[1] == pytest.approx(-2 * TOLERANCE)


def test_the_gap_at_the_middle_gate_is_between_its_edge_and_the_line():
    graph = Graph((0.0, 1.0), (-3.0, 3.0))
    gate = MissedGate(graph, SINE, TOLERANCE)
    for turns in (0.0, 0.3, 0.8):
        gate.turn(turns)
        x, y = to_data(graph, gate.gap.points[[0, -1]])
        ends_x, ends_y = to_data(graph, gate.line.points[[0, -1]])
        assert y[1] == pytest.approx(np.interp(x[1], ends_x, ends_y))
        assert abs(y[0] - gate.y[1]) == pytest.approx(TOLERANCE)
        assert abs(y[1] - gate.y[1]) > TOLERANCE


def test_a_sight_line_ends_where_it_leaves_the_band_and_no_other_sees_farther():
    path = fewest_links(SINE.sample(1e-4), TOLERANCE)
    sight = Sight(Graph((0.0, 1.0), (-2.0, 2.0)), SINE, path, TOLERANCE)
    ends = {}
    for amount in (-1.5, -0.5, 0.0, 0.5, 1.5):
        sight.tilt(amount)
        end = ends[amount] = sight.curve.x_stop
        gap = np.abs(sight.curve.network.forward([[end]])[0, 0] - SINE(np.array([end]))[0])
        assert gap == pytest.approx(TOLERANCE, rel=0.05)
    assert max(ends, key=ends.get) == 0.0
    assert ends[0.0] >= path.edges[1] - 1e-3
    sight.turn(path.pieces, 1.0)
    assert sight.curve.x_stop is None


@pytest.mark.parametrize("formula", ["sin(6*x)", "1e6*exp(x)", "abs(x - 0.3)"])
def test_a_proven_box_holds_the_function_and_the_network(formula):
    net = approximate(formula, construction="ramps", tol="3%")
    box = prove_box(net.target, net.network, net.error.tolerance)
    x = np.linspace(*box.x, 2001)
    f, y = net.target(x), net.network.forward(x[:, None])[:, 0]
    for values, (low, high) in ((f, box.function), (y, box.network), (f - y, box.difference)):
        assert low <= values.min() and values.max() <= high
    assert np.abs(f - y).max() <= box.bound <= 0.9 * net.error.tolerance
    assert box.farthest[1] - box.farthest[0] == pytest.approx(box.bound)


class Stage:
    """Just enough of a scene: it plays animations at once, to their ends."""

    def __init__(self):
        self.mobjects = []

    def add(self, *parts):
        self.mobjects += [part for part in parts if part not in self.mobjects]

    def remove(self, *parts):
        self.mobjects = [part for part in self.mobjects if part not in parts]

    def bring_to_back(self, *parts):
        self.remove(*parts)
        self.mobjects = [*parts, *self.mobjects]

    def play(self, *animations, run_time):
        for animation in animations:
            if isinstance(animation, FadeOut):
                self.remove(animation.mobject)
            elif isinstance(animation, Drive):
                for alpha in (0.0, 0.5, 1.0):
                    animation.interpolate(alpha)


def test_zoomed_curves_are_those_of_the_closer_graph():
    wide, close = Graph((0.0, 1.0), (-2.0, 2.0)), Graph((0.2, 0.4), (0.0, 1.5), width=5.0)
    network = approximate("sin(6*x)", construction="ramps", tol=TOLERANCE).network

    def curves(graph):
        return [ClippedFunction(graph, SINE), ErrorBand(graph, SINE, TOLERANCE),
                ClippedCurve(graph, network)]  # fmt: skip

    zoomed, stage = curves(wide), Stage()
    stage.add(wide)
    before = [line.points.copy() for line in wide.frame]
    zoom(stage, wide, close, zoomed)
    assert stage.mobjects == [close]
    assert wide.x_range == (0.0, 1.0)
    np.testing.assert_allclose([line.points for line in wide.frame], before, atol=1e-9)
    for curve, wanted in zip(zoomed, curves(close), strict=True):
        assert curve.graph is close
        np.testing.assert_allclose(curve.points, wanted.points, atol=1e-9)
