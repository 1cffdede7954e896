"""Chapters are found and described without running them."""

import subprocess
import sys
from pathlib import Path

import pytest

from uat.base.errors import InputError
from uat.films.renderer import find_chapters, get_chapter
from uat.films.renderer.cache import chapter_files
from uat.films.renderer.chapters import load_chapter, read_chapter


def test_the_chapters_have_a_sentence_and_shots() -> None:
    chapters = find_chapters()
    assert {"neuron", "bump", "staircase"} <= set(chapters)
    for chapter in chapters.values():
        assert len(chapter.shots) >= (1 if chapter.name == "epilogue" else 3)
        assert 20 < len(chapter.description) < 100 and not chapter.description.endswith(".")


def test_listing_imports_neither_manim_nor_numpy() -> None:
    code = (
        "import sys, uat.films.renderer; uat.films.renderer.find_chapters(); "
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


@pytest.mark.parametrize("how", ["from ._parts import SIZE", "from _parts import SIZE"])
def test_a_chapter_imports_the_files_beside_it(how: str, tmp_path: Path) -> None:
    """Two folders have files of one name, and both chapters get their own."""
    for size, folder in enumerate((tmp_path / "one", tmp_path / "two")):
        folder.mkdir()
        (folder / "_parts.py").write_text(
            "from dataclasses import dataclass\n\n\n@dataclass\nclass Part:\n    size: int\n\n\n"
            f"SIZE = Part({size}).size\n"
        )
        (folder / "mine.py").write_text(how + "\n")
    sizes = [load_chapter(tmp_path / name / "mine.py").SIZE for name in ("one", "two")]
    assert sizes == [0, 1]
    files = [path.name for path, _ in chapter_files(tmp_path / "one" / "mine.py")]
    assert files == ["mine.py", "_parts.py"]  # both are part of the key of kept shots


def test_no_half_written_bytecode_can_be_left_behind(tmp_path: Path) -> None:
    """None at all is written of a chapter and what it imports from its package."""
    (tmp_path / "_parts.py").write_text("SIZE = 1\n")
    (tmp_path / "mine.py").write_text("from ._parts import SIZE\n")
    code = (
        "import sys; from pathlib import Path\n"
        "from uat.films.renderer.chapters import load_chapter\n"
        "sys.dont_write_bytecode = False; load_chapter(Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "mine.py")], check=True)
    assert not [*tmp_path.rglob("*.pyc")]


def test_what_a_chapter_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("from ._nothing import SIZE\n")
    with pytest.raises(ModuleNotFoundError, match="_nothing"):
        load_chapter(tmp_path / "mine.py")


def test_files_that_begin_with_an_underscore_are_no_chapters() -> None:
    folder = find_chapters()["neuron"].path.parent
    helpers = {path.stem for path in folder.glob("_[a-z]*.py")}
    assert helpers and not helpers & set(find_chapters())
    assert {name.split("_")[1] for name in helpers} <= set(find_chapters())


def test_a_chapter_is_called_what_its_title_says(tmp_path: Path) -> None:
    assert find_chapters()["depth"].title == "Why go deep?"
    path = tmp_path / "hills.py"
    path.write_text('"""It is small."""\nclass One(Chapter):\n    pass\n')
    assert read_chapter(path).title == "Hills"
