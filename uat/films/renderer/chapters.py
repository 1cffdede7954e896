"""A chapter is a file of shots; it is found by its folder and described without running it."""

from __future__ import annotations

import ast
import configparser
import contextlib
import difflib
import hashlib
import importlib.abc
import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from uat.base.errors import InputError, quoted
from uat.films.renderer.spec import FilmSpec, ShotSpec


@dataclass(frozen=True)
class ChapterFile:
    """A chapter: its name, its file, one sentence about it, its shots in order, and its title.

    title: the one that it shows, or else its name. takes: the functions that it can show, as its
    file states; None if it does not.
    """

    name: str
    path: Path
    description: str
    shots: tuple[str, ...]
    title: str
    takes: str | None = None


def find_chapters() -> dict[str, ChapterFile]:
    """Find all chapters by name, in alphabetical order."""
    files = sorted(_folder().glob("[!_]*.py"))
    return {path.stem: read_chapter(path) for path in files}


def get_chapter(name: str) -> ChapterFile:
    """Find the chapter called `name`, or in the file `name`. Raises InputError if there is none."""
    if name.endswith(".py") and Path(name).is_file():
        return read_chapter(Path(name).resolve())
    chapters = find_chapters()
    if name in chapters:
        return chapters[name]
    close = difflib.get_close_matches(name, chapters, 1)
    advice = f"did you mean {close[0]}?" if close else f"choose one of {', '.join(chapters)}"
    if Path(name).suffix:
        advice = "a chapter is a name, and -o says where its files go"
    raise InputError(f"unknown chapter {name!r}: {advice}")


def read_chapter(path: Path) -> ChapterFile:
    """Read a chapter file: its docstring's first sentence and the classes that are shots."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError) as error:
        raise InputError(f"cannot read the chapter {path}: {error}") from error
    text = " ".join((ast.get_docstring(tree) or "").split())
    sentence = text.split(". ")[0].removesuffix(".")
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    shots = tuple(node.name for node in classes if _is_shot(node))
    title = _title(tree) or spaced(path.stem.title())
    return ChapterFile(path.stem, path, sentence, shots, title, takes=_takes(tree))


def get_shots(chapters: Iterable[ChapterFile], film: FilmSpec) -> tuple[ShotSpec, ...]:
    """List the shots of a film; each takes over the last picture of the one before it."""
    places = [(chapter.path, shot) for chapter in chapters for shot in chapter.shots]
    return tuple(
        ShotSpec(*place, film, before=before)
        for before, place in zip([None, *places], places, strict=False)
    )


def spaced(name: str) -> str:
    """Write `TwoSteps` as people do: Two steps."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).split()
    return " ".join([parts[0], *(part.lower() for part in parts[1:])])


def _title(tree: ast.Module) -> str:
    """Find the text that a shot hands to `show_title`; "" if none does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "show_title":
            text = node.args[0] if node.args else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                return text.value
    return ""


def _takes(tree: ast.Module) -> str | None:
    """Find the text that the file calls TAKES."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "TAKES":
            return str(ast.literal_eval(node.value))
    return None


def require_manim() -> None:
    """Import manim, which reads its settings meanwhile; uat overrides those that matter to it.

    Raises InputError for a file of settings that manim cannot read.
    """
    try:
        import_module("manim")
    except (configparser.Error, ValueError, LookupError, TypeError) as error:
        files = [path for path in _settings() if path.is_file()]
        if not files:
            raise
        raise InputError(
            f"manim cannot read its settings in {' or '.join(map(str, files))}: {quoted(error)}. "
            "Mend or rename the file; uat needs none"
        ) from error


def _settings() -> list[Path]:
    """Return the files of settings that manim reads: of the folder, and of the user."""
    user = ("AppData", "Roaming", "Manim") if sys.platform == "win32" else (".config", "manim")
    return [Path("manim.cfg"), Path.home().joinpath(*user, "manim.cfg")]


@cache
def load_chapter(path: Path) -> ModuleType:
    """Run a chapter file and return its module. This imports manim.

    At its top it can import the files beside it: `from ._figures import Wave`, or, as in a script,
    `from figures import Wave`. It is compiled here, since a full disk would leave half of its
    bytecode, which Python would then trip over.
    """
    require_manim()
    package = _package(path.parent)
    module = ModuleType(f"{package}.{path.stem}")
    module.__file__, module.__package__ = str(path), package
    sys.modules[module.__name__] = module  # dataclasses look themselves up there
    code = compile(path.read_text(encoding="utf-8"), str(path), "exec")
    with _beside(path.parent):
        exec(code, module.__dict__)
    return module


def _package(folder: Path) -> str:
    """Name the package that is the folder: two folders may have files of one name."""
    name = "uat_chapters_" + hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
        sys.meta_path.insert(0, _Helpers(name, folder))
    return name


class _Helpers(importlib.abc.MetaPathFinder):
    """A finder of the files in a folder of chapters, as modules of its package."""

    def __init__(self, package: str, folder: Path) -> None:
        self.package, self.folder = package, folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, name = fullname.rpartition(".")
        file = self.folder / f"{name}.py"
        if package != self.package or not file.is_file():
            return None
        loader = _Uncached(fullname, str(file))
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


class _Uncached(SourceFileLoader):
    """A loader that leaves no bytecode behind, for the reason that `load_chapter` gives."""

    def set_data(self, path: str, data: Any, *, _mode: int = 0o666) -> None:
        pass


@contextlib.contextmanager
def _beside(folder: Path) -> Iterator[None]:
    """Let modules be imported from a folder, and forget them: other folders have others."""
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file is not None and Path(file).parent == folder:
                del sys.modules[name]


def _is_shot(node: ast.ClassDef) -> bool:
    bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
    return not node.name.startswith("_") and any(base.endswith("Chapter") for base in bases)


def _folder() -> Path:
    """Find where the chapters are: the installed package uat.scenes, else scenes/ beside uat."""
    try:
        spec = importlib.util.find_spec("uat.scenes")
    except ModuleNotFoundError:
        spec = None
    if spec is not None and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(__file__).resolve().parents[3] / "scenes"
