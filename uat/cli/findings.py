"""Find what this machine has and lacks for uat, and how to get it."""

import importlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from uat.base.errors import InputError
from uat.base.packages import MODULES, install_command
from uat.films.renderer.chapters import require_manim

OURS = ("docs", "bench", "fuzz", "dev", "full")  # extras for work on uat itself, listed last
DISTRIBUTION = "uat-explorer"
OLDEST, NEWEST_TESTED = (3, 11), (3, 13)
ROOM = 2**30  # bytes for films, below which a disk is called nearly full
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox")
# What must be there to import a package, besides the package: Debian's names.
SYSTEM = {"manim": "libcairo2 libpango-1.0-0 (to build: gcc libcairo2-dev libpango1.0-dev)"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    topic: "core" for what every command needs, else the extra or the part of uat that needs it.
    ok: whether it is as it should be. advice: what to do if not, else "".
    """

    topic: str
    name: str
    ok: bool
    found: str
    advice: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything, one finding after the other; the slow ones come last."""
    yield _python()
    found = requirements()
    yield from (_package(*one) for one in found if one[0] not in OURS)
    yield from _machine()
    yield from _film()
    yield from (_package(*one) for one in found if one[0] in OURS)


def requirements() -> list[tuple[str, str]]:
    """Return what the distribution declares: pairs of extra, or "core", and requirement."""
    found = []
    try:
        declared = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []
    for line in declared:
        text, _, marker = line.partition(";")
        extra = marker.partition("extra ==")[2].strip().strip("\"'") if marker else ""
        found.append((extra or "core", text.strip()))
    return found


def _python() -> Finding:
    version = platform.python_version()
    ok = sys.version_info[:2] >= OLDEST
    oldest, newest = ("{}.{}".format(*version) for version in (OLDEST, NEWEST_TESTED))
    known = sys.version_info[:2] <= NEWEST_TESTED
    note = "" if known else f" (tested with {oldest} to {newest})"
    return Finding(
        "core",
        "Python",
        ok=ok,
        found=version + note,
        advice="" if ok else f"uat needs Python {oldest}",
    )


def _package(topic: str, requirement: str) -> Finding:
    """Tell whether a package is there, new enough, and can be imported."""
    name = _name(requirement)
    command = install_command(requirement)
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(topic, name, ok=False, found="missing", advice=command)
    if not _fits(requirement, version):
        return Finding(
            topic, name, ok=False, found=f"{version}, but {requirement} is needed", advice=command
        )
    if topic == "core":
        try:
            if name == "manim":
                require_manim()
            importlib.import_module(MODULES.get(name, name.replace("-", "_")))
        except InputError as error:  # its settings
            return Finding(topic, name, ok=False, found=version, advice=str(error))
        except Exception as error:  # an import can fail in any way; the doctor says how
            advice = SYSTEM.get(name, command)
            return Finding(
                topic, name, ok=False, found=f"{version}, which fails: {error}", advice=advice
            )
    return Finding(topic, name, ok=True, found=version)


def _name(requirement: str) -> str:
    for sign in "[<>=!~ ":
        requirement = requirement.partition(sign)[0]
    return requirement


def _fits(requirement: str, version: str) -> bool:
    try:
        from packaging.requirements import Requirement
    except ImportError:
        return True
    return Requirement(requirement).specifier.contains(version, prereleases=True)


def _machine() -> Iterator[Finding]:
    from uat.films.renderer.cache import cache_folder

    yield Finding("machine", "cores", ok=True, found=str(os.cpu_count() or 1))
    folder = cache_folder()
    free = shutil.disk_usage(folder).free
    advice = "" if free >= ROOM else "make room, or set XDG_CACHE_HOME to a folder on another disk"
    yield Finding(
        "machine",
        "films kept in",
        ok=free >= ROOM,
        found=f"{folder}, {free / 2**30:.1f} GiB free",
        advice=advice,
    )
    temporary = Path(tempfile.gettempdir())
    yield Finding(
        "machine", "temporary files in", ok=os.access(temporary, os.W_OK), found=str(temporary)
    )
    browser = next((b for b in BROWSERS if shutil.which(b)), None)
    yield Finding(
        "explorer",
        "browser",
        ok=browser is not None,
        found=browser or "none on the path",
        advice="" if browser else "any browser opens the page; the tests want Debian's chromium",
    )


def _film() -> Iterator[Finding]:
    """Look at what a film is made of: encoders and text."""
    yield _tried("films", "H.264 films", lambda: _little_film("h264", ".mp4"))
    yield _tried("films", "VP9 films", lambda: _little_film("vp9", ".webm"))
    yield _tried("films", "ProRes films", lambda: _little_film("prores", ".mov"))
    yield _tried("films", "text by Typst", _typeset)


def _tried(topic: str, name: str, attempt: Callable[[], str]) -> Finding:
    try:
        return Finding(topic, name, ok=True, found=attempt())
    except Exception as error:  # whatever it is, it is what stands in the way
        kind = type(error).__name__
        return Finding(
            topic,
            name,
            ok=False,
            found=f"{kind}: {error}",
            advice=install_command("manim[typst]==0.22.0"),
        )


def _little_film(codec: str, suffix: str) -> str:
    """Write, join and count two shots of two frames, as those of a chapter are."""
    from dataclasses import replace

    import numpy as np

    from uat.films.renderer.encode import Converter, SegmentEncoder
    from uat.films.renderer.join import count_frames, join
    from uat.films.renderer.spec import CODECS, QUALITIES

    quality = replace(QUALITIES["l"], codec=codec)
    black = np.zeros((quality.height, quality.width, 4), dtype=np.uint8)
    with tempfile.TemporaryDirectory(prefix="uat-doctor-") as folder:
        shots = [Path(folder, f"{name}{suffix}") for name in ("first", "second")]
        for shot in shots:
            encoder = SegmentEncoder(shot, quality)
            encoder.write_frame(Converter(quality).convert(black), repeat=2)
            encoder.finish()
        film = Path(folder, f"film{suffix}")
        join(shots, film)
        if count_frames(film) != 4:
            raise RuntimeError(f"a film of 4 frames has {count_frames(film)}")
    return f"{CODECS[codec].encoder}, by av {metadata.version('av')}"


def _typeset() -> str:
    import typst

    code = b'#set text(font: "New Computer Modern")\n$ sigma(w x + b) $'
    page = typst.compile(code, format="svg")
    if b"<svg" not in bytes(page):
        raise RuntimeError("typst made no picture")
    return f"typst {metadata.version('typst')}"
