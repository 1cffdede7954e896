"""One frozen spec determines a film: what it is about, how large, how fast, how encoded."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from uat.base.choices import require_known
from uat.base.errors import InputError
from uat.films.voice.choose import SILENT, voice_identity

SHAPES = {"wide": (16, 9), "square": (1, 1), "portrait": (9, 16)}
FORMATS = {"mp4": "h264", "gif": "h264", "webm": "vp9", "mov": "prores", "png": "h264"}
TRANSPARENT = {"vp9": "vp9a", "prores": "proresa"}  # codecs that can leave the background out
MOST_FPS = 120
MOST_OF_NAME = 30  # letters of a function in the name of a film's file
Box = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Codec:
    """How shots are kept: ffmpeg's encoder, its pixels, and the kind of file around it."""

    encoder: str
    pixels: str
    container: str


CODECS = {
    "h264": Codec("libx264", "yuv420p", "mp4"),
    "vp9": Codec("libvpx-vp9", "yuv420p", "webm"),
    "vp9a": Codec("libvpx-vp9", "yuva420p", "webm"),
    "prores": Codec("prores_aw", "yuv422p10le", "mov"),  # 422 HQ
    "proresa": Codec("prores_aw", "yuva444p10le", "mov"),  # 4444
}


@dataclass(frozen=True)
class Quality:
    """A picture size in pixels, frames a second, and the speed and quality of the encoder.

    preset, crf: for H.264, as x264 names them. codec: one of CODECS; those that end in a keep
    transparency.
    """

    width: int
    height: int
    fps: int
    preset: str = "superfast"
    crf: int = 18
    codec: str = "h264"


QUALITIES = {
    "l": Quality(854, 480, 15, "ultrafast", 23),
    "m": Quality(1280, 720, 30),
    "h": Quality(1920, 1080, 60),
    "k": Quality(3840, 2160, 60),
}


@dataclass(frozen=True)
class FilmSpec:
    """All parameters of a film; chapters read it and nothing else.

    function: whatever `uat.functions.target.make_target` takes; None is the chapter's own example.
    box: one (low, high) pair per input; None is the function's own box.
    tolerance: largest error the network may have, in the units of f; None leaves it to the chapter.
    quality: picture size, frame rate and encoder settings.
    shape: wide, square or portrait. burn: whether the picture holds the subtitles.
    palette: dark or light, the ground that it is drawn for.
    transparent: whether the background is left out. voice: who speaks, of uat.films.voice.choose.
    """

    function: Any = None
    box: Box | None = None
    tolerance: float | None = None
    quality: Quality = QUALITIES["m"]
    palette: str = "dark"
    shape: str = "wide"
    burn: bool = False
    transparent: bool = False
    voice: str = SILENT

    @property
    def of_nothing(self) -> FilmSpec:
        """The same film about each chapter's own example."""
        return replace(self, function=None, box=None, tolerance=None)

    def fingerprint(self) -> str | None:
        """Write text that two specs share only if they give the same pictures; None if unknown.

        A Python callable can change without a trace, so a film about one has no fingerprint.
        """
        function = _function_fingerprint(self.function)
        if function is None:
            return None
        look = [self.palette, self.shape, self.burn, self.transparent, voice_identity(self.voice)]
        data = [function, self.box, self.tolerance, asdict(self.quality), look]
        return json.dumps(data, sort_keys=True)


@dataclass(frozen=True)
class ShotSpec:
    """One shot of a film: the class `name` in the chapter file at `path`.

    recordings: of its beats, in order, if they were recorded. before: the chapter file and the
    name of the shot whose last picture it takes over.
    """

    path: Path
    name: str
    film: FilmSpec
    recordings: tuple[Path, ...] = ()
    before: tuple[Path, str] | None = None


def name_of(function: Any) -> str:
    """Return what a person calls a function: its formula, its file, its name in Python."""
    if isinstance(function, str):
        return function
    names = (getattr(function, key, None) for key in ("formula", "name", "__name__"))
    return next((str(name) for name in names if name), type(function).__name__)


def file_name(chapter: str, film: FilmSpec) -> str:
    """Return a name, without suffix, that films of a chapter share only about one function.

    What a file's name cannot hold of the function is told apart by six digits of its hash.
    """
    if film.function is None:
        return chapter
    text = name_of(film.function)
    short = re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:MOST_OF_NAME]
    if short != text or film.box is not None:
        data = f"{text} {film.box}"
        short += "-" + hashlib.sha256(data.encode()).hexdigest()[:6]
    return f"{chapter}-{short.lstrip('-')}"


def _function_fingerprint(function: Any) -> str | None:
    """Return text for a formula or catalogue name, a file's contents, None for Python code."""
    if function is None:
        return "default"
    formula = getattr(function, "formula", None)
    if formula is not None:
        return f"target {function.names} {function.box} {formula}"
    if not isinstance(function, str) or function.startswith("py:"):
        return None
    from uat.functions.table.asked import split_columns

    try:
        path = Path(split_columns(function.removeprefix("classes:").strip())[0])
        if path.is_file():
            return f"file {function} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    except (OSError, ValueError):
        pass  # a formula is no file name
    return "text " + function


def get_quality(
    name: str | Quality, *, shape: str = "wide", fps: int | None = None, codec: str = "h264"
) -> Quality:
    """Return the quality called `name`, in a shape, a codec, and perhaps another frame rate.

    The shorter side keeps its length. Raises InputError for an unknown name or a bad rate.
    """
    quality = name if isinstance(name, Quality) else _named(name)
    if fps is not None and not 1 <= fps <= MOST_FPS:
        raise InputError(f"{fps} frames a second: choose from 1 to {MOST_FPS}")
    require_known("shape", shape, SHAPES)
    across, up = SHAPES[shape]
    short = min(quality.width, quality.height)
    if shape != "wide":
        side = round(short * max(across, up) / min(across, up) / 2) * 2
        width, height = (short, side) if up > across else (side, short)
        quality = replace(quality, width=width, height=height)
    codec = quality.codec if codec == "h264" else codec
    return replace(quality, fps=fps or quality.fps, codec=codec)


def _named(name: str) -> Quality:
    try:
        return QUALITIES[name]
    except KeyError:
        sizes = ", ".join(
            f"{key} ({q.width}x{q.height}, {q.fps} fps)" for key, q in QUALITIES.items()
        )
        raise InputError(f"unknown quality {name!r}: choose one of {sizes}") from None
