"""The page in Firefox, which shares no code with Chromium, driven by Mozilla's own client."""

import gc
import json
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cores import core_page, numbers
from formulas import CORPUS
from panels import HELD, line

from uat.networks.network import Network
from uat.page.build import build_page

NIELSEN = "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)"
PATIENCE = 30  # seconds for what a page does at once, on a machine that is busy with something else

# Before the page's own scripts, so that nothing it complains of is lost.
WATCH = f"""<script>
  {HELD}
  globalThis.faults = [];
  addEventListener("error", (event) => faults.push(event.message));
  addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
  const {{ error }} = console;
  console.error = (...said) => {{ faults.push(said.join(" ")); error(...said); }};
</script>"""

HANDLE = """const [panel, name] = arguments;
  const section = document.getElementById(panel);
  if (!section?.querySelector(".figures dd")) return section?.scrollIntoView();
  return [...document.querySelectorAll(`#${panel} [role=slider]`)].find((each) =>
    each.getAttribute("aria-label").startsWith(name) && each.getClientRects().length);"""

# Nothing computes any more, and no panel near the window is still to be made.
SETTLED = """const near = (each) => {
    const { top, bottom } = each.getBoundingClientRect();
    return bottom > -899 && top < innerHeight + 899;
  };
  return ![...document.querySelectorAll("section:has(> .waiting)")].some(near) &&
    document.querySelector("main [aria-busy=true]") === null;"""
DRAWN = "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(done));"
GRAPH = """const section = document.getElementById(arguments[0]);
  if (!section?.querySelector(".figures dd")) return section?.scrollIntoView();
  return section.querySelector(".graph");"""
FIGURES = "return document.querySelector(`#${arguments[0]} .figures`).innerText"
MIDDLE = """const [each] = arguments;
  each.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = each.getBoundingClientRect();
  return [left + width / 2, top + height / 2].map(Math.round);"""


class Firefox:
    """A window of Firefox, and what a reader does in it."""

    def __init__(self, client: Any, downloads: Path) -> None:
        self.client, self.downloads = client, downloads

    def run(self, script: str, *arguments: object) -> Any:
        return self.client.execute_script(script, arguments, sandbox=None)

    def wait(self, ready: Callable[[], Any]) -> Any:
        """What `ready` says, as soon as it is true."""
        from marionette_driver import Wait

        return Wait(self.client, timeout=PATIENCE, interval=0.02).until(lambda _: ready())

    def open(self, path: Path, anchor: str = "") -> None:
        self.client.navigate("about:blank")
        self.client.navigate(path.as_uri() + anchor)

    def settle(self) -> None:
        self.client.execute_async_script(DRAWN, sandbox=None)
        self.wait(lambda: self.run(SETTLED))

    def handle(self, panel: str, name: str) -> Any:
        """A knob, when its panel is drawn."""
        self.wait(lambda: self.run(HANDLE, panel, name))
        self.settle()
        return self.run(HANDLE, panel, name)

    def value(self, panel: str, name: str) -> float:
        return float(self.handle(panel, name).get_attribute("aria-valuenow"))

    def drag(self, element: Any, dx: int, dy: int, pointer: str = "mouse") -> None:
        """Take hold of the middle of something, pull it by so many pixels, and let go."""
        self.run(MIDDLE, element)
        self.settle()
        x, y = self.run(MIDDLE, element)
        hand = self.client.actions.sequence("pointer", pointer, {"pointerType": pointer})
        hand.pointer_move(x, y).pointer_down()
        for place in line(x, y, dx, dy)[1:]:
            hand.pointer_move(*map(round, place), duration=16)
        hand.pointer_up().perform()
        self.settle()

    def press(self, element: Any, key: str, times: int) -> None:
        self.run("arguments[0].focus()", element)
        keys = self.client.actions.sequence("key", "keyboard")
        for _ in range(times):
            keys.key_down(key).key_up(key)
        keys.perform()
        self.settle()

    def click(self, panel: str, text: str) -> None:
        script = """const [panel, text] = arguments;
          [...document.querySelectorAll(`#${panel} button`)].find(
            (each) => each.innerText === text).click();"""
        self.run(script, panel, text)

    def downloaded(self, panel: str, text: str) -> Path:
        """The file that a button hands out, when it is whole."""
        before = set(self.downloads.iterdir())
        self.click(panel, text)

        def whole() -> Path | None:
            new = set(self.downloads.iterdir()) - before
            done = len(new) == 1 and new.pop()
            return done if done and done.suffix != ".part" and done.stat().st_size else None

        return self.wait(whole)


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    marionette = pytest.importorskip(
        "marionette_driver.marionette", reason="Mozilla's client comes with make test EXTRA=full"
    )
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        pytest.skip("no Firefox on this machine: apt-get install firefox-esr")
    folder = tmp_path_factory.mktemp("firefox")
    downloads = folder / "downloads"
    downloads.mkdir()
    prefs = {
        "browser.download.folderList": 2,
        "browser.download.dir": str(downloads),
        "dom.w3c_touch_events.enabled": 1,
    }
    # The client leaves sockets open with which it asks for a free port.
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        client = marionette.Marionette(
            bin=path, headless=True, port=0, gecko_log=str(folder / "log.txt"), prefs=prefs
        )
        client.start_session()
    client.timeout.script = PATIENCE
    yield Firefox(client, downloads)
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        client.quit()
        client.cleanup()
        client.instance = None  # else it cleans once more when Python itself ends
        gc.collect()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page about Nielsen's function, which keeps what it complains of."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    text = build_page(NIELSEN, (0.0, 1.0))
    assert text.count("<meta charset") == 1
    path.write_text(text.replace("<meta charset", f"{WATCH}<meta charset"), encoding="utf-8")
    return path


@pytest.fixture
def page(firefox: Firefox, path: Path) -> Iterator[Firefox]:
    firefox.client.set_window_rect(width=1100, height=1000)
    firefox.open(path)
    yield firefox
    assert firefox.run("return faults") == []


def test_every_panel_is_made_and_drawn(page: Firefox) -> None:
    ids = "return [...document.querySelectorAll('main section')].map(({ id }) => id)"
    names = page.wait(lambda: page.run(ids))
    assert len(names) > 15
    page.run("makeOthers()")
    for name in names:
        page.run("document.getElementById(arguments[0]).scrollIntoView()", name)
        page.settle()
        drawn = """return [...document.getElementById(arguments[0]).querySelectorAll(
          "svg path, canvas")].filter((each) => each.getBoundingClientRect().width > 50).length"""
        assert page.run(drawn, name) > 0, name


def test_a_mouse_pulls_a_height(page: Firefox) -> None:
    name = "height of bump 1"
    before = page.value("height", name)
    page.drag(page.handle("height", name), 0, 60)
    assert page.value("height", name) < before - 0.3


def test_a_finger_pulls_a_height_and_the_page_stays(page: Firefox) -> None:
    name = "height of bump 1"
    knob = page.handle("height", name)
    page.settle()
    page.run(MIDDLE, knob)
    before, scroll = page.value("height", name), page.run("return scrollY")
    page.drag(knob, 0, 60, "touch")
    assert page.value("height", name) < before - 0.3
    assert page.run("return scrollY") == scroll


@pytest.mark.parametrize("name", ["output", "windows", "depth", "many", "challenge"])
def test_a_swipe_over_a_chart_changes_nothing(page: Firefox, name: str) -> None:
    graph = page.wait(lambda: page.run(GRAPH, name))
    page.run(MIDDLE, graph)
    page.settle()
    before = page.run(FIGURES, name)
    page.drag(graph, 0, -100, "touch")
    assert page.run(FIGURES, name) == before


@pytest.mark.parametrize(
    ("panel", "name", "key", "change"),
    [
        ("height", "height of bump 1", "\ue015", -20 * 0.05),
        ("pair", "step 1", "\ue014", 20 * 0.01),
        ("neuron", "weight w", "\ue013", 20),
    ],
)
def test_twenty_keys_are_twenty(
    page: Firefox, panel: str, name: str, key: str, change: float
) -> None:
    before = page.value(panel, name)
    page.press(page.handle(panel, name), key, 20)
    assert page.value(panel, name) == pytest.approx(before + change)


def test_what_was_done_outlasts_a_reload(page: Firefox) -> None:
    before = page.value("pair", "step 1")
    page.press(page.handle("pair", "step 1"), "\ue014", 3)
    after = page.value("pair", "step 1")
    assert after > before
    page.client.refresh()
    page.wait(lambda: page.value("pair", "step 1") == after)
    assert page.run("return faults") == []


def test_a_contents_link_of_a_fresh_page_lands_at_its_panel(page: Firefox) -> None:
    link = """const link = document.querySelector("nav a[href='#depth']"); link?.click();
      return link !== null;"""
    page.wait(lambda: page.run(link))
    where = """const { scrollPaddingTop } = getComputedStyle(document.documentElement);
      const wanted = parseFloat(scrollPaddingTop);
      const { top } = document.getElementById("depth").getBoundingClientRect();
      return Math.abs(top - wanted) < 2 && document.activeElement.id === "depth-title";"""
    page.wait(lambda: page.run(where))
    page.settle()
    assert page.run(where)


def test_the_network_that_is_handed_out_is_the_one_shown(page: Firefox) -> None:
    """And so are its pictures."""
    page.handle("many", "bump")
    data = json.loads(page.downloaded("many", "Download").read_text(encoding="utf-8"))
    network = Network.from_dict(data)
    assert network.neurons == 20
    assert page.downloaded("many", "SVG").read_text(encoding="utf-8").startswith("<svg")
    assert page.downloaded("many", "PNG").read_bytes().startswith(b"\x89PNG")


# What it computes


@pytest.fixture
def core(firefox: Firefox, tmp_path: Path) -> Firefox:
    path = tmp_path / "core.html"
    path.write_text(core_page(), encoding="utf-8")
    firefox.open(path)
    firefox.wait(lambda: firefox.run("return globalThis.uat !== undefined"))
    return firefox


def test_formulas_have_pythons_values(core: Firefox) -> None:
    script = """const [cases] = arguments;
      return cases.map(({ text, at }) => {
        const read = uat["core/expression"].parse(text);
        return at.map((point) =>
          String(read.evaluate(Object.fromEntries(read.names.map((n, k) => [n, point[k]])))));
      });"""
    cases = CORPUS["values"]
    for case, values in zip(cases, core.run(script, cases), strict=True):
        wanted = numbers(case["values"])
        np.testing.assert_allclose(
            numbers(values), wanted, rtol=1e-12, atol=1e-12, err_msg=case["text"]
        )
