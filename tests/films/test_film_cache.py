"""The key of a shot changes with all that determines its picture, and with nothing else."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from uat.base.errors import InputError
from uat.films.renderer.asked import codec_of
from uat.films.renderer.cache import cache_folder, shot_key, work_folder
from uat.films.renderer.spec import QUALITIES, FilmSpec, ShotSpec, get_quality
from uat.functions.target import make_target


@pytest.fixture
def shot(tmp_path: Path) -> ShotSpec:
    path = tmp_path / "chapter.py"
    path.write_text("one")
    return ShotSpec(path, "Shot", FilmSpec("sin(x)", ((0.0, 1.0),), 0.1))


def test_the_same_shot_has_the_same_key(shot: ShotSpec) -> None:
    assert shot_key(shot) == shot_key(ShotSpec(shot.path, shot.name, replace(shot.film)))


@pytest.mark.parametrize(
    "change",
    [
        {"function": "sin(2*x)"},
        {"function": None},
        {"box": ((0.0, 2.0),)},
        {"box": None},
        {"tolerance": 0.2},
        {"quality": QUALITIES["l"]},
        {"quality": replace(QUALITIES["m"], crf=20)},
    ],
)
def test_each_parameter_is_in_the_key(shot: ShotSpec, change: dict[str, object]) -> None:
    film = replace(shot.film, **change)
    assert shot_key(ShotSpec(shot.path, shot.name, film)) != shot_key(shot)


def test_the_chapter_and_the_shot_are_in_the_key(shot: ShotSpec) -> None:
    before = shot_key(shot)
    assert shot_key(ShotSpec(shot.path, "Other", shot.film)) != before
    shot.path.write_text("two")
    assert shot_key(shot) != before


def test_a_table_is_known_by_its_contents(shot: ShotSpec, tmp_path: Path) -> None:
    table = tmp_path / "data.csv"
    keys = set()
    for text in ("0,1\n1,2\n", "0,1\n1,3\n"):
        table.write_text(text)
        keys.add(shot_key(ShotSpec(shot.path, shot.name, FilmSpec(str(table)))))
    assert len(keys) == 2 and None not in keys


def test_python_code_is_never_kept(shot: ShotSpec) -> None:
    for function in (abs, "py:math:sin", make_target(lambda x: x)):
        assert shot_key(ShotSpec(shot.path, shot.name, FilmSpec(function))) is None


def test_a_target_with_a_formula_is_known_by_it(shot: ShotSpec) -> None:
    keys = {
        shot_key(ShotSpec(shot.path, shot.name, FilmSpec(make_target(text, (0, 1)))))
        for text in ("x", "x^2")
    }
    assert len(keys) == 2 and None not in keys


def test_the_folder_follows_the_users_wish(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "uat" / "films"


def test_without_a_writable_home_a_temporary_folder_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/no-such-place")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert cache_folder().is_relative_to(tmp_path)


def test_what_killed_runs_left_is_removed(tmp_path: Path) -> None:
    dead = tmp_path / "work-999999999-x"  # no such process
    mine = tmp_path / f"work-{os.getpid()}-x"
    for folder in (dead, mine):
        folder.mkdir()
    with work_folder(tmp_path) as work:
        assert work.is_dir() and mine.is_dir() and not dead.exists()
    assert not work.exists()


def test_unknown_qualities_and_formats_are_refused() -> None:
    with pytest.raises(InputError, match="l \\(854x480, 15 fps\\)"):
        get_quality("x")
    with pytest.raises(InputError, match="mp4, gif, webm, mov, png"):
        codec_of("avi", transparent=False)
