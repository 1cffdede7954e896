"""The first screen is drawn on before a word is read; every panel asks before it tells."""

import math
import re
from typing import Any

import numpy as np
import pytest
from panels import all_made, figures, held, line, number, panel, plot, press, settle, swipe
from playwright.sync_api import Browser, Locator, Page, expect

import uat


def nielsen(x: Any) -> Any:
    return 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.05 * np.cos(50 * x)


# The first screen


def stroke(found: Locator) -> list[tuple[float, float]]:
    """Places on the screen along the function. Its axis has a fifth of its range for air."""
    left, top, width, height = plot(found)
    most = float(nielsen(np.linspace(0, 1, 9999)).max())
    x = np.linspace(0.002, 0.998, 120)
    shares = (nielsen(x) + 0.2 * most) / (1.4 * most)
    return [(left + u * width, top + (1 - v) * height) for u, v in zip(x, shares, strict=True)]


def test_the_first_screen_holds_function_bumps_and_distance(page: Page) -> None:
    page.set_viewport_size({"width": 1100, "height": 900})
    found = panel(page, "draw")
    page.evaluate("scrollTo(0, 0)")
    for part in ("#f", "#draw .graph", "#draw .figures"):
        box = page.locator(part).bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 900, part
    assert number(figures(found)["average distance (sampled)"]) == pytest.approx(
        float(np.abs(nielsen(np.linspace(0, 1, 9999))).mean()), abs=6e-3
    )


def test_one_stroke_along_the_function_draws_it(page: Page) -> None:
    found = panel(page, "draw")
    (x, y), *rest = stroke(found)
    page.mouse.move(x, y)
    distances = [number(figures(found)["average distance (sampled)"])]
    page.mouse.down()
    for k, place in enumerate(rest):
        page.mouse.move(*place)
        if k % 40 == 39:
            settle(page)
            distances.append(number(figures(found)["average distance (sampled)"]))
    page.mouse.up()
    settle(page)
    assert distances == sorted(distances, reverse=True)
    # Each bump is as high as the function is on the average on its tenth.
    x = np.linspace(0, 1, 10_001)
    means = nielsen(x[:-1]).reshape(10, -1).mean(axis=1)
    least = np.abs(nielsen(x[:-1]).reshape(10, -1) - means[:, None]).mean()
    assert number(figures(found)["average distance (sampled)"]) < 1.15 * least
    expect(found.locator(".verdict")).to_contain_text("you drew it")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#draw .verdict")).to_contain_text("you drew it")
    page.get_by_role("button", name="Flat again").click()
    settle(page)
    assert number(figures(found)["average distance (sampled)"]) == distances[0]


def test_a_finger_draws_it_too(chromium: Browser, url: str) -> None:
    size = {"width": 390, "height": 844}
    context = chromium.new_context(viewport=size, has_touch=True, is_mobile=True)
    page = held(context.new_page())
    page.goto(url)
    found = panel(page, "draw")
    found.locator(".graph").evaluate("(each) => each.scrollIntoView({ block: 'center' })")
    settle(page)
    before = number(figures(found)["average distance (sampled)"])
    left, top, width, _ = plot(found)
    scroll = page.evaluate("scrollY")
    swipe(page, *stroke(found)[3:])  # where it begins, the function falls more steeply than 45°
    assert page.evaluate("scrollY") == scroll
    assert number(figures(found)["average distance (sampled)"]) < 0.3 * before
    drawn = figures(found)
    swipe(page, *line(left + 0.3 * width, top + 100, 0, -120))  # far from the function
    page.wait_for_function("(before) => scrollY > before + 20", arg=scroll)
    assert figures(found) == drawn
    context.close()


# Questions: what is true is computed here once more

ANSWERS = {
    "neuron": 0.35,
    "pair": 0.5,
    "height": -0.6,
    "twobumps": 0.4,
    "output": math.log(9),
    "windows": 2 * math.log(9) / 1000,
    "activation": 20 * 2 * 2,
    "ramps": 2.0,
    "outputs": 20 + 1,
    "plane": 0.3,
    "inputs2": 1 / (1 + math.exp(-3)),
    "towers": 14,
    "depth": 2**8,
}


def test_every_answer_is_true_and_kept_in_the_link(page: Page) -> None:
    few, many = (uat.approximate("nielsen", construction="bumps", neurons=n) for n in (20, 80))
    answers = {**ANSWERS, "many": many.error.max / few.error.max}
    all_made(page)
    assert page.locator(".guess").count() == len(answers)
    for name, answer in answers.items():
        asked = page.locator(f"#{name} .guess")
        assert asked.locator(".told").inner_text() == ""
        slider = asked.locator("input[type=range]")
        press(page, slider, "Home")
        least = float(slider.get_attribute("min") or "nan")
        asked.get_by_role("button", name="See").click()
        settle(page)
        told = asked.locator(".told").inner_text()
        found = re.match(r"You said (\S+); it is (\S+), (\S+) away\.", told)
        assert found, told
        said, true, away = (number(text) for text in found.groups())
        digits = 10.0 ** -len(found[2].partition(".")[2])
        assert said == pytest.approx(least) and true == pytest.approx(answer, abs=0.51 * digits)
        assert away == pytest.approx(abs(true - said), abs=1.01 * digits)
    progress = f"{len(answers)} of {len(answers)} questions answered"
    expect(page.locator(".contents .hint")).to_contain_text(progress)
    page.reload()
    expect(page.locator(".contents .hint")).to_contain_text(progress)
    asked = panel(page, "neuron").locator(".guess")
    expect(asked.locator(".told")).to_contain_text("it is 0.35")
    asked.get_by_role("button", name="Guess again").click()
    expect(asked.locator(".told")).to_have_text("")


def test_a_guess_close_enough_is_right(page: Page) -> None:
    asked = panel(page, "depth").locator(".guess")
    slider = asked.locator("input[type=range]")
    slider.evaluate("(each) => { each.value = 255; each.dispatchEvent(new Event('input')); }")
    asked.get_by_role("button", name="See").click()
    expect(asked.locator(".told")).to_contain_text("You said 255, and it is 256: right.")


def test_no_answer_stands_beside_its_question(page: Page) -> None:
    """Nothing that the panel shows before a guess is the number that is asked for."""
    all_made(page)
    for name, answer in ANSWERS.items():
        shown = page.locator(f"#{name} .figures dd").all_inner_texts()
        numbers = [number(text) for text in shown if re.search(r"\d", text)]
        assert all(abs(each - answer) > 1e-9 for each in numbers), (name, shown)
