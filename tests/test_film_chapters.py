"""Chapters are found and described without running them."""

import subprocess
import sys
from pathlib import Path

import pytest

from uat.errors import InputError
from uat.film import find_chapters, get_chapter
from uat.film.chapters import read_chapter


def test_the_chapters_have_a_sentence_and_shots() -> None:
    chapters = find_chapters()
    assert {"neuron", "bump", "staircase"} <= set(chapters)
    for chapter in chapters.values():
        assert len(chapter.shots) >= 3
        assert 20 < len(chapter.description) < 100 and not chapter.description.endswith(".")


def test_listing_imports_neither_manim_nor_numpy() -> None:
    code = (
        "import sys, uat.film; uat.film.find_chapters(); "
        "sys.exit(bool({'manim', 'numpy', 'av'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_chapter_is_named_with_a_suggestion() -> None:
    with pytest.raises(InputError, match="did you mean neuron"):
        get_chapter("neurone")
    with pytest.raises(InputError, match="choose one of activations"):
        get_chapter("zzz")


def test_a_chapter_file_is_read_by_its_syntax(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(
        '"""First sentence.\n\nMore."""\nraise SystemExit\n'
        "class B(Chapter): ...\nclass A(Chapter): ...\nclass _Hidden(Chapter): ...\nclass C: ...\n"
    )
    chapter = read_chapter(path)
    assert (chapter.name, chapter.description, chapter.shots) == (
        "mine",
        "First sentence",
        ("B", "A"),
    )


def test_a_broken_file_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("class (:")
    with pytest.raises(InputError, match="cannot read the chapter"):
        read_chapter(path)
