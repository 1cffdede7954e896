"""The table on a terminal holds the numbers, within its width."""

import io

import pytest
from rich.console import Console

from uat.cli.compared import print_table
from uat.comparison import compare
from uat.comparison.table import HEADINGS, row_of


@pytest.fixture(scope="module")
def found():
    return compare("sin(x)", (0.0, 6.0), tol=0.1, train=False)


def printed(found, width, monkeypatch):
    text = io.StringIO()
    made = Console(file=text, width=width, highlight=False)
    monkeypatch.setattr("rich.console.Console", lambda **options: made)
    print_table(found)
    return text.getvalue().splitlines()


@pytest.mark.parametrize("width", [200, 100, 80, 60])
def test_no_line_is_wider_than_the_terminal_and_no_name_is_cut(found, width, monkeypatch):
    lines = printed(found, width, monkeypatch)
    assert max(map(len, lines)) <= min(width, 100)
    assert all(any(entry.name in line for line in lines) for entry in found.entries)
    assert not any("…" in line for line in lines)


def test_wide_terminals_show_every_number(found, monkeypatch):
    text = "\n".join(printed(found, 120, monkeypatch))
    assert all(heading in text for heading in HEADINGS)
    for entry in found.entries:
        assert all(cell in text for cell in row_of(entry))


def test_narrow_ones_keep_neurons_and_errors(found, monkeypatch):
    text = "\n".join(printed(found, 60, monkeypatch))
    assert "neurons" in text and "max err" in text and "rms err" not in text
