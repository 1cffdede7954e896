"""A film is determined by one frozen spec: what it is about, how large, how fast, how encoded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uat.errors import InputError

FORMATS = ("mp4", "gif", "png")
Box = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Quality:
    """A picture size in pixels, frames a second, and the speed and quality of the encoder."""

    width: int
    height: int
    fps: int
    preset: str = "superfast"
    crf: int = 18


QUALITIES = {
    "l": Quality(854, 480, 15, "ultrafast", 23),
    "m": Quality(1280, 720, 30),
    "h": Quality(1920, 1080, 60),
    "k": Quality(3840, 2160, 60),
}


@dataclass(frozen=True)
class FilmSpec:
    """All parameters of a film; chapters read it and nothing else.

    function: whatever `uat.target.make_target` takes; None is the chapter's own example.
    box: one (low, high) pair per input; None is the function's own box.
    tolerance: largest error the network may have, in the units of f; None leaves it to the chapter.
    quality: picture size, frame rate and encoder settings.
    """

    function: Any = None
    box: Box | None = None
    tolerance: float | None = None
    quality: Quality = QUALITIES["m"]
    palette: str = "dark"

    def fingerprint(self) -> str | None:
        """Text that two specs share only if they give the same pictures; None if unknown.

        A Python callable can change without a trace, so a film about one has no fingerprint.
        """
        function = _function_fingerprint(self.function)
        if function is None:
            return None
        quality = {name: getattr(self.quality, name) for name in Quality.__dataclass_fields__}
        data = [function, self.box, self.tolerance, quality, self.palette]
        return json.dumps(data, sort_keys=True)


@dataclass(frozen=True)
class ShotSpec:
    """One shot of a film: the class `name` in the chapter file at `path`."""

    path: Path
    name: str
    film: FilmSpec


def _function_fingerprint(function: Any) -> str | None:
    """Text for a formula or a catalogue name, the contents for a file, None for Python code."""
    if function is None:
        return "default"
    formula = getattr(function, "formula", None)
    if formula is not None:
        return f"target {function.names} {function.box} {formula}"
    if not isinstance(function, str) or function.startswith("py:"):
        return None
    try:
        path = Path(function.removeprefix("classes:").strip())
        if path.is_file():
            return f"file {function} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    except (OSError, ValueError):
        pass  # a formula is no file name
    return "text " + function


def get_quality(name: str | Quality) -> Quality:
    """The quality called `name`. Raises InputError if there is none."""
    if isinstance(name, Quality):
        return name
    try:
        return QUALITIES[name]
    except KeyError:
        sizes = ", ".join(
            f"{key} ({q.width}x{q.height}, {q.fps} fps)" for key, q in QUALITIES.items()
        )
        raise InputError(f"unknown quality {name!r}: choose one of {sizes}") from None


def check_format(name: str) -> str:
    """`name` if films can be written in that format. Raises InputError if not."""
    if name not in FORMATS:
        raise InputError(f"unknown format {name!r}: choose one of {', '.join(FORMATS)}")
    return name
