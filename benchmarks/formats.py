"""Formats: what a chapter takes as ProRes for editors, beside the same frames as mp4.

Seconds are the processor's, of all processes, so that what else the machine does hardly counts;
each time is the first, with nothing kept. Films are 1280×720, 30 frames a second.
"""

import os
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from table import Table, show

from uat.films.renderer import render
from uat.films.renderer.join import count_frames

CHAPTER = "epilogue"
KINDS: dict[str, dict[str, Any]] = {
    "mp4": {},
    "mov, ProRes 422 HQ": {"format": "mov"},
    "mov, ProRes 4444, transparent": {"format": "mov", "transparent": True},
}


def measure(quick: bool) -> Iterator[Table]:
    head = ("format", "frames", "MB", "processor s", "s / s of mp4")
    table = Table("ProRes for editors beside mp4, a chapter drawn for the first time", head,
                  {"s / s of mp4": "at most 2"})  # fmt: skip
    usual = 0.0
    for kind, options in KINDS.items():
        with tempfile.TemporaryDirectory() as text:
            os.environ["XDG_CACHE_HOME"] = text
            before = used()
            (film,) = render(CHAPTER, out=Path(text), quality="l" if quick else "m", **options)
            spent = used() - before
            usual = usual or spent
            table.add(kind, count_frames(film), film.stat().st_size / 1e6, spent, spent / usual)
    yield table


def used() -> float:
    """Seconds of processors that this process and those that it started took so far."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    found = [resource.getrusage(kind) for kind in kinds]
    return sum(one.ru_utime + one.ru_stime for one in found)


if __name__ == "__main__":
    show(measure)
