"""Know what films say before they are drawn: for a script, and to find recordings of all beats."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from uat.base.files import written_whole
from uat.films.renderer.cache import shot_key
from uat.films.renderer.chapters import ChapterFile, load_chapter
from uat.films.renderer.join import to_beats
from uat.films.renderer.reel import Reel
from uat.films.renderer.spec import QUALITIES, ShotSpec
from uat.films.renderer.store import fetch, keep
from uat.films.voice.choose import RECORDED, SILENT
from uat.films.voice.pace import Beat
from uat.films.voice.recordings import find_recordings
from uat.films.voice.script import to_script


def write_script(reels: Sequence[Reel], work: Path, jobs: int | None, target: Path) -> None:
    """Write the narration of films, one line a beat, with the seconds that each lasts."""
    rows = [
        (chapter.title, beat.end - beat.start, beat.text)
        for reel in reels
        for chapter, beats in zip(_owners(reel), tell([_heard(reel)], work, jobs), strict=True)
        for beat in beats
    ]
    with written_whole(target) as temporary:
        temporary.write_text(to_script(rows), encoding="utf-8")


def with_recordings(
    reels: Sequence[Reel], folder: Path, work: Path, jobs: int | None
) -> list[Reel]:
    """Give every shot the recordings of its beats. Raises InputError if there are not all."""
    told = tell([_unvoiced(reel) for reel in reels], work, jobs)
    files = iter(find_recordings(folder, [beat.text for beats in told for beat in beats]))
    counts = iter(len(beats) for beats in told)
    return [
        replace(
            reel,
            shots=tuple(
                replace(shot, recordings=tuple(next(files) for _ in range(next(counts))))
                for shot in reel.shots
            ),
        )
        for reel in reels
    ]


def tell(reels: Sequence[Reel], work: Path, jobs: int | None) -> list[list[Beat]]:
    """Return the beats of every shot, from the store or by playing it without drawing."""
    from uat.films.renderer.shot import tell_shot
    from uat.films.renderer.workers import draw_shots

    shots = [_small(shot) for reel in reels for shot in reel.shots]
    keys = [shot_key(shot) for shot in shots]
    kept = [work / f"told-{k}.json" for k in range(len(shots))]
    absent = [
        k
        for k, key in enumerate(keys)
        if key is None or not fetch(work.parent, f"{key}.json", kept[k])
    ]

    def store(position: int, path: Path) -> None:
        k = absent[position]
        path.replace(kept[k])
        if keys[k] is not None:
            keep(kept[k], work.parent, f"{keys[k]}.json")

    if absent:
        for k in absent:
            load_chapter(shots[k].path)
        draw_shots(
            [shots[k] for k in absent],
            work,
            jobs or os.cpu_count() or 1,
            on_frames=lambda frames: None,
            on_finished=store,
            make=tell_shot,
        )
    return [to_beats(path.read_text(encoding="utf-8")) for path in kept]


def _small(shot: ShotSpec) -> ShotSpec:
    """Return the shot in the quality that all narrations are told in."""
    return replace(shot, film=replace(shot.film, quality=QUALITIES["l"], burn=False))


def _heard(reel: Reel) -> Reel:
    """Return the reel as it is heard, as far as that can be known without recordings."""
    return _unvoiced(reel) if reel.shots[0].film.voice == RECORDED else reel


def _unvoiced(reel: Reel) -> Reel:
    shots = (replace(shot, film=replace(shot.film, voice=SILENT)) for shot in reel.shots)
    return replace(reel, shots=tuple(shots))


def _owners(reel: Reel) -> list[ChapterFile]:
    return [chapter for chapter in reel.chapters for _ in chapter.shots]
