"""The ten exercises are done by hand, by keys and by fingers, and stay done."""

import re

import numpy as np
from panels import all_made, handle, held, line, middle, panel, plot, press, settle, swipe, value
from playwright.sync_api import Browser, Locator, Page, expect

from uat.functions.expression import compile_expression

# By hand


def told(found: Locator) -> Locator:
    return found.locator(".exercise .outcome")


def typed(found: Locator, name: str, text: float) -> None:
    """Type a number that can also be dragged."""
    number = found.get_by_role("slider", name=name, exact=True).first
    number.press("Enter")
    field = found.get_by_label(name, exact=True).and_(found.locator("input"))
    field.fill(str(text))
    field.press("Enter")


def pulled(page: Page, found: Locator, name: str, x: float, steps: int = 100) -> None:
    """Move a handle by keys to a place along x."""
    knob = handle(found, name)
    knob.press("Home")
    tens, ones = divmod(round(x * steps), 10)
    for key in ["PageUp"] * tens + ["ArrowRight"] * ones:
        page.keyboard.press(key)


def wanted(found: Locator) -> list[float]:
    """The numbers that an exercise names."""
    text = found.locator(".exercise p").first.inner_text().replace("−", "-")
    return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", text)]


def draw(page: Page) -> None:
    found = panel(page, "draw")
    left, top, width, height = plot(found)
    f = compile_expression(page.locator("#f").input_value())
    x = np.linspace(0.003, 0.997, 100)
    y = f(x)
    low, high = min(0, y.min()), max(0, y.max())
    low, high = low - 0.2 * (high - low), high + 0.2 * (high - low)
    places = np.column_stack([left + x * width, top + (high - y) / (high - low) * height])
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()


def neuron(page: Page) -> None:
    found = panel(page, "neuron")
    place = wanted(found)[0] / 100
    typed(found, "weight w", -90)
    pulled(page, found, "step point, drag", place)


def height(page: Page) -> None:
    found = panel(page, "height")
    high = wanted(found)[0]
    pulled(page, found, "side 1", 0.2)
    pulled(page, found, "side 2", 0.5)
    typed(found, "height h1", high)


def twobumps(page: Page) -> None:
    found = panel(page, "twobumps")
    high = next(each for each in wanted(found) if abs(each) not in (0.2, 0.8))
    for k, x in enumerate((0.2, 0.5, 0.5, 0.8)):
        typed(found, f"step point s{k + 1}", x)
    for k in (1, 2):
        typed(found, f"height h{k}", high)


def many(page: Page) -> None:
    found = panel(page, "many")
    slider = found.get_by_label("bumps", exact=True)
    for _ in range(100):
        if told(found).inner_text() == "Done.":
            break
        slider.press("ArrowRight" if "too much" in found.inner_text() else "ArrowLeft")
        settle(page)


def challenge(page: Page) -> None:
    found = panel(page, "challenge")
    found.get_by_role("button", name="Show me: medians").click()
    expect(told(found)).to_have_text("")
    found.get_by_role("button", name="Reset").click()
    x = np.arange(100) / 100
    y = compile_expression(page.locator("#f").input_value())(x)
    knob = handle(found, "bump .* of")
    knob.focus()
    for row in np.log(y / (1 - y)).reshape(5, 20):
        for step in ("Shift+Arrow", "Arrow"):
            off = np.median(row) - value(knob)
            while (np.median(row) - value(knob)) * off > 0:
                page.keyboard.press(f"{step}{'Up' if off > 0 else 'Down'}")
        page.keyboard.press("ArrowRight")


def ramps(page: Page) -> None:
    found = panel(page, "ramps")
    settle(page)
    slider = found.get_by_label("tolerance", exact=True)
    for _ in range(100):
        settle(page)
        if told(found).inner_text() == "Done.":
            break
        slider.press("ArrowLeft")


def plane(page: Page) -> None:
    found = panel(page, "plane")
    name = "weight or bias of {}: {}".format
    for k, bias in ((1, -10), (2, -30)):
        for words, number_ in (("on x", 20), ("on y", 20), ("bias", bias)):
            typed(found, name(f"neuron {k}", words), number_)
    for words, number_ in (("on neuron 1", 20), ("on neuron 2", -20), ("bias", -10)):
        typed(found, name("output", words), number_)


def towers(page: Page) -> None:
    found = panel(page, "towers")
    found.get_by_role("button", name="quadrants").click()
    press(page, found.get_by_label("tiles a side"), "End")
    press(page, found.get_by_label("steepness w"), "End")


def depth(page: Page) -> None:
    found = panel(page, "depth")
    pieces = next(each for each in wanted(found))
    slider = found.get_by_label("layers", exact=True)
    slider.press("Home")
    for _ in range(int(np.ceil(np.log2(pieces))) - 1):
        slider.press("ArrowRight")


BY_HAND = (draw, neuron, height, twobumps, many, challenge, ramps, plane, towers, depth)


def test_ten_exercises_are_done_by_hand_and_kept(page: Page) -> None:
    page.set_viewport_size({"width": 1100, "height": 900})
    all_made(page)
    assert page.locator(".exercise").count() == len(BY_HAND)
    for k, play in enumerate(BY_HAND):
        found = page.locator(f"#{play.__name__}")
        assert told(found).inner_text() == ""
        play(page)
        settle(page)
        assert told(found).inner_text() == "Done.", (play.__name__, found.inner_text())
        expect(page.locator(".contents .hint")).to_contain_text(f"{k + 1} of 10 exercises done")
    left = page.locator("#yours .left")
    expect(left).to_have_text("All ten exercises are done.")
    page.get_by_role("button", name="Undo").click()  # the network goes back, what was learnt stays
    expect(told(page.locator("#depth"))).to_have_text("Done before.")
    expect(left).to_have_text("All ten exercises are done.")
    page.get_by_role("button", name="Redo").click()
    page.goto(page.url)
    page.reload()
    all_made(page)
    for play in BY_HAND:
        expect(told(page.locator(f"#{play.__name__}"))).to_have_text("Done.")
    page.get_by_role("button", name="Reset").first.click()
    expect(left).to_contain_text("Exercises that are left")


def test_a_hint_comes_when_it_is_asked_for(page: Page) -> None:
    found = panel(page, "neuron").locator(".exercise")
    hint = found.get_by_text("below zero")
    expect(hint).to_be_hidden()
    found.get_by_role("button", name="Hint").click()
    expect(hint).to_be_visible()


def test_what_is_passed_on_the_way_does_not_count(page: Page) -> None:
    """Only what the reader lets go of is judged."""
    found = panel(page, "depth")
    slider = found.get_by_label("layers", exact=True)
    layers = int(np.ceil(np.log2(wanted(found)[0])))
    move = "(each, k) => { each.value = k; each.dispatchEvent(new Event('input')); }"
    slider.evaluate(move, layers)
    settle(page)
    slider.evaluate(move, 8 if layers < 8 else 1)
    slider.evaluate("(each) => each.dispatchEvent(new Event('change'))")
    settle(page)
    assert told(found).inner_text() == ""


def test_fingers_do_them_too(chromium: Browser, url: str) -> None:
    size = {"width": 390, "height": 844}
    context = chromium.new_context(viewport=size, has_touch=True, is_mobile=True)
    page = held(context.new_page())
    page.goto(url)
    found = panel(page, "plane")
    for name, (x, y) in (("line of neuron 1", (0.25, 0.25)), ("line of neuron 2", (0.75, 0.75))):
        found.locator(".graph").evaluate("(each) => each.scrollIntoView({ block: 'center' })")
        settle(page)
        left, top, width, tall = plot(found)
        start = middle(handle(found, name))
        goal = (left + width * (x + 0.3) / 1.6, top + tall * (1.3 - y) / 1.6)
        swipe(page, *line(*start, goal[0] - start[0], goal[1] - start[1], 12))
    row = found.locator("tr").nth(2).locator(".scrub")
    for k, text in enumerate(("20", "-20", "-10")):
        row.nth(k).tap()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        settle(page)
    expect(told(found)).to_have_text("Done.")
    context.close()
