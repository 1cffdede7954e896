"""A voice says how long each sentence is heard, and what is heard then."""

from __future__ import annotations

from typing import Protocol

from uat.films.voice.pace import Beat
from uat.films.voice.sentences import sentences
from uat.films.voice.sound import Samples

Placed = tuple[float, Samples]  # seconds, and what is heard from then on


class Voice(Protocol):
    """Whoever says the narration of a film."""

    def heard(self, number: int, text: str) -> list[tuple[str, float]]:
        """Return the sentences of the beat `number` of a shot, and the seconds each is heard."""

    def sounds(self, number: int, beat: Beat) -> list[Placed]:
        """Return what is heard in the beat `number` of a shot, in seconds of the beat's clock."""


class Silent:
    """No voice: sentences are read on the screen."""

    def heard(self, number: int, text: str) -> list[tuple[str, float]]:
        return [(sentence, 0.0) for sentence in sentences(text)]

    def sounds(self, number: int, beat: Beat) -> list[Placed]:
        return []
