"""The panels of the page: how tests find, read, pull and press what is in them."""

import json
import re
from pathlib import Path

from playwright.sync_api import Locator, Page

from uat.networks.network import Network

FRAMES = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(done));
  await new Promise((done) => setTimeout(done, 20));
  do { await drawn(); await drawn(); } while (document.querySelector("main [aria-busy=true]"));
}"""


# Before the page's own scripts: panels that nobody scrolls to are made when a test asks for them.
HELD = """{
  const whenIdle = globalThis.requestIdleCallback;
  const held = [];
  globalThis.requestIdleCallback = (...work) => held.push(work);
  globalThis.makeOthers = () => {
    globalThis.requestIdleCallback = whenIdle;
    for (const work of held.splice(0)) whenIdle(...work);
  };
}"""

# Both ends of the panel are in the middle of the window once, so that whatever a test then scrolls
# to in it, no panel is made that could push it away.
REACHED = """async (name) => {
  const drawn = () => new Promise((done) => requestAnimationFrame(done));
  const near = (each) => {
    const { top, bottom } = each.getBoundingClientRect();
    return bottom > -899 && top < innerHeight + 899;
  };
  const found = document.getElementById(name);
  for (const edge of ["top", "bottom"]) {
    do {
      scrollBy(0, found.getBoundingClientRect()[edge] - innerHeight / 2);
      await drawn();
      await drawn();
    } while ([...document.querySelectorAll("section:has(> .waiting)")].some(near));
  }
}"""


def held(page: Page) -> Page:
    """A page that will make only those panels that are scrolled to: all of them take seconds."""
    page.add_init_script(HELD)
    return page


def reached(page: Page, name: str) -> Locator:
    """The panel, when it and its neighbours are made and nothing pushes it away."""
    page.locator("main section").first.wait_for(state="attached")
    if page.evaluate("globalThis.makeOthers === undefined"):
        made(page)  # the others are made meanwhile
    page.evaluate(REACHED, name)
    return page.locator(f"#{name}")


def panel(page: Page, name: str) -> Locator:
    """The same in sight, with its figures."""
    found = reached(page, name)
    found.scroll_into_view_if_needed()
    found.locator(".figures dd").first.wait_for()
    found.locator(".stage").scroll_into_view_if_needed()
    return found


def made(page: Page) -> None:
    page.locator("main section").first.wait_for(state="attached")
    page.evaluate("globalThis.makeOthers?.()")
    page.locator(".waiting").first.wait_for(state="detached")


def all_made(page: Page) -> None:
    """Wait until every panel is made and shows what it computes."""
    made(page)
    page.locator("main section:last-child .figures dd").first.wait_for()
    settle(page)


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


def centred(page: Page, found: Locator) -> tuple[float, float]:
    """Scroll to something, and return where its middle is."""
    found.evaluate("(each) => each.scrollIntoView({ block: 'center' })")
    settle(page)
    return middle(found)


def drag(page: Page, locator: Locator, dx: float, dy: float = 0.0) -> None:
    locator.evaluate("(each) => each.scrollIntoView({ block: 'center' })")
    x, y = middle(locator)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2)
    page.mouse.move(x + dx, y + dy)
    page.mouse.up()
    settle(page)


def swipe(page: Page, *path: tuple[float, float]) -> None:
    """A finger goes down at the first place, over the others, and up."""
    session = page.context.new_cdp_session(page)
    for i, (x, y) in enumerate(path):
        kind = "touchMove" if i else "touchStart"
        points = [{"x": x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settle(page)


def line(x: float, y: float, dx: float, dy: float, steps: int = 8) -> list[tuple[float, float]]:
    """Places on the way from (x, y) to (x + dx, y + dy), in pixels."""
    return [(x + dx * i / steps, y + dy * i / steps) for i in range(steps + 1)]


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
    return box["x"] + 52, box["y"] + 26, box["width"] - 72, box["height"] - 72
