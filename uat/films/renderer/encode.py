"""Encode frames as H.264, VP9 or ProRes: in BT.709, tagged so, and none refers forward.

Manim's own writer leaves the colours untagged and encodes slowly. `FilmWriter` replaces the one
private method that makes an encoder (checked against manim 0.22.0 by a test), and counts frames.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from av.video.stream import VideoStream
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter
from numpy.typing import NDArray

from uat.films.renderer.spec import CODECS, TRANSPARENT, Quality

BT709 = 1  # its number in H.264 for primaries, transfer and matrix
LIMITED_RANGE = 1


class SegmentEncoder:
    """A writer of equally long frames into a silent film; Manim calls it from a thread."""

    def __init__(self, target: Path, quality: Quality) -> None:
        self.target = target
        self._next = 0
        self._time_base = Fraction(1, quality.fps)
        target.parent.mkdir(parents=True, exist_ok=True)
        codec = CODECS[quality.codec]
        self._container = av.open(str(target), "w", format=codec.container)
        stream = self._container.add_stream(codec.encoder, rate=quality.fps)
        self._stream = cast(VideoStream, stream)
        self._stream.width, self._stream.height = even(quality.width), even(quality.height)
        self._stream.pix_fmt = codec.pixels
        context = self._stream.codec_context
        context.thread_count = 1
        context.color_primaries = context.color_trc = context.colorspace = BT709
        context.color_range = LIMITED_RANGE
        self._stream.options = _options(quality)

    def write_frame(self, picture: av.VideoFrame, *, repeat: int = 1) -> None:
        """Add a picture in the encoder's own colours, to be shown for `repeat` frames."""
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


class Converter:
    """A converter of Cairo's pixels to the encoder's colours: BT.709, half as many for hue."""

    def __init__(self, quality: Quality) -> None:
        self._format = CODECS[quality.codec].pixels
        self._alpha = quality.codec in TRANSPARENT.values()
        self._reformatter = VideoReformatter()  # keeps its tables from frame to frame

    def convert(self, pixels: NDArray[np.uint8]) -> av.VideoFrame:
        """Convert pixels (height, width, 4), which may change as soon as this returns."""
        if self._alpha:
            pixels = straight(pixels)
        height, width = (even(size) for size in pixels.shape[:2])
        pixels = np.ascontiguousarray(pixels[:height, :width])
        picture = self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format=self._format,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.POINT,  # nothing is scaled: the same picture, sooner
        )
        assert picture is not None
        return picture


def _options(quality: Quality) -> dict[str, object]:
    """Return the encoder's settings: no frame refers forward, so shots join by packets."""
    if quality.codec == "h264":
        return {"preset": quality.preset, "crf": str(quality.crf), "bf": "0"}
    if quality.codec.startswith("prores"):
        return {"profile": "4" if quality.codec == "proresa" else "3", "vendor": "apl0"}
    return {
        "deadline": "good",
        "cpu-used": "5",
        "row-mt": "1",
        "b:v": "0",
        "crf": str(quality.crf + 12),  # VP9 counts to 63, H.264 to 51
        "lag-in-frames": "0",
        "auto-alt-ref": "0",
    }


def straight(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return colours as files want them: Cairo's are multiplied by their opacity."""
    result = np.array(pixels, order="C")
    result.view(np.uint32)[..., 0] *= result[..., 3] > 0
    edges = np.flatnonzero((result[..., 3] - np.uint8(1)) < 254)  # neither clear nor opaque: few
    some = result.reshape(-1, 4)[edges].astype(np.uint16)
    opacity = some[:, 3:]
    colours = (some[:, :3] * 255 + opacity // 2) // opacity
    result.reshape(-1, 4)[edges, :3] = np.minimum(colours, 255)
    return result


@dataclass(frozen=True, eq=False)
class Strip:
    """A strip of subtitles: pixels from row `top` on, from frame `start` up to frame `stop`."""

    start: int
    stop: int
    top: int
    pixels: NDArray[np.uint8]

    def put(self, picture: Any) -> Any:
        """Return a copy of a picture with the strip in it."""
        picture = picture.copy()
        picture[self.top : self.top + len(self.pixels)] = self.pixels
        return picture


def _runs(strips: Sequence[Strip], first: int, count: int) -> Iterator[tuple[int, Strip | None]]:
    """Split `count` frames from number `first` on into runs that have the same strip."""
    ends = {end for s in strips for end in (s.start, s.stop) if first < end < first + count}
    for start, stop in pairwise([first, *sorted(ends), first + count]):
        yield stop - start, next((s for s in strips if s.start <= start < s.stop), None)


class FilmWriter(SceneFileWriter):
    """Manim's writer with our encoder. Subclasses made by `film_writer` know the quality."""

    quality: Quality
    on_frames: Callable[[int], None]

    def _create_segment_encoder(self, target: Path) -> Any:
        return SegmentEncoder(target, self.quality)

    strips: Sequence[Strip] = ()  # of the beat that is being said
    _converter: Converter | None = None
    written = 0

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        """Add a picture for `repeat` frames, with the strips of subtitles that belong to them."""
        for count, strip in _runs(self.strips, self.written, repeat):
            picture = pixels if strip is None else strip.put(pixels)
            super().write_frame(self._converted(picture), repeat=count)
        self.written += repeat
        self.on_frames(repeat)

    def _converted(self, pixels: Any) -> Any:
        if self._converter is None:
            self._converter = Converter(self.quality)
        return self._converter.convert(pixels)

    def finish(self) -> None:
        """Wait for the segments, one a play; `segments` then lists them."""
        self.join_all_encode_jobs()

    @property
    def segments(self) -> list[Path]:
        return [Path(name) for name in self.partial_movie_files if name is not None]


class FilmRenderer(CairoRenderer):
    """Manim's renderer without two copies of each picture: FilmWriter converts it at once."""

    def get_frame(self) -> Any:
        return self.camera.pixel_array

    def save_static_frame_data(self, scene: Any, static_mobjects: Any) -> Any:
        picture = super().save_static_frame_data(scene, static_mobjects)
        self.static_image = None if picture is None else picture.copy()
        return self.static_image


def film_writer(quality: Quality, on_frames: Callable[[int], None]) -> type[FilmWriter]:
    """Make a writer class for `CairoRenderer(file_writer_class=...)`; on_frames gets counts."""
    body = {"quality": quality, "on_frames": staticmethod(on_frames)}
    return type("ShotWriter", (FilmWriter,), body)


def even(size: int) -> int:
    """Round to an even number: H.264 halves the colour planes, widths and heights."""
    return size - size % 2
