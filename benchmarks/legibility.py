"""Legibility: the smallest text, the margin and the pace of each chapter, in every shape.

Text is measured in pixels of an em, in a picture whose shorter side has 1080; the margin in percent
of the picture's width or height. Chapters are played without being drawn, as `uat render --check`
does; nobody speaks.
"""

import os
import tempfile
from collections.abc import Iterator
from typing import Any

from table import Table, show

from uat.cli.render import STORY
from uat.films.renderer import render
from uat.films.renderer.findings import (
    FASTEST,
    HEAD,
    LEAST_MARGIN,
    LEAST_TEXT,
    LEAST_UPRIGHT,
    LONGEST_STILL,
    Findings,
)

SHAPES = ("wide", "square", "portrait")


def measure(quick: bool) -> Iterator[Table]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        names = STORY[:2] if quick else STORY
        for shape in SHAPES:
            claim = f"Chapters can be read and followed: {shape}"
            yield table(claim, shape, found(names, shape=shape))


def found(names: Any, **options: Any) -> list[tuple[str, Findings]]:
    rows: list[tuple[str, Findings]] = []
    render(names, check=lambda *row: rows.append(row), **options)
    return rows


def table(claim: str, shape: str, rows: list[tuple[str, Findings]]) -> Table:
    """A row for each chapter; what is wrong with it in the notes."""
    least = LEAST_UPRIGHT if shape == "portrait" else LEAST_TEXT
    limits = (
        f"at most {FASTEST:g}", f"at most {LONGEST_STILL:g}",
        f"at least {least:g}", f"at least {LEAST_MARGIN:g}", "at most 0",
    )  # fmt: skip
    asked = dict(zip(list(HEAD)[1:], limits, strict=True))  # people read at a pace of their own
    made = Table(claim, ("chapter", *HEAD), asked)
    for name, one in rows:
        made.add(
            name,
            *(
                round(value, digits)
                for value, digits in zip(one.figures, HEAD.values(), strict=True)
            ),
        )
        made.notes += [f"{name}: {fault}" for fault in one.wrong(shape)]
    return made


if __name__ == "__main__":
    show(measure)
