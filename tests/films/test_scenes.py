"""Every chapter, of its example and of huge and tiny functions: nothing overlaps or is cut off,
every sentence can be spoken in one breath and read, and nothing is still while it is said."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filming import TINY, apart, decoded

from uat.cli.render import STORY
from uat.films.renderer import FilmSpec, Quality, ShotSpec, find_chapters, render
from uat.films.renderer import shot as renderer
from uat.films.renderer.chapters import get_shots
from uat.films.renderer.checking import Watch, heard
from uat.films.renderer.findings import Findings
from uat.films.renderer.join import count_frames, read_beats
from uat.films.renderer.running import SECONDS
from uat.films.renderer.shot import play_shot, render_shot
from uat.films.stage import Chapter, find_faults

STANDARD = Quality(854, 480, 5, "ultrafast", 23)
SELDOM = Quality(256, 144, 1, "ultrafast", 23)  # to look at the ends of beats only, or to draw all
LISTED = Quality(256, 144, 10)  # in which docs/write_films.py measures lengths
HUGE = ("1e6*sin(x)", ((0.0, 6.283),))
SMALL = ("-1e-7*(2 + sin(2e5*x))", ((-3e-5, -1e-5),))
PLANE = {
    HUGE: ("1e6*sin(x)*y", ((0.0, 6.283),) * 2),
    SMALL: ("-1e-7*(2 + sin(2e5*x)*cos(2e5*y))", ((-3e-5, -1e-5),) * 2),
}
KINDS = {"huge": HUGE, "tiny": SMALL}
CHAPTERS = find_chapters()
LONGEST = 240  # seconds of a chapter
STAGE_ENDS = 2.0  # percent of a wide picture: its margin around the stage


def shot_spec(
    chapter: str, shot: str, function: str | None = None, box: Any = None, look: Quality = TINY
) -> ShotSpec:
    shots = get_shots([CHAPTERS[chapter]], FilmSpec(function, box, None, look))
    return next(spec for spec in shots if spec.name == shot)


def source(chapter: str) -> str:
    return CHAPTERS[chapter].path.read_text()


def picture(scene: Any) -> Any:
    """What is on screen now, drawn as a single frame."""
    scene.renderer.static_image = None
    scene.renderer.update_frame(scene)
    return scene.renderer.get_frame().astype(int)


def ink(pixels: Any) -> float:
    """Share of a picture that is not as its corner is."""
    return float((np.abs(pixels - pixels[2, 2]).max(axis=2) > 24).mean())


def test_every_chapter_has_its_place_in_the_story_and_a_length() -> None:
    assert set(CHAPTERS) == set(SECONDS) == set(STORY)


def cut_off(found: Findings) -> list[str]:
    """What is wrong with a film about any function. It may reach as far as the stage does."""
    faults = replace(found, margin=Findings.margin).wrong("wide")
    if found.margin[0] < STAGE_ENDS:
        faults.append(f"{found.margin[1]} leaves the stage")
    return [fault for fault in faults if not fault.endswith("struck through by a line")]


class Looking:
    """What can be seen of each shot while it is played: faults, the first and the last picture."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found, self.watch = Findings(), Watch()
        self.shots: dict[str, list[Any]] = {}
        self.scene: Any = None
        monkeypatch.setattr(Chapter, "before_first_play", staticmethod(self.begin))
        monkeypatch.setattr(Chapter, "after_play", staticmethod(lambda one: self.watch.look(one)))

    def begin(self, scene: Any) -> None:
        self.end()
        self.shots[type(scene).__name__], self.scene = [picture(scene)], scene

    def end(self) -> None:
        """Remember the last picture of a shot, and what was found in it."""
        if self.scene is not None:
            self.shots[type(self.scene).__name__].append(picture(self.scene))
            self.found += self.watch.found + heard(self.scene.beats)
            assert all(a.end < b.start + 1e-6 for a, b in pairwise(self.scene.beats))
        self.scene, self.watch = None, Watch()

    def require_sound(self, *, own: bool) -> None:
        """No faults; and each shot begins with the picture in which the former ended.

        own: whether the film is about the chapter's own example.
        """
        self.end()
        assert not (self.found.wrong("wide") if own else cut_off(self.found))
        for (_, (_, last)), (shot, (first, _)) in pairwise(self.shots.items()):
            difference = np.abs(last - first).max(axis=2)
            assert (difference > 24).mean() < 2e-3, f"{shot} begins with another picture"
        for shot, (_, last) in self.shots.items():
            assert ink(last) > 1 / len(last), f"{shot} ends with less to see than a line across"


def about(chapter: str, kind: str) -> tuple[str, Any]:
    """The function of a kind, of as many inputs as the chapter shows."""
    return PLANE[KINDS[kind]] if "plane_subject" in source(chapter) else KINDS[kind]


@pytest.mark.parametrize("kind", ["huge", "tiny"])
@pytest.mark.parametrize("chapter", [name for name in CHAPTERS if "spec" in source(name)])
def test_every_beat_can_be_read(
    chapter: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the end of each play, for functions with very large and very small values.

    At the pace that animations have by themselves: how they keep to the speech, the chapter's own
    example shows, and to learn it each shot would be played twice.
    """
    seen = Looking(monkeypatch)
    monkeypatch.setattr(renderer, "_score", lambda *_: ())
    for shot in CHAPTERS[chapter].shots:
        play_shot(shot_spec(chapter, shot, *about(chapter, kind), look=SELDOM), tmp_path)
    seen.require_sound(own=False)


def drawn_whole(shot: ShotSpec, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The scene of a shot, drawn at its animations' own pace; the film has its frames and beats."""
    scenes: list[Any] = []
    counted: list[int] = []
    with monkeypatch.context() as alone:
        alone.setattr(renderer, "_score", lambda *_: ())
        alone.setattr(Chapter, "before_first_play", staticmethod(scenes.append))
        alone.setattr(Chapter, "after_play", None)
        path = render_shot(shot, folder, counted.append)
    (scene,) = scenes
    assert count_frames(path) == sum(counted) == scene.frames
    assert len(read_beats(path)) == len(scene.beats) > 0
    return scene


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_becomes_shots_that_can_be_read(
    chapter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of its own example every shot is drawn whole, and the film has the length that is listed."""
    seen = Looking(monkeypatch)
    seconds = 0.0
    for shot in CHAPTERS[chapter].shots:
        spec = shot_spec(chapter, shot, look=SELDOM)
        natural = drawn_whole(spec, tmp_path / shot, monkeypatch).natural  # so at any frame rate
        monkeypatch.setattr(renderer, "_score", lambda *_, natural=natural: natural)
        played = play_shot(shot_spec(chapter, shot, look=LISTED), tmp_path)
        lasts = played.frames / LISTED.fps
        assert 3 < lasts < 50
        seconds += lasts
    seen.require_sound(own=True)
    assert SECONDS[chapter] == pytest.approx(seconds, abs=0.55), "run docs/write_films.py"
    assert 30 < SECONDS[chapter] < LONGEST


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
        scene = play_shot(shot_spec("staircase", shot, function), tmp_path)
        assert not cut_off(scene.inspect())


@pytest.mark.parametrize("chapter", ["universality", "output", "windows", "depth"])
def test_a_function_of_other_inputs_gives_way_to_the_example(chapter: str, tmp_path: Path) -> None:
    shot = CHAPTERS[chapter].shots[0]
    assert not find_faults(play_shot(shot_spec(chapter, shot, "exp(-x^2-y^2)"), tmp_path))
