"""Growth: every point is a network that was built, and the laws show."""

import json
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from matplotlib.figure import Figure
from picturing import NIELSEN, require_readable

import uat
from uat.approximation.growth import Curve, Growth, grow
from uat.plots import draw, plot_growth


@pytest.fixture(scope="module")
def sine() -> Growth:
    return grow("sin(2*pi*x)", budgets=(4, 8, 16, 32, 64, 128))


def test_every_point_is_a_network_that_is_built_again(sine):
    for curve in sine.curves:
        for neurons, error in list(zip(curve.neurons, curve.errors, strict=True))[:3]:
            net = uat.approximate(sine.target, construction=curve.construction, neurons=neurons)
            assert net.network.neurons == neurons
            assert net.error.max == pytest.approx(error, rel=1e-9)


def test_the_laws_show(sine):
    slopes = {curve.construction: curve.slope for curve in sine.curves}
    laws = {curve.construction: curve.law for curve in sine.curves}

    assert laws == {"bumps": -1, "steps": -1, "ramps": -2}
    for name, law in laws.items():
        # Budgets up to 128 are still a few per cent away from the law.
        assert slopes[name] == pytest.approx(law, rel=0.15)


def test_steps_follow_total_variation_over_twice_their_number(sine):
    (steps,) = [curve for curve in sine.curves if curve.construction == "steps"]

    # sin(2 pi x) has total variation 4, so n + 1 pieces cannot be closer than 4 / (2 (n + 1)).
    for neurons, error in zip(steps.neurons, steps.errors, strict=True):
        law = 4 / (2 * (neurons + 1))
        assert 0.5 * law <= error <= 1.2 * law


def test_exact_networks_end_a_curve():
    growth = grow("abs(x)", (-1, 1), ("ramps", "steps"), budgets=(4, 8, 16))
    ramps, steps = growth.curves

    assert ramps.exact == 2 and ramps.neurons == ()
    assert steps.exact is None and len(steps.neurons) == 3


def test_what_cannot_be_built_is_said():
    growth = grow("x", (0, 1), ("bumps",), budgets=(1, 8))
    (bumps,) = growth.curves

    assert bumps.neurons == (8,) and bumps.slope is None and bumps.note == ""
    (none,) = grow("x", (0, 1), ("bumps",), budgets=(1,)).curves
    assert none.neurons == () and "at least 2 neurons" in none.note


def test_growth_is_plain_data_and_frozen(sine):
    data = json.loads(json.dumps(sine.to_dict(), allow_nan=False))

    assert data["function"] == "sin(2*pi*x)" and data["box"] == [[0, 1]]
    assert [curve["construction"] for curve in data["curves"]] == ["bumps", "steps", "ramps"]
    assert data["curves"][1]["errors"] == list(sine.curves[1].errors)
    with pytest.raises(FrozenInstanceError):
        sine.curves = ()


def test_progress_names_each_network():
    said: list[str] = []
    grow("x^2", (0, 1), ("steps",), budgets=(3, 5), progress=said.append)

    assert said == ["building steps of 3 neurons", "building steps of 5 neurons"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"constructions": ("squares",)}, "no growth is known for squares"),
        ({"budgets": ()}, "whole numbers"),
        ({"budgets": (0, 3)}, "whole numbers"),
        ({"budgets": (2.5,)}, "whole numbers"),
    ],
)
def test_nonsense_is_refused(options, words):
    with pytest.raises(uat.InputError, match=words):
        grow("x", (0, 1), **options)


def test_the_picture_has_every_point_and_every_law(sine):
    ax = plot_growth(sine, Figure(layout="constrained").add_subplot())
    measured = {found.get_label(): found for found in ax.lines if found.get_linestyle() == "-"}
    laws = [found for found in ax.lines if found.get_linestyle() == "--"]

    for curve in sine.curves:
        x, y = measured[curve.construction].get_data()
        assert (tuple(x), tuple(y)) == (curve.neurons, curve.errors)
    slopes = [np.diff(np.log(f.get_ydata())) / np.diff(np.log(f.get_xdata())) for f in laws]
    assert np.allclose(np.ravel(slopes), [-1, -1, -2])
    for curve, law in zip(sine.curves, laws, strict=True):
        assert (law.get_xdata()[-1], law.get_ydata()[-1]) == pytest.approx(
            (curve.neurons[-1], curve.errors[-1])
        )
    assert ax.get_xscale() == ax.get_yscale() == "log"


def test_pages_are_readable(sine):
    require_readable(draw(sine), 10)
    require_readable(draw(grow(NIELSEN, budgets=(8, 16, 32, 64))), 10)


def test_a_growth_without_points_is_still_a_picture():
    target = uat.make_target("x")
    curve = Curve("ramps", "relu", (), (), -2.0, None, exact=1)
    figure = draw(Growth(target, (curve,)))
    figure.draw_without_rendering()

    (ax,) = figure.axes
    assert any("exact from 1 neuron" in text.get_text() for text in ax.texts)


def test_where_more_neurons_do_not_help_it_is_said():
    (ramps,) = grow("where(x < 0.5, 0, 1)", (0, 1), ("ramps",), budgets=(2, 4, 8)).curves

    # A continuous network is half the jump away from one of its sides.
    assert min(ramps.errors) >= 0.49
    assert ramps.note
