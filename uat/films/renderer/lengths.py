"""Measure how long shots last when they are drawn, and remember it for the next time."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path

from uat.base.errors import FileError
from uat.base.files import written_whole
from uat.films.renderer.chapters import ChapterFile
from uat.films.renderer.running import SECONDS
from uat.films.renderer.spec import QUALITIES, ShotSpec

TYPICAL_SECONDS = 15.0  # of a shot of which nothing is known
MOST_REMEMBERED = 2000


def running_time(chapter: ChapterFile) -> int | None:
    """Estimate how many seconds a chapter lasts, about its own example; None if unmeasured."""
    return SECONDS.get(chapter.name)


def expected_frames(shot: ShotSpec, films: Path) -> int:
    """Estimate how many frames a shot will have: its own count, or else others'."""
    known = _read(films).get(_name(shot))
    if known is None:
        known = _share(shot)
    return max(1, round(known * shot.film.quality.fps))


def remember(shot: ShotSpec, frames: int, films: Path) -> None:
    """Keep the length of a shot. Two runs at once may forget each other's, which does no harm."""
    lengths = _read(films)
    lengths.pop(_name(shot), None)
    lengths[_name(shot)] = frames / shot.film.quality.fps
    kept = dict(list(lengths.items())[-MOST_REMEMBERED:])
    with contextlib.suppress(FileError), written_whole(_file(films)) as temporary:
        temporary.write_text(json.dumps(kept))


def _share(shot: ShotSpec) -> float:
    seconds = SECONDS.get(shot.path.stem)
    if seconds is None:
        return TYPICAL_SECONDS
    from uat.films.renderer.chapters import read_chapter

    return seconds / max(1, len(read_chapter(shot.path).shots))


def _name(shot: ShotSpec) -> str:
    """Name a shot without what does not change its length."""
    film = replace(shot.film, quality=QUALITIES["m"], shape="wide", burn=False, transparent=False)
    return f"{shot.path} {shot.name} {film.fingerprint()}"


def _file(films: Path) -> Path:
    return films.parent / "lengths.json"


def _read(films: Path) -> dict[str, float]:
    try:
        data = json.loads(_file(films).read_text())
        return {str(name): float(seconds) for name, seconds in data.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
