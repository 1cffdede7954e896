"""The answer pages print and draw what their commands do, and say what is in what they print."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sessions import run, sessions

import uat

FOLDER = Path(__file__).parents[2] / "docs" / "answers"
INDEX = (FOLDER / "index.md").read_text()
PAGES = [path for path in sorted(FOLDER.glob("*.md")) if path.stem != "index"]
COMPARED = {"depth", "square_and_product", "trained_or_built"}  # they train, or fit, for long
QUICK = [path for path in PAGES if path.stem not in COMPARED]
# A row of what `uat compare` built: name, neurons, layers, parameters, regions, largest error.
BUILT = re.compile(r"(ramps|ridges|deep parabolas)(?: for (\S+))? +(\d+) +(\d+) +(\d+) +\d+ +(\S+)")
DERIVED = {"how_many_neurons": str(20 - 1), "two_spirals": str(101 + 237)}  # numbers of answers
TRAINED = re.compile(r"^trained shallow +(\d+) +1 +\d+ +(\d+) +(\S+)", re.MULTILINE)


def test_there_are_twelve_and_the_index_has_them_all():
    assert len(PAGES) == 12
    listed = re.findall(r"^\w+$", INDEX, re.MULTILINE)
    links = re.findall(r"^- \[(.+)\]\((\w+)\.md\)$", INDEX, re.MULTILINE)
    assert [name for _, name in links] == listed
    titles = {page.stem: page.read_text().splitlines()[0][2:] for page in PAGES}
    assert {name: title for title, name in links} == titles


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_is_a_question_a_session_a_picture_and_a_paragraph(page):
    parts = re.sub(r"```console.*?```", "SESSION", page.read_text(), flags=re.DOTALL).split("\n\n")
    question, session, picture, answer = parts
    assert re.fullmatch(r"# [A-Z].+\?", question)
    assert session == "SESSION"
    assert re.fullmatch(rf"!\[.+\]\({page.stem}\.png\)", picture)
    assert 60 <= len(answer.split()) <= 180


@pytest.mark.parametrize("page", QUICK, ids=lambda path: path.stem)
def test_commands_print_and_draw_what_the_page_shows(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(FOLDER / "water.csv", tmp_path)
    (block,) = sessions(page.read_text())
    for command, shown in block:
        if "--view growth" in command:  # networks of 36 sizes: tests of that view build them
            result = run(command[: command.index(" --view")])
            assert shown.startswith(result.stdout[: result.stdout.index("  next")])
            return
        result = run(command)
        assert result.exit_code == 0
        assert result.stdout == shown
    assert likeness(tmp_path / f"{page.stem}.png", FOLDER / f"{page.stem}.png") > 0.9


def likeness(drawn, kept):
    """The correlation of two pictures, each of them coarse and grey."""
    grey = []
    for path in (drawn, kept):
        with Image.open(path) as image:
            grey.append(np.asarray(image.convert("RGB").convert("L").resize((120, 90)), float))
    return np.corrcoef(grey[0].ravel(), grey[1].ravel())[0, 1]


@pytest.mark.parametrize("name", sorted(COMPARED))
def test_rows_of_built_networks_are_what_the_library_builds(name):
    ((command, shown),) = sessions((FOLDER / f"{name}.md").read_text())[0]
    function = re.search(r'compare "?([^" ]+)', command)[1]
    box = [(-10, 10)] * 2 if "-d -10:10" in command else None
    rows = BUILT.findall(shown)
    assert rows
    for kind, tol, neurons, layers, parameters, largest in rows:
        size = {"tol": float(tol)} if tol else {"neurons": int(neurons)}
        construction = "folds" if kind == "deep parabolas" else kind
        net = uat.approximate(function, box, construction=construction, **size)
        network = net.network
        found = network.neurons, network.hidden_layers, network.parameters
        assert found == (int(neurons), int(layers), int(parameters))
        assert net.error.max == pytest.approx(float(largest), rel=0.01)


@pytest.mark.parametrize(("name", "times"), [("square_and_product", 2), ("trained_or_built", 4)])
def test_trained_networks_that_the_page_shows_are_worse_as_it_says(name, times):
    text = (FOLDER / f"{name}.md").read_text()
    built = BUILT.search(text)
    size, _, largest = TRAINED.search(text).groups()
    assert abs(int(size) - int(built[3])) <= 1
    assert float(largest) > times * float(built[6])


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_numbers_of_the_answer_are_in_what_its_command_prints(page):
    """Every number of two digits and more, and every decimal, but those of years and formulas."""
    text = page.read_text()
    printed = text[: text.index("![")].replace(",", "")
    answer = text[text.index(".png)") + 5 :]
    plain = re.sub(r"`[^`]*`|\(Leshno[^)]*\)|\[[-−]?[\d., ]+π?\]|\([^)]*csv\)", "", answer)
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    for number in re.findall(r"(?<![\w.])\d+\.\d+|(?<![\w.])\d{2,}(?![\w.]*\d)", plain):
        assert number in printed or number == DERIVED.get(page.stem), number
