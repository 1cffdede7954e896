"""A film's sound in a file of its own: sentences in their places, silence between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from uat.films.voice.sound import RATE, Samples, frame
from uat.films.voice.voice import Placed

BITS = 96_000  # a second
CODECS = {".mp4": ("aac", "mp4"), ".mov": ("aac", "mov"), ".webm": ("libopus", "webm")}


def write_track(placed: Iterable[Placed], seconds: float, target: Path) -> None:
    """Write sounds, in the order in which they begin, as a file so many seconds long.

    AAC, or Opus in a .webm; 48 000 samples a second, one channel.
    """
    codec, form = CODECS[target.suffix]
    with av.open(str(target), "w", format=form) as file:
        stream: Any = file.add_stream(codec, rate=RATE, layout="mono")
        stream.bit_rate = BITS
        clock = 0
        for part in _blocks(placed, round(seconds * RATE)):
            made = frame(part)
            made.pts, made.time_base = clock, Fraction(1, RATE)
            clock += part.size
            file.mux(stream.encode(made))
        file.mux(stream.encode(None))


def _blocks(placed: Iterable[Placed], total: int) -> Iterator[Samples]:
    """Lay sounds and silence end to end; a sound waits for the one before, and ends with all."""
    clock = 0
    for second, samples in placed:
        start = min(round(second * RATE), total)
        if start > clock:
            yield np.zeros(start - clock, np.float32)
            clock = start
        part = samples[: total - clock]
        if part.size:
            yield part
            clock += part.size
    if clock < total:
        yield np.zeros(total - clock, np.float32)
