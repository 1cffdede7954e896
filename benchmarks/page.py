"""The page in a headless browser: how soon it answers, and how many frames a second a drag gets.

Frames are counted by requestAnimationFrame while Playwright drags with real pointer events. The
processor is slowed down by the browser's own throttling. The machine's load is printed with the
figures, since other programs take frames away.
"""

import itertools
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
COUNT_FRAMES = """() => {
  const times = [];
  let on = true;
  const tick = (now) => { times.push(now); if (on) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  window.stopFrames = () => { on = false; return times; };
}"""
INTERACTIVE = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  return [paint, performance.getEntriesByName("interactive")[0]?.startTime ?? 0];
}"""


def main() -> None:
    page_file = sys.argv[1] if len(sys.argv) > 1 else _built()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"file {Path(page_file).stat().st_size / 1024:.1f} KiB")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        url = Path(page_file).resolve().as_uri()
        starts = [_start(browser.new_page(), url) for _ in range(5)]
        paint, interactive = sorted(starts)[2]
        print(f"first paint {paint:.0f} ms, interactive {interactive:.0f} ms (median of 5)")
        for slow in (1, 6):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(url)
            print(f"one of 1000 bumps dragged, slowed ×{slow}: {_drag_bump(page, slow)}")
            print(f"surface turned, slowed ×{slow}: {_turn(page, slow)}")
            page.close()
        browser.close()


def _built() -> str:
    from uat.page.build import build_page

    path = Path(tempfile.mkdtemp()) / "page.html"
    path.write_text(build_page(), encoding="utf-8")
    return str(path)


def _start(page: Page, url: str) -> tuple[float, float]:
    """First contentful paint and the first moment when panels answer, in ms after navigation."""
    page.goto(url)
    page.locator("#neuron .handle").first.wait_for(state="attached")
    page.wait_for_timeout(500)
    paint, interactive = page.evaluate(INTERACTIVE)
    page.close()
    return paint, interactive


def _throttled(page: Page, slow: int) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow})


def _drag_bump(page: Page, slow: int) -> str:
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
    rates = _frames(page, x, y, lambda i: (x, y + 60 * ((i % 40) / 20 - 1)))
    _throttled(page, 1)
    return rates


def _turn(page: Page, slow: int) -> str:
    page.locator("#inputs2").scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    surface = page.locator("#inputs2 .surface")
    surface.scroll_into_view_if_needed()
    box: Any = surface.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    _throttled(page, slow)
    rates = _frames(page, x, y, lambda i: (x + 80 * ((i % 60) / 30 - 1), y))
    _throttled(page, 1)
    return rates


def _frames(page: Page, x: float, y: float, place: Any, seconds: float = 3.0) -> str:
    """Drag for some seconds; frames a second, and the longest wait between two frames."""
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT_FRAMES)
    end, i = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        page.mouse.move(*place(i))
        i += 1
    times = page.evaluate("stopFrames()")
    page.mouse.up()
    gaps = [later - sooner for sooner, later in itertools.pairwise(times)]
    rate = 1000 * len(gaps) / (times[-1] - times[0])
    return f"{rate:.1f} frames/s, longest gap {max(gaps):.0f} ms, {i} moves"


if __name__ == "__main__":
    main()
