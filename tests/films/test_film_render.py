"""A small film through the whole renderer, read back with PyAV."""

import inspect
import os
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from filming import CHAPTER as LITTLE
from filming import TINY
from manim.scene.scene_file_writer import SceneFileWriter, _PartialMovieEncodeJob

from uat.base.errors import InputError, RenderError, TargetError
from uat.films.renderer import render
from uat.films.renderer.join import count_frames, read_beats

CHAPTER = LITTLE.replace("FirstShot", "First").replace("scale(1.5)", "scale(4)")


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    path = tmp_path / "little.py"
    path.write_text(CHAPTER)
    return path


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "uat" / "films").iterdir())


def decoded(path: Path) -> list[Any]:
    with av.open(str(path)) as film:
        return list(film.decode(video=0))


def test_a_film_has_all_frames_in_order(chapter: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    (film,) = render(str(chapter), quality=TINY, progress=lambda *now: seen.append(now))
    assert film == Path("renders/little.mp4") and film.is_file()
    frames = decoded(film)
    # 0.6 s, 1 s, 0.5 s; 1 s, 0.6 s, at 5 frames a second
    assert len(frames) == count_frames(film) == 3 + 5 + 3 + 5 + 3
    times = [frame.time for frame in frames]
    np.testing.assert_allclose(times, np.arange(19) / 5, atol=1e-6)
    assert [path.suffix for path in kept(tmp_path)] == [".mp4", ".mp4"]
    done, totals = zip(*seen, strict=True)
    assert totals[-1] == 19 and done[0] == 0 and done[-1] == 19 and sorted(done) == list(done)
    assert all(now <= total for now, total in seen)


def test_colours_are_tagged_and_right(chapter: Path) -> None:
    (film,) = render(str(chapter), quality=TINY)
    with av.open(str(film)) as source:
        context: Any = source.streams.video[0].codec_context
        tags = context.colorspace, context.color_primaries, context.color_trc, context.color_range
        assert [int(tag) for tag in tags] == [1, 1, 1, 1]
        *_, last = source.decode(video=0)
    pixel = last.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()[72, 128]
    assert np.abs(pixel.astype(int) - [0, 255, 0]).max() <= 8


def test_subtitles_stand_beside_the_film_and_in_it(chapter: Path) -> None:
    (film,) = render(str(chapter), quality=TINY)
    text = film.with_suffix(".srt").read_text()
    assert "00:00:00,000 --> 00:00:01,471\nHello, says the narrator.\n" in text
    assert [beat.text for beat in read_beats(film)] == ["Hello, says the narrator."]


def test_kept_shots_are_reused_and_only_changed_ones_drawn(chapter: Path, tmp_path: Path) -> None:
    (film,) = render(str(chapter), quality=TINY)
    whole = film.read_bytes()
    drawn = {path: path.stat().st_ino for path in kept(tmp_path)}
    film.unlink()
    render(str(chapter), quality=TINY)
    assert film.read_bytes() == whole
    assert {path: path.stat().st_ino for path in kept(tmp_path)} == drawn
    first = next(iter(drawn))
    first.unlink()
    render(str(chapter), quality=TINY)
    again = {path: path.stat().st_ino for path in kept(tmp_path)}
    assert set(again) == set(drawn) and again.items() & drawn.items() == {
        item for item in drawn.items() if item[0] != first
    }


def test_half_written_files_of_a_killed_run_do_no_harm(chapter: Path, tmp_path: Path) -> None:
    (film,) = render(str(chapter), quality=TINY)
    folder = tmp_path / "cache" / "uat" / "films"
    names = [path.name for path in kept(tmp_path)]
    (folder / names[0]).unlink()
    left = folder / "work-999999999-abc" / "shot-0"
    left.mkdir(parents=True)
    (left / names[0]).write_bytes(b"half an mp4")
    film.unlink()
    render(str(chapter), quality=TINY)
    assert len(decoded(film)) == 19
    assert [path.name for path in kept(tmp_path)] == names


def test_a_failing_shot_is_named_and_the_others_are_kept(chapter: Path, tmp_path: Path) -> None:
    chapter.write_text(CHAPTER.replace("self.wait(0.6)", "self.play(missing)"))
    with pytest.raises(RenderError, match=r"little\.Second failed: NameError"):
        render(str(chapter), quality=TINY)
    assert [path.suffix for path in kept(tmp_path)] == [".mp4"]
    assert not list((tmp_path / "renders").glob("*.mp4"))


def test_a_worker_that_dies_is_one_sentence_and_the_others_are_kept(
    chapter: Path, tmp_path: Path
) -> None:
    deadly = "import os; os.environ.get('WORKER') or None\n        self.wait(0.6)"
    body = deadly.replace("or None", f"or os.getpid() != {os.getpid()} and os._exit(9)")
    chapter.write_text(CHAPTER.replace("self.wait(0.6)", body))
    with pytest.raises(RenderError, match=r"stopped without a word \(exit status 9\)"):
        render(str(chapter), quality=TINY)
    assert [path.suffix for path in kept(tmp_path)] == [".mp4"]


def test_a_png_is_the_last_frame(chapter: Path) -> None:
    from PIL import Image

    (still,) = render(str(chapter), quality=TINY, format="png", out="last.png")
    with Image.open(still) as image:
        assert image.size == (256, 144) and image.getpixel((128, 72)) == (0, 255, 0)


def test_a_gif_has_the_same_frames(chapter: Path) -> None:
    (film,) = render(str(chapter), quality=TINY, format="gif")
    frames = decoded(film)
    assert len(frames) == 19
    pixel = frames[-1].reformat(format="rgb24").to_ndarray()[72, 128].astype(int)
    assert np.abs(pixel - [0, 255, 0]).max() <= 30


def test_chapters_can_be_joined(chapter: Path, tmp_path: Path) -> None:
    films = render([str(chapter), str(chapter)], quality=TINY, joined=True)
    assert films == [Path("renders/film.mp4")] and len(decoded(films[0])) == 38


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"format": "avi"}, InputError, "unknown format"),
        ({"quality": "z"}, InputError, "unknown quality"),
        ({"out": "a.gif"}, InputError, "does not end in .mp4"),
        ({"function": "foo(x)"}, InputError, "foo"),
        ({"function": "1/x", "box": (-1, 1)}, TargetError, "pole"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        render("staircase", **{"quality": TINY, **options})


def test_one_file_cannot_hold_two_chapters() -> None:
    with pytest.raises(InputError, match="give a folder"):
        render(["neuron", "bump"], out="a.mp4")


def test_manim_still_has_the_hook_that_the_writer_replaces() -> None:
    signature = inspect.signature(SceneFileWriter._create_segment_encoder)
    assert list(signature.parameters) == ["self", "target"]
    opening = inspect.getsource(SceneFileWriter.open_partial_movie_stream)
    assert "self._create_segment_encoder(file_path)" in opening
    job = inspect.getsource(_PartialMovieEncodeJob)
    for call in (
        "encoder.target",
        "self.encoder.write_frame(frame_data, repeat=repeat)",
        "self.encoder.finish()",
        "self.encoder.abort()",
    ):
        assert call in job
