"""Choose a voice by its name; the packages that it needs are imported only then."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from uat.base.errors import InputError

if TYPE_CHECKING:
    from uat.films.voice.speaker import Engine
    from uat.films.voice.voice import Voice

SILENT, RECORDED = "", "recordings"
ENGINES = ("piper", "espeak")


@cache
def get_engine(name: str) -> Engine:
    """Return an engine. Raises MissingError, which says how to get it, if it is not here."""
    if name == "piper":
        from uat.films.voice.piper import Piper

        return Piper()
    from uat.films.voice.espeak import Espeak

    return Espeak()


def check_voice(name: str) -> str:
    """Return the kind of voice that a user means: an engine that is here, or a folder.

    Raises InputError if it is neither, MissingError if the engine is not installed.
    """
    if name in ENGINES:
        get_engine(name)
        return name
    if name != SILENT and not Path(name).is_dir():
        raise InputError(
            f"unknown voice {name!r}: choose one of {', '.join(ENGINES)}, or a folder of "
            "recordings; --voice without a name stands behind the chapters"
        )
    return RECORDED if name else SILENT


def voice_identity(kind: str) -> str:
    """Return text that changes whenever a voice would sound otherwise."""
    return get_engine(kind).identity if kind in ENGINES else kind


def get_voice(kind: str, recordings: Sequence[Path], folder: Path) -> Voice:
    """Return a voice. folder: where engines keep what they said. recordings: of a shot's beats."""
    if kind == RECORDED:
        from uat.films.voice.recordings import Recordings

        return Recordings(recordings)
    if kind in ENGINES:
        from uat.films.voice.speaker import Speaker

        return Speaker(get_engine(kind), folder)
    from uat.films.voice.voice import Silent

    return Silent()
