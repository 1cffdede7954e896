"""The way of a film: chapters to shots, missing shots to workers, all shots joined and renamed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from uat.errors import FileError, InputError, RenderError
from uat.files import written_whole
from uat.film.cache import cache_folder, publish, shot_key, work_folder
from uat.film.chapters import ChapterFile, get_chapter
from uat.film.spec import FilmSpec, Quality, ShotSpec, check_format, get_quality

Progress = Callable[[int, int], None]


def render(
    chapters: str | Iterable[str],
    *,
    function: Any = None,
    box: Any = None,
    tol: float | None = None,
    quality: str | Quality = "m",
    format: str = "mp4",
    jobs: int | None = None,
    out: str | os.PathLike[str] | None = None,
    joined: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Render chapters and return the files written, one a chapter.

    chapters: a name or several (`neuron`, `bump`, `staircase`), or paths of chapter files.
    function, box: what the film is about, as `uat.approximate` takes them; None is the chapter's
    own example. tol: largest error, in the units of f.
    quality: l, m, h or k. format: mp4, gif, or png (the last frame).
    jobs: processes; None is one per core. out: a folder, or the file for a single chapter; None is
    the folder `renders`. joined: all chapters in one file, `film` unless `out` names it.
    progress: called with the frames done and the frames in all.

    Shots that were rendered before are reused. An mp4 gets its subtitles beside it, as .srt.
    Raises InputError for what cannot be asked, RenderError if a shot fails (the others are kept).
    """
    names = [chapters] if isinstance(chapters, str) else list(chapters)
    files = _found(names)
    check_format(format)
    film = FilmSpec(function, _box(box), tol, get_quality(quality))
    _check_function(film)
    reels = [[ShotSpec(file.path, name, film) for name in file.shots] for file in files]
    if joined:
        reels = [[shot for reel in reels for shot in reel]]
    targets = _targets(["film"] if joined else [file.name for file in files], format, out)
    with work_folder(cache_folder()) as work:
        if format == "png":
            _write_stills([reel[-1] for reel in reels], targets, work)
        else:
            parts = iter(_shot_files([s for reel in reels for s in reel], work, jobs, progress))
            for reel, target in zip(reels, targets, strict=True):
                _write_film([next(parts) for _ in reel], target, film.quality.fps)
    return targets


def _found(names: Sequence[str]) -> list[ChapterFile]:
    """The chapters' files. Raises InputError if there are none, or one has no shots."""
    if not names:
        raise InputError("no chapter was named")
    files = [get_chapter(name) for name in names]
    for file in files:
        if not file.shots:
            raise InputError(
                f"the chapter {file.name} has no shots: no class in it extends Chapter"
            )
    return files


def _shot_files(
    shots: Sequence[ShotSpec], work: Path, jobs: int | None, progress: Progress | None
) -> list[Path]:
    """A finished mp4 for every shot: kept ones, and new ones drawn in worker processes."""
    keys = [shot_key(shot) for shot in shots]
    kept = [
        work / f"new-{n}" if key is None else work.parent / f"{key}.mp4"
        for n, key in enumerate(keys)
    ]
    missing = [n for n, path in enumerate(kept) if not path.is_file()]
    for path in kept:
        if path.is_file():
            os.utime(path)
    if missing:
        _draw([shots[n] for n in missing], [kept[n] for n in missing], work, jobs, progress)
    return kept


def _draw(
    shots: Sequence[ShotSpec],
    targets: Sequence[Path],
    work: Path,
    jobs: int | None,
    progress: Progress | None,
) -> None:
    """Draw shots side by side; each gets its name as soon as it is whole."""
    from uat.film.workers import draw_shots

    # Playing each shot here first counts its frames, and leaves formulas and networks in memory
    # for the processes forked from this one.
    counter = _Counter(sum(_frames(shot, work) for shot in shots), progress)
    draw_shots(
        shots,
        work,
        jobs or os.cpu_count() or 1,
        counter.add,
        lambda number, path: publish(path, targets[number]),
    )
    counter.finish()


def _frames(shot: ShotSpec, work: Path) -> int:
    """How many frames a shot will have; 0 if it fails, which its worker will report."""
    from uat.film.shot import measure_shot

    try:
        return measure_shot(shot, work)
    except RenderError:
        return 0


def _write_film(parts: Sequence[Path], target: Path, fps: int) -> None:
    from uat.film.join import join, joined_captions, to_srt, write_gif

    with written_whole(target) as temporary:
        if target.suffix == ".gif":
            write_gif(parts, temporary)
            return
        captions = joined_captions(parts, fps)
        join(parts, temporary, captions)
    with written_whole(target.with_suffix(".srt")) as temporary:
        temporary.write_text(to_srt(captions), encoding="utf-8")


def _write_stills(shots: Sequence[ShotSpec], targets: Sequence[Path], work: Path) -> None:
    from uat.film.shot import draw_last_frame

    for shot, target in zip(shots, targets, strict=True):
        with written_whole(target) as temporary:
            draw_last_frame(shot, work, temporary)


def _targets(names: Sequence[str], format: str, out: str | os.PathLike[str] | None) -> list[Path]:
    """The files to write, in folders that exist."""
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
        raise FileError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    return [target] if is_file else [folder / f"{name}.{format}" for name in names]


def _box(box: Any) -> Any:
    """(0, 1), [(0, 1)] or None, as pairs in tuples."""
    if box is None:
        return None
    pairs = [box] if len(box) == 2 and not hasattr(box[0], "__len__") else box
    return tuple((float(low), float(high)) for low, high in pairs)


def _check_function(film: FilmSpec) -> None:
    """Raise the target's own error before any work is done."""
    if film.function is not None:
        from uat.target import make_target

        make_target(film.function, film.box)


class _Counter:
    """Adds up frames for `progress`, which never sees more than the total."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._done = max(total, 1), 0
        self._progress = progress
        self.add(0)

    def add(self, frames: int) -> None:
        self._done = min(self._done + frames, self._total)
        if self._progress is not None:
            self._progress(self._done, self._total)

    def finish(self) -> None:
        self.add(self._total)
