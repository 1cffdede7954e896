"""Make a film: chapters to shots, missing shots to workers, all shots joined, renamed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from uat.base.choices import FilmFormat, QualityName, ShapeName, ThemeName, require_known
from uat.base.errors import InputError
from uat.base.keywords import forgiving
from uat.base.palette import PALETTES
from uat.films.renderer.asked import (
    box_of,
    check_film,
    codec_of,
    found_chapters,
    joined_columns,
    manifest_path,
    plan_reels,
)
from uat.films.renderer.cache import cache_folder, work_folder
from uat.films.renderer.chapters import require_manim
from uat.films.renderer.drawing import Progress, draw_missing
from uat.films.renderer.findings import Findings
from uat.films.renderer.reel import Extras, Reel, Written, write_reel
from uat.films.renderer.spec import FilmSpec, Quality, get_quality
from uat.films.renderer.store import prune
from uat.films.renderer.taken import check_function
from uat.films.voice.choose import RECORDED, check_voice


@dataclass(frozen=True)
class _Order:
    """An order is what `render` was asked for, checked."""

    film: FilmSpec
    reels: list[Reel]
    extras: Extras
    at: float | None


@forgiving
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
    beat: int | None = None,
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
    also write a file for each beat into this folder. beat: the only one of them that is wanted,
    from 1; beside the film if no folder is given.
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
    look = get_quality(
        quality, shape=shape, fps=fps, codec=codec_of(format, transparent=transparent)
    )
    require_known("theme", theme, PALETTES)
    if columns is not None:
        function = joined_columns(function, columns)
    name = "piper" if voice is True else "" if voice is False else os.fspath(voice)
    film = FilmSpec(
        function,
        box_of(box),
        tol,
        look,
        theme,
        shape=shape,
        burn=not (name or slides) if burn is None else burn,
        transparent=transparent,
        voice=check_voice(name),
    )
    check_film(film, format, at)
    if slides and format not in ("mp4", "webm"):
        raise InputError(f"browsers do not play {format}: choose the format mp4 for slides")
    if (clips or beat) is not None and format not in ("mp4", "webm", "mov"):
        raise InputError(f"a {format} has no beats to cut at: choose the format mp4, webm or mov")
    files = found_chapters(names)
    check_function(files, film, on_note or (lambda text: None))
    reels = plan_reels(files, film, format, out, joined=joined)
    extras = Extras(
        poster=poster,
        slides=slides,
        clips=None if clips is None else Path(clips),
        beat=beat,
        manifest=manifest_path(manifest, reels),
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
