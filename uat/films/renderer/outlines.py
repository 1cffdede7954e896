"""Keep outlines of texts on disk: setting one takes much longer than reading it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from uat.films.renderer.cache import cache_folder, versions

Outline = tuple[NDArray[np.float64], float, float]  # points (n, 3), fill opacity, stroke width

MOST_FILES = 5000
SCHEMA = 1


def kept_outlines(code: str, preamble: str, make: Callable[[], list[Outline]]) -> list[Outline]:
    """Return a text's outlines, from disk or from `make`; to single precision either way."""
    key = hashlib.sha256(repr((SCHEMA, code, preamble, versions())).encode()).hexdigest()
    file = _folder(os.environ.get("XDG_CACHE_HOME")) / f"{key}.npy"
    with contextlib.suppress(OSError, ValueError, EOFError):
        return _unpacked(np.load(file, allow_pickle=False))
    rows = _packed(make())
    with contextlib.suppress(OSError):
        _write(rows, file)
    return _unpacked(rows)


def prune_outlines() -> None:
    """Remove the oldest half when there are too many."""
    with contextlib.suppress(OSError):
        files = list(_folder(os.environ.get("XDG_CACHE_HOME")).glob("*.npy"))
        if len(files) > MOST_FILES:
            files.sort(key=lambda path: path.stat().st_mtime)
            for path in files[: len(files) // 2]:
                path.unlink(missing_ok=True)


@cache
def _folder(base: str | None) -> Path:
    """Return the folder. base: XDG_CACHE_HOME, so that another one has another folder."""
    folder = cache_folder().parent / "text"
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
    return folder


def _packed(outlines: list[Outline]) -> NDArray[np.float32]:
    """Pack outlines as (points, 6): x, y, z, the number of the glyph, its fill, its stroke."""
    parts = [
        np.column_stack([points, np.tile([number, fill, stroke], (len(points), 1))])
        for number, (points, fill, stroke) in enumerate(outlines)
    ]
    return np.concatenate([np.zeros((0, 6)), *parts]).astype(np.float32)


def _unpacked(rows: NDArray[np.float32]) -> list[Outline]:
    if rows.ndim != 2 or rows.shape[1] != 6:
        raise ValueError("not an outline")
    wide = rows.astype(np.float64)
    cuts = np.flatnonzero(np.diff(wide[:, 3])) + 1
    parts = np.split(wide, cuts) if len(wide) else []
    return [(part[:, :3].copy(), float(part[0, 4]), float(part[0, 5])) for part in parts]


def _write(rows: NDArray[np.float32], file: Path) -> None:
    """Write the file whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=".new-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            np.save(stream, rows)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
