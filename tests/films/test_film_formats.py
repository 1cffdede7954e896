"""Formats, shapes and what comes with a film, read back with PyAV."""

import hashlib
import json
import re
from dataclasses import astuple
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from filming import CHAPTER, FRAMES, TINY, apart, decoded, pixels, write_chapter
from PIL import Image

from uat.base.errors import InputError
from uat.base.palette import CLASSES, DARK, LIGHT, rgb
from uat.films.renderer import FilmSpec, render
from uat.films.renderer.join import read_beats
from uat.films.renderer.layout import get_layout
from uat.films.renderer.shades import shaded
from uat.films.renderer.spec import file_name, get_quality

GREEN = [0, 255, 0]


@pytest.fixture(autouse=True)
def chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    apart(monkeypatch, tmp_path)
    return write_chapter(tmp_path)


def test_a_webm_has_all_frames_marks_and_subtitles(chapter: str) -> None:
    (film,) = render(chapter, quality=TINY, format="webm")
    with av.open(str(film)) as source:
        context: Any = source.streams.video[0].codec_context
        assert context.name in ("vp9", "libvpx-vp9") and int(context.colorspace) == 1
        titles = [mark["metadata"]["title"] for mark in source.chapters()]
    frames = decoded(film)
    assert titles == ["First shot", "Second"] and len(frames) == FRAMES
    np.testing.assert_allclose([frame.time for frame in frames], np.arange(FRAMES) / 5, atol=1e-3)
    assert np.abs(pixels(frames[-1])[72, 128] - GREEN).max() <= 12
    assert film.with_suffix(".srt").is_file() and film.with_suffix(".vtt").is_file()


def test_a_transparent_webm_shows_only_what_is_drawn(chapter: str) -> None:
    (film,) = render(chapter, quality=TINY, format="webm", transparent=True)
    decoder = av.codec.CodecContext.create("libvpx-vp9", "r")  # the one that knows transparency
    with av.open(str(film)) as source:
        frames = [frame for packet in source.demux(video=0) for frame in decoder.decode(packet)]
    last = frames[-1].to_ndarray(format="rgba").astype(int)
    assert len(frames) == FRAMES
    assert last[72, 128, 3] >= 250 and last[10, 10, 3] <= 5
    assert np.abs(last[72, 128, :3] - GREEN).max() <= 40  # the decoder's colours, not BT.709's


def test_a_transparent_png_has_straight_colours(chapter: str) -> None:
    (still,) = render(chapter, quality=TINY, format="png", transparent=True)
    with Image.open(still) as image:
        assert image.getpixel((128, 72)) == (*GREEN, 255) and image.getpixel((9, 9))[3] == 0


def test_marks_of_a_joined_film_are_its_chapters(chapter: str, tmp_path: Path) -> None:
    other = write_chapter(tmp_path, "other.py")
    (film,) = render([chapter, other], quality=TINY, joined=True)
    with av.open(str(film)) as source:
        marks = source.chapters()
        seconds = [
            float(mark[key] * mark["time_base"]) for mark in marks for key in ("start", "end")
        ]
    assert [mark["metadata"]["title"] for mark in marks] == ["Little", "Other"]
    assert seconds == pytest.approx([0, FRAMES / 5, FRAMES / 5, 2 * FRAMES / 5])


def test_frames_a_second_change_the_frames_and_not_the_length(chapter: str) -> None:
    (film,) = render(chapter, quality=TINY, fps=10)
    frames = decoded(film)
    assert len(frames) == 2 * (FRAMES - 1) + 1  # half a second is 3 frames of 5, and 5 of 10
    assert frames[-1].time == pytest.approx(3.6)


@pytest.mark.parametrize(("shape", "size"), [("square", (144, 144)), ("portrait", (144, 256))])
def test_shapes_show_the_stage_in_panes_and_upright_ones_name_the_chapter(
    shape: str, size: tuple[int, int], chapter: str
) -> None:
    """A green square of 3 units around the middle of the stage is where its pane puts it."""
    (still,) = render(chapter, quality=TINY, format="png", shape=shape)
    with Image.open(still) as image:
        seen = np.asarray(image).astype(int)
    width, height = image.size
    assert (width, height) == size
    layout = get_layout(shape, width / height)
    pane, unit = layout.pane_at(np.zeros(3)), width / layout.width
    x, y, _ = pane.place(np.zeros(3)) * unit
    column, row = int(width / 2 + x), int(height / 2 - y)
    assert list(seen[row, column]) == GREEN
    sides = [(line == GREEN).all(axis=1).sum() for line in (seen[row], seen[:, column])]
    np.testing.assert_allclose(sides, 3 * unit * np.array([pane.across, pane.up]), atol=2)
    if shape == "square":
        return
    assert layout.heading is not None
    row = round((0.5 - layout.heading / layout.height) * height)
    assert seen[row - 5 : row + 5].max() > 80, "the heading is missing"


@pytest.mark.parametrize("name", ["l", "m", "h", "k"])
def test_every_quality_has_every_shape(name: str) -> None:
    wide, square, upright = (get_quality(name, shape=s) for s in ("wide", "square", "portrait"))
    assert square.width == square.height == upright.width == wide.height
    assert abs(upright.height - wide.width) <= 2


def test_a_still_at_a_time_is_that_frame_of_the_film(chapter: str) -> None:
    (film,) = render(chapter, quality=TINY)
    frames = decoded(film)
    for seconds in (1.0, 2.4, 3.7):
        (still,) = render(chapter, quality=TINY, format="png", at=seconds, out="still.png")
        with Image.open(still) as image:
            difference = np.abs(np.asarray(image) - pixels(frames[int(seconds * 5 + 1e-6)]))
        assert difference.mean() < 4.0, f"another picture at {seconds} s"
        assert difference[72, 128].max() <= 12  # where a square of 51 levels a frame appears
    with pytest.raises(InputError, match=r"after the end: the film lasts 3.8 s"):
        render(chapter, quality=TINY, format="png", at=3.8)


def test_burnt_in_subtitles_have_a_strip_of_their_own(chapter: str) -> None:
    (film,) = render(chapter, quality=TINY, burn=True)
    strips = [pixels(frame)[-16:].max() for frame in decoded(film)]
    assert min(strips[:7]) > 120, "the narration of 25 characters is missing"
    assert max(strips[8:]) < 60, "it did not go away"


def test_people_can_read_what_a_film_is_about(chapter: str) -> None:
    (film,) = render(chapter, quality=TINY, function="sin(3*x)", box=(0, 1))
    with av.open(str(film)) as source:
        told = source.metadata
    assert told["title"] == "Little"
    assert told["comment"].startswith("A chapter for the tests. About sin(3*x). Made with uat ")
    assert [beat.text for beat in read_beats(film)] == ["Hello, says the narrator."]


def test_no_film_overwrites_that_of_another_function() -> None:
    """Names tell functions and boxes apart, and the same one is always called the same."""
    specs = [
        FilmSpec(function, box)
        for function in (
            "nielsen",
            "sin(3*x)",
            "sin(3+x)",
            "sin 3 x",
            "-x",
            "x",
            "x" * 40,
            "x" * 41,
        )
        for box in (None, ((0.0, 1.0),), ((0.0, 2.0),))
    ]
    names = [file_name("bump", spec) for spec in specs]
    assert len(set(names)) == len(specs)
    assert names == [file_name("bump", spec) for spec in specs]
    assert file_name("bump", FilmSpec()) == "bump" and names[0] == "bump-nielsen"
    assert all(re.fullmatch(r"bump-[A-Za-z0-9-]{1,37}", name) for name in names)
    assert file_name("bump", FilmSpec(np.hypot)) == "bump-hypot"


@pytest.mark.parametrize("transparent", [False, True])
def test_a_light_film_has_dark_text_on_white(transparent: bool, tmp_path: Path) -> None:
    text = CHAPTER.replace("#ff0000", DARK.text)
    (still,) = render(
        write_chapter(tmp_path, "light.py", text.split("class Second")[0]), quality=TINY,
        format="png", theme="light", transparent=transparent,
    )  # fmt: skip
    with Image.open(still) as image:
        square, ground = image.getpixel((164, 72)), image.getpixel((9, 9))
    assert square[:3] == (28, 28, 28)
    assert ground == ((0, 0, 0, 0) if transparent else (255, 255, 255))


def test_each_colour_becomes_its_light_shade_and_a_blend_stays_between() -> None:
    dark, light = (np.array([rgb(color) for color in astuple(one)]) for one in (DARK, LIGHT))
    shown = shaded(np.column_stack([dark, np.full(len(dark), 0.5)]), "light")
    np.testing.assert_allclose(shown[:, :3], light, atol=1 / 255)
    assert (shown[:, 3] == 0.5).all()
    ends = rgb(DARK.background), rgb(DARK.text)
    path = [np.append(ends[0] + t * np.subtract(*ends[::-1]), 1.0) for t in np.linspace(0, 1, 21)]
    grey = shaded(np.array(path), "light")[:, :3].mean(axis=1)
    assert grey[0] > 0.99 and grey[-1] < 0.12 and (grey >= 0.1).all()
    land = np.array([[*rgb(CLASSES[1]), 1.0]])
    np.testing.assert_array_equal(shaded(land, "light"), land, "a class keeps its colour")


def test_a_poster_is_beside_the_film_and_its_cover(chapter: str) -> None:
    seen: list[Path] = []
    (film,) = render(chapter, quality=TINY, poster=True, on_file=seen.append)
    assert seen == [film, film.with_suffix(".jpg")]
    with Image.open(seen[1]) as image:
        assert image.size == (256, 144)
    with av.open(str(film)) as source:
        covers = [stream for stream in source.streams.video if stream.disposition == 1024]
        assert len(covers) == 1
    assert len(decoded(film)) == FRAMES


def test_the_manifest_tells_chapters_beats_and_files(chapter: str, tmp_path: Path) -> None:
    (film,) = render(chapter, quality=TINY, manifest=True)
    data = json.loads(film.with_suffix(".json").read_text())
    (row,) = data["films"]
    (part,) = row["chapters"]
    assert data["spec"]["quality"]["width"] == 256 and data["versions"]["manim"] == "0.22.0"
    assert (row["frames"], row["seconds"]) == (FRAMES, FRAMES / 5)
    assert [shot["name"] for shot in part["shots"]] == ["FirstShot", "Second"]
    (beat,) = part["beats"]
    assert beat == {
        "number": 1, "start": 0.0, "end": 1.6, "narration": "Hello, says the narrator."
    }  # fmt: skip
    assert [entry["file"] for entry in row["files"]] == ["little.mp4", "little.srt", "little.vtt"]
    for entry in row["files"]:
        written = (film.parent / entry["file"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(written).hexdigest()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"transparent": True}, "choose the format mov, webm or png"),
        ({"at": 1.0}, "choose the format png"),
        ({"format": "png", "at": -1.0}, "seconds from its start"),
        ({"shape": "round"}, "wide, square, portrait"),
        ({"theme": "white"}, "dark, light"),
        ({"fps": 0}, "from 1 to 120"),
    ],
)
def test_what_has_no_meaning_is_refused(options: dict[str, Any], words: str, chapter: str) -> None:
    with pytest.raises(InputError, match=words):
        render(chapter, quality=TINY, **options)


@pytest.mark.parametrize(("transparent", "tag"), [(False, "apch"), (True, "ap4h")])
def test_a_mov_for_editors_is_prores(chapter: str, transparent: bool, tag: str) -> None:
    (film,) = render(chapter, quality=TINY, format="mov", transparent=transparent)
    with av.open(str(film)) as source:
        assert source.streams.video[0].codec_context.codec_tag == tag
    frames = decoded(film)
    last = frames[-1].to_ndarray(format="rgba").astype(int)
    assert len(frames) == FRAMES and all(frame.key_frame for frame in frames)
    assert np.abs(pixels(frames[-1])[72, 128] - GREEN).max() <= 12
    assert (last[72, 128, 3], last[10, 10, 3]) == (255, 0 if transparent else 255)
