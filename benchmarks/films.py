"""Films: our renderer against plain Manim, the same frames, in one run.

    python benchmarks/films.py [--quick]
    python benchmarks/films.py --chapters [--final]

The scenes are in benchmarks/films/: as Manim's users write them (always_redraw, Text, prisms in a
ThreeDScene, Manim's own writer, one process), and as our chapters are written (points set in place,
one mobject for a tower field), drawn by `uat.render`. Both times include setting up the scenes, not
importing Manim. `--quick` is the first line only; the rest takes minutes.

`--chapters` times the whole story instead, all sixteen chapters in one film, at 480p15 or with
`--final` at 1080p60: drawn for the first time, unchanged, and after a change in one chapter.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import manim  # noqa: F401  (both sides need it, and neither time includes it)

from uat.film import Quality, render
from uat.film.join import count_frames

HERE = Path(__file__).parent / "films"
CHAPTERS = Path(__file__).parents[1] / "scenes"
SMALL = Quality(854, 480, 15, "ultrafast", 23)
FINAL = Quality(1920, 1080, 60)
DRAFT = Quality(1920, 1080, 60, "ultrafast", 23)


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


def compare(name: str, theirs: Callable[[Path], Any], *own: tuple[str, Path, Quality, int]) -> None:
    """Print both times and their ratio for each of our ways; all must have the same frames."""
    with tempfile.TemporaryDirectory() as text:
        seconds, count = theirs(Path(text))
    for how, chapter, quality, jobs in own:
        with tempfile.TemporaryDirectory() as text:
            os.environ["XDG_CACHE_HOME"] = text
            first, frames = ours(chapter, quality, Path(text), jobs)
            again, _ = ours(chapter, quality, Path(text), jobs)
        assert frames == count, f"{name}: {frames} frames against {count}"
        print(
            f"{name + how:<44} {count:>6} {seconds:>8.2f} {first:>8.2f} {seconds / first:>6.1f}"
            f" {again:>8.3f} {first / again:>6.0f}",
            flush=True,
        )


def story(quality: Quality) -> None:
    """Print seconds for all chapters, for the same film again, and after a change in one."""
    from uat.cli.render import STORY

    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        os.environ["XDG_CACHE_HOME"] = text
        chapters = [shutil.copy(CHAPTERS / f"{name}.py", folder) for name in STORY]

        def draw() -> tuple[float, int]:
            start = time.perf_counter()
            (film,) = render(chapters, quality=quality, out=folder / "all.mp4", jobs=2, joined=True)
            return time.perf_counter() - start, count_frames(film)

        first, frames = draw()
        again, _ = draw()
        changed = folder / "neuron.py"
        changed.write_text(changed.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
        after, _ = draw()
    print(f"all {len(STORY)} chapters, {quality.height}p{quality.fps}: {frames} frames")
    print(f"first time {first:.1f} s, unchanged {again:.2f} s ({first / again:.0f}x), "
          f"one chapter changed {after:.1f} s ({first / after:.0f}x)")  # fmt: skip


def main() -> None:
    if "--chapters" in sys.argv:
        story(FINAL if "--final" in sys.argv else SMALL)
        return
    sys.path.insert(0, str(HERE))
    import plain as scenes

    quick = "--quick" in sys.argv
    print(f"{'':<44} {'frames':>6} {'Manim s':>8} {'ours s':>8} {'ratio':>6} {'again s':>8}  ratio")
    curves = [scenes.Curves, scenes.BackwardCurves] * 3
    compare(
        "6 shots in 2-D, 480p15",
        lambda folder: plain(curves, SMALL, folder),
        ("", HERE / "curves.py", SMALL, 2),
    )
    if not quick:
        compare(
            "6 shots in 2-D, 1080p60",
            lambda folder: plain(curves, FINAL, folder),
            (", final", HERE / "curves.py", FINAL, 2),
            (", draft", HERE / "curves.py", DRAFT, 2),
        )
    for name, quality in () if quick else (("480p15", SMALL), ("1080p60", FINAL)):
        compare(
            f"4 shots of 24x24 towers, {name}",
            lambda folder, q=quality: plain([scenes.Towers] * 4, q, folder),
            (", 1 process", HERE / "towers.py", quality, 1),
            (", 2 processes", HERE / "towers.py", quality, 2),
        )


if __name__ == "__main__":
    main()
