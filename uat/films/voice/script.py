"""A film's narration as a text to be read aloud: a numbered line for every beat."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

HEAD = """\
# One line for every beat: its number, the seconds that it lasts, and what is said.
# Record each as NUMBER.wav (mp3, flac) in one folder; uat render … --voice FOLDER takes them.
"""


def to_script(rows: Sequence[tuple[str, float, str]]) -> str:
    """Write beats as numbered lines. rows: each one's chapter, its seconds, and its text."""
    text, number = HEAD, 0
    for chapter, beats in groupby(rows, key=lambda row: row[0]):
        text += f"\n# {chapter}\n"
        for _, seconds, said in beats:
            number += 1
            text += f"{number:03}  {seconds:5.1f} s  {said}\n"
    return text
