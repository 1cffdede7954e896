"""Each panel of the page, worked by pointer and keys; Python reads its weights and checks them."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import chromium  # noqa: F401
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page

from uat.network import Network
from uat.page.build import build_page

FRAMES = """() => new Promise((done) => setTimeout(() =>
  requestAnimationFrame(() => requestAnimationFrame(done)), 20))"""
NIELSEN = "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)"


def nielsen(x: Any) -> Any:
    return 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.05 * np.cos(50 * x)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(build_page(NIELSEN, (0.0, 1.0)), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:  # noqa: F811
    page = chromium.new_page(viewport={"width": 1100, "height": 900})
    page.set_default_timeout(5000)
    yield page
    page.close()


@pytest.fixture
def page(window: Page, url: str) -> Iterator[Page]:
    """The page, loaded afresh; a test fails if it complains."""
    faults: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    def fault(error: Error) -> None:
        faults.append(str(error))

    window.on("pageerror", fault)
    window.on("console", said)
    window.goto("about:blank")
    window.goto(url)
    yield window
    window.remove_listener("pageerror", fault)
    window.remove_listener("console", said)
    assert faults == []


def panel(page: Page, name: str) -> Locator:
    """The panel, made and in sight."""
    found = page.locator(f"#{name}")
    found.scroll_into_view_if_needed()
    found.locator(".figures dd").first.wait_for()
    found.locator(".stage").scroll_into_view_if_needed()
    return found


def network(page: Page, found: Locator) -> Network:
    """What the panel's download button hands out, as `uat` loads it."""
    with page.expect_download() as download:
        found.get_by_role("button", name=re.compile("Download")).click()
    return Network.from_dict(json.loads(Path(download.value.path()).read_text(encoding="utf-8")))


def figures(found: Locator) -> dict[str, str]:
    names = found.locator(".figures dt").all_inner_texts()
    return dict(zip(names, found.locator(".figures dd").all_inner_texts(), strict=True))


def number(text: str) -> float:
    """The first number in a text, as the page writes numbers."""
    plain = text.replace("−", "-").replace("\u202f", "")
    found = re.search(r"-?\d+(\.\d+)?", plain)
    assert found, text
    return float(found[0])


def handle(found: Locator, name: str) -> Locator:
    return found.get_by_role("slider", name=re.compile(name)).first


def value(slider: Locator) -> float:
    return float(slider.get_attribute("aria-valuenow") or "nan")


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, locator: Locator, dx: float, dy: float = 0.0) -> None:
    locator.evaluate("(each) => each.scrollIntoView({ block: 'center' })")
    x, y = middle(locator)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2)
    page.mouse.move(x + dx, y + dy)
    page.mouse.up()
    settle(page)


def settle(page: Page) -> None:
    """Wait until what has changed is drawn."""
    page.evaluate(FRAMES)


def press(page: Page, locator: Locator, *keys: str) -> None:
    locator.focus()
    for key in keys:
        page.keyboard.press(key)
    settle(page)


def plot(found: Locator, nth: int = 0) -> tuple[float, float, float, float]:
    """Left, top, width and height of what a graph's axes enclose, on the screen."""
    box = found.locator(".graph").nth(nth).bounding_box()
    assert box
    return box["x"] + 52, box["y"] + 26, box["width"] - 66, box["height"] - 72


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
    found.get_by_role("button", name="Make a bump").click()
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


def test_pointing_at_a_neuron_lights_its_parts(page: Page) -> None:
    found = panel(page, "pair")
    page.mouse.move(*middle(found.locator(".node.hidden").first))
    assert found.locator(".lit").count() > 2
    page.mouse.move(5, 5)
    assert found.locator(".lit").count() == 0


def test_many_bumps_fit_the_function(page: Page) -> None:
    found = panel(page, "many")
    press(page, found.locator("input[type=range]").first, "End")
    assert figures(found)["hidden neurons"] == "2\u202f000"
    made = network(page, found)
    x = np.random.default_rng(0).random(5000)
    error = np.abs(made.forward(x[:, None])[:, 0] - nielsen(x)).max()
    assert made.neurons == 2000 and error < 0.01
    assert number(figures(found)["largest error"]) <= 1.1 * error


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
        assert deviation < 0.405 and "You passed" in found.inner_text()
    found.get_by_role("button", name="Reset").click()
    settle(page)
    assert "Not yet" in found.inner_text()


def test_output(page: Page) -> None:
    found = panel(page, "output")
    made = network(page, found)
    assert made.layers[-1].activation.name == "sigmoid"
    x = np.linspace(0, 1, 2001)
    error = np.abs(made.forward(x[:, None])[:, 0] - nielsen(x)).max()
    assert number(figures(found)["largest error outside"]) == pytest.approx(error, rel=0.06)
    drag(page, handle(found, "input x"), 0.2 * plot(found)[2])
    shown = figures(found)
    at = network(page, found).forward([[number(shown["at x ="])]])[0, 0]
    assert number(shown["σ of it"]) == pytest.approx(at, abs=0.02)


def test_windows(page: Page) -> None:
    found = panel(page, "windows")
    one = number(figures(found)["largest error"])
    copies = handle(found, "copies M")
    press(page, copies, "End")
    shown = figures(found)
    made = network(page, found)
    assert made.neurons == number(shown["hidden neurons"])
    x = np.linspace(0, 1, 2001)
    error = np.abs(made.forward(x[:, None])[:, 0] - nielsen(x)).max()
    assert number(shown["largest error"]) == pytest.approx(error, rel=0.06)
    assert error < 0.75 * one


def test_activation(page: Page) -> None:
    found = panel(page, "activation")
    x = (np.arange(20) + 0.5)[:, None] / 20
    verdicts = {"tanh": "Yes", "relu": "in pairs", "sin(z)": "No", "z +": ""}
    for formula, verdict in verdicts.items():
        found.get_by_role("textbox").fill(formula)
        page.wait_for_timeout(400)  # it reads when the typing pauses
        said = found.locator(".verdict").inner_text()
        assert verdict in said and said != ""
        if verdict in ("Yes", "in pairs"):
            made = network(page, found)
            assert np.abs(made.forward(x)[:, 0] - nielsen(x[:, 0])).max() < 0.15


def test_ramps(page: Page) -> None:
    found = panel(page, "ramps")
    slider = found.locator("input[type=range]").first
    x = np.linspace(0, 1, 2001)
    counts = []
    for _ in range(3):
        press(page, slider, "PageDown")
        tolerance = number(found.locator(".slider output").inner_text())
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
        errors[kind] = number(figures(found)["largest error, corners included"])
    field, copies, quadrants = errors.values()
    assert quadrants < copies < field
    made = network(page, found)
    x = np.linspace(-1, 1, 61)
    points = np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)
    f = np.sin(3 * points[:, 0]) * np.cos(2 * points[:, 1])
    assert np.abs(made.forward(points)[:, 0] - f).max() <= 1.1 * quadrants
    found.get_by_label("f(x, y)").fill("x*y")
    page.wait_for_timeout(600)
    assert number(figures(found)["largest error, corners included"]) != quadrants


def test_depth(page: Page) -> None:
    found = panel(page, "depth")
    press(page, found.locator("input[type=range]").first, "ArrowRight", "ArrowRight")
    made = network(page, found)
    assert made.widths == (1, 2, 2, 2, 2, 2, 1)
    x = np.arange(33)[:, None] / 32
    assert made.forward(x)[:, 0] == pytest.approx(np.arange(33) % 2, abs=1e-12)
    assert figures(found)["straight pieces"] == "32"
    before = figures(found)
    press(page, handle(found, "tolerance"), *["ArrowLeft"] * 10)
    assert figures(found) != before


def test_own_function(page: Page) -> None:
    field = page.get_by_label("f(x) =")
    field.fill("sin(2*pi*x) +")
    page.wait_for_timeout(400)
    assert page.locator(".source .problem").inner_text() != ""
    field.fill("sin(2*pi*x)")
    page.get_by_label("right end of the interval").fill("2*1")
    page.keyboard.press("Tab")
    page.wait_for_timeout(400)
    assert page.locator(".source .problem").inner_text() == ""
    found = panel(page, "many")
    found.get_by_role("button", name="Fit", exact=True).click()
    settle(page)
    made = network(page, found)
    assert made.forward([[1.9]])[0, 0] == pytest.approx(-0.5, abs=0.1)


def test_samples_are_pasted(page: Page) -> None:
    page.locator(".source summary").click()
    page.locator(".source textarea").fill("0, 1\n1, 1\n2, 3\n")
    page.get_by_role("button", name="Use these samples").click()
    page.locator(".source summary").click()
    found = panel(page, "many")
    found.get_by_role("button", name="Fit", exact=True).click()
    settle(page)
    assert network(page, found).forward([[0.5], [1.9]])[:, 0] == pytest.approx([1.0, 2.8], abs=1e-3)


def test_a_function_is_drawn(page: Page) -> None:
    page.locator(".source summary").click()
    box = page.locator(".source .graph").bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 90)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 60)
    page.mouse.move(box["x"] + box["width"] - 16, box["y"] + 40)
    page.mouse.up()
    settle(page)
    assert "stroke" in page.locator(".source .hint").first.inner_text()
    page.locator(".source summary").click()
    made = network(page, panel(page, "ramps"))
    ends = made.forward([[0.0], [1.0]])[:, 0]
    assert ends[1] > ends[0]


def test_state_travels_in_the_address(page: Page, chromium: Browser) -> None:  # noqa: F811
    found = panel(page, "neuron")
    press(page, handle(found, "weight w"), "PageUp")
    found.get_by_role("button", name="Steep: w = 100").click()
    settle(page)
    other = chromium.new_page()
    other.goto(page.url)
    assert value(handle(panel(other, "neuron"), "weight w")) == 100.0
    other.close()
    page.get_by_role("button", name="Undo").click()
    settle(page)
    assert value(handle(found, "weight w")) == 18.0
    page.keyboard.press("Control+Shift+Z")
    settle(page)
    assert value(handle(found, "weight w")) == 100.0
    page.get_by_role("button", name="Reset", exact=True).first.click()
    settle(page)
    assert value(handle(found, "weight w")) == 8.0


def test_a_hostile_address_is_refused(page: Page, url: str) -> None:
    for fragment in ("v1.garbage", "%00%ff", "1{}", "A" * 5000, "<img src=x>"):
        page.goto(f"{url}#{fragment}")
        page.locator(".toast").get_by_text("not understood").wait_for(timeout=3000)
        assert value(handle(panel(page, "neuron"), "weight w")) == 8.0
        page.reload()


WITHOUT_WEBGL = """
const original = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.includes("webgl") ? null : original.call(this, kind, ...rest);
};
"""


def painted(page: Page) -> Any:
    """(height, width, 3): the surface of the panel of two inputs, as it is seen."""
    found = panel(page, "inputs2")
    found.get_by_role("button", name="tower", exact=True).click()
    settle(page)
    picture = found.locator(".surface").screenshot()
    return np.asarray(Image.open(BytesIO(picture)).convert("RGB"), dtype=float)


def test_without_webgl_surfaces_look_the_same(page: Page, chromium: Browser, url: str) -> None:  # noqa: F811
    with_webgl = painted(page)
    other = chromium.new_page(viewport={"width": 1100, "height": 900})
    other.add_init_script(WITHOUT_WEBGL)
    other.goto(url)
    without = painted(other)
    other.close()
    assert with_webgl.shape == without.shape
    background = with_webgl[2, 2]
    covered = [np.abs(image - background).max(axis=2) > 12 for image in (with_webgl, without)]
    assert covered[0].mean() > 0.1
    both, either = (covered[0] & covered[1]).sum(), (covered[0] | covered[1]).sum()
    assert both / either > 0.95
    # Of the same colours, but for edges, which only one of them smooths.
    apart = np.abs(with_webgl - without).max(axis=2)[covered[0] & covered[1]]
    assert np.median(apart) < 8
