"""Mice and keys: held keys, contents links, knobs off-centre, typed weights."""

from typing import Any

import numpy as np
import pytest
from panels import (
    all_made,
    centred,
    drag,
    handle,
    held,
    network,
    panel,
    press,
    settle,
    value,
)
from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 390, "height": 844}


# First visits


@pytest.mark.parametrize(
    ("size", "name"), [({"width": 1440, "height": 900}, "many"), (PHONE, "depth")]
)
def test_a_contents_link_of_a_fresh_page_lands_at_its_panel(
    chromium: Browser, url: str, size: Any, name: str
) -> None:
    context = chromium.new_context(viewport=size, reduced_motion="reduce")
    page = context.new_page()
    page.goto(url)
    page.locator("#neuron .figures dd").first.wait_for()
    page.locator(f"nav a[href='#{name}']").click()
    page.wait_for_function(
        """(name) => {
          const [top, wanted] = [document.getElementById(name).getBoundingClientRect().top,
            parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)];
          const bottom = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
          return scrollY > 0 && (Math.abs(top - wanted) < 2 || (bottom && top > 0));
        }""",
        arg=name,
    )
    expect(page.locator(f"#{name}-title")).to_be_focused()
    page.locator(f"#{name} .figures dd").first.wait_for()
    for _ in range(3):  # what is made after it pushes nothing away
        settle(page)
    top = page.evaluate("(name) => document.getElementById(name).getBoundingClientRect().top", name)
    assert 0 <= top <= 130
    context.close()


def test_a_reader_who_scrolls_away_is_not_brought_to_what_the_link_names(
    chromium: Browser, url: str
) -> None:
    page = chromium.new_page()
    page.goto(url)
    page.locator("#neuron .figures dd").first.wait_for()
    page.evaluate(
        """document.querySelector("nav a[href='#depth']").click();
        dispatchEvent(new WheelEvent("wheel"));"""
    )
    all_made(page)
    assert page.evaluate("scrollY") == 0
    page.close()


# Knobs


def test_a_knob_taken_off_centre_does_not_jump(page: Page) -> None:
    found = panel(page, "height")
    for name in ("height of bump 1", "side 1 of bump 1"):
        knob = handle(found, name)
        x, y = centred(page, knob)
        before = value(knob)
        page.mouse.move(x + 6, y + 6)
        page.mouse.down()
        page.mouse.move(x + 6, y + 6.1)
        page.mouse.up()
        settle(page)
        assert value(knob) == before


def test_a_step_pulled_past_the_other_keeps_its_weight(page: Page) -> None:
    found = panel(page, "pair")
    before = network(page, found).layers[1].weights[0]
    drag(page, handle(found, "step 1"), 320)
    made = network(page, found)
    places = -made.layers[0].biases / made.layers[0].weights[:, 0]
    assert places[0] > places[1]
    np.testing.assert_array_equal(made.layers[1].weights[0], before)


def test_typed_weights_outlast_a_drag_and_a_reload(page: Page) -> None:
    found = panel(page, "many")
    found.locator("summary").click()
    for label, text in (("weight 1 of neuron 3", "50"), ("weight from neuron 1", "0.9")):
        field = found.get_by_label(label, exact=True)
        field.fill(text)
        field.press("Enter")
        settle(page)
    x, y = centred(page, found.locator(".graph"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 20)
    page.mouse.up()
    settle(page)
    made = network(page, found)
    assert made.layers[0].weights[2, 0] == 50 and made.layers[1].weights[0, 0] == 0.9
    page.reload()
    assert network(page, panel(page, "many")) == made


def test_a_drag_after_typing_a_bumps_weight_is_what_counts(page: Page) -> None:
    found = panel(page, "many")
    found.locator("summary").click()
    field = found.get_by_label("weight from neuron 1", exact=True)
    field.fill("0.9")
    field.press("Enter")
    settle(page)
    knob = handle(found, "bump .* of")
    press(page, knob, "Home", "ArrowUp")
    made = network(page, found)
    assert made.layers[1].weights[0, 0] == -made.layers[1].weights[0, 1] != 0.9
    page.reload()
    assert network(page, panel(page, "many")) == made


# Keys

KEYED = """async ([label, key, times]) => {
  const node = [...document.querySelectorAll("[role=slider]")].find((each) =>
    each.getAttribute("aria-label").startsWith(label) && each.getClientRects().length);
  node.focus();
  for (let i = 0; i < times; i += 1) {
    node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, repeat: i > 0 }));
  }
}"""


def test_twenty_keys_in_one_frame_are_twenty(page: Page) -> None:
    for name, label, key, change in (
        ("height", "height of bump 1", "ArrowDown", -20 * 0.05),
        ("pair", "step 1", "ArrowRight", 20 * 0.01),
        ("neuron", "step point, drag", "ArrowLeft", -20 * 0.01),
        ("neuron", "weight w", "ArrowUp", 20),
        ("depth", "tolerance", "ArrowLeft", -20 * 0.1),
    ):
        knob = handle(panel(page, name), f"^{label}")
        before = value(knob)
        page.evaluate(KEYED, [label, key, 20])
        settle(page)
        assert value(knob) - before == pytest.approx(change, abs=6e-3), label


def test_home_end_and_page_keys_move_a_handle_not_the_page(page: Page) -> None:
    for name, label, low, high in (
        ("height", "height of bump 1", -1.5, 1.5),
        ("height", "side 1", 0, 1),
        ("pair", "step 2", 0, 1),
        ("neuron", "step point, drag", 0, 1),
        ("windows", "number of copies", 1, 8),
        ("depth", "tolerance", -9, -1),
        ("towers", "Your function", -180, 180),
    ):
        knob = handle(panel(page, name), f"^{label}")
        settle(page)  # panels above have their figures, and push nothing down any more
        knob.evaluate("(each) => each.focus({ preventScroll: true })")
        # Not scrollY: what is made above, when there is time, changes it and moves nothing in sight
        place = "(each) => Math.round((each.closest('.graph') ?? each).getBoundingClientRect().top)"
        before = knob.evaluate(place)
        found = []
        for key in ("Home", "PageUp", "End", "PageDown"):
            press(page, knob, key)
            found.append(value(knob))
        assert (found[0], found[2]) == (low, high), label
        assert found[0] < found[1] and found[3] < found[2], label
        assert abs(knob.evaluate(place) - before) <= 1, label


# Keeps the name and the text of what has had the focus, until it is again where it was first.
WALK = """() => {
  const nodes = new Set();
  globalThis.walked = { stops: [], over: false };
  addEventListener("focusin", ({ target: node }) => {
    walked.over ||= nodes.has(node);
    nodes.add(node);
    const name = node.getAttribute("aria-label") || node.labels?.[0]?.textContent
      || node.textContent.trim() || node.title;
    walked.stops.push([name, node.outerHTML.slice(0, 90)]);
  });
}"""


def test_the_keyboard_walk_stops_at_nothing_without_a_name(page: Page) -> None:
    all_made(page)
    page.evaluate(WALK)
    while not page.evaluate("walked.over"):
        for _ in range(40):
            page.keyboard.press("Tab")
    stops = page.evaluate("walked.stops")
    assert [node for name, node in stops if not name.strip()] == []
    assert not any(node.startswith(("<line", "<circle", "<path")) for _, node in stops)
    assert len(stops) > 100


# The bar


def test_the_bar_leaves_a_low_window_to_the_panels(chromium: Browser, url: str) -> None:
    context = chromium.new_context(viewport={"width": 844, "height": 390})
    page = held(context.new_page())
    page.goto(url)
    panel(page, "pair")
    box = page.locator(".source").bounding_box()
    assert box is not None and box["y"] + box["height"] <= 0
    context.close()
