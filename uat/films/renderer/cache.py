"""Finished shots are kept under a key of all that determines them, and never half written."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from uat.base.files import cannot
from uat.films.renderer.spec import ShotSpec

SCHEMA = 3
STALE_SECONDS = 24 * 3600.0
ROOMS_THAT_DRAW_NOTHING = ("cli", "exchange", "page", "plots", "sklearn", "widget")
FILM_THAT_DRAWS = ("camera", "encode", "join", "layout", "outlines", "shades", "shot", "spec")

IMPORT = re.compile(r"^\s*(?:import|from)\s+\.?(\w+)", re.MULTILINE)


def cache_folder() -> Path:
    """Return the folder of finished shots; a temporary one if the user's cannot be written."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    for folder in (Path(base), Path(tempfile.gettempdir()) / _user()):
        films = folder / "uat" / "films"
        with contextlib.suppress(OSError):
            films.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=films):
                return films
    return Path(tempfile.mkdtemp(prefix="uat-films-"))


def shot_key(shot: ShotSpec) -> str | None:
    """Return the name under which a shot is kept, or None if it cannot be kept safely."""
    film = shot.film.fingerprint()
    if film is None:
        return None
    recorded = [_file_digest(path) for path in shot.recordings]
    chapter = _chapter_digest(shot.path)
    before = shot.before and (_chapter_digest(shot.before[0]), shot.before[1])
    facts = [SCHEMA, shot.name, film, recorded, chapter, before, code_digest(), versions()]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@cache
def code_digest() -> str:
    """Digest the package's own code, without the parts that cannot change a picture."""
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root)
        if draws(name):
            digest.update(f"{name.as_posix()}\0{_file_digest(path)}\0".encode())
    return digest.hexdigest()


def draws(module: Path) -> bool:
    """Tell whether a file of the package, named from its folder, can change a picture."""
    if module.parts[:2] == ("films", "renderer"):
        return module.stem in FILM_THAT_DRAWS
    return module.parts[0] not in ROOMS_THAT_DRAW_NOTHING


def chapter_files(path: Path) -> list[tuple[Path, str]]:
    """Return a chapter's file and the files beside it that it imports, with their texts."""
    found: dict[Path, str] = {}
    waiting = [path]
    while waiting:
        file = waiting.pop()
        found[file] = file.read_text(encoding="utf-8")
        beside = (file.parent / f"{name}.py" for name in IMPORT.findall(found[file]))
        waiting += [other for other in beside if other not in found and other.is_file()]
    return list(found.items())


def _chapter_digest(path: Path) -> str:
    """Digest a chapter's file and the files beside it that it imports."""
    digests = {
        file.name: hashlib.sha256(text.encode()).hexdigest() for file, text in chapter_files(path)
    }
    return json.dumps(sorted(digests.items()))


@contextlib.contextmanager
def work_folder(films: Path) -> Iterator[Path]:
    """Make a folder for unfinished files, removed at the end; remove what killed runs left."""
    _clean(films)
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"work-{os.getpid()}-", dir=films))
    except OSError as error:
        raise cannot("write to", films, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clean(films: Path) -> None:
    """Remove the work folders of processes that are gone, and any that are very old."""
    for folder in films.glob("work-*-*"):
        with contextlib.suppress(OSError, ValueError):
            owner = int(folder.name.split("-")[1])
            if not _is_alive(owner) or time.time() - folder.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _user() -> str:
    return f"uat-{os.getuid() if hasattr(os, 'getuid') else os.environ.get('USERNAME', 'user')}"


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def versions() -> tuple[str, ...]:
    """Return the versions of what draws, as `name version`."""
    names = ("manim", "av", "typst", "numpy", "pycairo", "scipy", "numba")
    return tuple(f"{name} {package_version(name)}" for name in names)


def package_version(name: str) -> str:
    """Return the version of an installed package, or `missing`."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
