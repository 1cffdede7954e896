"""Fingers on a phone: they pull what they take hold of, and else they scroll."""

from collections.abc import Iterator

import pytest
from panels import centred, figures, handle, held, line, middle, panel, settle, swipe, value
from playwright.sync_api import Browser, Page

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def phone(chromium: Browser, url: str) -> Iterator[Page]:
    yield from on_a_phone(chromium, url)


@pytest.fixture(scope="module")
def untouched(chromium: Browser, url: str) -> Iterator[Page]:
    """A phone on which nothing is pulled: elsewhere a knob may lie where a finger begins."""
    yield from on_a_phone(chromium, url)


def on_a_phone(chromium: Browser, url: str) -> Iterator[Page]:
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = held(context.new_page())
    page.goto(url)
    yield page
    context.close()


def test_a_finger_pulls_a_height_and_the_page_stays(phone: Page) -> None:
    found = panel(phone, "height")
    knob = handle(found, "height of bump 1")
    x, y = centred(phone, knob)
    before, scroll = value(knob), phone.evaluate("scrollY")
    swipe(phone, *line(x, y, 0, 70))
    assert value(knob) < before - 0.3
    assert phone.evaluate("scrollY") == scroll


def test_a_finger_pulls_the_chosen_bump_among_many(phone: Page) -> None:
    found = panel(phone, "many")
    x, y = centred(phone, found.locator(".graph"))
    phone.touchscreen.tap(x + 40, y)
    settle(phone)
    knob = handle(found, "bump .* of")
    x, y = middle(knob)
    before, scroll = value(knob), phone.evaluate("scrollY")
    swipe(phone, *line(x, y, 0, -60))
    assert value(knob) > before
    assert phone.evaluate("scrollY") == scroll


CHARTS = {"output": 2, "windows": 2, "depth": 2, "many": 1, "challenge": 1, "neuron": 1}


@pytest.mark.parametrize("name", CHARTS)
def test_a_swipe_over_a_chart_scrolls_and_changes_nothing(untouched: Page, name: str) -> None:
    found = panel(untouched, name)
    assert found.locator(".graph").count() == CHARTS[name]
    for nth in range(CHARTS[name]):
        x, y = centred(untouched, found.locator(".graph").nth(nth))
        before, scroll = figures(found), untouched.evaluate("scrollY")
        swipe(untouched, *line(x - 100, y + 50, 0, -120))
        untouched.wait_for_function("(before) => scrollY > before + 20", arg=scroll)
        assert figures(found) == before


@pytest.mark.parametrize(("name", "nth"), [("windows", 1), ("depth", 1), ("output", 0)])
def test_a_finger_that_goes_sideways_takes_hold(phone: Page, name: str, nth: int) -> None:
    found = panel(phone, name)
    x, y = centred(phone, found.locator(".graph").nth(nth))
    before, scroll = figures(found), phone.evaluate("scrollY")
    swipe(phone, *line(x - 60, y, 110, -20))
    assert figures(found) != before
    assert phone.evaluate("scrollY") == scroll


def test_a_number_in_a_sentence_scrolls_drags_and_is_typed_by_a_tap(phone: Page) -> None:
    found = panel(phone, "neuron")
    number = found.get_by_role("slider", name="weight w").first
    x, y = centred(phone, number)
    before = value(number)
    swipe(phone, *line(x, y, 48, 4))
    assert value(number) > before
    x, y = centred(phone, number)
    before = value(number)
    swipe(phone, *line(x, y, 4, -90))
    assert value(number) == before
    phone.touchscreen.tap(*centred(phone, number))
    phone.keyboard.type("33")
    phone.keyboard.press("Enter")
    settle(phone)
    assert value(number) == 33
