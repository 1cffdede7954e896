"""What the eye and the finger meet: room for fingers, no word over another or cut off."""

from collections.abc import Iterator
from typing import Any

import pytest
from panels import all_made
from playwright.sync_api import Browser, Page

from uat.page import build_page

FINGER = 44  # pixels, as WCAG 2.5.5 has it
SIZES = {"phone": (390, 844), "tablet": (820, 1180)}
JUMP = "where(x < 0.4, 1 - x, x^2/2 - 0.3)"

# Where a finger is taken for a control: itself, or what is drawn around it for that.
REACHED = """(least) => [
  ...document.querySelectorAll("button, select, input, textarea, summary, a, .scrub"),
].filter((each) => each.checkVisibility() && !each.closest("footer, .lead"))
  .map((each) => {
    const { width, height } = each.getBoundingClientRect();
    const around = getComputedStyle(each, "::after");
    const size = around.content === "none" ? [width, height]
      : [parseFloat(around.width) || width, parseFloat(around.height) || height];
    return [Math.max(width, size[0]), Math.max(height, size[1]), each.className, each.textContent];
  })
  .filter(([width, height]) => width < least - 0.5 || height < least - 0.5)"""

# Lines of words, where they are seen; and pairs of them of which one lies over the other.
WORDS = """() => {
  const lines = [];
  const walker = document.createTreeWalker(document.getElementById("page"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const part = parent.closest("section")?.id ?? "";
    for (const box of range.getClientRects()) lines.push({ box, part, parent, text: node.data });
  }
  const over = ({ box: a }, { box: b }) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  lines.sort((p, q) => p.box.top - q.box.top);
  const overlaps = lines.flatMap((one, i) => {
    const found = [];
    for (let k = i + 1; k < lines.length && lines[k].box.top < one.box.bottom; k += 1) {
      const other = lines[k];
      const apart = one.part !== other.part || one.parent === other.parent;
      if (!apart && over(one, other)) found.push([one.text, other.text]);
    }
    return found;
  });
  const rolls = (each) => each
    && (/auto|scroll/.test(getComputedStyle(each).overflowX) || rolls(each.parentElement));
  const outside = lines.filter(({ box, parent }) =>
    (box.left < -1 || box.right > innerWidth + 1) && !rolls(parent));
  const letters = [...document.querySelectorAll(".node text")].filter((each) => {
    const circle = each.parentElement.querySelector("circle");
    const [inner, outer] = [each, circle].map((part) => part.getBBox());
    return Math.max(inner.width, inner.height) > Math.max(outer.width, outer.height);
  });
  const said = (each) => each.textContent;
  return { overlaps, outside: outside.map(({ text }) => text), letters: letters.map(said) };
}"""


@pytest.fixture(scope="module", params=[("phone", None), ("tablet", JUMP)], ids=["phone", "tablet"])
def touched(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """The page under a finger, with every panel made."""
    size, function = request.param
    path = tmp_path_factory.mktemp("looks") / "page.html"
    path.write_text(build_page(function, language="all"), encoding="utf-8")
    width, height = SIZES[size]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(path.as_uri())
    all_made(page)
    yield page
    context.close()


def test_every_control_has_room_for_a_finger(touched: Page) -> None:
    assert touched.evaluate(REACHED, FINGER) == []


def test_no_word_lies_over_another_or_outside(touched: Page) -> None:
    found: dict[str, Any] = touched.evaluate(WORDS)
    assert found == {"overlaps": [], "outside": [], "letters": []}


def test_an_option_of_a_command_is_never_broken(touched: Page) -> None:
    """Behind the hyphens of --save a line would end."""
    lines = touched.locator("#yours pre.code .whole, #yours .prose .whole")
    assert lines.count() >= 6
    assert (
        lines.evaluate_all("(all) => all.filter((each) => each.getClientRects().length > 1)") == []
    )


# The colours of a row of dots where the network is 1, above the corner at (1, 1).
ROW = """() => {
  const canvas = document.querySelector("#plane .graph canvas + canvas");
  const dense = canvas.width / canvas.clientWidth;
  const [left, right] = [0.6, 0.9].map((part) => Math.round(part * canvas.width));
  const row = [left, Math.round(32 * dense), right - left, 1];
  const { data } = canvas.getContext("2d").getImageData(...row);
  return Array.from(data).filter((_, i) => i % 4 === 3);
}"""


def test_a_plane_of_one_colour_has_no_seams(touched: Page) -> None:
    """Boxes that end between two dots would draw lines where they meet."""
    opacities = touched.evaluate(ROW)
    assert len(opacities) > 50 and max(opacities) - min(opacities) <= 1 and min(opacities) > 100
