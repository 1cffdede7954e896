"""The examples of README and guide print what is said, and every command appears in the README."""

import doctest
import importlib.util
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sessions import run, sessions

import uat
from uat.cli import main

README = Path(__file__).parents[2] / "README.md"
GUIDE = README.parent / "docs" / "guide.md"
HINT = "run: python docs/write_films.py --table"
SESSIONS = [
    pair
    for text in (README, GUIDE)
    for block in sessions(text.read_text())
    for pair in block
    if pair[0].startswith("uat approximate ")
]


def test_the_python_session():
    assert doctest.testfile(str(README), module_relative=False).failed == 0


def test_every_session_is_checked():
    both = README.read_text() + GUIDE.read_text()
    told = re.findall(r"^\$ uat (\w+)", both, re.MULTILINE)
    assert 0 < told.count("approximate") == len(SESSIONS)


@pytest.mark.parametrize(("command", "printed"), dict.fromkeys(SESSIONS))
def test_the_console_sessions(command, printed):
    result = run(command)
    assert result.exit_code == 0
    assert result.stdout == printed


def test_the_list_of_chapters():
    listed = CliRunner().invoke(main, ["render", "--list"]).stdout
    assert f"$ uat render --list\n{listed}$ uat render" in GUIDE.read_text(), HINT


def test_the_table_of_constructions_counts_neurons_right():
    rows = re.findall(r"\| `(\w+)` \|.*\| (\d+)[^|]*\|", GUIDE.read_text())
    assert [name for name, _ in rows[:3]] == ["bumps", "steps", "ramps"]
    assert [name for name, _ in rows[3:]] == ["towers", "quadrants", "ridges", "facets", "folds"]
    for name, neurons in rows[:3]:
        net = uat.approximate("nielsen", construction=name, tol=0.01)
        assert net.network.neurons == int(neurons)
    for name, neurons in rows[3:]:
        net = uat.approximate("sincos", construction=name, tol=0.1)
        assert net.network.neurons == int(neurons)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_mentioned(command):
    assert f"uat {command}" in " ".join(README.read_text().split())


def test_files_that_it_links_to_exist():
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text())
    assert links
    assert all((README.parent / link).exists() for link in links)


def test_the_page_of_commands_is_what_help_prints():
    place = README.parent / "docs" / "write_commands.py"
    spec = importlib.util.spec_from_file_location("write_commands", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PAGE.read_text() == module.page(), "run: python docs/write_commands.py"
