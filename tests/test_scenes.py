"""Every chapter, for three kinds of function: nothing overlaps, is cut off or too small to read."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filming import TINY, apart, decoded

from uat.cli.render import STORY
from uat.film import FilmSpec, Quality, ShotSpec, find_chapters, render
from uat.film.join import count_frames
from uat.film.running import SECONDS
from uat.film.shot import play_shot
from uat.stage import find_faults

STANDARD = Quality(854, 480, 5, "ultrafast", 23)
TAME = ("sin(2*pi*x)", None)
HUGE = ("1e6*sin(x)", ((0.0, 6.283),))
SMALL = ("-1e-7*(2 + sin(2e5*x))", ((-3e-5, -1e-5),))
PLANE = {
    TAME: ("exp(-x^2-y^2)", ((-1.0, 1.0),) * 2),
    HUGE: ("1e6*sin(x)*y", ((0.0, 6.283),) * 2),
    SMALL: ("-1e-7*(2 + sin(2e5*x)*cos(2e5*y))", ((-3e-5, -1e-5),) * 2),
}
KINDS = {"tame": TAME, "huge": HUGE, "tiny": SMALL}
CHAPTERS = find_chapters()


def shot_spec(chapter: str, shot: str, function: str | None = None, box: Any = None) -> ShotSpec:
    return ShotSpec(CHAPTERS[chapter].path, shot, FilmSpec(function, box, None, TINY))


def source(chapter: str) -> str:
    return CHAPTERS[chapter].path.read_text()


def picture(scene: Any) -> Any:
    """What is on screen now, drawn as a single frame."""
    scene.renderer.static_image = None
    scene.renderer.update_frame(scene)
    return scene.renderer.get_frame().astype(int)


def test_every_chapter_has_its_place_in_the_story() -> None:
    assert set(CHAPTERS) <= set(STORY)


def test_the_lengths_that_are_listed_are_those_of_the_films() -> None:
    """Each has one; `python docs/write_films.py` writes them anew."""
    assert set(SECONDS) == set(CHAPTERS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_beat_can_be_read(chapter: str, kind: str, tmp_path: Path) -> None:
    """At the end of each play; and each shot begins with the picture in which the former ended."""
    if kind != "tame" and "spec" not in source(chapter):
        return  # the chapter is not about the user's function
    function, box = KINDS[kind]
    if "plane_subject" in source(chapter):
        function, box = PLANE[KINDS[kind]]
    faults: list[str] = []
    views: list[Any] = []

    def look(scene: Any) -> None:
        where = f"{type(scene).__name__} at {scene.time:.1f} s"
        faults.extend(f"{where}: {fault}" for fault in find_faults(scene))

    for shot in CHAPTERS[chapter].shots:
        spec = shot_spec(chapter, shot, function, box)
        first, last, scene = played(spec, tmp_path, look)
        assert 5 * 5 < scene.frames < 5 * 40
        views.append((shot, first, last))
    assert not faults
    for (_, _, last), (shot, first, _) in pairwise(views):
        difference = np.abs(last - first).max(axis=2)
        assert (difference > 24).mean() < 2e-3, f"{chapter}.{shot} begins with another picture"


def played(spec: ShotSpec, folder: Path, look: Any) -> tuple[Any, Any, Any]:
    """A shot without drawing: its first and last picture, and its scene."""
    from uat.film.shot import _dry, _manim, _run

    found = []
    with _manim(spec, folder, "none"):
        scene = _dry(spec)
        scene.before_first_play = lambda scene: found.append(picture(scene))
        scene.after_play = look
        _run(spec, scene)
        found.append(picture(scene))
    return found[0], found[1], scene


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_becomes_a_film(
    chapter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of about the length that it should have, with subtitles over most of it."""
    apart(monkeypatch, tmp_path)
    quality = STANDARD if chapter in ("bump", "tower") else TINY
    seen: list[tuple[int, int]] = []
    (film,) = render(
        chapter,
        quality=quality,
        out=tmp_path,
        jobs=1,
        progress=lambda *now: seen.append(now),
    )
    frames = count_frames(film)
    assert frames == seen[-1][1], "the frames were counted wrong"
    assert 45 * 5 < frames < 155 * 5
    assert frames / 5 == pytest.approx(SECONDS[chapter], abs=5), "run docs/write_films.py"
    captions = film.with_suffix(".srt").read_text()
    assert captions.count("-->") >= 8
    if chapter == "bump":
        pictures = decoded(film)
        assert len(pictures) == frames
        times = [float(picture.time) for picture in pictures]
        assert times == pytest.approx([n / 5 for n in range(frames)])


@pytest.mark.parametrize("function", ["sign", "0*x", "1e6 + 1e-3*sin(6*x)"])
def test_the_users_function_may_be_anything(function: str, tmp_path: Path) -> None:
    for shot in ("MoreNeurons", "FewestSteps"):
        assert not find_faults(play_shot(shot_spec("staircase", shot, function), tmp_path))


@pytest.mark.parametrize("chapter", ["universality", "output", "windows", "depth"])
def test_a_function_of_other_inputs_gives_way_to_the_example(chapter: str, tmp_path: Path) -> None:
    shot = CHAPTERS[chapter].shots[0]
    assert not find_faults(play_shot(shot_spec(chapter, shot, "exp(-x^2-y^2)"), tmp_path))
