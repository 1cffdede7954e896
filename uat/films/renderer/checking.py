"""Check films without drawing them: play every shot, and look at the picture after each play."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from itertools import groupby
from math import isfinite
from pathlib import Path
from typing import Any

from uat.films.renderer.chapters import load_chapter
from uat.films.renderer.findings import Findings
from uat.films.renderer.reel import Reel
from uat.films.renderer.shot import play_shot, save_told
from uat.films.renderer.spec import ShotSpec, get_quality
from uat.films.renderer.workers import draw_shots
from uat.films.voice.cues import cues
from uat.films.voice.pace import Beat, speaking_time
from uat.films.voice.stretch import held_after

MOST_WORDS = 15  # in a sentence that is said in one breath


def check_reels(
    reels: Sequence[Reel],
    work: Path,
    jobs: int | None,
    on_chapter: Callable[[str, Findings], object],
) -> None:
    """Call `on_chapter` with the name of each chapter, in order, and what was found in it."""
    shots = [_fine(shot) for reel in reels for shot in reel.shots]
    files: dict[int, Path] = {}

    for shot in shots:
        load_chapter(shot.path)
    jobs = jobs or os.cpu_count() or 1
    draw_shots(shots, work, jobs, lambda frames: None, files.__setitem__, make=_tell_findings)
    found = [(shots[k].path, _read(files[k])) for k in range(len(shots))]
    for path, group in groupby(found, key=lambda pair: pair[0]):
        on_chapter(path.stem, sum((one for _, one in group), Findings()))


def check_shot(shot: ShotSpec, folder: Path, log: Path | None = None) -> Findings:
    """Play a shot and return what was found in it."""
    watch = Watch()
    scene = play_shot(shot, folder, watch.look, log)
    return watch.found + heard(scene.beats)


class Watch:
    """What can be seen of a shot while it is played."""

    def __init__(self) -> None:
        self.found = Findings()
        self._still = 0.0
        self._known: set[str] = set()

    def look(self, scene: Any) -> None:
        """Look at the picture after a play, and at whether anything moved in it."""
        frozen = scene.is_current_animation_frozen_frame()
        self._still = self._still + scene.duration if frozen else 0.0
        held = Findings()
        if scene.beats:
            beat = scene.beats[-1]
            frame = 1 / scene.camera.frame_rate  # holds are rounded up to it
            still = self._still - held_after(beat.sentences) - frame
            held = Findings(still=(still, beat.text))
        where = f"{type(scene).__name__} at {scene.time:.1f} s: "
        seen = scene.inspect()
        named = tuple(where + fault for fault in seen.overlaps if fault not in self._known)
        self._known.update(seen.overlaps)
        empty = () if isfinite(seen.margin[0]) else (where + "nothing is to be seen",)
        self.found += replace(seen, overlaps=named, more=empty) + held


def heard(beats: Sequence[Beat]) -> Findings:
    """Return what is found in a narration: its pace, its fastest cue, sentences without breath."""
    said = [sentence for beat in beats for sentence in beat.sentences]
    pace = [(len(one.text) / (one.end - one.start), one.text) for one in cues(beats)]
    counts = [(len(one.text.split()), one.text) for one in said]
    return Findings(
        words=sum(count for count, _ in counts),
        spoken=sum(speaking_time(one.text, one.sound) for one in said),
        voiced=any(one.sound for one in said),
        fastest=max(pace, default=Findings.fastest),
        more=tuple(f"{n} words: {text}" for n, text in counts if n > MOST_WORDS),
    )


def _fine(shot: ShotSpec) -> ShotSpec:
    """Return the shot as it is checked: 60 frames a second, so that times are hardly rounded."""
    quality = get_quality("h", shape=shot.film.shape)
    return replace(shot, film=replace(shot.film, quality=quality, burn=False))


def _tell_findings(
    shot: ShotSpec, folder: Path, on_frames: Callable[[int], None], log: Path | None = None
) -> Path:
    return save_told(folder, astuple(check_shot(shot, folder, log)))


def _read(file: Path) -> Findings:
    fields = json.loads(file.read_text(encoding="utf-8"))
    known: Any = (tuple(one) if isinstance(one, list) else one for one in fields)
    return Findings(*known)
