"""What is said: in words, in sentences, in cues, at a pace that can be followed."""

from itertools import pairwise

import pytest
import srt

from uat.films.voice.cues import Cue, clock, cues, to_srt, to_vtt
from uat.films.voice.pace import Beat, paced
from uat.films.voice.sentences import sentences
from uat.films.voice.spoken import in_words, spoken
from uat.films.voice.voice import Silent

LONG = "Take five pairs of neurons, for five bumps side by side. Each has a height of its own. " * 3
SAYINGS = {
    "s = −b/w": "s equals minus b over w",
    "s = -b/w": "s equals minus b over w",
    "It is within 0.01.": "It is within zero point zero one.",
    "350 neurons": "three hundred fifty neurons",
    "12 000 neurons": "twelve thousand neurons",
    "the 16th of 31st, or 90th": "the sixteenth of thirty-first, or ninetieth",
    "2x and 12,000 y": "two x and twelve thousand y",
    "1,048,576 pieces": "one million forty-eight thousand five hundred seventy-six pieces",
    "off by 2.5×10^-6": "off by two point five times ten to the minus six",
    "x^2, x², x³": "x squared, x squared, x cubed",
    "σ⁻¹(f)": "sigma inverse f",
    "f(x) = x + 1": "f of x equals x plus one",
    "x - 1": "x minus one",
    "5 % off": "five percent off",
    "two-thirds of it": "two-thirds of it",
    "x ≥ -3": "x is at least minus three",
    "Does it? Yes.": "Does it? Yes.",
}


def beat(text: str, start: float = 0.0) -> Beat:
    said = paced(Silent().heard(1, text))
    return Beat(1, start, start + said[-1].end, text, said)


@pytest.mark.parametrize("shown", SAYINGS)
def test_symbols_and_numbers_have_words(shown: str) -> None:
    assert spoken(shown) == SAYINGS[shown]


def test_whole_numbers_in_words_can_be_read_back() -> None:
    """Read as people do: units add up, hundreds and thousands multiply."""
    units = {in_words(n): n for n in [*range(20), *range(20, 100, 10)]}
    scales = {"thousand": 1000, "million": 10**6, "billion": 10**9}
    for number in (*range(1000), 1001, 1100, 20_020, 999_999, 10**6, 3_000_017, 2 * 10**9 + 5):
        total, group = 0, 0
        for word in in_words(number).replace("-", " ").split():
            if word == "hundred":
                group *= 100
            elif word in scales:
                total, group = total + group * scales[word], 0
            else:
                group += units[word]
        assert total + group == number


def test_sentences_end_at_marks_and_not_inside_numbers() -> None:
    assert sentences("Is it 0.5? No. It's 0.25!") == ["Is it 0.5?", "No.", "It's 0.25!"]


def test_reading_takes_a_second_for_seventeen_characters() -> None:
    said = paced([("x" * 34, 0.0), ("No.", 0.0), ("Why?", 0.0)])
    assert [one.start for one in said] == pytest.approx([0.0, 2.0, 3.2])
    assert said[-1].end == pytest.approx(3.2 + 1.2 + 2.0)  # two seconds to think


def test_a_voice_has_air_after_a_sentence_and_silence_after_a_question() -> None:
    said = paced([("It is so.", 2.0), ("Is it?", 1.0), ("x" * 51, 1.0)])
    assert [one.start for one in said] == pytest.approx([0.0, 2.4, 5.4])
    assert said[-1].end == pytest.approx(5.4 + 3.0)  # too fast to be read along


@pytest.mark.parametrize("text", [LONG.strip(), "Short.", "One word " + "after another " * 30])
def test_cues_are_two_lines_that_can_be_read_and_nothing_is_lost(text: str) -> None:
    found = cues([beat(text, 2.0)])
    assert " ".join(cue.text for cue in found).split() == text.split()
    assert max(len(line) for cue in found for line in cue.text.split("\n")) <= 42
    assert max(cue.text.count("\n") for cue in found) <= 1
    assert max(len(cue.text) / (cue.end - cue.start) for cue in found) <= 17.001
    assert found[0].start == 2.0
    assert all(a.end == pytest.approx(b.start) for a, b in pairwise(found))


def test_a_cue_ends_with_a_clause() -> None:
    long = "The weight of each neuron is large, because only then is it a step that is upright."
    first, second = cues([beat(long)])
    assert first.text.endswith("large,") and second.text.startswith("because")


def test_an_srt_file_is_read_back() -> None:
    read = list(srt.parse(to_srt([Cue(0.0, 1.25, "One."), Cue(3725.5, 3726.0, "Two,\nlater.")])))
    assert [entry.content for entry in read] == ["One.", "Two,\nlater."]
    assert [entry.start.total_seconds() for entry in read] == [0.0, 3725.5]


def test_webvtt_has_its_own_clock_and_escapes() -> None:
    text = to_vtt([Cue(61.5, 62.0, "if a < b & c")])
    assert text == "WEBVTT\n\n00:01:01.500 --> 00:01:02.000\nif a &lt; b &amp; c\n"


def test_the_clock_rounds_to_milliseconds() -> None:
    assert clock(59.9996) == "00:01:00,000"
