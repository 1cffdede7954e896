"""Every chapter, of its example and of huge and tiny functions: nothing overlaps or is cut off,
every sentence can be spoken in one breath and read, and nothing is still while it is said."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filming import TINY, apart, decoded
from manim import config

from uat.cli.render import STORY
from uat.films.renderer import FilmSpec, Quality, ShotSpec, find_chapters, render
from uat.films.renderer import shot as renderer
from uat.films.renderer.join import count_frames, read_beats
from uat.films.renderer.running import SECONDS
from uat.films.renderer.shot import play_shot, render_shot
from uat.films.stage import Chapter, find_faults
from uat.films.voice.cues import cues
from uat.films.voice.pace import Beat

STANDARD = Quality(854, 480, 5, "ultrafast", 23)
SELDOM = Quality(256, 144, 1, "ultrafast", 23)  # to look at the ends of beats only
WHOLE = Quality(256, 144, 2, "ultrafast", 23)
LISTED = Quality(256, 144, 10)  # in which docs/write_films.py measures lengths
HUGE = ("1e6*sin(x)", ((0.0, 6.283),))
SMALL = ("-1e-7*(2 + sin(2e5*x))", ((-3e-5, -1e-5),))
PLANE = {
    HUGE: ("1e6*sin(x)*y", ((0.0, 6.283),) * 2),
    SMALL: ("-1e-7*(2 + sin(2e5*x)*cos(2e5*y))", ((-3e-5, -1e-5),) * 2),
}
KINDS = {"huge": HUGE, "tiny": SMALL}
CHAPTERS = find_chapters()
MOST_WORDS = 15  # in a sentence
MOST_STILL, THINKING = 2.0, 1.6  # seconds
LONGEST = 240  # seconds of a chapter


def shot_spec(
    chapter: str, shot: str, function: str | None = None, box: Any = None, look: Quality = TINY
) -> ShotSpec:
    return ShotSpec(CHAPTERS[chapter].path, shot, FilmSpec(function, box, None, look))


def source(chapter: str) -> str:
    return CHAPTERS[chapter].path.read_text()


def find_unreadable(beats: list[Beat]) -> list[str]:
    """What is said too long or too fast, or is not over when its beat is."""
    faults = [
        f"{len(sentence.text.split())} words: {sentence.text}"
        for beat in beats
        for sentence in beat.sentences
        if len(sentence.text.split()) > MOST_WORDS
    ]
    for cue in cues(beats):
        lines = cue.text.split("\n")
        if len(cue.text) / (cue.end - cue.start) > 17.001 or len(lines) > 2:
            faults.append(f"too fast: {cue.text}")
        faults += [f"too wide: {line}" for line in lines if len(line) > 42]
    faults += [b.text for b in beats if b.end - b.start < b.sentences[-1].end - 1e-6]
    return faults + [a.text for a, b in pairwise(beats) if b.start < a.end - 1e-6]


def picture(scene: Any) -> Any:
    """What is on screen now, drawn as a single frame."""
    scene.renderer.static_image = None
    scene.renderer.update_frame(scene)
    return scene.renderer.get_frame().astype(int)


def test_every_chapter_has_its_place_in_the_story_and_a_length() -> None:
    assert set(CHAPTERS) == set(SECONDS) == set(STORY)


class Looking:
    """What can be seen of each shot while it is played: faults, the first and the last picture."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.faults: list[str] = []
        self.shots: dict[str, list[Any]] = {}
        self.scene: Any = None
        self.still = 0.0
        monkeypatch.setattr(Chapter, "before_first_play", staticmethod(self.begin))
        monkeypatch.setattr(Chapter, "after_play", staticmethod(self.look))

    def begin(self, scene: Any) -> None:
        self.end()
        self.shots[type(scene).__name__], self.scene = [picture(scene)], scene

    def look(self, scene: Any) -> None:
        name, found = type(scene).__name__, find_faults(scene)
        self.still = self.still + scene.duration if scene.is_current_animation_frozen_frame() else 0
        if scene.beats and self.still > MOST_STILL + self._silence(scene) + 1 / config.frame_rate:
            self.faults.append(f"{name} is still at {scene.time:.1f} s: {scene.beats[-1].text}")
        self.faults.extend(f"{name} at {scene.time:.1f} s: {fault}" for fault in found)

    def end(self) -> None:
        """Remember the last picture of a shot, and look at what was said in it."""
        if self.scene is not None:
            self.shots[type(self.scene).__name__].append(picture(self.scene))
            self.faults.extend(find_unreadable(self.scene.beats))
        self.scene, self.still = None, 0.0

    @staticmethod
    def _silence(scene: Any) -> float:
        """Seconds for which nothing need move, since the viewer thinks."""
        return THINKING if scene.beats[-1].text.endswith("?") else 0.0

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
    """Drawn whole, with its own example: shots have the frames that they report, and the film the
    length that is listed."""
    names = CHAPTERS[chapter].shots
    played = {name: play_shot(shot_spec(chapter, name, look=LISTED), tmp_path) for name in names}
    seconds = sum(scene.frames for scene in played.values()) / LISTED.fps
    assert SECONDS[chapter] == pytest.approx(seconds, abs=0.55), "run docs/write_films.py"
    assert 30 < SECONDS[chapter] < LONGEST
    seen = Looking(monkeypatch)
    for shot, scene in played.items():
        drawn: list[int] = []
        spec = shot_spec(chapter, shot, look=WHOLE)
        natural = scene.natural  # the same at every frame rate
        monkeypatch.setattr(renderer, "_score", lambda *_, natural=natural: natural)
        path = render_shot(spec, tmp_path / shot, drawn.append)
        frames = count_frames(path)
        assert frames == sum(drawn) and 3 < frames / WHOLE.fps < 50
        assert read_beats(path)
    seen.require_sound()


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
