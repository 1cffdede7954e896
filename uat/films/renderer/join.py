"""Join encoded pieces packet by packet: nothing is decoded, so nothing is lost or slow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.stream import Disposition

from uat.films.renderer.subtitles import Caption, to_srt

__all__ = [
    "Caption",
    "Mark",
    "count_frames",
    "frame_rate",
    "join",
    "joined_captions",
    "read_captions",
    "to_srt",
]

MILLISECOND = Fraction(1, 1000)
FORMATS = {".mp4": "mp4", ".webm": "webm"}


@dataclass(frozen=True)
class Mark:
    """Where a chapter of a film begins and ends, in seconds, and its title."""

    start: float
    end: float
    title: str


def join(
    parts: Sequence[Path],
    target: Path,
    captions: Sequence[Caption] = (),
    *,
    marks: Sequence[Mark] = (),
    title: str = "",
    cover: Any = None,
) -> int:
    """Write the frames of `parts`, in order, to the file `target`; return how many there are.

    The parts must come from the same encoder settings. The captions are kept in the file's comment.
    marks: the chapters that players show. cover: a picture, an RGB array (height, width, 3), that
    an mp4 shows before it is played.
    """
    kind = FORMATS.get(target.suffix, "mp4")
    options = {"movflags": "faststart"} if kind == "mp4" else {}
    frames = 0
    with av.open(str(target), "w", format=kind, options=options) as film:
        film.metadata["comment"] = json.dumps([astuple(caption) for caption in captions])
        if title:
            film.metadata["title"] = title
        if marks:
            film.set_chapters([_chapter(n, mark) for n, mark in enumerate(marks)])
        stream: Any = None
        for part in parts:
            with av.open(str(part)) as source:
                video = source.streams.video[0]
                rate = round(frame_rate(video))
                if stream is None:
                    stream = film.add_stream_from_template(video)
                    if cover is not None and kind == "mp4":
                        _attach(film, cover)
                for packet in source.demux(video):
                    if packet.size == 0:
                        continue
                    packet.stream = stream
                    packet.time_base = Fraction(1, rate)
                    packet.pts = packet.dts = frames
                    packet.duration = 1
                    film.mux(packet)
                    frames += 1
    return frames


def _chapter(number: int, mark: Mark) -> Any:
    return {
        "id": number,
        "start": round(mark.start / MILLISECOND),
        "end": round(mark.end / MILLISECOND),
        "time_base": MILLISECOND,
        "metadata": {"title": mark.title},
    }


def _attach(film: Any, cover: Any) -> None:
    """Add a picture as the film's cover."""
    stream = film.add_stream("mjpeg")
    stream.height, stream.width = cover.shape[:2]
    stream.pix_fmt = "yuvj420p"
    stream.disposition = Disposition.attached_pic
    frame = av.VideoFrame.from_ndarray(cover, format="rgb24").reformat(format="yuvj420p")
    frame.pts = 0
    film.mux(stream.encode(frame) + stream.encode(None))


def frame_rate(video: Any) -> Fraction:
    """Return a stream's frames a second; PyAV's fractions cannot be rounded from version 19 on."""
    return Fraction(video.average_rate or video.guessed_rate or 1)


def count_frames(path: Path) -> int:
    """Count a film's frames: from its index, or by counting packets if it has none."""
    with av.open(str(path)) as source:
        video = source.streams.video[0]
        return video.frames or sum(packet.size > 0 for packet in source.demux(video))


def read_captions(path: Path) -> list[Caption]:
    """Read the captions that `join` put into a file."""
    with av.open(str(path)) as source:
        comment = source.metadata.get("comment") or source.metadata.get("COMMENT")
    return [Caption(*row) for row in json.loads(comment or "[]")]


def joined_captions(parts: Iterable[Path], fps: int) -> list[Caption]:
    """Join the captions of consecutive parts, on the clock of the whole."""
    captions: list[Caption] = []
    start = 0.0
    for part in parts:
        captions += [caption.shifted(start) for caption in read_captions(part)]
        start += count_frames(part) / fps
    return captions
