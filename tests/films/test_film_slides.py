"""Slides stop after each beat, and clips are the beats: played in a browser, read back by PyAV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from filming import TINY, apart, decoded, write_chapter

from uat.base.errors import InputError
from uat.films.renderer import render
from uat.films.renderer.join import read_beats
from uat.films.renderer.slides import stops

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TALK = '''"""A talk in <three> beats & {{film}}."""

from manim import RIGHT, FadeIn, Square

from uat.films.stage import Chapter


class Talk(Chapter):
    def construct(self):
        square = Square(color="#00ff00", fill_opacity=1, stroke_width=0)
        self.say("Here is a square.", FadeIn(square))
        self.say("Where does it go?", square.animate.shift(RIGHT))
        self.say("To the </script> right.", square.animate.shift(RIGHT))
        self.wait(0.4)
'''
SAID = ["Here is a square.", "Where does it go?", "To the </script> right."]


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    apart(monkeypatch, tmp_path)
    return write_chapter(tmp_path, "talk.py", TALK)


@pytest.fixture
def slides(talk: str, chromium: Browser) -> Any:
    (film,) = render(talk, quality=TINY, slides=True)
    page = chromium.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(film.with_suffix(".html").resolve().as_uri())
    stands(page, 0)
    yield page, stops(read_beats(film), len(decoded(film)) / TINY.fps, TINY.fps)
    assert not faults
    page.close()


def stands(page: Page, beats: int) -> None:
    """Wait until the film is at rest after so many beats, and shows the picture of that time."""
    page.wait_for_function(
        """(beats) => {
            const { at, playing } = document.documentElement.dataset;
            const video = document.querySelector("video");
            return Number(at) === beats && playing === "false" && video.paused && !video.seeking;
        }""",
        arg=beats,
    )


def second(page: Page) -> float:
    return float(page.evaluate("document.querySelector('video').currentTime"))


def test_keys_go_from_beat_to_beat_and_back(slides: Any) -> None:
    page, ends = slides
    assert second(page) == 0.0 and page.title() == "A talk in <three> beats & {{film}}."
    for number, key in enumerate(("ArrowRight", "PageDown", " "), 1):
        page.keyboard.press(key)
        stands(page, number)
        assert second(page) == pytest.approx(ends[number - 1]["stop"], abs=1e-3)
    page.keyboard.press("ArrowRight")  # nothing comes after the end
    stands(page, 3)
    page.keyboard.press("PageUp")
    stands(page, 2)
    assert second(page) == pytest.approx(ends[1]["stop"], abs=1e-3)
    page.keyboard.press("Home")
    stands(page, 0)


def test_a_question_is_a_slide_of_its_own(slides: Any) -> None:
    page, _ = slides
    question = page.locator("#question")
    for beats in (1, 2, 3):
        page.keyboard.press("ArrowRight")
        stands(page, beats)
        assert question.is_visible() == (beats == 2)
        if beats == 2:
            assert question.inner_text() == SAID[1]


def test_notes_say_what_comes_next(slides: Any) -> None:
    page, _ = slides
    notes = page.locator("#notes")
    assert notes.is_hidden()
    page.get_by_role("button", name="notes").click()
    for beats, said in enumerate([*SAID, "The end."]):
        if beats:
            page.get_by_role("button", name="on").click()
            stands(page, beats)
        assert notes.inner_text() == said


def test_a_second_press_skips_and_a_reload_stays(slides: Any) -> None:
    page, _ = slides
    page.evaluate("on(); on();")
    stands(page, 1)
    page.reload()
    stands(page, 1)


def test_the_speaker_has_a_window(slides: Any) -> None:
    page, _ = slides
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    page.keyboard.press("ArrowRight")
    stands(page, 1)
    assert opened.value.locator("body").inner_text().split("\n\n") == ["1 / 3", *SAID[1:]]


@pytest.mark.parametrize("format", ["mp4", "webm", "mov"])
def test_clips_are_the_film_cut_at_its_beats(talk: str, tmp_path: Path, format: str) -> None:
    folder = tmp_path / "cut" / "here"
    (film,) = render(talk, quality=TINY, format=format, clips=folder, burn=False)
    clips = sorted(folder.iterdir())
    assert [clip.name for clip in clips] == [f"talk-0{n}.{format}" for n in (1, 2, 3)]
    whole = [frame.to_ndarray(format="rgb24") for frame in decoded(film)]
    cut = [[frame.to_ndarray(format="rgb24") for frame in decoded(clip)] for clip in clips]
    np.testing.assert_array_equal(np.concatenate(cut), whole)
    begins = [round(beat.start * TINY.fps) for beat in read_beats(film)]
    assert np.cumsum([0, *map(len, cut[:-1])]).tolist() == [0, *begins[1:]]
    for clip in clips:
        times = [frame.time for frame in decoded(clip)]
        np.testing.assert_allclose(times, np.arange(len(times)) / TINY.fps, atol=1e-3)


def test_one_beat_is_its_clip_beside_the_film(talk: str, tmp_path: Path) -> None:
    render(talk, quality=TINY, clips=tmp_path / "all", out=tmp_path / "films", burn=False)
    with pytest.raises(InputError, match=r"there is no beat 4: talk\.mp4 has beats 1 to 3"):
        render(talk, quality=TINY, beat=4, out=tmp_path / "films", burn=False)
    render(talk, quality=TINY, beat=2, out=tmp_path / "films", burn=False)
    (clip,) = tmp_path.glob("films/talk-*.mp4")
    assert clip.name == "talk-02.mp4"
    assert clip.read_bytes() == (tmp_path / "all" / clip.name).read_bytes()


def test_a_spoken_clip_has_the_sound_of_its_beat(talk: str, tmp_path: Path) -> None:
    pytest.importorskip("piper")
    render(talk, quality=TINY, voice=True, clips=tmp_path / "cut")
    for clip in sorted((tmp_path / "cut").iterdir()):
        seconds = len(decoded(clip)) / TINY.fps
        with av.open(str(clip)) as source:
            sound = np.concatenate([f.to_ndarray().ravel() for f in source.decode(audio=0)])
        # A packet of AAC holds 1024 samples, and belongs to the clip in which it begins.
        assert sound.size / 48_000 == pytest.approx(seconds, abs=2 * 1024 / 48_000)
        assert np.abs(sound).max() > 0.05


def test_a_chapter_that_says_nothing_is_one_slide() -> None:
    assert stops([], 4.0, 5) == [{"text": "", "stop": 3.9, "question": ""}]


@pytest.mark.parametrize(
    "options",
    [
        {"slides": True, "format": "gif"},
        {"clips": "here", "format": "png"},
        {"beat": 1, "format": "gif"},
    ],
)
def test_formats_without_beats_are_refused(talk: str, options: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="choose the format mp4"):
        render(talk, quality=TINY, **options)
    assert not Path("here").exists()
