"""Every chapter, for three kinds of function: nothing overlaps, is cut off or too small to read."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filming import TINY, apart, decoded

from uat.cli.render import STORY
from uat.films.renderer import FilmSpec, Quality, ShotSpec, find_chapters, render
from uat.films.renderer.join import count_frames, read_captions
from uat.films.renderer.running import SECONDS
from uat.films.renderer.shot import play_shot, render_shot
from uat.films.stage import Chapter, find_faults

STANDARD = Quality(854, 480, 5, "ultrafast", 23)
SELDOM = Quality(256, 144, 1, "ultrafast", 23)  # to look at the ends of beats only
WHOLE = Quality(256, 144, 2, "ultrafast", 23)
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


def shot_spec(
    chapter: str, shot: str, function: str | None = None, box: Any = None, look: Quality = TINY
) -> ShotSpec:
    return ShotSpec(CHAPTERS[chapter].path, shot, FilmSpec(function, box, None, look))


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


class Looking:
    """What can be seen of each shot while it is played: faults, the first and the last picture."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.faults: list[str] = []
        self.shots: dict[str, list[Any]] = {}
        self.scene: Any = None
        monkeypatch.setattr(Chapter, "before_first_play", staticmethod(self.begin))
        monkeypatch.setattr(Chapter, "after_play", staticmethod(self.look))

    def begin(self, scene: Any) -> None:
        self.end()
        self.shots[type(scene).__name__], self.scene = [picture(scene)], scene

    def look(self, scene: Any) -> None:
        name, found = type(scene).__name__, find_faults(scene)
        self.faults.extend(f"{name} at {scene.time:.1f} s: {fault}" for fault in found)

    def end(self) -> None:
        """Remember the last picture of a shot."""
        if self.scene is not None:
            self.shots[type(self.scene).__name__].append(picture(self.scene))
        self.scene = None

    def require_sound(self) -> None:
        """No faults; and each shot begins with the picture in which the former ended."""
        self.end()
        assert not self.faults
        for (_, (_, last)), (shot, (first, _)) in pairwise(self.shots.items()):
            difference = np.abs(last - first).max(axis=2)
            assert (difference > 24).mean() < 2e-3, f"{shot} begins with another picture"


def about(chapter: str, kind: str) -> tuple[str, Any]:
    """The function of a kind, of as many inputs as the chapter shows."""
    return PLANE[KINDS[kind]] if "plane_subject" in source(chapter) else KINDS[kind]


@pytest.mark.parametrize("kind", ["huge", "tiny"])
@pytest.mark.parametrize("chapter", [name for name in CHAPTERS if "spec" in source(name)])
def test_every_beat_can_be_read(
    chapter: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the end of each play, for functions with very large and very small values."""
    seen = Looking(monkeypatch)
    for shot in CHAPTERS[chapter].shots:
        play_shot(shot_spec(chapter, shot, *about(chapter, kind), look=SELDOM), tmp_path)
    seen.require_sound()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_becomes_shots_that_can_be_read(
    chapter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawn whole, for a tame function; each shot has the frames that it reports."""
    seen = Looking(monkeypatch)
    seconds = 0.0
    for shot in CHAPTERS[chapter].shots:
        drawn: list[int] = []
        spec = shot_spec(chapter, shot, *about(chapter, "tame"), look=WHOLE)
        path = render_shot(spec, tmp_path / shot, drawn.append)
        frames = count_frames(path)
        assert frames == sum(drawn) and 5 < frames / WHOLE.fps < 40
        assert read_captions(path)
        seconds += frames / WHOLE.fps
    seen.require_sound()
    assert 45 < seconds < 155


@pytest.mark.parametrize("chapter", ["bump", "tower"])
def test_a_chapter_becomes_a_film(
    chapter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the length that is listed, with subtitles; a flat one and one of two inputs, at 480p."""
    apart(monkeypatch, tmp_path)
    counted: list[tuple[int, int]] = []
    (film,) = render(
        chapter,
        quality=STANDARD,
        out=tmp_path,
        jobs=1,
        progress=lambda *now: counted.append(now),
    )
    frames = count_frames(film)
    assert frames == counted[-1][1], "the frames were counted wrong"
    assert frames / 5 == pytest.approx(SECONDS[chapter], abs=5), "run docs/write_films.py"
    assert film.with_suffix(".srt").read_text().count("-->") >= 8
    pictures = decoded(film)
    times = [float(picture.time) for picture in pictures]
    assert times == pytest.approx([n / 5 for n in range(frames)])
    assert (pictures[0].width, pictures[0].height) == (854, 480)


@pytest.mark.parametrize("function", ["sign", "0*x", "1e6 + 1e-3*sin(6*x)"])
def test_the_users_function_may_be_anything(function: str, tmp_path: Path) -> None:
    for shot in ("MoreNeurons", "FewestSteps"):
        assert not find_faults(play_shot(shot_spec("staircase", shot, function), tmp_path))


@pytest.mark.parametrize("chapter", ["universality", "output", "windows", "depth"])
def test_a_function_of_other_inputs_gives_way_to_the_example(chapter: str, tmp_path: Path) -> None:
    shot = CHAPTERS[chapter].shots[0]
    assert not find_faults(play_shot(shot_spec(chapter, shot, "exp(-x^2-y^2)"), tmp_path))
