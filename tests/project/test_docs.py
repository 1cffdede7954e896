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
PAGES = [path for path in sorted(DOCS.rglob("*.md")) if not {"_build", "gallery"} & set(path.parts)]
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


def test_the_pages_are_built_without_a_warning(tmp_path):
    """By the command of `make docs`; examples are shown but not run: test_examples.py runs them."""
    found = re.search(r"^\t\$\(BIN\)/python (-m sphinx .*) docs/_build$", MAKEFILE, re.MULTILINE)
    assert found
    options = ["-D", "plot_gallery=0", "-D", "suppress_warnings=image.not_readable"]
    folders = ["-d", tmp_path / "doctrees", tmp_path / "pages"]
    done = subprocess.run(
        [sys.executable, *found[1].split(), *options, *folders],
        cwd=DOCS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Universal" in (tmp_path / "pages" / "api.html").read_text()
