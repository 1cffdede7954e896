"""Frames become H.264: converted to BT.709, tagged as such, without frames that refer forward.

Manim's own writer leaves the colours untagged and encodes slowly. `FilmWriter` replaces the one
private method that makes an encoder (checked against manim 0.22.0 by a test), and counts frames.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from manim.scene.scene_file_writer import SceneFileWriter
from numpy.typing import NDArray

from uat.film.join import Caption, join
from uat.film.spec import Quality

BT709 = 1  # its number in H.264 for primaries, transfer and matrix
LIMITED_RANGE = 1


class SegmentEncoder:
    """Writes equally long frames into one silent mp4; Manim calls it from a thread of its own."""

    def __init__(self, target: Path, quality: Quality, threads: int = 1) -> None:
        self.target = target
        self._next = 0
        self._time_base = Fraction(1, quality.fps)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._container = av.open(str(target), "w", format="mp4")
        self._stream: Any = self._container.add_stream("libx264", rate=quality.fps)
        self._stream.width, self._stream.height = even(quality.width), even(quality.height)
        self._stream.pix_fmt = "yuv420p"
        context = self._stream.codec_context
        context.thread_count = threads
        context.color_primaries = context.color_trc = context.colorspace = BT709
        context.color_range = LIMITED_RANGE
        self._stream.options = {
            "preset": quality.preset,
            "crf": str(quality.crf),
            "bf": "0",  # no frame refers forward, so that shots join packet by packet
        }

    def write_frame(self, pixels: NDArray[np.uint8], *, repeat: int = 1) -> None:
        """Add a picture, (height, width, 4), to be shown for `repeat` frames."""
        picture = av.VideoFrame.from_ndarray(pixels, format="rgba").reformat(
            width=self._stream.width,
            height=self._stream.height,
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        picture.time_base = self._time_base
        for _ in range(repeat):
            picture.pts = self._next
            self._next += 1
            self._container.mux(self._stream.encode(picture))

    def finish(self) -> None:
        self._container.mux(self._stream.encode(None))
        self._container.close()

    def abort(self) -> None:
        self._container.close()
        self.target.unlink(missing_ok=True)


class FilmWriter(SceneFileWriter):
    """Manim's writer with our encoder. Subclasses made by `film_writer` know the quality."""

    quality: Quality
    on_frames: Callable[[int], None]

    def _create_segment_encoder(self, target: Path) -> Any:
        return SegmentEncoder(target, self.quality)

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        super().write_frame(pixels, repeat=repeat)
        self.on_frames(repeat)

    def finish(self) -> None:
        """Join the segments, one a play, into the shot, with its subtitles as a comment in it."""
        self.join_all_encode_jobs()
        segments = [Path(name) for name in self.partial_movie_files if name is not None]
        captions = tuple(
            Caption(c.start.total_seconds(), c.end.total_seconds(), c.content)
            for c in self.subcaptions
        )
        self.final_file_path = self.movie_file_path
        self.final_file_path.parent.mkdir(parents=True, exist_ok=True)
        join(segments, self.final_file_path, captions)


def film_writer(quality: Quality, on_frames: Callable[[int], None]) -> type[FilmWriter]:
    """A writer class for `CairoRenderer(file_writer_class=...)`; on_frames gets each new count."""
    body = {"quality": quality, "on_frames": staticmethod(on_frames)}
    return type("ShotWriter", (FilmWriter,), body)


def even(size: int) -> int:
    """H.264 halves the colour planes, so widths and heights are even."""
    return size - size % 2
