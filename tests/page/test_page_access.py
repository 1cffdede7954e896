"""The page for everyone: axe finds nothing; keys, touch, phones, print; no requests."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from panels import all_made, held, panel, settle, swipe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from uat.base.palette import DARK, LIGHT, Palette
from uat.page.build import build_page


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(build_page(), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def small(chromium: Browser, url: str) -> Iterator[BrowserContext]:
    """A phone: 360 pixels wide, with a finger."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    yield context
    context.close()


def opened(page: Page, url: str) -> Page:
    """The page with all of its panels made."""
    page.goto(url)
    all_made(page)
    return page


# Tables of weights: one of each kind, since axe looks at every cell.
OPEN = """document.querySelectorAll('.source details, #neuron details, #inputs2 details')
  .forEach((each) => { each.open = true; })"""


@dataclass
class Watched:
    """A page, what it asked for, and what it complained of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._said)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(message.text)


@pytest.fixture(scope="module")
def watched(chromium: Browser, url: str) -> Iterator[Watched]:
    """One page with everything made."""
    context = chromium.new_context(bypass_csp=True)  # axe is put in as a script
    watched = Watched(context.new_page())
    opened(watched.page, url).evaluate(OPEN)
    settle(watched.page)
    yield watched
    context.close()


@pytest.fixture
def whole(watched: Watched) -> Page:
    return watched.page


def violations(page: Page, options: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    found = Axe().run(page, options=options).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def test_axe_finds_no_violation(whole: Page) -> None:
    assert violations(whole) == []
    whole.emulate_media(color_scheme="dark")
    dark = violations(whole, {"runOnly": ["color-contrast"]})
    whole.emulate_media(color_scheme="light")
    assert dark == []


def test_no_request_and_no_fault(watched: Watched) -> None:
    assert [
        each for each in watched.asked if not each.startswith(("file:", "data:", "blob:"))
    ] == []
    assert watched.faults == []


def test_all_panels_fit_a_phone(small: BrowserContext, url: str) -> None:
    page = opened(small.new_page(), url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    sections = page.locator(".panel").all()
    assert len(sections) == 18
    for section in sections:
        box = section.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
    sizes = page.evaluate(
        "[...document.querySelectorAll('p, dt, dd, button, label, .words, summary')]"
        ".filter((each) => each.offsetParent)"
        ".map((each) => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 14


def test_a_finger_draws_heights(small: BrowserContext, url: str) -> None:
    page = held(small.new_page())
    page.goto(url)
    graph = panel(page, "many").locator(".graph")
    graph.scroll_into_view_if_needed()
    figure = page.locator("#many .figures dd").nth(1)
    before = figure.inner_text()
    box: Any = graph.bounding_box()
    scroll = page.evaluate("scrollY")
    path = [(0.3, 0.5), (0.5, 0.4), (0.8, 0.3)]
    swipe(page, *[(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in path])
    expect(figure).not_to_have_text(before)
    assert page.evaluate("scrollY") == scroll


def test_every_control_is_reached_and_named(whole: Page) -> None:
    nameless = whole.evaluate("""() => {
      const all = "button, select, textarea, input, [role=slider]";
      return [...document.querySelectorAll(all)].filter((each) => each.tabIndex < 0
        || !(each.ariaLabel || each.getAttribute("aria-label") || each.labels?.length
          || each.textContent.trim())).map((each) => each.outerHTML.slice(0, 120));
    }""")
    sliders = whole.evaluate(
        "[...document.querySelectorAll('[role=slider]')]"
        ".filter((each) => !Number.isFinite(parseFloat(each.getAttribute('aria-valuenow'))))"
        ".map((each) => each.outerHTML)"
    )
    assert nameless == [] and sliders == []


def test_keys_work_on_every_handle(whole: Page) -> None:
    dead = whole.evaluate("""async () => {
      const dead = [];
      for (const handle of document.querySelectorAll(".handle:not(.passive), .scrub, .surface")) {
        if (!handle.getClientRects().length) continue;
        const text = () => handle.getAttribute("aria-valuenow") + handle.textContent
          + handle.getAttribute("transform");
        let moved = false;
        for (const key of ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"]) {
          const before = text();
          handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          if (text() !== before) { moved = true; break; }
        }
        if (!moved) dead.push(handle.getAttribute("aria-label"));
      }
      return dead;
    }""")
    assert dead == []


def test_less_motion_and_print(chromium: Browser, url: str) -> None:
    context = chromium.new_context(reduced_motion="reduce", color_scheme="dark")
    page = held(context.new_page())
    page.goto(url)
    panel(page, "many")
    moving = "getComputedStyle(document.querySelector('.edge')).transitionDuration"
    assert page.evaluate(moving) == "0s"
    page.emulate_media(media="print")
    shown = "getComputedStyle(document.querySelector('#many .controls')).display"
    assert page.evaluate(shown) == "none"
    white = "getComputedStyle(document.documentElement).getPropertyValue('--surface').trim()"
    assert page.evaluate(white) == "#ffffff"
    context.close()


@pytest.mark.parametrize(("scheme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_colours_are_the_palettes(whole: Page, scheme: Any, palette: Palette) -> None:
    whole.emulate_media(color_scheme=scheme)
    style = "(name) => getComputedStyle(document.body).getPropertyValue(`--${name}`).trim()"
    names = [each.name for each in fields(palette) if each.name != "background"]
    shown = {name: whole.evaluate(style, name) for name in names}
    assert shown == {name: getattr(palette, name) for name in names}
    whole.emulate_media(color_scheme="light")


def test_light_and_dark_are_chosen(chromium: Browser, url: str) -> None:
    page = held(chromium.new_page())
    page.goto(url)
    page.locator("#neuron .figures dd").first.wait_for()
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.get_by_label("Colours").select_option("dark")
    dark = page.evaluate(colour)
    page.reload()
    page.locator("#neuron .figures dd").first.wait_for()
    assert light != dark == page.evaluate(colour)
    page.close()
