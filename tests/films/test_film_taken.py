"""What a chapter takes is stated and kept: it says, or refuses, when it cannot show a function."""

from typing import Any

import pytest

from uat.base.errors import InputError
from uat.films.renderer import FilmSpec, find_chapters
from uat.films.renderer.chapters import load_chapter
from uat.films.renderer.taken import KINDS, check_function

CHAPTERS = find_chapters()
UNIT = ((0.0, 1.0),)
USED = {  # a function of each kind that any chapter of the kind can show
    "f(x)": ("sin(9*x)", UNIT),
    "f(x, y)": ("sin(9*x)*y", UNIT * 2),
    "regions": ("x^2+y^2<0.5", ((-1.0, 1.0),) * 2),
}


def notes(names: Any, function: str, box: Any) -> list[str]:
    found: list[str] = []
    check_function([CHAPTERS[name] for name in names], FilmSpec(function, box), found.append)
    return found


@pytest.mark.parametrize("kind", USED)
def test_a_chapter_shows_functions_of_its_kind_and_no_others(kind: str) -> None:
    said = {note.split(" ")[0] for note in notes(CHAPTERS, *USED[kind])}
    assert said == {name for name, file in CHAPTERS.items() if file.takes != kind}


def test_every_chapter_states_a_kind() -> None:
    assert {file.takes for file in CHAPTERS.values()} == set(KINDS)
    own = [name for name, file in CHAPTERS.items() if hasattr(load_chapter(file.path), "about")]
    assert "depth" in own and "ramps" in own


@pytest.mark.parametrize("name", ["depth", "ramps", "staircase", "training", "windows"])
def test_a_constant_is_refused_by_a_chapter_that_needs_changes(name: str) -> None:
    with pytest.raises(InputError, match=f"the chapter {name} cannot show 3: it needs one that"):
        notes([name], "3", UNIT)


def test_chapters_that_are_named_instead_take_the_function() -> None:
    with pytest.raises(InputError) as raised:
        check_function([find_chapters()["staircase"]], FilmSpec("2"), lambda _: None)
    named = str(raised.value).split("such as ")[1].split(";")[0].split(", ")
    check_function([find_chapters()[name] for name in named], FilmSpec("2"), pytest.fail)


def test_what_one_of_several_chapters_cannot_show_is_said() -> None:
    (note,) = notes(["bump", "depth"], "sign", None)
    assert note.startswith("depth shows its own example: it needs one that is continuous")


def test_without_a_function_nothing_is_said() -> None:
    check_function(list(CHAPTERS.values()), FilmSpec(), lambda text: pytest.fail(text))
