"""Films with real processes: killed, two at once, a full disk, a shot that fails."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from filming import CHAPTER, TINY, apart, decoded, write_chapter
from PIL import Image

from uat.base.errors import FileError, InputError, RenderError, TargetError, UatError
from uat.films.renderer import render
from uat.films.renderer.workers import _first
from uat.functions.target import make_target

WAIT = "__import__('time').sleep(float(__import__('os').environ.get('SLEEP', '0')))"
SLOW = CHAPTER.replace("self.wait(0.6)", WAIT)
NO_FONTS = "<?xml version='1.0'?><fontconfig><dir>{0}</dir><cachedir>{0}</cachedir></fontconfig>"
PICTURES = """
import sys, uat
from uat.films.stage.text import formula
ax = uat.approximate("x", neurons=10).plot()
ax.figure.savefig(sys.argv[1])
for part in formula("x^2").family_members_with_points():
    print(part.points.tobytes().hex())
"""
RUN = """
import sys
from uat.base.errors import UatError
from uat.films.renderer import Quality, render
try:
    print(*render(sys.argv[1], quality=Quality(256, 144, 5, "ultrafast", 23)))
except UatError as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


@pytest.fixture
def films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return apart(monkeypatch, tmp_path)


def start(chapter: str, before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, chapter],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,
    )


def wait_until(true: Callable[[], object], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(part) for part in text.split()]


def test_after_a_kill_the_next_run_goes_on(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = write_chapter(tmp_path, text=SLOW)
    monkeypatch.setenv("SLEEP", "60")
    run = start(chapter)
    # the first shot is kept, the second one sleeps
    wait_until(lambda: [*films.glob("*.mp4")] and len([*films.glob("work-*")]) == 1)
    workers = children(run.pid)
    for process in (run.pid, *workers):
        os.kill(process, signal.SIGKILL)
    run.communicate()
    (kept,) = films.glob("*.mp4")
    drawn = kept.stat().st_ino
    assert len([*films.glob("work-*")]) == 1 and not [*Path("renders").glob("*.mp4")]

    monkeypatch.delenv("SLEEP")
    again = start(chapter)
    again.communicate(timeout=300)
    assert again.returncode == 0 and len(decoded("renders/little.mp4")) == 16
    assert kept.stat().st_ino == drawn, "the finished shot was drawn again"
    assert len([*films.glob("*.mp4")]) == 2 and not [*films.glob("work-*")]


def test_what_a_kill_left_beside_a_film_is_removed(films: Path, tmp_path: Path) -> None:
    (tmp_path / "renders").mkdir()
    old, young = (tmp_path / "renders" / f".little-{n}.part.mp4" for n in range(2))
    for path in (old, young):
        path.write_bytes(b"half a film")
    os.utime(old, (0, 0))
    render(write_chapter(tmp_path), quality=TINY)
    assert not old.exists() and young.exists()


def test_workers_notice_that_their_parent_is_gone(films: Path, tmp_path: Path) -> None:
    endless = CHAPTER.replace("self.wait(0.6)", "[self.play(FadeIn(square)) for _ in range(10**6)]")
    run = start(write_chapter(tmp_path, text=endless))
    wait_until(lambda: [*films.glob("*.mp4")])
    workers = children(run.pid)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert workers
    wait_until(lambda: not any(is_running(worker) for worker in workers))


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


def test_two_runs_at_once_do_no_harm(films: Path, tmp_path: Path) -> None:
    chapter = write_chapter(tmp_path)
    runs = [start(chapter) for _ in range(2)]
    for run in runs:
        out, problem = run.communicate(timeout=300)
        assert run.returncode == 0, problem
        assert out == "renders/little.mp4\n"
    assert len(decoded("renders/little.mp4")) == 19
    assert len([*films.glob("*.mp4")]) == 2 and not [*films.glob("work-*")]


def test_a_full_disk_is_one_sentence(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # compiled modules would be cut off, too

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))

    run = start(write_chapter(tmp_path), little_room)
    _, problem = run.communicate(timeout=300)
    (sentence,) = problem.splitlines()
    assert sentence.startswith("FileError: ") and "XDG_CACHE_HOME" in sentence
    assert not [*films.glob("*.mp4")] and not [*films.glob("work-*")]
    render(str(tmp_path / "little.py"), quality=TINY)
    assert len(decoded("renders/little.mp4")) == 19


def test_a_failing_shot_names_its_log(films: Path, tmp_path: Path) -> None:
    chapter = write_chapter(tmp_path, text=CHAPTER.replace("self.wait(0.6)", "self.play(missing)"))
    with pytest.raises(RenderError, match=r"little.Second failed: NameError.*; see ") as caught:
        render(chapter, quality=TINY)
    log = Path(str(caught.value).split("; see ")[1])
    assert "Traceback" in log.read_text() and "self.play(missing)" in log.read_text()


def test_other_chapters_are_written_when_one_fails(films: Path, tmp_path: Path) -> None:
    bad = write_chapter(tmp_path, "bad.py", CHAPTER.replace("self.wait(1)", "self.play(missing)"))
    good = write_chapter(tmp_path, "good.py")
    with pytest.raises(RenderError, match=r"bad.FirstShot failed"):
        render([bad, good], quality=TINY)
    assert [path.name for path in Path("renders").glob("*.mp4")] == ["good.mp4"]


def test_python_code_can_be_filmed(films: Path, tmp_path: Path) -> None:
    (film,) = render(
        write_chapter(tmp_path), function=lambda x: 2 * x, box=(0, 1), quality=TINY, jobs=1
    )
    assert len(decoded(film)) == 19 and not [*films.glob("*.mp4")]


@pytest.mark.parametrize("tol", [0.0, -1.0, np.nan, np.inf])
def test_a_film_is_not_begun_for_a_tolerance_without_meaning(tol, tmp_path):
    with pytest.raises(InputError, match="the tolerance must be a positive number"):
        render("staircase", function="x", tol=tol, out=tmp_path / "film.mp4")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("f", "words"),
    [("1/(x - 0.5)", "infinite at x = 0.5"), (lambda x: x * np.nan, "not a number everywhere")],
)
def test_a_film_is_not_begun_for_a_function_without_values(f, words, tmp_path):
    with pytest.raises(TargetError, match=words):
        render("staircase", function=f, out=tmp_path / "film.mp4")
    assert os.listdir(tmp_path) == []


def test_without_fonts_plots_and_films_have_their_text(tmp_path, manim_folder):
    """Matplotlib and Typst bring their own; nothing may ask the system for one."""
    from uat.films.stage.text import formula

    (tmp_path / "fonts.conf").write_text(NO_FONTS.format(tmp_path))
    bare = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "MPLCONFIGDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", PICTURES, tmp_path / "plot.png"],
        env={**os.environ, **bare}, cwd=tmp_path, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0 and "font" not in done.stderr
    Image.open(tmp_path / "plot.png").load()
    usual = [part.points.tobytes().hex() for part in formula("x^2").family_members_with_points()]
    assert len(usual) > 1 and done.stdout.split()[-len(usual) :] == usual


def test_a_film_into_a_folder_with_a_file_in_the_way_is_not_begun(tmp_path):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(FileError, match="file"):
        render("neuron", out=tmp_path / "file" / "film.mp4")
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize("box", [5, "0:1", (1, 0), [(0, "a")]])
def test_a_box_of_a_film_is_a_box(box, tmp_path):
    with pytest.raises(UatError):
        render("neuron", function="sin(x)", box=box, out=tmp_path)


def test_errors_of_several_shots_keep_their_kind():
    with pytest.raises(UatError) as first:
        make_target("sin(")
    joined = _first([first.value, ValueError("another")])
    assert isinstance(joined, type(first.value))
    assert str(joined).endswith("(1 more shot failed)")
