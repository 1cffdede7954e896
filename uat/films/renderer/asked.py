"""What `render` is asked for is checked before any work: chapters, function, format, files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from uat.base.choices import require_known
from uat.base.errors import InputError
from uat.base.files import cannot
from uat.films.renderer.chapters import ChapterFile, get_chapter, get_shots
from uat.films.renderer.reel import Reel
from uat.films.renderer.spec import FORMATS, TRANSPARENT, FilmSpec, file_name

LOOKS = 129  # points at which a function is looked at before a film of it is begun


def found_chapters(names: Sequence[str]) -> list[ChapterFile]:
    """Find the chapters' files. Raises InputError if there are none, or one has no shots."""
    if not names:
        raise InputError("no chapter was named")
    files = [get_chapter(name) for name in names]
    for file in files:
        if not file.shots:
            raise InputError(
                f"the chapter {file.name} has no shots: no class in it extends Chapter"
            )
    return files


def plan_reels(
    files: Sequence[ChapterFile],
    film: FilmSpec,
    format: str,
    out: str | os.PathLike[str] | None,
    *,
    joined: bool,
) -> list[Reel]:
    """Plan one film a chapter, or one for all of them."""
    groups = [tuple(files)] if joined else [(file,) for file in files]
    names = [file_name(name, film) for name in (["film"] if joined else [f.name for f in files])]
    return [
        Reel(group, get_shots(group, film), target)
        for group, target in zip(groups, _targets(names, format, out), strict=True)
    ]


def _targets(names: Sequence[str], format: str, out: str | os.PathLike[str] | None) -> list[Path]:
    """Name the files to write, in folders that exist."""
    target = Path("renders" if out is None else out)
    is_file = target.suffix != "" and not target.is_dir()
    if is_file and len(names) > 1:
        raise InputError(
            f"{target} is one file, but there are {len(names)} chapters: give a folder"
        )
    if is_file and target.suffix != f".{format}":
        raise InputError(f"{target} does not end in .{format}, which is the format asked for")
    folder = target.parent if is_file else target
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot("make the folder", folder, error) from error
    return [target] if is_file else [folder / f"{name}.{format}" for name in names]


def manifest_path(manifest: bool | str | os.PathLike[str], reels: Sequence[Reel]) -> Path | None:
    if manifest is True:
        return reels[0].target.with_suffix(".json")
    return None if manifest is False else Path(manifest)


def codec_of(format: str, *, transparent: bool) -> str:
    """Return the codec of a format of films. Raises InputError for another format."""
    require_known("format", format, FORMATS)
    codec = FORMATS[format]
    return TRANSPARENT.get(codec, codec) if transparent else codec


def joined_columns(function: Any, columns: Any) -> str:
    """Join the table and its columns to one text, which workers and the cache understand."""
    from uat.functions.table.asked import with_columns

    if not isinstance(function, str | os.PathLike):
        raise InputError("columns are chosen of a table: give its file as the function")
    return with_columns(os.fspath(function), columns)


def box_of(box: Any) -> Any:
    from uat.functions.target import parse_box

    return None if box is None else parse_box(box)


def check_film(film: FilmSpec, format: str, at: float | None) -> None:
    """Raise InputError for what has no meaning, and the target's own error, before any work."""
    if film.transparent and format != "png" and FORMATS[format] not in TRANSPARENT:
        raise InputError(f"{format} has no transparency: choose the format mov, webm or png")
    if film.voice and format not in ("mp4", "webm", "mov"):
        raise InputError(f"{format} has no sound: choose the format mp4, webm or mov, or no voice")
    if at is not None and format != "png":
        raise InputError("a time is for a still: choose the format png")
    if at is not None and not 0 <= at < float("inf"):
        raise InputError(f"{at:g} is no time in a film: give seconds from its start")
    if film.tolerance is not None:
        from uat.constructions.request import require_positive

        require_positive("tolerance", film.tolerance)
    if film.function is not None:
        _check_function(film)


def _check_function(film: FilmSpec) -> None:
    """Raise TargetError if the function is not finite, or huge, at a few points of its box."""
    import numpy as np

    from uat.functions.finite import require_finite, require_room
    from uat.functions.target import make_target

    target = make_target(film.function, film.box)
    if target.inputs == 1 and target.outputs == 1:
        x = np.linspace(*target.box[0], LOOKS)
        y = target(x)
        require_finite(target, x, y)
        require_room(y, float(np.abs(target.box).max()))
