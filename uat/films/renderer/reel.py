"""Write a film: join its shots, mark its chapters, put its subtitles beside it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from uat.base.files import written_whole
from uat.films.renderer.cache import package_version
from uat.films.renderer.chapters import ChapterFile, spaced
from uat.films.renderer.spec import ShotSpec, name_of
from uat.films.voice.cues import cues, to_srt, to_vtt
from uat.films.voice.pace import Beat

STALE_SECONDS = 3600.0


@dataclass(frozen=True)
class Reel:
    """One film to be written: its chapters, all their shots in order, and its file."""

    chapters: tuple[ChapterFile, ...]
    shots: tuple[ShotSpec, ...]
    target: Path


@dataclass(frozen=True)
class Extras:
    """The extras that are wanted besides films; on_file is called with each file.

    beat: the only clip that is wanted, from 1; None for all of `clips`.
    """

    poster: bool
    slides: bool
    clips: Path | None
    beat: int | None
    manifest: Path | None
    on_file: Callable[[Path], object]


@dataclass(frozen=True)
class Written:
    """A film that was written: its frames a shot, its beats, and all its files."""

    reel: Reel
    frames: tuple[int, ...]
    beats: tuple[Beat, ...]
    files: tuple[Path, ...]


def write_reel(reel: Reel, parts: Sequence[Path], extras: Extras) -> Written:
    """Join the shots `parts` into the reel's file, with all that belongs to it."""
    from uat.films.renderer.join import count_frames, join, joined_beats
    from uat.films.renderer.poster import choose_picture, save_poster

    fps = reel.shots[0].film.quality.fps
    frames = tuple(count_frames(part) for part in parts)
    beats = tuple(joined_beats(parts, fps))
    files = [reel.target]
    _sweep(reel.target)
    cover = choose_picture(parts) if extras.poster else None
    with written_whole(reel.target) as temporary:
        if reel.target.suffix == ".gif":
            from uat.films.renderer.gif import write_gif

            write_gif(parts, temporary)
        else:
            from uat.films.renderer.join import Mark
            from uat.films.renderer.sounding import sound_of

            marks = [Mark(*mark) for mark in get_marks(reel, frames, fps)]
            title, about = _told(reel)
            sound = sound_of(reel.shots, parts)
            join(parts, temporary, beats, sound=sound, marks=marks, title=title, about=about,
                 cover=cover)  # fmt: skip
    if reel.target.suffix != ".gif":
        files += _write_subtitles(reel.target, beats)
    extras.on_file(reel.target)
    more = [] if cover is None else [save_poster(cover, reel.target)]
    if extras.slides:
        from uat.films.renderer.slides import save_slides

        title = " ".join(f"{chapter.description}." for chapter in reel.chapters[:1])
        seconds, palette = sum(frames) / fps, reel.shots[0].film.palette
        more.append(save_slides(reel.target, beats, seconds, fps, title=title, palette=palette))
    if extras.clips is not None or extras.beat is not None:
        from uat.films.renderer.clips import write_clips

        more += write_clips(reel.target, beats, extras.clips or reel.target.parent, extras.beat)
    for file in more:
        extras.on_file(file)
    files += more
    return Written(reel, frames, beats, tuple(files))


def _told(reel: Reel) -> tuple[str, str]:
    """Say for people what a film is called, and what it is about."""
    film = reel.shots[0].film
    about = [f"{chapter.description}." for chapter in reel.chapters]
    if film.function is not None:
        about.append(f"About {name_of(film.function)}.")
    about.append(f"Made with uat {package_version('uat-explorer')}.")
    return reel.chapters[0].title, " ".join(about)


def _sweep(target: Path) -> None:
    """Remove what killed runs left beside the film, unless it is so young that a run may live."""
    for path in target.parent.glob(f".{escape(target.stem)}-*.part.*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE_SECONDS:
                path.unlink()


def get_marks(reel: Reel, frames: Sequence[int], fps: int) -> list[tuple[float, float, str]]:
    """Return start, end and title of a film's chapters, or of its shots if it has one chapter."""
    titles = [(chapter.title, spaced(shot)) for chapter in reel.chapters for shot in chapter.shots]
    marks: list[tuple[float, float, str]] = []
    before, start = None, 0.0
    for number, ((title, shot), count) in enumerate(zip(titles, frames, strict=True)):
        end = start + count / fps
        key = (number, shot) if len(reel.chapters) == 1 else (title, title)
        if key == before:
            marks[-1] = (marks[-1][0], end, key[1])
        else:
            marks.append((start, end, key[1]))
        before, start = key, end
    return marks


def _write_subtitles(film: Path, beats: Sequence[Beat]) -> list[Path]:
    files, said = [], cues(beats)
    for suffix, text in ((".srt", to_srt(said)), (".vtt", to_vtt(said))):
        files.append(film.with_suffix(suffix))
        with written_whole(files[-1]) as temporary:
            temporary.write_text(text, encoding="utf-8")
    return files
