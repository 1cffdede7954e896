"""Heights dragged in the widget's page arrive in Python, and Python's move the page."""

import re

import numpy as np
import pytest
from panels import line, middle, swipe
from playwright.sync_api import expect
from widgets import assert_same_network, state_of


def test_a_bump_is_dragged(show):
    shown = show("sin(2*pi*x)", bumps=7)
    before = shown.widget.heights
    shown.drag((3.5 / 7, 0.5), (3.5 / 7, 0.9))
    shown.receive()
    after = shown.widget.heights
    assert [k for k in range(7) if after[k] != before[k]] == [3]
    low, high = -1.0 - 0.2 * 2, 1.0 + 0.2 * 2  # f's range with some air
    assert after[3] == pytest.approx(low + 0.9 * (high - low), abs=0.02)
    assert_same_network(shown)


def test_a_finger_pulls_the_knob_and_scrolls_elsewhere(show):
    shown = show("x", heights=[0.2, 0.4, 0.6])
    x, y = middle(shown.page.locator(".graph .handle"))
    swipe(shown.page, *line(x + 200, y - 10, 0, 60))
    assert shown.page.evaluate("sent.length") == 0
    swipe(shown.page, *line(x, y, 0, -60))
    shown.page.wait_for_function("() => sent.at(-1)?.heights[0] > 0.3")
    heights = shown.page.evaluate("sent.at(-1).heights")
    assert heights[1:] == [0.4, 0.6]
    shown.receive()
    assert_same_network(shown)


def test_all_are_drawn_with_one_stroke(show):
    shown = show("exp(x)", (0.1, 1.7), heights=[0.0] * 13, tol=0.5)
    shown.drag((0.0, 0.3), (1.0, 0.9))
    shown.receive()
    heights = shown.widget.heights
    assert len(heights) == 13 and (np.diff(heights) >= 0).all() and heights[-1] > heights[0] + 2
    assert_same_network(shown)


def test_python_moves_the_graph(show):
    shown = show("x", bumps=4)
    shown.widget.heights = [0.9, 0.1, -0.3, 7.0]
    state = state_of(shown.widget)
    shown.page.evaluate("(heights) => model.set('heights', heights)", state["heights"])
    shown.settle()
    assert_same_network(shown)
    assert shown.page.evaluate("sent.length") == 0  # what came from Python is not sent back
    shown.page.evaluate("model.set('tolerance', 100)")
    shown.settle()
    assert "within the tolerance" in shown.page.locator(".verdict").inner_text()


def test_the_keyboard(show):
    shown = show("x", heights=[0.0, 0.0, 0.0])
    knob = shown.page.locator(".graph .handle")
    knob.focus()
    for key in ("ArrowRight", "ArrowUp", "ArrowUp", "ArrowRight", "Shift+ArrowDown"):
        knob.press(key)
    shown.page.wait_for_function("() => sent.at(-1)?.heights[2] < 0")
    shown.receive()
    first, second, third = shown.widget.heights
    assert first == 0.0
    assert second > 0.0 and third == pytest.approx(-5 * second)
    expect(knob).to_have_attribute("aria-label", re.compile("bump 3 of 3"))  # with the next frame
    assert_same_network(shown)


HELD = """async ([key, times, pause]) => {
  const { shadowRoot } = document.querySelector("#cell div");
  const knob = shadowRoot.querySelector(".graph .handle");
  for (let i = 0; i < times; i += 1) {
    const options = { key, bubbles: true, composed: true, cancelable: true, repeat: i > 0 };
    knob.dispatchEvent(new KeyboardEvent("keydown", options));
    await new Promise((done) => setTimeout(done, pause));
  }
}"""


@pytest.mark.parametrize("pause", [0, 33, 120])
def test_a_held_key_loses_no_repetition(show, pause):
    """Keys come while earlier heights are on their way: the echo of those undoes nothing."""
    shown = show("x", heights=[0.0, 0.0, 0.0])
    shown.page.locator(".graph .handle").focus()
    shown.page.evaluate(HELD, ["ArrowUp", 20, pause])
    low, high = shown.page.evaluate("[...drawn.layers.at(-1).weights]")[:2]
    # A press is a hundredth of the axis: f's range, and a fifth of it as air on both sides.
    assert (low, high) == pytest.approx((20 * 0.014, -20 * 0.014))
    shown.page.wait_for_function("(height) => sent.at(-1)?.heights[0] === height", arg=low)
    shown.receive()
    assert shown.widget.heights == (low, 0.0, 0.0)
    assert_same_network(shown)


def test_python_moves_the_graph_after_a_key(show):
    """What is owed to the model is sent; what Python sets after that is shown."""
    shown = show("x", heights=[0.0, 0.0, 0.0])
    shown.page.locator(".graph .handle").press("ArrowUp")
    shown.page.wait_for_function("() => sent.at(-1)?.heights[0] > 0")
    shown.page.evaluate("model.set('heights', [0, 0.5, 0])")
    shown.page.wait_for_function("() => drawn.layers.at(-1).weights[2] === 0.5")
    shown.page.evaluate("model.set('function', 'x^2')")
    shown.page.wait_for_function(
        "() => document.querySelector('#cell div').shadowRoot.querySelector('.formula').value"
        " === 'x^2'"
    )


def test_a_mouse_that_rests_does_not_choose_for_the_keyboard(show):
    """Browsers report a resting mouse again when the page below it has changed."""
    shown = show("x", heights=[0.0, 0.0, 0.0])
    shown.page.mouse.move(*shown.place(0.4, 0.5))
    shown.page.mouse.move(*shown.place(0.5, 0.5))
    knob = shown.page.locator(".graph .handle")
    assert "bump 2 of 3" in (knob.get_attribute("aria-label") or "")
    knob.press("ArrowRight")
    x, y = shown.place(0.5, 0.5)
    shown.page.locator(".graph svg").evaluate(
        """(svg, [clientX, clientY]) => svg.dispatchEvent(
          new PointerEvent("pointermove", {clientX, clientY, pointerType: "mouse"}))""",
        [x, y],
    )
    knob.press("ArrowUp")
    shown.settle()
    shown.receive()
    first, second, third = shown.widget.heights
    assert (first, second) == (0.0, 0.0) and third > 0.0
