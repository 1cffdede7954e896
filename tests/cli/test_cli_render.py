"""`uat render`: its options, its list, its progress, and films from Python."""

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from filming import TINY, apart, decoded, write_chapter

import uat
from uat.cli import main
from uat.cli.progress import Progress
from uat.films.renderer import FilmSpec, ShotSpec, find_chapters
from uat.films.renderer.lengths import expected_frames, remember
from uat.films.renderer.running import SECONDS


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["render", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_list_has_a_time_and_a_sentence_for_each_chapter() -> None:
    lines = run("--list").splitlines()
    assert {line.split()[0] for line in lines} == set(find_chapters())
    for line in lines:
        name, time, sentence = line.split(maxsplit=2)
        assert sentence.endswith(".")
        if name in SECONDS:
            minutes, seconds = time.split(":")
            assert 60 * int(minutes) + int(seconds) == SECONDS[name]


def test_each_finished_file_is_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    films = apart(monkeypatch, tmp_path)
    chapter = write_chapter(tmp_path)
    options = ("--quality", "l", "--fps", "5", "--shape", "square", "--poster")
    lines = run(chapter, *options, "--manifest", "renders/what.json").splitlines()
    assert lines == ["renders/little.mp4", "renders/little.jpg", "renders/what.json"]
    frames = decoded("renders/little.mp4")
    assert len(frames) == 19 and (frames[0].width, frames[0].height) == (480, 480)
    cleared = run("--clear-cache")
    assert cleared.startswith("removed 2 shots, ") and not [*films.glob("*.mp4")]


def test_progress_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uat.cli.progress.LINE_SECONDS", 0.0)
    with Progress() as progress:
        progress.update(0, 100)
        progress.update(25, 100)
        progress.print(Path("film.mp4"))
    out, problem = capsys.readouterr()
    first, second = problem.splitlines()
    assert out == "film.mp4\n"
    assert first == "rendering: 0 of 100 frames, 0%"
    assert second.startswith("rendering: 25 of 100 frames, 25%, 0:") and second.endswith(" left")


def test_quick_films_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress.update(1, 2)
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_it_is_a_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    progress = Progress()
    monkeypatch.setattr(progress, "_gap", 0.0)
    with progress:
        progress.update(30, 60)
    _, problem = capsys.readouterr()
    assert "[" + 15 * "#" + 15 * "-" + "] 30 of 60 frames, 50%" in problem
    assert problem.endswith("\r\x1b[K"), "the bar was left standing"


def test_lengths_are_remembered(tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    path = Path(write_chapter(tmp_path))
    shot = ShotSpec(path, "Second", FilmSpec(quality=TINY))
    assert expected_frames(shot, films) == 15 * 5
    remember(shot, 8, films)
    assert expected_frames(shot, films) == 8
    (tmp_path / "lengths.json").write_text("half a fi")
    assert expected_frames(shot, films) == 15 * 5


def test_an_approximation_is_filmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apart(monkeypatch, tmp_path)
    net = uat.approximate("sin(3*x)", construction="steps", tol=0.1)
    film = net.film(write_chapter(tmp_path), quality=TINY)
    assert isinstance(film, Path) and len(decoded(film)) == 19
    assert film._repr_html_().startswith('<video controls width="640" src="data:video/mp4;base64,')
    film.unlink()
    assert re.fullmatch(r"renders/little-sin-3-x-[0-9a-f]{6}\.mp4", film._repr_html_())
