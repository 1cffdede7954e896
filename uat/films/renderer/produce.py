"""Make a film: chapters to shots, missing shots to workers, all shots joined, renamed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from uat.base.choices import FilmFormat, QualityName, ShapeName, ThemeName
from uat.base.errors import InputError
from uat.base.files import cannot
from uat.films.renderer.cache import cache_folder, work_folder
from uat.films.renderer.chapters import ChapterFile, get_chapter, get_shots, require_manim
from uat.films.renderer.drawing import Progress, draw_missing
from uat.films.renderer.findings import Findings
from uat.films.renderer.reel import Extras, Reel, Written, write_reel
from uat.films.renderer.spec import (
    FORMATS,
    TRANSPARENT,
    FilmSpec,
    Quality,
    check_format,
    check_theme,
    file_name,
    get_quality,
)
from uat.films.renderer.store import prune
from uat.films.renderer.taken import check_function
from uat.films.voice.choose import RECORDED, check_voice

LOOKS = 129  # points at which a function is looked at before a film of it is begun


@dataclass(frozen=True)
class _Order:
    """An order is what `render` was asked for, checked."""

    film: FilmSpec
    reels: list[Reel]
    extras: Extras
    at: float | None


def render(
    chapters: str | Iterable[str],
    *,
    function: Any = None,
    box: Any = None,
    columns: Any = None,
    tol: float | None = None,
    quality: QualityName | Quality = "m",
    fps: int | None = None,
    shape: ShapeName = "wide",
    format: FilmFormat = "mp4",
    theme: ThemeName = "dark",
    transparent: bool = False,
    voice: bool | str | os.PathLike[str] = False,
    burn: bool | None = None,
    script: str | os.PathLike[str] | None = None,
    check: Callable[[str, Findings], object] | None = None,
    at: float | None = None,
    poster: bool = False,
    slides: bool = False,
    clips: str | os.PathLike[str] | None = None,
    manifest: bool | str | os.PathLike[str] = False,
    jobs: int | None = None,
    cluster: Any = None,
    out: str | os.PathLike[str] | None = None,
    joined: bool = False,
    progress: Progress | None = None,
    on_file: Callable[[Path], object] | None = None,
    on_note: Callable[[str], object] | None = None,
) -> list[Path]:
    """Render chapters, and return the films written, one a chapter.

    chapters: a name or several (`neuron`, `bump`, `staircase`), or paths of chapter files.
    function, box, columns: what the film is about, as `uat.approximate` takes them; None is the
    chapter's own example. tol: largest error, in the units of f.
    quality: l, m, h or k. fps: frames a second, if not the quality's. shape: wide (16:9), square
    or portrait (9:16).
    format: mp4, gif, webm, mov (ProRes, for editors), or png: the last frame, or the one `at` so
    many seconds. theme: dark or light, the ground that colours and text are made for. transparent:
    leave that ground out, of a mov, webm or png. poster: also write
    a frame as .jpg, and make it the cover of an mp4.
    voice: who speaks: piper (or True), espeak, or a folder with a recording for each beat. burn:
    write what is said into the picture; None does so if no voice speaks and no slides are made.
    script: write the narration to this file, a line for each beat, and render nothing.
    check: called with each chapter's name and how well it can be read and followed; render nothing.
    slides: also write an HTML file that stops after each beat, with the narration as notes. clips:
    also write a file for each beat into this folder.
    manifest: also write what the films hold as JSON, to this file or (True) beside the first film.
    jobs: processes; None is one per core. cluster: the address of a dask scheduler (or a client)
    whose workers draw instead; they need the same uat, and to read the same files.
    out: a folder, or the file for a single chapter; None is the folder `renders`. joined: all
    chapters in one file, `film` unless `out` names it. A film about a function has that function in
    the name of its file.
    progress: called with the frames done and the frames in all, an estimate until all is drawn.
    on_file: called with each film, poster and manifest as soon as it is written. on_note: called
    with a sentence about each chapter that shows its own example, since it cannot show `function`.

    Shots that were rendered before are reused. An mp4 or webm gets its subtitles beside it, as .srt
    and .vtt. Raises InputError for what cannot be asked, such as a function that no
    chapter named can show, RenderError if a shot fails (the other
    films are written, and finished shots are kept).
    """
    names = [chapters] if isinstance(chapters, str) else list(chapters)
    look = get_quality(quality, shape=shape, fps=fps, codec=_codec(format, transparent=transparent))
    if columns is not None:
        function = _with_columns(function, columns)
    name = "piper" if voice is True else "" if voice is False else os.fspath(voice)
    film = FilmSpec(
        function,
        _box(box),
        tol,
        look,
        check_theme(theme),
        shape=shape,
        burn=not (name or slides) if burn is None else burn,
        transparent=transparent,
        voice=check_voice(name),
    )
    _check(film, format, at)
    if slides and format not in ("mp4", "webm"):
        raise InputError(f"browsers do not play {format}: choose the format mp4 for slides")
    if clips is not None and format not in ("mp4", "webm", "mov"):
        raise InputError(f"a {format} has no beats to cut at: choose the format mp4, webm or mov")
    files = _found(names)
    check_function(files, film, on_note or (lambda text: None))
    reels = _reels(files, film, format, out, joined=joined)
    extras = Extras(
        poster=poster,
        slides=slides,
        clips=None if clips is None else Path(clips),
        manifest=_manifest_path(manifest, reels),
        on_file=on_file or (lambda path: None),
    )
    order = _Order(film, reels, extras, at)
    films = cache_folder()
    with work_folder(films) as work:
        if script is not None:
            return [_write_script(order, work, jobs, Path(script))]
        if check is not None:
            from uat.films.renderer.checking import check_reels

            check_reels(reels, work, jobs, check)
            return []
        if film.voice == RECORDED:
            from uat.films.renderer.narration import with_recordings

            order = replace(order, reels=with_recordings(reels, Path(name), work, jobs))
        if format == "png":
            _write_stills(order, work)
        else:
            _write_films(order, work, jobs, cluster, progress)
            _prune(films)
    return [reel.target for reel in reels]


def _write_films(
    order: _Order, work: Path, jobs: int | None, cluster: Any, progress: Progress | None
) -> None:
    """Draw what is missing; each film is written as soon as its last shot is there."""
    from uat.films.renderer.manifest import write_manifest

    rows: list[tuple[int, Written]] = []

    def write(number: int, parts: list[Path]) -> None:
        rows.append((number, write_reel(order.reels[number], parts, order.extras)))

    draw_missing(
        [reel.shots for reel in order.reels],
        work,
        jobs=jobs,
        progress=progress,
        complete=write,
        cluster=cluster,
    )
    if order.extras.manifest is not None:
        write_manifest(order.extras.manifest, order.film, [row for _, row in sorted(rows)])
        order.extras.on_file(order.extras.manifest)


def _write_script(order: _Order, work: Path, jobs: int | None, target: Path) -> Path:
    from uat.films.renderer.narration import write_script

    write_script(order.reels, work, jobs, target)
    order.extras.on_file(target)
    return target


def _prune(films: Path) -> None:
    from uat.films.renderer.outlines import prune_outlines

    prune(films)
    prune_outlines()


def _write_stills(order: _Order, work: Path) -> None:
    from uat.base.files import written_whole

    require_manim()
    from uat.films.renderer.shot import draw_last_frame

    for reel in order.reels:
        with written_whole(reel.target) as temporary:
            if order.at is None:
                draw_last_frame(reel.shots[-1], work, temporary)
            else:
                _draw_at(order.at, reel, work, temporary)
        order.extras.on_file(reel.target)


def _draw_at(seconds: float, reel: Reel, work: Path, target: Path) -> None:
    """Draw the picture so many seconds into a film. Raises InputError if after its end."""
    from uat.films.renderer.shot import draw_frame, play_shot

    fps = reel.shots[0].film.quality.fps
    wanted, before = int(seconds * fps + 1e-6), 0
    for shot in reel.shots:
        scene = play_shot(shot, work)
        if wanted < before + scene.frames:
            draw_frame(shot, work, wanted - before, target, scene.natural)
            return
        before += scene.frames
    raise InputError(f"{seconds:g} s is after the end: the film lasts {before / fps:.1f} s")


def _found(names: Sequence[str]) -> list[ChapterFile]:
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


def _reels(
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


def _manifest_path(manifest: bool | str | os.PathLike[str], reels: Sequence[Reel]) -> Path | None:
    if manifest is True:
        return reels[0].target.with_suffix(".json")
    return None if manifest is False else Path(manifest)


def _codec(format: str, *, transparent: bool) -> str:
    codec = FORMATS[check_format(format)]
    return TRANSPARENT.get(codec, codec) if transparent else codec


def _with_columns(function: Any, columns: Any) -> str:
    """Join the table and its columns to one text, which workers and the cache understand."""
    from uat.functions.table import with_columns

    if not isinstance(function, str | os.PathLike):
        raise InputError("columns are chosen of a table: give its file as the function")
    return with_columns(os.fspath(function), columns)


def _box(box: Any) -> Any:
    from uat.functions.target import parse_box

    return None if box is None else parse_box(box)


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


def _check(film: FilmSpec, format: str, at: float | None) -> None:
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
