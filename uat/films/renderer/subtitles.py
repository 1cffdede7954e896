"""Write what a narrator says, and when: as .srt, as WebVTT, and in lines to burn in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Caption:
    """A beat: what a narrator says between two times in seconds.

    shown: the caption in the picture meanwhile, in Typst markup; "" if there is none.
    """

    start: float
    end: float
    text: str
    shown: str = ""

    def shifted(self, seconds: float) -> Caption:
        return Caption(self.start + seconds, self.end + seconds, self.text, self.shown)


def to_srt(captions: Iterable[Caption]) -> str:
    """Write captions as the text of an .srt file."""
    blocks = [
        f"{number}\n{clock(caption.start)} --> {clock(caption.end)}\n{caption.text}\n"
        for number, caption in enumerate(captions, 1)
    ]
    return "\n".join(blocks)


def to_vtt(captions: Iterable[Caption]) -> str:
    """Write captions as the text of a WebVTT file, which browsers read."""
    blocks = ["WEBVTT\n"]
    for caption in captions:
        start, end = (clock(time, ".") for time in (caption.start, caption.end))
        blocks.append(f"{start} --> {end}\n{_escaped(caption.text)}\n")
    return "\n".join(blocks)


def split(captions: Iterable[Caption], columns: int, lines: int = 2) -> list[Caption]:
    """Split captions to `lines` lines of `columns` characters; long ones follow each other.

    Each part is shown for a time in proportion to its length.
    """
    parts: list[Caption] = []
    for caption in captions:
        rows = textwrap.wrap(caption.text, columns) or [""]
        count = -(-len(rows) // lines)
        rows = textwrap.wrap(caption.text, _even_columns(caption.text, columns, count * lines))
        texts = ["\n".join(rows[k : k + lines]) for k in range(0, len(rows), lines)]
        start, pace = caption.start, (caption.end - caption.start) / max(1, sum(map(len, texts)))
        for text in texts:
            end = start + pace * len(text)
            parts.append(Caption(start, end, text, caption.shown))
            start = end
    return parts


def _even_columns(text: str, columns: int, rows: int) -> int:
    """Find the narrowest width at which the text has no more rows, so that rows are alike."""
    if len(text) <= columns:
        return columns
    width = max(1, len(text) // rows)
    while width < columns and len(textwrap.wrap(text, width)) > rows:
        width += 1
    return width


def clock(seconds: float, point: str = ",") -> str:
    """Write a time as subtitle files do: 00:01:02,345."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
