"""Animations last as long as the speech: they are stretched or shortened to what is being said.

What fades in or out keeps its time, unless there is too little: what is spoken of has to be there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from uat.films.voice.pace import AIR, THINKING, Beat, Sentence
from uat.films.voice.sentences import is_question

SLOWEST, FASTEST = 3.0, 0.6  # how many times as long an animation may last
REST = 0.3  # seconds of stillness before the next sentence


@dataclass(frozen=True)
class Natural:
    """How many seconds of a beat move, fade and are held, before anything is stretched."""

    moving: float
    fading: float
    waiting: float


@dataclass(frozen=True)
class Pace:
    """What the seconds of animations, of fades, and of holds between them are multiplied by."""

    moving: float = 1.0
    fading: float = 1.0
    waiting: float = 1.0


def fitting(natural: Natural | None, sentences: Sequence[Sentence]) -> Pace:
    """Return the pace at which a beat's animations last as long as its speech, within limits."""
    if natural is None:
        return Pace()
    room = sentences[-1].end - held_after(sentences) - REST
    moving, fading, waiting = natural.moving, natural.fading, natural.waiting
    if moving + fading + waiting <= room:
        slower = (room - fading - waiting) / moving if moving else 1.0
        return Pace(min(SLOWEST, slower))
    if moving + fading <= room:
        return Pace(waiting=(room - moving - fading) / waiting)
    faster = max(FASTEST, room / (moving + fading))
    return Pace(faster, faster, 0.0)


def held_after(sentences: Sequence[Sentence]) -> float:
    """Return the seconds for which the picture may stand still after a question."""
    return THINKING - AIR if is_question(sentences[-1].text) else 0.0


class Now:
    """The beat that is being said, and the animations that it has had so far."""

    def __init__(self, beat: Beat, pace: Pace) -> None:
        self.beat, self._pace = beat, pace
        self._moving = self._fading = self._waiting = 0.0

    @property
    def natural(self) -> Natural:
        return Natural(self._moving, self._fading, self._waiting)

    def moving(self, seconds: float) -> float:
        """Note an animation of so many seconds; return how long it is to last."""
        self._moving += seconds
        return seconds * self._pace.moving

    def fading(self, seconds: float) -> float:
        """Note a fade of so many seconds; return how long it is to last."""
        self._fading += seconds
        return seconds * self._pace.fading

    def waiting(self, seconds: float) -> float:
        """Note a hold of so many seconds; return how long it is to last."""
        self._waiting += seconds
        return seconds * self._pace.waiting
