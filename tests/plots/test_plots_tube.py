"""The tube, the proof and the minimum: what is drawn is what was computed and proven."""

from functools import cache

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from picturing import NIELSEN, approximation, forward, line, require_readable

import uat
from uat.accuracy.measure.error import rounded_up
from uat.plots import draw, plot_minimum, plot_proof, plot_residual, plot_tube
from uat.plots.close_up import close_up
from uat.plots.tube import breakpoints

PAGES = [("ramps", "tube"), ("steps", "tube"), ("jump", "tube"), ("constant", "tube")]
PAGES += [("tiniest", "tube"), ("ramps", "minimum"), ("steps", "minimum"), ("constant", "minimum")]


@cache
def proven(construction: str) -> uat.Approximation:
    return uat.approximate(NIELSEN, construction=construction, tol=0.02, prove=True)


@pytest.fixture
def ax():
    return Figure(layout="constrained").add_subplot()


@pytest.mark.parametrize(("case", "view"), PAGES)
def test_pages_are_readable(case, view):
    require_readable(draw(approximation(case), view), 10)


@pytest.mark.parametrize("construction", ["steps", "ramps"])
def test_a_proof_page_is_readable(construction):
    require_readable(draw(proven(construction), "proof"), 10)


def test_the_tube_is_f_plus_and_minus_the_tolerance(ax):
    net = approximation("ramps")
    plot_tube(net, ax)
    (band,) = [c for c in ax.collections if c.get_label().startswith("tube")]
    (path,) = band.get_paths()
    off = np.abs(path.vertices[:, 1] - net.target(path.vertices[:, 0]))

    assert np.allclose(off, 0.01, rtol=1e-9, atol=0)


@pytest.mark.parametrize("case", ["ramps", "steps"])
def test_breakpoints_are_the_networks_and_are_counted(ax, case):
    net = approximation(case)
    plot_tube(net, ax)
    hidden = net.network.layers[0]
    turns = np.sort(-hidden.biases / np.asarray(hidden.weights)[:, 0])
    x, y = line(ax, f"{net.partition.pieces - 1} breakpoints")

    assert np.abs(x[:, None] - turns[None, :]).min(axis=1).max() < 1e-9
    assert np.abs(y - forward(net, x)).max() < 1e-12


def test_a_window_shows_only_its_part_closer(ax):
    net = approximation("steps")
    window = close_up(net, 0.01, breakpoints(net, 0, 1))
    assert window is not None
    plot_tube(net, ax, window)
    x, y = line(ax, "network")

    assert ax.get_xlim() == window == (x[0], x[-1])
    assert np.abs(y - forward(net, x)).max() < 1e-12
    assert np.ptp(net.target(np.linspace(*window, 999))) <= 12 * 0.01
    assert breakpoints(net, *window).size >= 4


def test_a_tube_that_can_be_seen_needs_no_close_up():
    net = uat.approximate(NIELSEN, construction="ramps", tol=0.1)

    assert close_up(net, 0.1, breakpoints(net, 0, 1)) is None


def test_the_residual_is_the_error_in_tolerances(ax):
    net = approximation("ramps")
    plot_residual(net, ax)
    x, y = ax.lines[0].get_data()

    assert np.abs(y - (forward(net, x) - net.target(x)) / 0.01).max() < 1e-9
    assert np.abs(y).max() == pytest.approx(net.error.max / 0.01, rel=1e-9)


@pytest.mark.parametrize("construction", ["steps", "ramps"])
def test_each_box_is_as_high_as_its_bound_and_no_error_is_above_it(ax, construction):
    net = proven(construction)
    plot_proof(net, ax)
    (boxes,) = [c for c in ax.collections if isinstance(c, PolyCollection)]
    corners = np.array([path.vertices[:4] for path in boxes.get_paths()])
    assert net.proof is not None
    proof = net.proof.boxes

    assert len(corners) == proof.left.size
    assert np.array_equal(corners[:, :, 1].max(axis=1), proof.bound)
    for left, right, bound in zip(
        proof.left, proof.right, corners[:, :, 1].max(axis=1), strict=True
    ):
        x = np.linspace(left, right, 21)
        assert np.abs(net(x) - net.target(x)).max() <= bound


def test_the_line_of_the_proof_is_its_bound_written_upwards(ax):
    net = proven("ramps")
    plot_proof(net, ax)
    (label,) = [found.get_label() for found in ax.lines if found.get_label().startswith("proven")]
    _, y = line(ax, label)

    assert net.proof is not None
    assert list(y) == [net.proof.bound] * 2
    assert float(label.split()[3]) >= net.proof.bound


def test_very_many_boxes_become_a_ceiling_that_hides_none(ax, monkeypatch):
    monkeypatch.setattr("uat.plots.proof.MOST_BOXES", 10)
    net = proven("steps")
    plot_proof(net, ax)
    (boxes,) = [c for c in ax.collections if isinstance(c, PolyCollection)]
    corners = np.array([path.vertices[:4] for path in boxes.get_paths()])
    left, top = corners[:, 0, 0], corners[:, :, 1].max(axis=1)
    assert net.proof is not None
    proof = net.proof.boxes

    for a, b, bound in zip(proof.left, proof.right, proof.bound, strict=True):
        column = np.searchsorted(left, 0.5 * (a + b), side="right") - 1
        assert top[column] >= bound


def test_without_a_proof_there_is_a_sentence():
    with pytest.raises(uat.InputError, match="--prove"):
        draw(approximation("steps"), "proof")


@pytest.mark.parametrize("case", ["steps", "ramps"])
def test_witnesses_are_in_the_tube_and_force_what_is_said(ax, case):
    net = approximation(case)
    found = net.minimum()
    plot_minimum(net, ax, minimum=found)
    drawn = [c for c in ax.collections if isinstance(c, LineCollection)]
    lines = np.array([segment for c in drawn for segment in c.get_segments()])

    assert len(lines) == found.neurons
    assert np.allclose(np.abs(lines[:, :, 1] - net.target(lines[:, :, 0])), 0.01, rtol=1e-6)
    (x0, y0), (x1, y1) = lines[:, 0].T, lines[:, -1].T
    if case == "steps":
        # One height cannot serve both ends: the near sides of the tube do not overlap.
        rising = net.target(x1) > net.target(x0)
        assert (np.where(rising, y1 - y0, y0 - y1) > 0).all()
    else:
        # The straight line through both ends misses the point in between.
        x, y = lines[:, 1].T
        chord = y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        up = y > net.target(x)
        assert (np.where(up, chord - y, y - chord) > 0).all()


def test_the_sentence_of_the_minimum_has_its_number(ax):
    net = approximation("steps")
    plot_minimum(net, ax)

    assert any("94 neurons" in text.get_text() for text in ax.texts)


def test_a_line_has_no_minimum():
    net = uat.approximate("x^2", activation="linear", tol=0.2)
    with pytest.raises(uat.InputError, match="minimum does not fit line"):
        draw(net, "minimum")


@pytest.mark.parametrize("bound", [0.01, 0.018723180345774155, 9.99999, 1.00001e-7, 123456.7])
def test_a_bound_is_never_written_smaller(bound):
    text = rounded_up(bound).replace("×10⁻⁷", "e-7").replace("×10⁵", "e5").replace("10⁻⁷", "1e-7")

    assert bound <= float(text) <= bound * (1 + 2e-4)
