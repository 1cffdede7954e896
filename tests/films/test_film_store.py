"""The store: what was not used for longest goes first, and nothing that is in use."""

import os
from pathlib import Path

import pytest
from filming import TINY, apart, decoded, write_chapter

from uat.base.errors import InputError
from uat.films.renderer import render
from uat.films.renderer.store import clear, fetch, keep, limit_bytes, prune


def put(films: Path, name: str, size: int, age: float) -> Path:
    path = films / name
    path.write_bytes(bytes(size))
    os.utime(path, (path.stat().st_mtime - age,) * 2)
    return path


def test_the_oldest_go_until_the_rest_fits(tmp_path: Path) -> None:
    old, newer, newest = (put(tmp_path, f"{n}.mp4", 100, 30.0 - n) for n in range(3))
    other = tmp_path / "notes.txt"
    other.write_text("not a shot")
    assert prune(tmp_path, 250) == 100
    assert not old.exists() and newer.exists() and newest.exists() and other.exists()
    assert prune(tmp_path, 250) == 0


def test_a_shot_in_use_stays(tmp_path: Path) -> None:
    held = put(tmp_path, "held.mp4", 100, 99.0)
    put(tmp_path, "free.webm", 100, 1.0)
    (tmp_path / "work-1-x").mkdir()
    os.link(held, tmp_path / "work-1-x" / "part.mp4")
    assert clear(tmp_path) == (1, 100)
    assert held.exists() and not (tmp_path / "free.webm").exists()


def test_using_a_shot_makes_it_young(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    films = apart(monkeypatch, tmp_path)
    render(write_chapter(tmp_path), quality=TINY)
    first, second = sorted(films.glob("*.mp4"))
    for path, age in ((first, 200.0), (second, 100.0)):
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    assert fetch(films, first.name, tmp_path / "taken.mp4")
    (tmp_path / "taken.mp4").unlink()
    prune(films, first.stat().st_size)
    assert first.exists() and not second.exists()


def test_a_shot_that_cannot_be_read_is_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    films = apart(monkeypatch, tmp_path)
    chapter = write_chapter(tmp_path)
    (film,) = render(chapter, quality=TINY)
    broken = sorted(films.glob("*.mp4"))[0]
    whole = broken.read_bytes()
    broken.write_bytes(whole[:200])
    (film,) = render(chapter, quality=TINY)
    assert len(decoded(film)) == 19 and broken.stat().st_size == len(whole)


def test_keeping_twice_does_no_harm(tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    for text in ("one", "two"):
        source = tmp_path / text
        source.write_text(text)
        keep(source, films, "shot.mp4")
    assert (films / "shot.mp4").read_text() == "two" and [*films.iterdir()] == [films / "shot.mp4"]


def test_the_limit_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UAT_CACHE_MIB", "1.5")
    assert limit_bytes() == 3 * 2**19
    monkeypatch.setenv("UAT_CACHE_MIB", "plenty")
    with pytest.raises(InputError, match="UAT_CACHE_MIB is 'plenty'"):
        limit_bytes()


def test_a_run_prunes_and_still_has_its_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    films = apart(monkeypatch, tmp_path)
    monkeypatch.setenv("UAT_CACHE_MIB", "0")
    (film,) = render(write_chapter(tmp_path), quality=TINY)
    assert len(decoded(film)) == 19
    stranger = put(films, "stranger.mp4", 10, 5.0)
    render(write_chapter(tmp_path), quality=TINY)
    assert not stranger.exists()
