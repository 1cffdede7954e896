"""The sound of a film: what the voice says in each beat, kept as a file from run to run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from uat.films.renderer.cache import shot_key
from uat.films.renderer.join import count_frames, read_beats
from uat.films.renderer.spec import ShotSpec
from uat.films.renderer.store import fetch, keep
from uat.films.voice.choose import SILENT, get_voice
from uat.films.voice.track import write_track
from uat.films.voice.voice import Placed


def sound_of(shots: Sequence[ShotSpec], parts: Sequence[Path]) -> Path | None:
    """Return a file with the sound of drawn shots that follow each other; None if it is silent."""
    if shots[0].film.voice == SILENT:
        return None
    work = parts[0].parent
    keys = [shot_key(shot) for shot in shots]
    name = hashlib.sha256("sound".join(map(str, keys)).encode()).hexdigest()
    target = work / f"sound-{name}{parts[0].suffix}"
    if None not in keys and fetch(work.parent, f"{name}{target.suffix}", target):
        return target
    seconds = sum(map(count_frames, parts)) / shots[0].film.quality.fps
    write_track(_sounds(shots, parts), seconds, target)
    if None not in keys:
        keep(target, work.parent, f"{name}{target.suffix}")
    return target


def _sounds(shots: Sequence[ShotSpec], parts: Sequence[Path]) -> Iterator[Placed]:
    """Yield what is heard, beat by beat, on the clock of the film."""
    start = 0.0
    for shot, part in zip(shots, parts, strict=True):
        voice = get_voice(shot.film.voice, shot.recordings, part.parent.parent)
        for beat in read_beats(part):
            yield from voice.sounds(beat.number, beat.moved(start, 0))
        start += count_frames(part) / shot.film.quality.fps
