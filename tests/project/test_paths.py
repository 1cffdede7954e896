"""Paths that texts and docstrings name exist, wherever files have moved."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("uat", "scenes", "tests", "docs", "benchmarks", "fuzz")
NAMED = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w/.]+)`")
MADE = {"docs/_build", "fuzz/found/", "scenes/NAME.py"}  # by a command, or by the reader


def texts():
    yield from (path for path in ROOT.glob("*.md") if path.name != "CHANGELOG.md")
    yield from (ROOT / "docs").glob("*.md")
    for folder in FOLDERS:
        yield from (ROOT / folder).rglob("*.py")


def test_every_file_that_is_named_is_there():
    named = [(path, name) for path in texts() for name in NAMED.findall(path.read_text("utf-8"))]

    assert len(named) > 50
    assert [(path.name, name) for path, name in named if not (ROOT / name).exists()] == [
        (path.name, name) for path, name in named if name in MADE and not (ROOT / name).exists()
    ]
