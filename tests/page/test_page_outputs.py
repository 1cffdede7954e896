"""Several outputs: x and y of a curve read the same hidden neurons; it is drawn by hand, too."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from cores import core_page, run
from panels import figures, handle, network, number, panel, plot, press, settle
from playwright.sync_api import Browser, Page, expect

from uat.networks.network import Network

TURN = 2 * np.pi
SHAPES: dict[str, Callable[[Any], tuple[Any, Any]]] = {
    "circle": lambda t: (np.cos(TURN * t), np.sin(TURN * t)),
    "eight": lambda t: (np.sin(TURN * t), np.sin(2 * TURN * t)),
    "heart": lambda t: (
        np.sin(TURN * t) ** 3,
        (13 * np.cos(TURN * t) - 5 * np.cos(2 * TURN * t) - 2 * np.cos(3 * TURN * t)
         - np.cos(4 * TURN * t)) / 16,
    ),
}  # fmt: skip
MADE = """(uat, shape, drawn, n) => {
  const { curveOf, errorOf, pathOf } = uat["view/curve"];
  const curve = curveOf({ shape, drawn });
  const network = pathOf(curve, n);
  return { error: errorOf(network, curve, n), network: uat["core/network"].toJSON(network) };
}"""


@pytest.fixture(scope="module")
def modules(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    path = tmp_path_factory.mktemp("core") / "page.html"
    path.write_text(core_page("view/curve.js"), encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("globalThis.uat !== undefined")
    yield page
    page.close()


@pytest.mark.parametrize("neurons", [2, 5, 12, 40])
@pytest.mark.parametrize("shape", SHAPES)
def test_links_join_points_of_the_curve(modules: Page, shape: str, neurons: int) -> None:
    found = run(modules, MADE, shape, None, neurons)
    made = Network.from_dict(found["network"])
    assert made.widths == (1, neurons, 2)
    t, knots = np.linspace(0, 1, 6 * 33 * neurons + 1), np.linspace(0, 1, neurons + 1)
    links = [np.interp(t, knots, values) for values in SHAPES[shape](knots)]
    np.testing.assert_allclose(made.forward(t[:, None]).T, links, atol=1e-12)
    # The page looks at 33 of these places of each link, which miss less than a hundredth of a peak.
    error = np.abs(np.array(links) - SHAPES[shape](t)).max()
    assert 0.99 * error <= found["error"] <= error + 1e-12


def test_a_drawn_line_is_gone_along_at_even_speed(modules: Page) -> None:
    found = run(modules, MADE, "heart", [0, 0, 0.6, 0, 0.6, 0.3, 0.6, 0.3], 9)
    made = Network.from_dict(found["network"])
    t = np.linspace(0, 1, 10)
    x, y = np.minimum(0.9 * t, 0.6), np.maximum(0.9 * t - 0.6, 0)
    np.testing.assert_allclose(made.forward(t[:, None]), np.stack([x, y], axis=1), atol=1e-12)
    assert found["error"] <= 1e-12  # its corner is at a knot


def test_outputs_share_the_neurons(page: Page) -> None:
    found = panel(page, "outputs")
    settle(page)
    first = network(page, found)
    assert first.widths == (1, 12, 2)
    told = figures(found)
    assert (told["hidden neurons"], told["numbers of each output"]) == ("12", "13")
    press(page, handle(found, "input t"), "Home", "ArrowRight")
    x, y = (number(part) for part in figures(found)["x and y"].split(", "))
    np.testing.assert_allclose(first.forward(np.array([[0.01]]))[0], [x, y], atol=0.0051)
    found.get_by_role("button", name="circle").click()
    press(page, found.get_by_label("neurons", exact=True), "End")
    error = number(figures(found)["largest error of an output (sampled)"])
    assert error == pytest.approx(1 - np.cos(np.pi / 40), rel=0.02)


def test_a_curve_is_drawn_by_hand_and_kept(page: Page) -> None:
    found = panel(page, "outputs")
    square = found.locator(".graph").first
    square.evaluate("(each) => each.scrollIntoView({ block: 'center' })")
    left, top, width, height = plot(found)
    assert width == pytest.approx(height, abs=1)  # a circle is one
    corners = [(0.25, 0.75), (0.75, 0.75), (0.75, 0.25)]
    for k, (u, v) in enumerate(corners):
        page.mouse.move(left + u * width, top + v * height, steps=20 if k else 1)
        if not k:
            page.mouse.down()
    page.mouse.up()
    settle(page)
    for name in SHAPES:
        expect(found.get_by_role("button", name=name, exact=True)).to_have_attribute(
            "aria-pressed", "false"
        )
    ends = network(page, found).forward(np.array([[0.0], [0.5], [1.0]]))
    np.testing.assert_allclose(ends, [[-0.6, -0.6], [0.6, -0.6], [0.6, 0.6]], atol=0.06)
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    again = network(page, panel(page, "outputs"))
    np.testing.assert_array_equal(again.forward(np.array([[0.0], [0.5], [1.0]])), ends)
    page.get_by_role("button", name="heart").click()
    settle(page)
    assert np.abs(network(page, found).forward(np.array([[0.0]]))[0] - [0, 5 / 16]).max() < 1e-12
