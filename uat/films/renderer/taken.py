"""A chapter says what functions it takes; about another one it shows its own example, or nothing.

A chapter file states `TAKES`: f(x), f(x, y), regions, or nothing. One that cannot use every such
function has `about`, which returns what it shows for a film, and `NEEDS`, which says what it lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from uat.base.errors import InputError
from uat.films.renderer.chapters import ChapterFile, find_chapters, load_chapter
from uat.films.renderer.spec import FilmSpec

if TYPE_CHECKING:
    from uat.functions.target import Target

NOTHING = "nothing"
KINDS = {
    "f(x)": "a function of one input",
    "f(x, y)": "a function of two inputs",
    "regions": "classes on a plane, such as x^2+y^2<0.5",
    NOTHING: "no function",
}


def check_function(
    chapters: Sequence[ChapterFile], film: FilmSpec, note: Callable[[str], object]
) -> None:
    """Note which chapters show their own example. Raises InputError if all of them would."""
    if film.function is None:
        return
    from uat.functions.target import make_target

    target = make_target(film.function, film.box)
    reasons = {chapter.name: _reason(chapter, film, target) for chapter in chapters}
    if all(reasons.values()):
        name, reason = next(iter(reasons.items()))
        taking = (
            each.name
            for each in find_chapters().values()
            if each.takes is not None and not _reason(each, film, target)
        )
        others = ", ".join(islice(taking, 3))
        such = f" such as {others}" if others else ""
        raise InputError(
            f"the chapter {name} cannot show {target.name}: {reason}. Leave out the function, or "
            f"choose another chapter{such}; uat render --list says what each takes"
        )
    for name, reason in reasons.items():
        if reason:
            note(f"{name} shows its own example: {reason}")


def _reason(chapter: ChapterFile, film: FilmSpec, target: Target) -> str:
    """Say why a chapter does not show a function; "" if it does, or if the file does not tell."""
    if chapter.takes is None:
        return ""
    if chapter.takes != _kind(target):
        return f"it takes {KINDS[chapter.takes]}"
    module: Any = load_chapter(chapter.path)
    if not hasattr(module, "about"):
        return ""
    shown = module.about(film).target
    return (
        "" if (shown.name, shown.box) == (target.name, target.box) else f"it needs {module.NEEDS}"
    )


def _kind(target: Target) -> str:
    """Name the kind of a function, one of KINDS; "" for one that no chapter takes."""
    if target.kind == "classes":
        return "regions" if target.inputs == 2 else ""
    if target.outputs != 1:
        return ""
    return {1: "f(x)", 2: "f(x, y)"}.get(target.inputs, "")
