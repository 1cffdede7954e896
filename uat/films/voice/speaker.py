"""A program speaks, sentence by sentence; what it said once is kept under its text and voice."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from uat.base.errors import FileError
from uat.base.files import written_whole
from uat.films.voice.pace import Beat
from uat.films.voice.sentences import sentences
from uat.films.voice.sound import RATE, Samples, cleaned
from uat.films.voice.spoken import spoken
from uat.films.voice.voice import Placed

SUFFIX = ".npy"
LARGEST = 32767  # of 16 bits


class Engine(Protocol):
    """A program that speaks. identity: text that changes whenever it would sound otherwise."""

    @property
    def identity(self) -> str: ...

    def speak(self, words: str) -> Samples:
        """Return the sound of a sentence that has no digits or symbols."""


class Speaker:
    """The voice of an engine. folder: where sentences are kept."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    def heard(self, number: int, text: str) -> list[tuple[str, float]]:
        return [(one, self._sound(one).size / RATE) for one in sentences(text)]

    def sounds(self, number: int, beat: Beat) -> list[Placed]:
        return [(beat.start + one.start, self._sound(one.text)) for one in beat.sentences]

    def _sound(self, sentence: str) -> Samples:
        words = spoken(sentence)
        key = hashlib.sha256(f"{self._engine.identity}\0{words}".encode()).hexdigest()
        path = self._folder / f"{key}{SUFFIX}"
        kept = _read(path)
        if kept is None:
            kept = np.round(cleaned(self._engine.speak(words)) * LARGEST).astype(np.int16)
            with contextlib.suppress(FileError), written_whole(path) as temporary:
                np.save(temporary, kept)
        return np.asarray(kept / LARGEST, np.float32)


def _read(path: Path) -> Any:
    """Read a sentence that was kept; None if there is none that is whole."""
    try:
        return np.load(path)
    except (OSError, ValueError, EOFError):
        return None
