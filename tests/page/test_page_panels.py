"""Each panel of the page, worked by pointer and keys; Python reads its weights and checks them."""

from typing import Any

import numpy as np
import pytest
from panels import drag, figures, handle, network, number, panel, plot, press, settle, value
from playwright.sync_api import Page, expect


def nielsen(x: Any) -> Any:
    return 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.05 * np.cos(50 * x)


def test_neuron(page: Page) -> None:
    found = panel(page, "neuron")
    made = network(page, found)
    assert (made.layers[0].weights[0, 0], made.layers[0].biases[0]) == (8.0, -4.0)
    width = plot(found)[2]
    drag(page, handle(found, "step point, drag"), 0.2 * width)
    assert value(handle(found, "step point, drag")) == pytest.approx(0.7, abs=0.01)
    assert value(handle(found, "weight w")) == 8.0
    drag(page, handle(found, "weight w"), 40)  # four pixels a step
    assert value(handle(found, "weight w")) == 18.0
    press(page, handle(found, "bias b"), "ArrowLeft", "PageUp")
    made = network(page, found)
    assert made.layers[0].biases[0] == pytest.approx(value(handle(found, "bias b")), abs=1e-3)
    press(page, handle(found, "shoulder"), "ArrowLeft")
    assert value(handle(found, "weight w")) > 18.0


def test_a_curve_is_pulled_sideways(page: Page) -> None:
    found = panel(page, "neuron")
    left, top, width, height = plot(found)
    page.mouse.move(left + 0.3 * width, top + 0.3 * height)
    page.mouse.down()
    page.mouse.move(left + 0.35 * width, top + 0.3 * height)
    page.mouse.move(left + 0.4 * width, top + 0.3 * height)
    page.mouse.up()
    settle(page)
    assert value(handle(found, "step point s")) == pytest.approx(0.6, abs=0.01)


def test_a_number_is_typed(page: Page) -> None:
    found = panel(page, "neuron")
    press(page, handle(found, "weight w"), "Enter")
    page.keyboard.type("-25,5")
    page.keyboard.press("Enter")
    settle(page)
    assert network(page, found).layers[0].weights[0, 0] == -25.5


def test_pair(page: Page) -> None:
    found = panel(page, "pair")
    assert figures(found)["what you see"] == "the first switches first"
    found.get_by_role("button", name="Make a bump", exact=True).click()
    settle(page)
    made = network(page, found)
    weights = made.layers[1].weights[0]
    assert weights[0] == -weights[1] != 0.0
    outside = made.forward([[0.0], [0.5], [1.0]])[:, 0]
    assert outside == pytest.approx([0.0, weights[0], 0.0], abs=1e-12)
    drag(page, handle(found, "step 1"), 0.5 * plot(found)[2])
    press(page, handle(found, "step 1"), "ArrowUp")
    assert "second" in figures(found)["what you see"]


def test_one_bump_and_two(page: Page) -> None:
    found = panel(page, "height")
    before = network(page, found).layers[1].weights[0, 0]
    drag(page, handle(found, "height of bump 1"), 0, -30)
    press(page, handle(found, "height of bump 1"), "ArrowUp")
    after = network(page, found).layers[1].weights[0]
    assert after[0] > before and after[0] == -after[1]
    found = panel(page, "twobumps")
    drag(page, handle(found, "side 1 of bump 2"), -0.3 * plot(found)[2])
    made = network(page, found)
    places = -made.layers[0].biases / made.layers[0].weights[:, 0]
    assert places[2] == pytest.approx(0.25, abs=0.01)
    inside = made.forward([[0.3]])[0, 0]  # where both bumps are on
    assert inside == pytest.approx(made.layers[1].weights[0, [0, 2]].sum(), abs=1e-9)


def test_many_bumps_fit_the_function(page: Page) -> None:
    found = panel(page, "many")
    press(page, found.get_by_role("slider", name="bumps", exact=True), "End")
    assert figures(found)["hidden neurons"] == "2\u202f000"
    made = network(page, found)
    x = np.random.default_rng(0).random(5000)
    error = np.abs(made.forward(x[:, None])[:, 0] - nielsen(x)).max()
    assert made.neurons == 2000 and error < 0.01
    assert number(figures(found)["largest error (sampled)"]) <= 1.1 * error


def test_one_stroke_draws_a_function(page: Page) -> None:
    found = panel(page, "many")
    left, top, width, height = plot(found)
    page.mouse.move(left + 1, top + 0.5 * height)
    page.mouse.down()
    for part in (0.3, 0.6, 1.0):  # few events: the bumps between them follow
        page.mouse.move(left + part * width - 1, top + (0.5 - 0.3 * part) * height)
    page.mouse.up()
    settle(page)
    made = network(page, found)
    heights = made.layers[1].weights[0, ::2]
    assert (np.diff(heights) > 0).all() and heights.size == 10
    centres = (np.arange(10) + 0.5)[:, None] / 10
    assert made.forward(centres)[:, 0] == pytest.approx(heights, abs=1e-9)
    page.keyboard.press("Control+z")
    settle(page)
    assert not (np.diff(network(page, found).layers[1].weights[0, ::2]) > 0).all()
    press(page, handle(found, "bump 1 of 10|bump .* of 10"), "ArrowRight", "ArrowUp")


def test_a_weight_is_changed_in_the_table(page: Page) -> None:
    found = panel(page, "many")
    found.locator("summary").click()
    field = found.get_by_label("output bias")
    field.fill("0.75")
    field.press("Enter")
    settle(page)
    assert network(page, found).layers[1].biases[0] == 0.75


@pytest.mark.parametrize("name", ["many", "challenge"])
def test_held_keys_are_in_the_network_the_link_and_undo(page: Page, name: str) -> None:
    """The last press is drawn, kept through a reload, and undone alone."""
    found = panel(page, name)
    knob = handle(found, "bump .* of")
    press(page, knob, *["ArrowUp"] * 4)
    page.keyboard.press("ArrowRight")
    press(page, knob, "ArrowDown")
    after = network(page, found).layers[1].weights[0, ::2]
    page.keyboard.press("Control+z")
    settle(page)
    before = network(page, found).layers[1].weights[0, ::2]
    assert np.flatnonzero(after != before).tolist() == [1] and after[1] < before[1]
    page.keyboard.press("Control+Shift+z")
    settle(page)
    page.wait_for_function("() => location.hash.length > 10")
    page.goto(page.url)
    page.reload()
    again = network(page, panel(page, name)).layers[1].weights[0, ::2]
    np.testing.assert_array_equal(again, after)


def test_challenge(page: Page) -> None:
    found = panel(page, "challenge")
    x = np.arange(100) / 100
    wanted = np.log(nielsen(x) / (1 - nielsen(x)))
    assert number(figures(found)["average deviation"]) == pytest.approx(
        np.abs(wanted).mean(), abs=6e-3
    )
    for how in ("means", "medians"):
        found.get_by_role("button", name=f"Show me: {how}").click()
        settle(page)
        made = network(page, found)
        deviation = np.abs(made.forward(x[:, None])[:, 0] - wanted).mean()
        assert number(figures(found)["average deviation"]) == pytest.approx(deviation, abs=6e-3)
        verdict = found.locator(".verdict").inner_text()
        assert deviation < 0.405 and verdict == "These heights pass, but they were shown to you."
    found.get_by_role("button", name="Reset").click()
    settle(page)
    assert "Not yet" in found.inner_text()


def test_output(page: Page) -> None:
    found = panel(page, "output")
    made = network(page, found)
    assert made.layers[-1].activation.name == "sigmoid"
    x = np.linspace(0, 1, 2001)
    error = np.abs(made.forward(x[:, None])[:, 0] - nielsen(x)).max()
    assert number(figures(found)["largest error outside (sampled)"]) == pytest.approx(
        error, rel=0.06
    )
    drag(page, handle(found, "input x"), 0.2 * plot(found)[2])
    shown = figures(found)
    at = network(page, found).forward([[number(shown["at x ="])]])[0, 0]
    assert number(shown["σ of it"]) == pytest.approx(at, abs=0.02)


def test_windows(page: Page) -> None:
    found = panel(page, "windows")
    one = number(figures(found)["largest error (sampled)"])
    copies = handle(found, "copies M")
    press(page, copies, "End")
    shown = figures(found)
    made = network(page, found)
    assert made.neurons == number(shown["hidden neurons"])
    x = np.linspace(0, 1, 2001)
    error = np.abs(made.forward(x[:, None])[:, 0] - nielsen(x)).max()
    assert number(shown["largest error (sampled)"]) == pytest.approx(error, rel=0.06)
    assert error < 0.75 * one


def test_activation(page: Page) -> None:
    found = panel(page, "activation")
    x = (np.arange(20) + 0.5)[:, None] / 20
    verdicts = {"relu": "in pairs", "tanh": "Yes", "sin(z)": "No", "z +": ""}
    for formula, verdict in verdicts.items():
        said = found.locator(".verdict")
        before = said.inner_text()
        found.get_by_role("textbox").fill(formula)
        expect(said).not_to_have_text(before)  # it reads when the typing pauses
        expect(said).to_contain_text(verdict)
        expect(said).not_to_have_text("")
        settle(page)
        if verdict in ("Yes", "in pairs"):
            made = network(page, found)
            assert np.abs(made.forward(x)[:, 0] - nielsen(x[:, 0])).max() < 0.15


def test_ramps(page: Page) -> None:
    found = panel(page, "ramps")
    slider = found.get_by_role("slider", name="tolerance", exact=True)
    x = np.linspace(0, 1, 2001)
    counts = []
    for _ in range(3):
        press(page, slider, "PageDown")
        tolerance = number(found.locator(".controls .slider output").last.inner_text())
        made = network(page, found)
        error = np.abs(made.forward(x[:, None])[:, 0] - nielsen(x)).max()
        assert error <= 1.05 * tolerance  # two digits of it are shown
        counts.append(made.neurons)
    assert counts == sorted(counts) and counts[0] < counts[-1]
    drag(page, handle(found, "half width of the tube"), 0, -60)
    assert network(page, found).neurons < counts[-1]


def test_two_inputs(page: Page) -> None:
    found = panel(page, "inputs2")
    for stage, neurons in (("step in y", 1), ("bump in x", 2), ("both bumps", 4), ("tower", 4)):
        found.get_by_role("button", name=stage, exact=True).click()
        settle(page)
        assert network(page, found).neurons == neurons
    made = network(page, found)
    inside, arm, outside = made.forward([[0.5, 0.5], [0.5, 0.1], [0.1, 0.1]])[:, 0]
    shown = [number(text) for text in figures(found).values()]
    assert shown == pytest.approx([outside, arm, inside], abs=1e-3)
    assert inside > 0.98 and arm < 0.02
    surface = found.locator(".surface")
    before = surface.get_attribute("aria-valuenow")
    drag(page, surface, 60)
    turned = surface.get_attribute("aria-valuenow")
    press(page, surface, "ArrowRight")
    assert len({before, turned, surface.get_attribute("aria-valuenow")}) == 3


def test_towers(page: Page) -> None:
    found = panel(page, "towers")
    errors = {}
    for kind in ("a field of towers", "shifted copies", "quadrants"):
        found.get_by_role("button", name=kind, exact=True).click()
        settle(page)
        errors[kind] = number(figures(found)["largest error, corners included (sampled)"])
    field, copies, quadrants = errors.values()
    assert quadrants < copies < field
    made = network(page, found)
    x = np.linspace(-1, 1, 61)
    points = np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)
    f = np.sin(3 * points[:, 0]) * np.cos(2 * points[:, 1])
    assert np.abs(made.forward(points)[:, 0] - f).max() <= 1.1 * quadrants
    shown = found.locator(
        ".figures dd", has_text=figures(found)["largest error, corners included (sampled)"]
    )
    found.get_by_label("f(x, y)").fill("x*y")
    expect(shown).to_have_count(0)  # it reads when the typing pauses, and says another error


def test_depth(page: Page) -> None:
    found = panel(page, "depth")
    press(page, found.get_by_role("slider", name="layers", exact=True), "ArrowRight", "ArrowRight")
    made = network(page, found)
    assert made.widths == (1, 2, 2, 2, 2, 2, 1)
    x = np.arange(33)[:, None] / 32
    assert made.forward(x)[:, 0] == pytest.approx(np.arange(33) % 2, abs=1e-12)
    assert figures(found)["straight pieces"] == "32"
    before = figures(found)
    press(page, handle(found, "tolerance"), *["ArrowLeft"] * 10)
    assert figures(found) != before
