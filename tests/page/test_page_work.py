"""Work that takes long has a thread of its own; paper shows all; lost pictures come back."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from panels import all_made, figures, held, made, number, panel, press, settle
from playwright.sync_api import Browser, Locator, Page, expect

import uat
from uat.networks.network import Network

NIELSEN = "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)"
ERROR = "largest error, corners included (sampled)"

# The answers come frames after the order, whatever the processor: 10^8 neurons take more than two.
ORDERED = """async (values) => {
  for (const slider of document.querySelectorAll("#towers input[type=range]")) {
    const value = values[slider.getAttribute("aria-label")];
    if (value === undefined) continue;
    slider.value = value;
    slider.dispatchEvent(new Event("input"));
  }
  const drawn = () => new Promise((done) => requestAnimationFrame(done));
  await drawn();
  await drawn();
  return [document.querySelector("#towers .pairs").getAttribute("aria-busy"),
    [...document.querySelectorAll("#towers .figures dd")].map((each) => each.textContent)];
}"""


def heavy(page: Page) -> Locator:
    """The panel with fifty towers in each of five copies on its way; small ones in sight."""
    found = panel(page, "towers")
    found.get_by_role("button", name="shifted copies").click()
    settle(page)
    before = figures(found)
    busy, shown = page.evaluate(ORDERED, {"tiles a side": "10", "copies M": "5"})
    assert busy == "true" and shown == list(before.values())  # the last state is in sight
    return found


def test_the_page_answers_while_a_field_is_computed(page: Page) -> None:
    panel(page, "pair")
    found = heavy(page)
    page.get_by_role("button", name="Make a bump", exact=True).evaluate("(each) => each.click()")
    page.wait_for_function(
        "() => document.querySelector('#pair .figures dd').textContent === 'a bump'"
    )
    assert found.locator("[aria-busy]").get_attribute("aria-busy") == "true"
    settle(page)  # until nothing is busy
    assert int(number(figures(found)["hidden neurons"])) > 500
    assert number(figures(found)[ERROR]) < 0.5


def test_the_pages_own_thread_computes_none_of_it(chromium: Browser, url: str) -> None:
    """Where threads never answer, panels wait, and the others go on."""
    page = chromium.new_page()
    page.add_init_script("Worker.prototype.postMessage = () => {};")
    page.goto(url)
    made(page)
    for name in ("output", "windows", "ramps", "towers"):
        expect(page.locator(f"#{name} [aria-busy=true]").first).to_be_attached()
        assert page.locator(f"#{name} .figures dd").count() == 0
    errors = page.locator("#activation .figures dd, #train .figures dd").all_inner_texts()
    assert errors.count("–") >= 2  # the limits of tanh are known, its network is not
    page.locator("#neuron").get_by_role("button", name="A step: w").click()
    expect(page.locator("#neuron .scrub").first).to_have_text("999.0")
    page.close()


def test_work_is_stopped_and_its_thread_is_gone(page: Page) -> None:
    found = heavy(page)
    before = figures(found)
    threads = len(page.workers)
    found.get_by_role("button", name="Stop").click()
    expect(found.locator("[aria-busy]")).to_have_attribute("aria-busy", "false")
    assert figures(found) == before
    for _ in range(200):  # the browser's word of it comes by itself
        if len(page.workers) < threads:
            break
        settle(page)
    assert len(page.workers) == threads - 1
    press(page, found.get_by_label("tiles a side"), "Home")  # and goes on with other numbers
    assert figures(found) != before


def test_a_browser_without_threads_computes_the_same(chromium: Browser, url: str) -> None:
    shown = []
    for script in ("", "delete globalThis.Worker"):
        page = held(chromium.new_page())
        page.add_init_script(script)
        page.goto(url)
        found = panel(page, "towers")
        settle(page)
        shown.append((figures(found), figures(panel(page, "ramps"))))
        assert bool(page.workers) == (script == "")
        page.close()
    assert shown[0] == shown[1]


# Printing

BLANK = """() => {
  dispatchEvent(new Event("beforeprint"));
  const copy = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const isBlank = (canvas) => {
    [copy.canvas.width, copy.canvas.height] = [canvas.width, canvas.height];
    copy.drawImage(canvas, 0, 0);
    return !copy.getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
  };
  const pictures = [...document.querySelectorAll(".graph, .surface, .fan")]
    .filter((each) => each.checkVisibility());
  const blank = pictures.filter((each) => [...each.querySelectorAll("canvas")].every(isBlank));
  const waiting = document.querySelectorAll(".waiting, [aria-busy=true]").length;
  const rows = [...document.querySelectorAll("main .figures")];
  const empty = rows.filter((each) => !each.children.length);
  dispatchEvent(new Event("afterprint"));
  return [pictures.length, blank.map((each) => each.outerHTML.slice(0, 80)), waiting, empty.length];
}"""


def test_all_panels_are_drawn_before_paper_is_laid_out(page: Page) -> None:
    """At once after the page was opened, before anything was scrolled into sight."""
    page.locator("#neuron .figures dd").first.wait_for()
    pictures, blank, waiting, empty = page.evaluate(BLANK)
    assert pictures >= 18 and (blank, waiting, empty) == ([], 0, 0)


def test_panels_are_made_without_being_scrolled_to(page: Page) -> None:
    all_made(page)
    assert page.evaluate("scrollY") == 0
    assert page.locator("main .figures:empty").count() == 0


def test_panels_are_made_where_a_browser_never_has_time_to_spare(
    chromium: Browser, url: str
) -> None:
    """On a slow machine that draws without a pause nothing is idle until its time is over."""
    page = chromium.new_page()
    page.add_init_script(
        "globalThis.requestIdleCallback = (work, {timeout = Infinity} = {}) => "
        "timeout < Infinity && setTimeout(work, timeout);"
    )
    page.goto(url)
    all_made(page)
    page.close()


def test_paper_has_the_colours_of_paper_on_a_dark_screen(chromium: Browser, url: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(url)
    all_made(page)
    code = """async () => {
      const ink = () => {
        const canvas = document.querySelector("#neuron .graph canvas");
        const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let most = 0;
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3] > 250) most = Math.max(most, data[i]);
        }
        return most;
      };
      const before = ink();
      dispatchEvent(new Event("beforeprint"));
      const paper = document.documentElement.dataset.theme;
      const onPaper = ink();
      dispatchEvent(new Event("afterprint"));
      const drawn = () => new Promise((done) => requestAnimationFrame(done));
      await drawn();
      await drawn();
      return [paper, onPaper !== before, ink() === before];
    }"""
    assert page.evaluate(code) == ["light", True, True]
    assert page.pdf()[:4] == b"%PDF"
    context.close()


# WebGL

LOST = """async (name) => {
  const canvas = document.querySelector(`#${name} .surface canvas`);
  const gl = canvas.getContext("webgl");
  const seen = () => {
    const copy = document.createElement("canvas").getContext("2d");
    [copy.canvas.width, copy.canvas.height] = [canvas.width, canvas.height];
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, canvas.width, canvas.height).data.filter(Boolean).length;
  };
  const happened = (name) => new Promise((done) =>
    canvas.addEventListener(name, () => requestAnimationFrame(() => requestAnimationFrame(done))));
  const before = seen();
  const extension = gl.getExtension("WEBGL_lose_context");
  const lost = happened("webglcontextlost");
  extension.loseContext();
  await lost;
  const back = happened("webglcontextrestored");
  extension.restoreContext();
  await back;
  return [before, seen()];
}"""


@pytest.mark.parametrize("name", ["inputs2", "towers"])
def test_a_lost_context_is_restored(page: Page, name: str) -> None:
    panel(page, name)
    settle(page)
    if not page.evaluate("Boolean(document.createElement('canvas').getContext('webgl'))"):
        pytest.skip("this chromium has no WebGL")
    before, after = page.evaluate(LOST, name)
    assert before > 1000 and after == before


# Links


def link(state: dict[str, Any]) -> str:
    data = json.dumps({"v": 1, **state}).encode()
    return "1." + base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.fixture
def fresh(page: Page) -> Iterator[Page]:
    page.goto("about:blank")
    yield page


@pytest.mark.parametrize(
    ("state", "f", "w"),
    [
        ({}, None, "8.0"),
        ({"panels": {"neuron": {"w": 25, "b": -5}}}, None, "25.0"),
        ({"f": "x^2"}, "x^2", "8.0"),
        ({"box": [0, 2]}, None, "8.0"),
    ],
)
def test_a_link_may_leave_out_what_it_does_not_change(
    fresh: Page, url: str, state: dict[str, Any], f: str | None, w: str
) -> None:
    fresh.goto(f"{url}#{link(state)}")
    expect(fresh.locator("#neuron .scrub").first).to_have_text(w)
    shown = fresh.locator("#f").input_value()
    assert shown == f if f else shown.startswith("0.2 + 0.4*x^2")
    assert fresh.get_by_label("right end of the interval").input_value() == str(
        state.get("box", [0, 1])[1]
    )
    panel(fresh, "many")


def test_a_copied_link_to_a_file_says_that_it_is_one(chromium: Browser, url: str) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = held(context.new_page())
    page.goto(url)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".toast")).to_contain_text("send the file along")
    context.close()


# Dense screens


@pytest.mark.parametrize("dots", [1.1, 1.25, 1.5, 2.625])
def test_curves_have_no_seams_where_a_pixel_is_no_whole_number_of_dots(
    chromium: Browser, url: str, dots: float
) -> None:
    """The strips of a picture are whole dots wide and lie side by side."""
    context = chromium.new_context(
        device_scale_factor=dots, viewport={"width": 1017, "height": 800}
    )
    page = held(context.new_page())
    page.goto(f"{url}#many")
    page.locator("#many .figures dd").first.wait_for()
    strips = page.evaluate(
        "[...document.querySelectorAll('#many .graph canvas')].slice(1).map((each) =>"
        " [parseFloat(each.style.left), parseFloat(each.style.width), each.width])"
    )
    assert strips
    for k, (left, width, size) in enumerate(strips):
        assert width * dots == pytest.approx(size, abs=1e-6 * size)
        assert left * dots == pytest.approx(k * size, abs=1e-6 * size * len(strips))
    context.close()


# Files


def test_a_file_of_weights_says_of_what_it_is(page: Page) -> None:
    found = panel(page, "many")
    with page.expect_download() as download:
        found.get_by_role("button", name="Download").click()
    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    net = uat.approximate("nielsen", construction="bumps", neurons=20)
    assert (data["function"], data["box"]) == (NIELSEN, [[0, 1]])
    assert data["error"]["sampled"] is True
    assert data["error"]["max"] == pytest.approx(net.error.max, abs=2e-3)
    assert Network.from_dict(data).neurons == 20
