"""Say how long a narration takes: by its sound, or, where it is silent, by how fast people read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from uat.films.voice.sentences import is_question

READING = 17.0  # characters a second
SHORTEST = 1.2  # seconds that a sentence stays
AIR = 0.4  # seconds of silence after a sentence
THINKING = 2.0  # seconds of silence after a question


@dataclass(frozen=True)
class Sentence:
    """A sentence of a narration, in seconds from its beginning.

    sound: how long it is heard; 0 if it is read. end: when the next one may begin.
    """

    text: str
    start: float
    sound: float
    end: float


@dataclass(frozen=True)
class Beat:
    """A beat of a film: what is said from `start` to at least the end of the last sentence.

    number: of the beat in its shot or film, from 1 on. Times are seconds.
    """

    number: int
    start: float
    end: float
    text: str
    sentences: tuple[Sentence, ...]

    def moved(self, seconds: float, numbers: int) -> Beat:
        """Return the beat on a clock that began `seconds`, and `numbers` beats, earlier."""
        start, end = self.start + seconds, self.end + seconds
        return replace(self, number=self.number + numbers, start=start, end=end)


def paced(heard: Sequence[tuple[str, float]]) -> tuple[Sentence, ...]:
    """Place sentences one after the other. heard: each one's text, and its sound in seconds."""
    placed: list[Sentence] = []
    clock = 0.0
    for text, sound in heard:
        end = clock + speaking_time(text, sound)
        if is_question(text):
            end = max(end, clock + (sound or reading_time(text)) + THINKING)
        placed.append(Sentence(text, clock, sound, end))
        clock = end
    return tuple(placed)


def speaking_time(text: str, sound: float) -> float:
    """Return the seconds of a sentence with the air after it, without a silence to think."""
    return max(sound + (AIR if sound else 0.0), reading_time(text))


def reading_time(text: str) -> float:
    """Return the seconds that it takes to read a sentence."""
    return max(SHORTEST, len(text) / READING)
