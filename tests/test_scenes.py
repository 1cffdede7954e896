"""Every chapter, for three kinds of function: nothing overlaps, is cut off or too small to read."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from uat.film import FilmSpec, Quality, ShotSpec, find_chapters, render
from uat.film.join import count_frames
from uat.film.shot import play_shot
from uat.stage import find_faults

TINY = Quality(256, 144, 5, "ultrafast", 23)
FUNCTIONS = {
    "tame": ("sin(2*pi*x)", None),
    "huge": ("1e6*sin(x)", ((0.0, 6.283),)),
    "tiny": ("-1e-7*(2 + sin(2e5*x))", ((-3e-5, -1e-5),)),
}
CHAPTERS = find_chapters()
SHOTS = [(name, shot) for name, chapter in CHAPTERS.items() for shot in chapter.shots]


def shot_spec(chapter: str, shot: str, function: str | None = None, box: Any = None) -> ShotSpec:
    return ShotSpec(CHAPTERS[chapter].path, shot, FilmSpec(function, box, None, TINY))


@pytest.mark.parametrize("kind", FUNCTIONS)
@pytest.mark.parametrize(("chapter", "shot"), SHOTS)
def test_every_beat_can_be_read(chapter: str, shot: str, kind: str, tmp_path: Path) -> None:
    if kind != "tame" and "spec" not in CHAPTERS[chapter].path.read_text():
        return  # the chapter is not about the user's function
    faults: list[str] = []
    scene = play_shot(
        shot_spec(chapter, shot, *FUNCTIONS[kind]),
        tmp_path,
        lambda scene: faults.extend(f"at {scene.time:.1f} s: {f}" for f in find_faults(scene)),
    )
    assert not faults
    assert 5 * 5 < scene.frames < 5 * 40


def pictures(chapter: str, shot: str, folder: Path) -> tuple[Any, Any]:
    """The first and the last picture of a shot, drawn as single frames."""
    from uat.film.shot import _dry, _manim, _run

    spec = shot_spec(chapter, shot)
    found = []

    def look(scene: Any) -> None:
        scene.renderer.static_image = None
        scene.renderer.update_frame(scene)
        found.append(scene.renderer.get_frame().astype(int))

    with _manim(spec, folder, "none"):
        scene = _dry(spec)
        scene.before_first_play = look
        _run(spec, scene)
        look(scene)
    return found[0], found[1]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_shot_begins_where_the_former_ended(chapter: str, tmp_path: Path) -> None:
    views = [pictures(chapter, shot, tmp_path) for shot in CHAPTERS[chapter].shots]
    for (_, last), (first, _), shot in zip(views, views[1:], CHAPTERS[chapter].shots, strict=False):
        difference = np.abs(last - first).max(axis=2)
        assert (difference > 24).mean() < 2e-3, f"{chapter}.{shot} ends in another picture"


def test_a_chapter_becomes_a_film_of_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    seen: list[tuple[int, int]] = []
    (film,) = render(
        "staircase",
        function="sqrt(x)",
        tol=0.1,
        quality=TINY,
        out=tmp_path,
        progress=lambda *now: seen.append(now),
    )
    assert count_frames(film) == seen[-1][1], "the frames were counted wrong beforehand"
    assert 40 * 5 < count_frames(film) < 75 * 5
    assert film.with_suffix(".srt").read_text().count("-->") >= 8


@pytest.mark.parametrize("function", ["sign", "0*x", "1e6 + 1e-3*sin(6*x)"])
def test_the_users_function_may_be_anything(function: str, tmp_path: Path) -> None:
    for shot in ("MoreNeurons", "FewestSteps"):
        assert not find_faults(play_shot(shot_spec("staircase", shot, function), tmp_path))
