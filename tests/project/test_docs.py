"""What the documentation says is what happens: sessions are run, links lead somewhere."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from sessions import run, sessions

from uat.cli import main

DOCS = Path(__file__).parents[2] / "docs"
MADE = {"_build", "gallery", "notebook_pages"}
PAGES = [path for path in sorted(DOCS.rglob("*.md")) if not MADE & set(path.parts)]
MAKEFILE = (DOCS.parent / "Makefile").read_text()
SLOW = ("compare", "render", "explore")  # run by tests of their own; here only read


def blocks():
    for page in PAGES:
        # test_answers.py and test_readme.py run those, and compare all that is printed.
        if page.parent.name != "answers" and page.stem != "guide":
            for commands in sessions(page.read_text()):
                yield pytest.param(commands, id=f"{page.stem}: {commands[0][0][:40]}")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_python_sessions(page):
    result = doctest.testfile(str(page), module_relative=False)
    assert result.failed == 0


@pytest.mark.parametrize("commands", list(blocks()))
def test_console_sessions(commands, tmp_path, monkeypatch):
    """Each command is known and ends well; what is shown of its output is what it begins with."""
    monkeypatch.chdir(tmp_path)
    for command, shown in commands:
        name, *arguments = shlex.split(command)
        assert name == "uat"
        if arguments[0] in SLOW:
            parent = click.Context(main, **main.context_settings)
            main.commands[arguments[0]].make_context(arguments[0], arguments[1:], parent)
            continue
        result = run(command)
        said = result.stdout or result.stderr[result.stderr.find("Error") :]
        assert said.startswith(shown.strip())
        assert (result.exit_code != 0) is ("Error" in shown or "NOT met" in shown)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
        assert (page.parent / link).exists(), link


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The pages, built without a warning by the command of `make docs`.

    Examples are shown but not run: test_examples.py runs them.
    """
    found = re.search(r"^\t\$\(BIN\)/python (-m sphinx .*) docs/_build$", MAKEFILE, re.MULTILINE)
    assert found
    folder = tmp_path_factory.mktemp("docs")
    options = ["-D", "plot_gallery=0", "-D", "suppress_warnings=image.not_readable"]
    folders = ["-d", folder / "doctrees", folder / "pages"]
    done = subprocess.run(
        [sys.executable, *found[1].split(), *options, *folders],
        cwd=DOCS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "pages"


def test_pages_of_the_library_and_of_notebooks_are_built(site):
    assert "Universal" in (site / "api.html").read_text()
    for notebook in (DOCS / "notebooks").glob("*.ipynb"):
        assert (site / "notebook_pages" / f"{notebook.stem}.html").exists()
        assert list(site.glob(f"_images/{notebook.stem}_*.png"))


def test_pages_ask_no_server_for_anything(site):
    asked = re.compile(
        r'<(?:script|img|iframe)[^>]*\ssrc="(https?:)?//|<link[^>]*rel="stylesheet"[^>]*//'
    )
    pages = list(site.rglob("*.html"))
    assert len(pages) > 50
    assert [page.name for page in pages if asked.search(page.read_text())] == []
    styles = "".join(path.read_text() for path in site.rglob("*.css"))
    assert not re.search(r"url\(['\"]?(https?:)?//|@import", styles)


def test_search_works_in_a_folder_without_a_server(site, window):
    faults = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("requestfailed", lambda request: faults.append(request.url))
    window.goto(f"{(site / 'search.html').as_uri()}?q=spirals")
    window.get_by_role("link", name="Can a network tell two spirals apart?").click()
    window.get_by_role("heading", name="Can a network tell two spirals apart?").wait_for()
    assert faults == []


def test_examples_stand_in_the_order_of_the_lesson(site):
    shown = re.findall(r'href="(plot_\d\d)\w*\.html', (site / "gallery" / "index.html").read_text())
    order = list(dict.fromkeys(shown))
    assert len(order) >= 20 and order == sorted(order)
