"""The page in a headless browser: how soon it answers, and how many frames a second a drag gets.

Frames are counted by requestAnimationFrame while Playwright drags with real pointer events. The
processor is slowed down by the browser's own throttling. The machine's load is printed with the
figures, since other programs take frames away.
"""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from table import Table, ratio, show

CHROMIUM = "/usr/bin/chromium"
COUNT_FRAMES = """() => {
  const times = [];
  let on = true;
  const tick = (now) => { times.push(now); if (on) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  window.stopFrames = () => { on = false; return times; };
}"""
SLIDERS = ("many", "output", "windows", "activation", "ramps", "towers", "depth", "train")
MOVE_SLIDERS = """async (panel) => {
  const drawn = () => new Promise((done) => requestAnimationFrame(done));
  for (const each of document.querySelectorAll(`#${panel} .controls > .slider input`)) {
    const [low, high] = [Number(each.min), Number(each.max)];
    for (let k = 0; k <= 8; k++) {
      each.value = low + ((high - low) * k) / 8;
      each.dispatchEvent(new Event("input"));
      await drawn();
    }
    each.dispatchEvent(new Event("change"));
    await drawn();
  }
}"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
INTERACTIVE = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  return [paint, performance.getEntriesByName("interactive")[0]?.startTime ?? 0];
}"""


def measure(quick: bool) -> Iterator[Table]:
    columns = ("measured", "median", "asked")
    table = Table("The page in a browser", columns)
    table.notes.append(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    path = _built()
    table.add("file, KiB", path.stat().st_size / 1024, "at most 185")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        empty = _empty(path)
        starts = [_start(browser, path, empty) for _ in range(1 if quick else 5)]
        paint, answer, more = zip(*starts, strict=True)
        table.add("first paint, ms", ratio(paint), "at most 300")
        table.add("first paint, times that of an empty page as large", ratio(more), None)
        table.add("interactive, ms", ratio(answer), "at most 300")
        for slow, bumps, surface in ((1, "at least 55", "at least 50"), (6, "at least 30", None)):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(path.as_uri())
            slower = f", processor slowed ×{slow}" if slow > 1 else ""
            for name, drag, asked in (
                ("one of 1000 bumps dragged", _drag_bump, bumps),
                ("a surface turned", _turn, surface),
            ):
                rates = [drag(page, slow) for _ in range(1 if quick else 3)]
                table.add(f"{name}, frames/s{slower}", ratio(rates), asked)
            page.close()
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(path.as_uri())
        page.locator(".waiting").first.wait_for(state="detached")
        for name, panels in (("a formula is typed", ()), ("sliders are moved", SLIDERS)):
            longest = max(_longest(browser, page, each) for each in panels or (None,))
            table.add(f"longest task while {name}, ms of processor time", longest, "at most 50")
        browser.close()
    yield table


def _built() -> Path:
    from uat.page.build import build_page

    path = Path(tempfile.mkdtemp()) / "page.html"
    path.write_text(build_page(), encoding="utf-8")
    return path


def _empty(path: Path) -> Path:
    """A page of one word, beside another and of its size."""
    frame = "<!doctype html><title>empty</title><p>empty</p><!--{}-->"
    page = path.with_name("empty.html")
    page.write_text(frame.format("-" * (path.stat().st_size - len(frame) + 2)), encoding="utf-8")
    return page


def _start(browser: Browser, path: Path, empty: Path) -> tuple[float, float, float]:
    """First contentful paint and the first moment when panels answer, in ms after navigation.

    And that paint by the one of an empty page, which is opened right before.
    """
    first = []
    for each in (empty, path):
        page = browser.new_page()
        page.goto(each.as_uri())
        page.wait_for_function(PAINTED)
        if each == path:
            page.locator("#neuron .handle").first.wait_for(state="attached")
        paint, interactive = page.evaluate(INTERACTIVE)
        first.append(paint)
        page.close()
    return first[1], interactive, first[1] / first[0]


def _throttled(page: Page, slow: int) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow})


def _drag_bump(page: Page, slow: int) -> float:
    page.locator("#many").scroll_into_view_if_needed()
    slider = page.locator("#many input[type=range]").first
    slider.focus()
    slider.press("End")
    page.wait_for_timeout(500)
    svg = page.locator("#many .graph svg")
    svg.scroll_into_view_if_needed()
    box: Any = svg.bounding_box()
    x, y = box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"]
    _throttled(page, slow)
    rate = _frames(page, x, y, lambda i: (x, y + 60 * ((i % 40) / 20 - 1)))
    _throttled(page, 1)
    return rate


def _turn(page: Page, slow: int) -> float:
    page.locator("#inputs2").scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    surface = page.locator("#inputs2 .surface")
    surface.scroll_into_view_if_needed()
    box: Any = surface.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    _throttled(page, slow)
    rate = _frames(page, x, y, lambda i: (x + 80 * ((i % 60) / 30 - 1), y))
    _throttled(page, 1)
    return rate


def _longest(browser: Browser, page: Page, panel: str | None) -> float:
    """Processor time of the longest task of the page's own thread, in ms.

    panel: whose sliders go from end to end; None: a formula is typed.
    """
    browser.start_tracing(
        page=page, categories=["toplevel", "disabled-by-default-devtools.timeline"]
    )
    if panel is None:
        page.locator("#f").fill("exp(-x)*sin(40*x)")
        page.wait_for_timeout(1000)
    else:
        page.locator(f"#{panel}").scroll_into_view_if_needed()
        page.evaluate(MOVE_SLIDERS, panel)
    page.wait_for_function("() => !document.querySelector('main [aria-busy=true]')")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    threads = {
        (each["pid"], each["tid"]): each["args"]["name"]
        for each in events
        if each["name"] == "thread_name"
    }
    return max(
        each["tdur"] / 1000
        for each in events
        if each["name"] == "RunTask"
        and "tdur" in each
        and threads.get((each["pid"], each["tid"])) == "CrRendererMain"
    )


def _frames(page: Page, x: float, y: float, place: Any, seconds: float = 3.0) -> float:
    """Drag for some seconds; frames a second."""
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT_FRAMES)
    end, i = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        page.mouse.move(*place(i))
        i += 1
    times = page.evaluate("stopFrames()")
    page.mouse.up()
    return 1000 * (len(times) - 1) / (times[-1] - times[0])


if __name__ == "__main__":
    show(measure)
