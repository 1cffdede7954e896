"""Join encoded pieces packet by packet: nothing is decoded, so nothing is lost or slow."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.stream import Disposition

from uat.films.voice.pace import Beat, Sentence

MILLISECOND = Fraction(1, 1000)
FORMATS = {".mp4": "mp4", ".webm": "webm", ".mov": "mov"}
FLAGS = {"mp4": "faststart", "mov": "use_metadata_tags"}  # a .mov has no synopsis of its own


@dataclass(frozen=True)
class Mark:
    """Where a chapter of a film begins and ends, in seconds, and its title."""

    start: float
    end: float
    title: str


def join(
    parts: Sequence[Path],
    target: Path,
    beats: Sequence[Beat] = (),
    *,
    sound: Path | None = None,
    marks: Sequence[Mark] = (),
    title: str = "",
    about: str = "",
    cover: Any = None,
) -> int:
    """Write the frames of `parts`, in order, to the file `target`; return how many there are.

    The parts must come from the same encoder settings. about: what people read as the comment. The
    beats are kept as JSON in the synopsis, or in the comment of a part, which says nothing else.
    sound: a file with the film's sound.
    marks: the chapters that players show. cover: a picture, an RGB array (height, width, 3), that
    an mp4 shows before it is played.
    """
    kind = FORMATS.get(target.suffix, "mp4")
    options = {"movflags": FLAGS[kind]} if kind in FLAGS else {}
    frames = 0
    with av.open(str(target), "w", format=kind, options=options) as film:
        told = json.dumps([astuple(beat) for beat in beats])
        film.metadata.update({"comment": about, "synopsis": told} if about else {"comment": told})
        if title:
            film.metadata["title"] = title
        if marks:
            film.set_chapters([_chapter(n, mark) for n, mark in enumerate(marks)])
        heard = _Heard(sound, film)
        stream: Any = None
        for part in parts:
            with av.open(str(part)) as source:
                video = source.streams.video[0]
                rate = round(frame_rate(video))
                if stream is None:
                    stream = add_stream_like(film, video)
                    heard.begin()
                    if cover is not None and kind == "mp4":
                        _attach(film, cover)
                for packet in source.demux(video):
                    if packet.size == 0:
                        continue
                    packet.stream = stream
                    packet.time_base = Fraction(1, rate)
                    packet.pts = packet.dts = frames
                    packet.duration = 1
                    heard.until(frames / rate)
                    film.mux(packet)
                    frames += 1
        heard.until(math.inf)
    return frames


def add_stream_like(film: Any, source: Any) -> Any:
    """Add a stream for packets of another one; a .mov says which of the ProRes family it is."""
    stream = film.add_stream_from_template(source)
    if film.format.name == "mov":
        stream.codec_context.codec_tag = source.codec_context.codec_tag
    return stream


def _chapter(number: int, mark: Mark) -> Any:
    return {
        "id": number,
        "start": round(mark.start / MILLISECOND),
        "end": round(mark.end / MILLISECOND),
        "time_base": MILLISECOND,
        "metadata": {"title": mark.title},
    }


class _Heard:
    """The packets of a file with sound, which are put between those of the pictures in time."""

    def __init__(self, sound: Path | None, film: Any) -> None:
        self._source: Any = None if sound is None else av.open(str(sound))
        self._film = film
        self._packets: Any = iter(())
        self._waiting: Any = None

    def begin(self) -> None:
        """Add the stream, which has to be there before the first packet."""
        if self._source is not None:
            self._stream = self._film.add_stream_from_template(self._source.streams.audio[0])
            self._packets = (packet for packet in self._source.demux(audio=0) if packet.size)
            self._waiting = next(self._packets, None)

    def until(self, second: float) -> None:
        """Put in what is heard up to a second; the film ends at infinity."""
        while self._waiting is not None and _begins(self._waiting) <= second:
            self._waiting.stream = self._stream
            self._film.mux(self._waiting)
            self._waiting = next(self._packets, None)
        if second == math.inf and self._source is not None:
            self._source.close()


def _begins(packet: Any) -> float:
    return float(packet.pts * packet.time_base)


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


def read_beats(path: Path) -> list[Beat]:
    """Read the beats that `join` put into a file."""
    with av.open(str(path)) as source:
        kept = {key.lower(): text for key, text in source.metadata.items()}
    return to_beats(kept.get("synopsis") or kept.get("comment") or "[]")


def to_beats(text: str) -> list[Beat]:
    """Make beats of the JSON of their fields."""
    return [
        Beat(number, start, end, said, tuple(Sentence(*one) for one in sentences))
        for number, start, end, said, sentences in json.loads(text)
    ]


def joined_beats(parts: Iterable[Path], fps: int) -> list[Beat]:
    """Join the beats of consecutive parts, numbered and on the clock of the whole."""
    beats: list[Beat] = []
    start = 0.0
    for part in parts:
        before = len(beats)
        beats += [beat.moved(start, before) for beat in read_beats(part)]
        start += count_frames(part) / fps
    return beats
