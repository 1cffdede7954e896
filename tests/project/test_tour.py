"""The tour of the code leads to lines that exist, in the order in which its call passes them."""

import doctest
import re
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tour.md"
STOP = re.compile(r"^## (\d+)\. .+\n\n\[(.+)\]\((.+)\): `(.+)`\n\n((?:.+\n)+)", re.MULTILINE)
STOPS = STOP.findall(PAGE.read_text(encoding="utf-8"))


def test_there_are_ten_stops_in_order():
    assert [int(number) for number, *_ in STOPS] == list(range(1, 11))
    assert len(re.findall(r"^## ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)) == 10


@pytest.mark.parametrize(("number", "name", "link", "line", "why"), STOPS)
def test_a_stop_is_a_line_of_a_file_and_three_sentences(number, name, link, line, why):
    file = (PAGE.parent / link).resolve()
    assert file == ROOT / name
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [text.startswith(line) for text in lines].count(True) == 1
    assert len(re.findall(r"[.!?](?=\s)", why)) == 3


CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGES = CONTRIBUTING.partition("## To change …")[2].partition("\n## ")[0]


def test_what_is_to_be_changed_is_where_contributing_says():
    """Each file of the table exists, and each name that is said to be in it is defined there."""
    files = re.findall(r"`(uat/[\w/.]+)`", CHANGES)
    assert files and all((ROOT / file).exists() for file in files)
    for name, file in re.findall(r"`(\w+)` in `(.+?)`", CHANGES):
        defined = rf"^(export |    )?(def|class|const) {name}\b"
        assert re.search(defined, (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), name


def test_the_call_passes_the_stops_in_their_order():
    """Each function is called, and for the first time after the one before it."""
    code = "".join(
        example.source for example in doctest.DocTestParser().get_examples(PAGE.read_text())
    )
    first: dict[tuple[str, str], int] = {}

    def note(frame, event, _):
        if event == "call":
            place = frame.f_code.co_filename, frame.f_code.co_qualname
            first.setdefault(place, len(first))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        exec(compile(code, str(PAGE), "exec"), {})
    finally:
        sys.setprofile(before)
        plt.close("all")
    called = [
        (str(ROOT / name), line.removeprefix("def ").rstrip("(")) for _, name, _, line, _ in STOPS
    ]
    order = [first[place] for place in called]
    assert order == sorted(order)
