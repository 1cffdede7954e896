"""What stands around the widget's graph: buttons, fields, colours; and it is for everyone."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from widgets import TRAITS, assert_same_network


def test_fit_flat_and_the_number_of_bumps(show):
    shown = show("x^2", bumps=4)
    shown.page.get_by_role("button", name="Flat").click()
    shown.receive()
    assert shown.widget.heights == (0.0,) * 4
    slider = shown.page.get_by_role("slider", name="bumps", exact=True)
    slider.focus()
    for _ in range(40):
        slider.press("ArrowRight")
    shown.settle()
    shown.receive()
    assert len(shown.widget.heights) == 16  # 4 · 1000^(40/200), in whole bumps
    assert shown.widget.approximation.error.max < 1.1 / 16
    assert_same_network(shown)


def test_a_formula_is_typed(show):
    shown = show("x", heights=[0.5, 0.25])
    field = shown.page.get_by_role("textbox", name="f(x)")
    field.fill("sin(")
    field.press("Enter")
    assert shown.page.locator(".problem").inner_text() != ""
    field.fill("1/t")
    field.press("Enter")
    assert "f is infinite at x = 0" in shown.page.locator(".problem").inner_text()
    assert shown.page.evaluate("sent.length") == 0
    for side, end in (("right", "2*pi"), ("left", "1")):
        shown.page.get_by_role("textbox", name=f"{side} end").fill(end)
        shown.page.get_by_role("textbox", name=f"{side} end").press("Enter")
    shown.settle()
    shown.receive()
    assert (shown.widget.function, shown.widget.box) == ("1/t", (1.0, 2 * np.pi))
    assert shown.page.locator(".problem").inner_text() == ""
    assert_same_network(shown)


def test_a_function_of_python_is_drawn(show):
    shown = show(lambda x: np.abs(np.sin(5 * x)), (0, 2), bumps=5)
    assert "made in Python" in (shown.page.locator(".formula").get_attribute("placeholder") or "")
    assert shown.page.get_by_role("textbox", name="left end").is_disabled()
    figure = shown.page.locator(".figures dd").nth(1).inner_text()
    assert float(figure.split()[0]) == pytest.approx(shown.widget.approximation.error.max, rel=0.05)
    shown.drag((0.1, 0.5), (0.1, 0.8))
    shown.receive()
    assert_same_network(shown)


def test_it_is_dark_where_the_notebook_is(show):
    shown = show("x")
    surface = "getComputedStyle(document.querySelector('#cell div')).getPropertyValue('--surface')"
    assert shown.page.evaluate(surface) == "#ffffff"
    shown.page.evaluate("document.body.style.background = '#111'")
    shown.settle()
    assert shown.page.evaluate(surface) == "#171b24"
    assert shown.page.evaluate("getComputedStyle(document.body).fontSize") == "16px"


@pytest.mark.parametrize("background", ["#fff", "#111"])
def test_axe_finds_nothing(show, background):
    shown = show("sin(x)", (0, 3), bumps=30, tol=0.2)
    shown.page.evaluate("(color) => { document.body.style.background = color; }", background)
    shown.settle()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    options["rules"] = {"document-title": {"enabled": False}, "html-has-lang": {"enabled": False}}
    found = Axe().run(shown.page, options=options).response
    assert any(rule["id"] == "color-contrast" for rule in found["passes"])
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []


def test_a_view_that_is_closed_listens_no_more(show):
    shown = show("x")
    count = "Object.values(listeners).reduce((sum, each) => sum + each.size, 0)"
    assert shown.page.evaluate(count) == len(TRAITS)
    shown.page.evaluate("forget()")
    assert shown.page.evaluate(count) == 0
