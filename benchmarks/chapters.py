"""The whole story, all chapters in one film: first, unchanged, and with one changed.

python benchmarks/chapters.py            at 480p15; allowed: 5 minutes
python benchmarks/chapters.py --final    at 1080p60; allowed: 30 minutes
"""

import importlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from table import Table, ratio, show

from uat.cli.render import STORY
from uat.films.renderer import Quality, render
from uat.films.renderer.join import count_frames

CHAPTERS = Path(__file__).parents[1] / "scenes"
SMALL = Quality(854, 480, 15, "ultrafast", 23), 300.0
FINAL = Quality(1920, 1080, 60), 1800.0
FINALLY = "--final" in sys.argv


def measure(quick: bool) -> Iterator[Table]:
    importlib.import_module("manim")  # which is no part of the time
    names = STORY[:2] if quick else STORY
    quality, allowed = FINAL if FINALLY else SMALL
    columns = ("film", "frames", "s", "first / this")
    table = Table(
        f"{len(names)} chapters in one film, {quality.height}p{quality.fps}", columns,
        {"s": f"at most {allowed:g}, the first time"},
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        os.environ["XDG_CACHE_HOME"] = text
        for file in CHAPTERS.glob("*.py"):
            shutil.copy(file, folder)
        chapters = [str(folder / f"{name}.py") for name in names]

        def draw() -> tuple[float, int]:
            start = time.perf_counter()
            (film,) = render(chapters, quality=quality, out=folder / "all.mp4", jobs=2, joined=True)
            return time.perf_counter() - start, count_frames(film)

        first, frames = draw()
        table.add("drawn for the first time", frames, first, ratio([1.0]))
        again, frames = draw()
        table.add("unchanged", frames, again, ratio([first / again]))
        changed = folder / "neuron.py"
        if changed.is_file():
            text = changed.read_text(encoding="utf-8") + "\n# changed\n"
            changed.write_text(text, encoding="utf-8")
            after, frames = draw()
            table.add("one chapter changed", frames, after, ratio([first / after]))
    yield table


if __name__ == "__main__":
    if FINALLY:
        sys.argv.remove("--final")
    show(measure)
