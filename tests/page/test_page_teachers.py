"""What teachers take from the page: links to a panel as it is, pictures, one panel a screen."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner
from panels import figures, handle, held, made, network, panel, press, settle, value
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from uat.base.errors import InputError
from uat.base.palette import LIGHT
from uat.cli import main
from uat.page import build_page
from uat.page.contents import panels, state_of

COPIES = """navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }"""


# Links


@pytest.fixture(scope="module")
def link(chromium: Browser, url: str) -> str:
    """What the button of a panel of 38 bumps copies, after something was done in another."""
    page = held(chromium.new_page())
    page.goto(url)
    page.evaluate(COPIES)
    press(page, handle(panel(page, "neuron"), "weight w"), "PageUp")
    found = panel(page, "many")
    found.get_by_role("slider", name="bumps", exact=True).fill("1.57")  # log10
    settle(page)
    found.get_by_role("button", name="Link to this").click()
    expect(page.locator(".toast")).to_contain_text("The link is copied.")
    copied: str = page.evaluate("globalThis.copied")
    page.close()
    return copied


def test_a_link_leads_to_the_panel_in_its_state(page: Page, link: str) -> None:
    page.goto("about:blank")
    page.goto(link)
    found = page.locator("#many")
    expect(found.locator("h2")).to_be_in_viewport()
    assert figures(panel(page, "many"))["hidden neurons"] == "76"
    assert value(handle(panel(page, "neuron"), "weight w")) == 8.0  # it is of one panel only


def test_python_reads_the_link(link: str) -> None:
    state = state_of(link)
    assert state["panels"] == {"many": {"n": 38}}
    assert state == state_of(link.partition("#")[2]) == state_of(link.rpartition("/")[2])


@pytest.mark.parametrize(
    "text", ["many", "#many/", "1.e30", "2.eyJ2IjoxfQ", "1.eyJ2IjoxLCJ4IjoyfQ"]
)
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="link"):
        state_of(text)


def test_the_command_writes_a_figure(tmp_path: Path, link: str) -> None:
    out = tmp_path / "figure.html"
    order = ["explore", "x^2", "--panel", "bumps", "--state", link, "-o", str(out)]
    assert CliRunner().invoke(main, order).exit_code == 0
    text = out.read_text(encoding="utf-8")
    start = json.loads(text.split('id="start">')[1].split("</script>")[0])
    assert start["f"] == "x^2" and start["panels"] == {"many": {"n": 38}}
    assert len(text) < 0.85 * len(build_page())
    refused = CliRunner().invoke(main, ["explore", "--panel", "bump", "-o", str(out)])
    assert refused.exit_code == 2 and "did you mean" in refused.output
    refused = CliRunner().invoke(main, ["explore", "--panel", "ramps", "--serve"])
    assert refused.exit_code == 2 and "--serve" in refused.output


# Pictures


def saved(page: Page, name: str, kind: str) -> bytes:
    """The file that a panel's button for pictures hands out."""
    with page.expect_download() as download:
        panel(page, name).get_by_role("button", name=f"Save as {kind}").click()
    assert download.value.suggested_filename == f"{name}.{kind.lower()}"
    return Path(download.value.path()).read_bytes()


SVG = "{http://www.w3.org/2000/svg}"


def axis(texts: list[ElementTree.Element], anchor: str, way: str) -> Any:
    """How a place in pixels becomes a number, by what is written along an axis."""
    marks = sorted(
        (float(each.get(way, "")), float(each.text or ""))
        for each in texts
        if each.get("text-anchor") == anchor and re.fullmatch(r"\d\.\d", each.text or "")
    )
    (p, low), (q, high) = marks[0], marks[-1]
    return lambda pixels: low + (pixels - p) / (q - p) * (high - low)


def test_an_svg_has_the_curves_of_the_network(page: Page) -> None:
    """The lines of the file, read by the numbers along its axes, are what the weights compute."""
    made = network(page, panel(page, "many"))
    root = ElementTree.fromstring(saved(page, "many", "SVG"))
    texts = list(root.iter(f"{SVG}text"))
    assert {"your function", "the network", "its bumps", "f and network"} <= {e.text for e in texts}
    assert min(float(each.get("font-size", "0").removesuffix("px")) for each in texts) >= 14
    x_of, y_of = axis(texts, "middle", "x"), axis(texts, "end", "y")
    lines = {
        colour(each.get("stroke", "")): each.get("d", "")
        for each in root.iter(f"{SVG}path")
        if len(each.get("d", "")) > 2000
    }
    for shade, truth in {
        LIGHT.network: lambda x: made.forward(x[:, None])[:, 0],
        LIGHT.target: nielsen,
    }.items():
        pairs = re.split("[ML]", lines[colour(shade)])[1:]
        points = np.array([pair.split() for pair in pairs], dtype=float)
        x, y = x_of(points[:, 0]), y_of(points[:, 1])
        # Coordinates have two decimals, and on a steep step the last one is much of the height.
        around = [x_of(points[:, 0] + shift) for shift in (-0.02, 0.0, 0.02)]
        near = [truth(np.clip(each, 0, 1)) for each in around]
        room = abs(y_of(0.02) - y_of(0.0))
        assert len(x) > 200 and [x[0], x[-1]] == pytest.approx([0, 1], abs=1e-3)
        assert np.all(y >= np.min(near, axis=0) - room) and np.all(y <= np.max(near, axis=0) + room)


def colour(text: str) -> tuple[int, ...]:
    if text.startswith("#"):
        return tuple(int(text[i : i + 2], 16) for i in (1, 3, 5))
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def nielsen(x: Any) -> Any:
    return 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.05 * np.cos(50 * x)


HANDS = "for (const each of document.querySelectorAll('.handle')) each.style.opacity = "


@pytest.mark.parametrize("name", ["pair", "towers"])
def test_a_png_is_what_is_seen(page: Page, name: str) -> None:
    """Without the knobs: the picture of the file is the page's own, twice as fine."""
    file = Image.open(BytesIO(saved(page, name, "PNG"))).convert("RGB")
    page.evaluate(f"() => {{ {HANDS} 0; }}")
    seen = Image.open(BytesIO(panel(page, name).locator(".stage").screenshot())).convert("RGB")
    scale = file.width / round(file.width / 2)
    edge = 12
    whole = file.resize((round(file.width / scale), round(file.height / scale)))
    sides = [edge - 1, edge, edge + 1]  # what is seen may begin between two dots of the screen
    parts = [
        np.asarray(whole.crop((x, y, x + seen.width, y + seen.height)), dtype=float)
        for x in sides
        for y in sides
    ]
    apart = [np.abs(part - np.asarray(seen, dtype=float)).max(axis=2) for part in parts]
    assert file.width >= 1600 and min(np.mean(each > 60) for each in apart) < 0.01
    assert parts[4].std() > 10


# On a projector


def test_one_panel_a_screen_from_the_link(chromium: Browser, url: str) -> None:
    page = chromium.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{url}?present#many")
    made(page)
    shown = page.locator("main section:visible")
    names = [each.name for each in panels()]
    at = names.index("many")
    for key, goal in [
        ("PageDown", at + 1),
        ("ArrowRight", at + 2),
        ("ArrowLeft", at + 1),
        ("PageUp", at),
        ("Home", 0),
        ("PageUp", 0),
        ("End", len(names) - 1),
        ("Home", 0),
        ("PageDown", 1),
    ]:
        page.keyboard.press(key)
        expect(shown).to_have_count(1)
        expect(shown).to_have_id(names[goal])
    size = "(each) => parseFloat(getComputedStyle(each).fontSize)"
    assert shown.locator("p, dd, label").first.evaluate(size) >= 24
    press(page, shown.get_by_role("slider").first, "ArrowRight")  # moves the knob, not the page
    expect(shown).to_have_id(names[1])
    page.keyboard.press("Escape")
    expect(page.locator(f"#{names[1]}")).to_be_in_viewport()
    assert shown.count() == len(names)
    page.close()


def test_the_button_presents_what_is_in_sight(page: Page) -> None:
    panel(page, "ramps")
    page.get_by_role("button", name="Present", exact=True).evaluate("(each) => each.click()")
    shown = page.locator("main section:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_have_id("ramps")
    page.get_by_role("button", name="Next panel").click()
    names = [each.name for each in panels()]
    expect(shown).to_have_id(names[names.index("ramps") + 1])
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.locator(".source")).to_be_visible()
