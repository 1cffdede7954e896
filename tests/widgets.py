"""What the widget's page is sent, and the page with a model in place of a notebook's."""

import json
from typing import Any

import numpy as np
from playwright.sync_api import Page

from uat.page.embed import program
from uat.page.minify import tokens
from uat.page.shorten import shortened
from uat.widget import BumpsWidget

TRAITS = ("heights", "function", "box", "tolerance", "_samples")

MODEL = """async ([code, state, name]) => {
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
  const spied = `${code}\\nexport const Network = ${name};`;
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

SHORT = shortened([each for each in tokens(program()) if each[0] != "blank"])
NETWORK = f"{SHORT['m_core_network']}.{SHORT['Network']}"


def state_of(widget: BumpsWidget) -> dict[str, Any]:
    """What the page is sent, as it arrives there."""
    return json.loads(json.dumps(widget.get_state(list(TRAITS))))


class Shown:
    """A widget of Python, and its page with a model that keeps what would be sent."""

    def __init__(self, page: Page, widget: BumpsWidget) -> None:
        self.page, self.widget = page, widget
        page.evaluate(MODEL, [widget._esm, state_of(widget), NETWORK])
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
