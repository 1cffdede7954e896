"""A manifest says what a run wrote: films, chapters, beats, files and all that determined them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from uat.base.files import written_whole
from uat.films.renderer.cache import package_version, versions
from uat.films.renderer.reel import Written
from uat.films.renderer.spec import FilmSpec, name_of
from uat.films.voice.choose import voice_identity
from uat.films.voice.pace import Beat

SCHEMA = 2


def write_manifest(target: Path, film: FilmSpec, films: Sequence[Written]) -> None:
    """Write the manifest as JSON. The fields are described in docs/films.md."""
    used = (f"uat {package_version('uat-explorer')}", *versions())
    data = {
        "schema": SCHEMA,
        "versions": dict(text.split(" ", 1) for text in used),
        "spec": _spec(film),
        "films": [_film(written, target.parent) for written in films],
    }
    with written_whole(target) as temporary:
        temporary.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _spec(film: FilmSpec) -> dict[str, Any]:
    function = film.function
    return {
        "function": None if function is None else name_of(function),
        "box": film.box,
        "tolerance": film.tolerance,
        "quality": asdict(film.quality),
        "palette": film.palette,
        "shape": film.shape,
        "burn": film.burn,
        "transparent": film.transparent,
        "voice": voice_identity(film.voice) or None,
    }


def _film(written: Written, folder: Path) -> dict[str, Any]:
    fps = written.reel.shots[0].film.quality.fps
    return {
        "frames": sum(written.frames),
        "seconds": _seconds(sum(written.frames) / fps),
        "files": [_file(path, folder) for path in written.files],
        "chapters": _chapters(written, fps),
    }


def _file(path: Path, folder: Path) -> dict[str, Any]:
    data = path.read_bytes()
    place = os.path.relpath(path, folder)
    return {"file": place, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _chapters(written: Written, fps: int) -> list[dict[str, Any]]:
    """Describe each chapter with its shots and beats, on the clock of the film."""
    rows, number, clock = [], 0, 0.0
    for chapter in written.reel.chapters:
        start, shots = clock, []
        for shot in chapter.shots:
            end = clock + written.frames[number] / fps
            shots.append({"name": shot, "start": _seconds(clock), "end": _seconds(end)})
            number, clock = number + 1, end
        rows.append(
            {
                "name": chapter.name,
                "title": chapter.title,
                "description": chapter.description,
                "start": _seconds(start),
                "end": _seconds(clock),
                "shots": shots,
                "beats": [_beat(b) for b in written.beats if start <= b.start < clock],
            }
        )
    return rows


def _beat(beat: Beat) -> dict[str, Any]:
    times = {"start": _seconds(beat.start), "end": _seconds(beat.end)}
    return {"number": beat.number, **times, "narration": beat.text}


def _seconds(value: float) -> float:
    return round(value, 3)
