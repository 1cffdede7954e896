"""Cut a film into one clip a beat, packet by packet: beats begin with whole pictures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from uat.base.errors import InputError, RenderError
from uat.base.files import cannot
from uat.films.renderer.join import FORMATS, add_stream_like, frame_rate
from uat.films.voice.pace import Beat


def write_clips(
    film: Path, beats: Sequence[Beat], folder: Path, only: int | None = None
) -> list[Path]:
    """Write the beats of a film into a folder as NAME-01.mp4, NAME-02.mp4 … and return the files.

    The clips together are the film: the first begins with it, and each lasts until the next beat.
    only: the number of the one that is wanted, from 1. Raises InputError if there is none.
    """
    if only is not None and not 1 <= only <= len(beats):
        raise InputError(f"there is no beat {only}: {film.name} has beats 1 to {len(beats)}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot("make the folder", folder, error) from error
    files = [
        folder / f"{film.stem}-{number:02}{film.suffix}" for number in range(1, len(beats) + 1)
    ]
    starts = [0.0, *(beat.start for beat in beats[1:])]
    with av.open(str(film)) as source, ExitStack() as stack:
        clips: dict[int, _Clip] = {}
        video = source.streams.video[0]
        near = {"video": 0.5 / float(frame_rate(video)), "audio": 0.0}  # seconds: half a picture
        kept = [video, *source.streams.audio]
        for packet in source.demux(kept):
            if packet.size == 0 or packet.pts is None:
                continue
            second = float(packet.pts * packet.time_base)
            number = max(0, bisect_right(starts, second + near[packet.stream.type]) - 1)
            if only is not None and number != only - 1:
                continue
            if number not in clips:
                out = stack.enter_context(_open(files[number]))
                clips[number] = _Clip(out, kept, starts[number])
            clips[number].put(packet)
    return [files[number] for number in sorted(clips)]


def _open(target: Path) -> Any:
    return av.open(str(target), "w", format=FORMATS[target.suffix])


class _Clip:
    """A file that is being written, with the streams of the film it is cut from."""

    def __init__(self, out: Any, streams: Sequence[Any], start: float) -> None:
        self._out, self._start = out, Fraction(start)
        self._streams = {stream.index: add_stream_like(out, stream) for stream in streams}
        self._begun = False

    def put(self, packet: Any) -> None:
        """Add a packet on the clip's own clock. Raises RenderError if it cannot begin with it."""
        if packet.stream.type == "video" and not self._begun:
            if not packet.is_keyframe:
                raise RenderError("the film cannot be cut at this beat: no picture stands alone")
            self._begun = True
        moved = max(0, packet.pts - round(self._start / packet.time_base))
        packet.stream = self._streams[packet.stream.index]
        packet.pts = packet.dts = moved
        self._out.mux(packet)
