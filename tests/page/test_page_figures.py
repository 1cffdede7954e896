"""One panel as a file of its own: written by the command, in sandboxes, on other people's sites."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from uat.base.errors import InputError
from uat.page import build_page
from uat.page.contents import panel_named, panels, state_of

# Figures


def test_panels_are_those_of_the_page(page: Page) -> None:
    page.locator("main section").last.wait_for()
    sections = page.locator("main section").all()
    shown = [(each.get_attribute("id"), each.locator("h2").inner_text()) for each in sections]
    assert [name for name, _ in shown] == [each.name for each in panels()]
    assert all(text.endswith(each.title) for (_, text), each in zip(shown, panels(), strict=True))


@pytest.mark.parametrize(
    ("name", "meant"), [("twobump", "twobumps"), ("bump", "or many"), ("xyz", "panels are draw, ")]
)
def test_a_panel_that_is_none(name: str, meant: str) -> None:
    with pytest.raises(InputError, match=meant):
        panel_named(name)


def test_a_panel_shows_the_function_it_is_given_or_says_why_not() -> None:
    assert {each.name: each.inputs for each in map(panel_named, ("bumps", "towers", "neuron"))} == {
        "many": 1,
        "towers": 2,
        "neuron": 0,
    }
    for name, function, why in [("many", "x*y", "one input"), ("pair", "x", "its own numbers")]:
        with pytest.raises(InputError, match=why):
            build_page(function, panel=name)


@pytest.fixture(scope="module")
def framed(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with a figure in the strictest sandbox, as a file and as text."""
    folder = tmp_path_factory.mktemp("framed")
    figure = build_page("sin(2*pi*x)", panel="ramps")
    (folder / "figure.html").write_text(figure, encoding="utf-8")
    frame = '<iframe sandbox="allow-scripts" width="760" height="900"'
    (folder / "host.html").write_text(
        f'<!doctype html>{frame} src="figure.html"></iframe>'
        f'{frame} srcdoc="{html.escape(figure)}"></iframe>',
        encoding="utf-8",
    )
    page = chromium.new_page(viewport={"width": 1600, "height": 1000})
    page.goto((folder / "host.html").as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("nth", [0, 1], ids=["file", "text"])
def test_a_figure_works_in_a_sandbox(framed: Page, nth: int) -> None:
    faults: list[Any] = []
    framed.on("pageerror", lambda error: faults.append(error))
    figure = framed.frame_locator("iframe").nth(nth)
    steps = figure.locator(".figures dd").nth(2)
    expect(steps).not_to_have_text("")
    before = steps.inner_text()
    figure.get_by_role("slider", name="tolerance", exact=True).press("ArrowLeft")
    expect(steps).not_to_have_text(before)  # the thread has answered
    figure.get_by_role("button", name="Undo").click()
    expect(steps).to_have_text(before)
    assert figure.locator("main section").count() == 1
    assert figure.locator("h1").inner_text() == "Ramps: the fewest links"
    assert faults == []


def test_without_a_clipboard_a_link_is_shown(framed: Page) -> None:
    figure = framed.frame_locator("iframe").first
    figure.get_by_role("button", name="Link to this").click()
    shown = figure.get_by_role("textbox", name="The link")
    expect(shown).to_be_focused()
    assert state_of(shown.input_value())["f"] == "sin(2*pi*x)"
    # A page inside of another page's text has no address.
    text = framed.frame_locator("iframe").last
    expect(text.get_by_role("button", name="Link to this")).to_have_count(0)


DOCS = Path(__file__).parents[2] / "docs" / "teachers.md"


def test_the_documented_lines_work_in_a_site_of_myst(chromium: Browser, tmp_path: Path) -> None:
    """The lines of the documentation, in a page that Sphinx makes, as Jupyter Book does."""
    from sphinx.application import Sphinx

    lines = re.search(r"```html\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert lines
    source, out, extra = (tmp_path / name for name in ("source", "out", "figures"))
    for folder in (source, extra):
        folder.mkdir()
    (extra / "figure.html").write_text(build_page("sin(2*pi*x)", panel="bumps"), encoding="utf-8")
    (source / "index.md").write_text(f"# A lesson\n\n{lines[1]}\n", encoding="utf-8")
    settings = {
        "extensions": ["myst_parser"],
        "html_extra_path": [str(extra)],
        "html_theme": "basic",
    }
    Sphinx(source, None, out, tmp_path / "trees", "html", settings, status=None).build()
    page = chromium.new_page()
    page.goto((out / "index.html").as_uri())
    figure = page.frame_locator("iframe")
    slider = figure.get_by_role("slider", name="bumps", exact=True)
    slider.press("End")
    expect(figure.locator(".figures dd").first).to_have_text("2\u202f000")
    with page.expect_download() as download:
        figure.get_by_role("button", name="Save as SVG").click()
    assert download.value.suggested_filename == "many.svg"
    page.close()
