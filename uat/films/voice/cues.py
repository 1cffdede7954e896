"""Subtitles are the narration in cues: two lines at most, slow enough to be read."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from uat.films.voice.pace import Beat
from uat.films.voice.sentences import lines, parts


@dataclass(frozen=True)
class Cue:
    """Lines that are shown between two times in seconds."""

    start: float
    end: float
    text: str


def cues(beats: Iterable[Beat]) -> list[Cue]:
    """Return the cues of beats; a long sentence has several, each for a time like its length."""
    found: list[Cue] = []
    for beat in beats:
        for sentence in beat.sentences:
            pieces = parts(sentence.text)
            clock = beat.start + sentence.start
            pace = (sentence.end - sentence.start) / sum(map(len, pieces))
            for piece in pieces:
                found.append(Cue(clock, clock + pace * len(piece), lines(piece)))
                clock = found[-1].end
    return found


def to_srt(found: Iterable[Cue]) -> str:
    """Write cues as the text of an .srt file."""
    blocks = [
        f"{number}\n{clock(cue.start)} --> {clock(cue.end)}\n{cue.text}\n"
        for number, cue in enumerate(found, 1)
    ]
    return "\n".join(blocks)


def to_vtt(found: Iterable[Cue]) -> str:
    """Write cues as the text of a WebVTT file, which browsers read."""
    blocks = ["WEBVTT\n"]
    for cue in found:
        start, end = (clock(time, ".") for time in (cue.start, cue.end))
        blocks.append(f"{start} --> {end}\n{html.escape(cue.text, quote=False)}\n")
    return "\n".join(blocks)


def clock(seconds: float, point: str = ",") -> str:
    """Write a time as subtitle files do: 00:01:02,345."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{point}{rest % 1000:03}"
