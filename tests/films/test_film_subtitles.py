"""Subtitle files, and long narrations in parts."""

from itertools import pairwise

import pytest
import srt

from uat.films.renderer.subtitles import Caption, clock, split, to_srt, to_vtt

LONG = "Take five pairs of neurons, for five bumps side by side. Each has a height of its own. " * 3


def test_an_srt_file_is_read_back() -> None:
    captions = [Caption(0.0, 1.25, "One."), Caption(3725.5, 3726.0, "Two, an hour later.")]
    read = list(srt.parse(to_srt(captions)))
    assert [entry.content for entry in read] == ["One.", "Two, an hour later."]
    assert [entry.start.total_seconds() for entry in read] == [0.0, 3725.5]


def test_webvtt_has_its_own_clock_and_escapes() -> None:
    text = to_vtt([Caption(61.5, 62.0, "if a < b & c")])
    assert text == "WEBVTT\n\n00:01:01.500 --> 00:01:02.000\nif a &lt; b &amp; c\n"


def test_the_clock_rounds_to_milliseconds() -> None:
    assert clock(59.9996) == "00:01:00,000"


@pytest.mark.parametrize("columns", [20, 46, 105])
def test_long_narration_is_split_and_nothing_is_lost(columns: int) -> None:
    parts = split([Caption(2.0, 12.0, LONG.strip()), Caption(12.0, 13.0, "Short.")], columns)
    assert " ".join(part.text for part in parts).split() == (LONG + "Short.").split()
    assert max(len(line) for part in parts for line in part.text.split("\n")) <= columns
    assert max(part.text.count("\n") for part in parts) <= 1
    times = [parts[0].start, *(part.end for part in parts)]
    assert times == sorted(times) and times[0] == 2.0 and times[-1] == pytest.approx(13.0)
    assert all(a.end == pytest.approx(b.start) for a, b in pairwise(parts))
