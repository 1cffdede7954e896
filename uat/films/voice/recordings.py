"""The voice of whoever made the film: a recording for every beat, named by its number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from uat.base.errors import InputError
from uat.films.voice.pace import Beat
from uat.films.voice.sound import RATE, Samples, cleaned, read_sound
from uat.films.voice.voice import Placed

SUFFIXES = (".wav", ".mp3", ".flac")


class Recordings:
    """Recordings of the beats of a shot, in order."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = tuple(files)

    def heard(self, number: int, text: str) -> list[tuple[str, float]]:
        return [(text, self._sound(number).size / RATE)]

    def sounds(self, number: int, beat: Beat) -> list[Placed]:
        return [(beat.start, self._sound(number))]

    def _sound(self, number: int) -> Samples:
        path = self._files[number - 1]
        return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> Samples:
    return cleaned(read_sound(path))


def find_recordings(folder: Path, texts: Sequence[str]) -> list[Path]:
    """Find a recording for each beat, and hear that each is one.

    Raises InputError that names those that are missing, or the first that is no sound.
    """
    numbered = {
        int(path.stem): path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in SUFFIXES and path.stem.isdecimal()
    }
    missing = [number for number in range(1, len(texts) + 1) if number not in numbered]
    if missing:
        first = missing[0]
        names = ", ".join(f"{number:03}.wav" for number in missing[:10])
        more = f" and {len(missing) - 10} more" if len(missing) > 10 else ""
        raise InputError(
            f"{folder} has no recording of {len(missing)} of {len(texts)} beats: {names}{more}. "
            f"Beat {first} is: {texts[first - 1]} (wav, mp3 or flac; --script FILE writes all)"
        )
    found = [numbered[number] for number in range(1, len(texts) + 1)]
    for path in found:
        read_sound(path)
    return found
