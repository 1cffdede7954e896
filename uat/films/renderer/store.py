"""Store finished shots: taken by a link, so that nothing in use is lost; pruned by age.

A run links the shots that it uses into its own work folder. Whatever another run then removes from
the store, this one keeps its files.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from uat.base.errors import InputError

LIMIT_VARIABLE = "UAT_CACHE_MIB"
DEFAULT_MIB = 4096
FILMS = (".mp4", ".webm")
SUFFIXES = (*FILMS, ".json", ".npy")  # with narrations, and sentences as they were spoken


def fetch(films: Path, name: str, target: Path) -> bool:
    """Take the shot `name` out of the store as `target`; False if there is none that is whole."""
    kept = films / name
    try:
        _link(kept, target)
        os.utime(kept)
    except OSError:
        return False
    if _is_whole(target):
        return True
    for path in (target, kept):
        path.unlink(missing_ok=True)
    return False


def keep(source: Path, films: Path, name: str) -> None:
    """Put a finished shot into the store, after its contents have reached the disk."""
    with source.open("rb") as file:
        os.fsync(file.fileno())
    handle, text = tempfile.mkstemp(prefix="new-", dir=source.parent)
    os.close(handle)
    temporary = Path(text)
    temporary.unlink()
    _link(source, temporary)
    temporary.replace(films / name)


def prune(films: Path, most_bytes: int | None = None) -> int:
    """Remove the shots that were not used for longest, until the rest fits; returns the bytes.

    most_bytes: how much may stay; None is UAT_CACHE_MIB, or 4096 MiB. Shots that a run holds stay.
    """
    limit = limit_bytes() if most_bytes is None else most_bytes
    shots = sorted(_shots(films), key=lambda entry: entry[0], reverse=True)
    total = removed = 0
    for _, size, links, path in shots:
        total += size
        if total > limit and links < 2:
            with contextlib.suppress(OSError):
                path.unlink()
                removed += size
    return removed


def clear(films: Path) -> tuple[int, int]:
    """Remove all that no run holds; returns how many shots there were, and the bytes of all."""
    free = [path for _, _, links, path in _shots(films) if links < 2]
    return sum(path.suffix in FILMS for path in free), prune(films, 0)


def limit_bytes() -> int:
    """Return how large the store may be. Raises InputError if UAT_CACHE_MIB is not a number."""
    text = os.environ.get(LIMIT_VARIABLE, "").strip()
    try:
        mebibytes = float(text) if text else float(DEFAULT_MIB)
        return int(max(mebibytes, 0.0) * 2**20)
    except (ValueError, OverflowError):
        raise InputError(f"{LIMIT_VARIABLE} is {text!r}: give a number of MiB") from None


def _shots(films: Path) -> list[tuple[float, int, int, Path]]:
    """List when each shot was last used, its bytes, its links and its path."""
    found = []
    for path in films.iterdir():
        if path.suffix in SUFFIXES:
            with contextlib.suppress(OSError):
                facts = path.stat()
                found.append((facts.st_mtime, facts.st_size, facts.st_nlink, path))
    return found


def _link(source: Path, target: Path) -> None:
    """Link the same file under a second name; copy it where there are no links."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(source, target)


def _is_whole(path: Path) -> bool:
    """Tell whether a file can be opened, which finds those that a broken disk cut short."""
    import av

    try:
        if path.suffix == ".json":
            return bool(json.loads(path.read_text(encoding="utf-8")) or True)
        with av.open(str(path)) as film:
            return len(film.streams.video) + len(film.streams.audio) == 1
    except (OSError, ValueError):
        return False
