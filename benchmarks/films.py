"""Films: our renderer against plain Manim, the same frames, in one run.

    python benchmarks/films.py [--quick]
    python benchmarks/chapters.py [--final]

The scenes are in benchmarks/films/: as Manim's users write them (always_redraw, Text, prisms in a
ThreeDScene, Manim's own writer, one process), and as our chapters are written (points set in place,
one mobject for a tower field), drawn by `uat.render`. Both times include setting up the scenes, not
importing Manim.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from table import Table, ratio, show

from uat.films.renderer import Quality, render
from uat.films.renderer.join import count_frames

HERE = Path(__file__).parent / "films"
SMALL = Quality(854, 480, 15, "ultrafast", 23)
FINAL = Quality(1920, 1080, 60)
DRAFT = Quality(1920, 1080, 60, "ultrafast", 23)
ROUNDS = 3  # of what takes seconds; what takes minutes is timed once


def measure(quick: bool) -> Iterator[Table]:
    sys.path.insert(0, str(HERE))
    import plain as scenes

    columns = ("frames", "count", "Manim s", "ours s", "Manim / ours", "again s", "first / again")
    table = Table("Films beside plain Manim, the same frames, two processes", columns)
    curves = [scenes.Curves, scenes.BackwardCurves] * 3
    flat = HERE / "curves.py"
    for rounds, name, quality in (
        (ROUNDS, "6 shots in 2-D, 480p15", SMALL),
        (1, "6 shots in 2-D, 1080p60, final", FINAL),
        (1, "6 shots in 2-D, 1080p60, draft", DRAFT),
    )[: 1 if quick else None]:
        compare(table, name, curves, flat, quality, 2, rounds)
    towers = [scenes.Towers] * 4
    sizes = ((ROUNDS, "480p15", SMALL), (1, "1080p60", FINAL))
    for rounds, size, quality in () if quick else sizes:
        for jobs in (1, 2):
            name = f"4 shots of 24×24 towers, {size}, processes: {jobs}"
            compare(table, name, towers, HERE / "towers.py", quality, jobs, rounds)
    yield table


def compare(
    table: Table, name: str, classes: list[Any], chapter: Path, quality: Quality, jobs: int,
    rounds: int,
) -> None:  # fmt: skip
    """A row: both draw in each round, in turn; they must make the same number of frames."""
    times = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as text:
            theirs, count = plain(classes, quality, Path(text))
        with tempfile.TemporaryDirectory() as text:
            os.environ["XDG_CACHE_HOME"] = text
            first, frames = ours(chapter, quality, Path(text), jobs)
            again, _ = ours(chapter, quality, Path(text), jobs)
        if frames != count:
            raise AssertionError(f"{name}: {frames} frames against {count}")
        times.append((theirs, first, again))
    theirs, first, again = sorted(times)[len(times) // 2]
    table.add(name, count, theirs, first, ratio([a / b for a, b, _ in times]), again,
              ratio([b / c for _, b, c in times]))  # fmt: skip


def plain(classes: list[Any], quality: Quality, folder: Path) -> tuple[float, int]:
    """Seconds and frames of scenes drawn by Manim, one after the other."""
    from manim import tempconfig

    frames, start = 0, time.perf_counter()
    for number, scene_class in enumerate(classes):
        settings = {
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_rate": quality.fps,
            "media_dir": str(folder / f"plain-{number}"),
            "disable_caching": True,
            "progress_bar": "none",
            "verbosity": "ERROR",
        }
        with tempconfig(settings):
            scene = scene_class()
            scene.render()
            frames += count_frames(Path(scene.renderer.file_writer.movie_file_path))
    return time.perf_counter() - start, frames


def ours(chapter: Path, quality: Quality, folder: Path, jobs: int) -> tuple[float, int]:
    """Seconds and frames of a chapter drawn by us."""
    start = time.perf_counter()
    (film,) = render(str(chapter), quality=quality, out=folder, jobs=jobs)
    return time.perf_counter() - start, count_frames(film)


if __name__ == "__main__":
    show(measure)
