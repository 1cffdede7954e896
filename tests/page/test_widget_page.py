"""Heights dragged in the widget's page arrive in Python, and Python's move the page."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from panels import line, middle, swipe
from playwright.sync_api import Browser, Page
from widgets import TRAITS, state_of

from uat.widget import BumpsWidget

NAN, INFINITY = float("nan"), float("inf")


MODEL = """async ([code, state]) => {
  const listeners = {};
  globalThis.sent = [];
  globalThis.listeners = listeners;
  globalThis.model = {
    get: (name) => state[name],
    set(name, value) {
      if (JSON.stringify(state[name]) === JSON.stringify(value)) return;
      state[name] = value;
      for (const listener of listeners[`change:${name}`] ?? []) listener();
    },
    save_changes: () => sent.push(structuredClone(state)),
    on: (event, listener) => (listeners[event] ??= new Set()).add(listener),
    off: (event, listener) => listeners[event].delete(listener),
  };
  document.body.innerHTML = '<div id="cell"></div>';
  document.body.style = "";
  const spied = `${code}\\nexport const Network = m_core_network.Network;`;
  const url = URL.createObjectURL(new Blob([spied], {type: "text/javascript"}));
  const { default: widget, Network } = await import(url);
  const forward = Network.prototype.forward;
  Network.prototype.forward = function spy(points) {
    globalThis.drawn = this;
    return forward.call(this, points);
  };
  globalThis.forget = widget.render({model, el: document.getElementById("cell")});
}"""
FRAMES = """() => new Promise((done) => setTimeout(() =>
  requestAnimationFrame(() => requestAnimationFrame(done)), 150))"""


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    page.set_default_timeout(30_000)
    yield page
    page.close()


class Shown:
    """A widget of Python, and its page with a model that keeps what would be sent."""

    def __init__(self, page: Page, widget: BumpsWidget) -> None:
        self.page, self.widget = page, widget
        page.evaluate(MODEL, [widget._esm, state_of(widget)])
        self.settle()

    def settle(self) -> None:
        self.page.evaluate(FRAMES)

    def receive(self) -> None:
        """Python gets the last message."""
        state = self.page.evaluate("sent.at(-1)")
        state.pop("_samples")
        self.widget.set_state(state)

    def drawn(self, x: Any) -> Any:
        """What the page's own network, the one that it draws, computes."""
        code = "(x) => Array.from(drawn.forward(Float64Array.from(x)))"
        return np.array(self.page.evaluate(code, x.tolist()))

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Shares of the axes → pixels of the page."""
        box = self.page.locator(".graph").bounding_box()
        assert box is not None
        left, right, top, bottom = 52, box["width"] - 20, 26, box["height"] - 46
        return (box["x"] + left + (right - left) * x, box["y"] + bottom - (bottom - top) * y)

    def drag(self, *places: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*self.place(*places[0]))
        mouse.down()
        for place in places[1:]:
            mouse.move(*self.place(*place), steps=6)
        mouse.up()
        self.settle()


@pytest.fixture
def show(window: Page) -> Iterator[Any]:
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    window.goto("about:blank")
    yield lambda *arguments, **options: Shown(window, BumpsWidget(*arguments, **options))
    assert faults == []


def assert_same_network(shown: Shown) -> None:
    """The page's network and Python's: the same numbers, and the same curve."""
    net = shown.widget.approximation
    layers = shown.page.evaluate(
        "drawn.layers.map(({weights, biases}) => [Array.from(weights), Array.from(biases)])"
    )
    for (weights, biases), own in zip(layers, net.network.layers, strict=True):
        np.testing.assert_array_equal(np.reshape(weights, np.shape(own.weights)), own.weights)
        np.testing.assert_array_equal(biases, own.biases)
    x = np.linspace(*shown.widget.box, 3001)
    scale = max(1.0, max(map(abs, net.partition.heights)))
    np.testing.assert_allclose(shown.drawn(x), net(x), rtol=0, atol=1e-12 * scale)


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
    assert "bump 3 of 3" in (knob.get_attribute("aria-label") or "")
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


def test_fit_flat_and_the_number_of_bumps(show):
    shown = show("x^2", bumps=4)
    shown.page.get_by_role("button", name="Flat").click()
    shown.receive()
    assert shown.widget.heights == (0.0,) * 4
    slider = shown.page.get_by_role("slider", name="bumps", exact=True)
    slider.focus()
    for _ in range(40):
        slider.press("ArrowRight")
    shown.settle()
    shown.receive()
    assert len(shown.widget.heights) == 16  # 4 · 1000^(40/200), in whole bumps
    assert shown.widget.approximation.error.max < 1.1 / 16
    assert_same_network(shown)


def test_a_formula_is_typed(show):
    shown = show("x", heights=[0.5, 0.25])
    field = shown.page.get_by_role("textbox", name="f(x)")
    field.fill("sin(")
    field.press("Enter")
    assert shown.page.locator(".problem").inner_text() != ""
    field.fill("1/t")
    field.press("Enter")
    assert "f is infinite at x = 0" in shown.page.locator(".problem").inner_text()
    assert shown.page.evaluate("sent.length") == 0
    for side, end in (("right", "2*pi"), ("left", "1")):
        shown.page.get_by_role("textbox", name=f"{side} end").fill(end)
        shown.page.get_by_role("textbox", name=f"{side} end").press("Enter")
    shown.settle()
    shown.receive()
    assert (shown.widget.function, shown.widget.box) == ("1/t", (1.0, 2 * np.pi))
    assert shown.page.locator(".problem").inner_text() == ""
    assert_same_network(shown)


def test_a_function_of_python_is_drawn(show):
    shown = show(lambda x: np.abs(np.sin(5 * x)), (0, 2), bumps=5)
    assert "made in Python" in (shown.page.locator(".formula").get_attribute("placeholder") or "")
    assert shown.page.get_by_role("textbox", name="left end").is_disabled()
    figure = shown.page.locator(".figures dd").nth(1).inner_text()
    assert float(figure.split()[0]) == pytest.approx(shown.widget.approximation.error.max, rel=0.05)
    shown.drag((0.1, 0.5), (0.1, 0.8))
    shown.receive()
    assert_same_network(shown)


def test_it_is_dark_where_the_notebook_is(show):
    shown = show("x")
    surface = "getComputedStyle(document.querySelector('#cell div')).getPropertyValue('--surface')"
    assert shown.page.evaluate(surface) == "#ffffff"
    shown.page.evaluate("document.body.style.background = '#111'")
    shown.settle()
    assert shown.page.evaluate(surface) == "#171b24"
    assert shown.page.evaluate("getComputedStyle(document.body).fontSize") == "16px"


@pytest.mark.parametrize("background", ["#fff", "#111"])
def test_axe_finds_nothing(show, background):
    shown = show("sin(x)", (0, 3), bumps=30, tol=0.2)
    shown.page.evaluate("(color) => { document.body.style.background = color; }", background)
    shown.settle()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    options["rules"] = {"document-title": {"enabled": False}, "html-has-lang": {"enabled": False}}
    found = Axe().run(shown.page, options=options).response
    assert any(rule["id"] == "color-contrast" for rule in found["passes"])
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []


def test_a_view_that_is_closed_listens_no_more(show):
    shown = show("x")
    count = "Object.values(listeners).reduce((sum, each) => sum + each.size, 0)"
    assert shown.page.evaluate(count) == len(TRAITS)
    shown.page.evaluate("forget()")
    assert shown.page.evaluate(count) == 0
