"""Films: our renderer against Manim's own writer, the same chapter, frame for frame, in one run.

    python benchmarks/films.py [CHAPTER QUALITY]

Both draw the same shots. Manim draws them one after the other and encodes with its own settings;
ours forks a process a core and encodes with ours. The scenes themselves are already written for
speed (points set in place, no updaters), so this measures the renderer alone.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from uat.film import FilmSpec, ShotSpec, get_chapter, render
from uat.film.join import count_frames, join
from uat.film.shot import _manim, _run, _scene
from uat.film.spec import get_quality


def plain(chapter: str, quality: str, folder: Path) -> int:
    """Render with Manim's writer; returns the number of frames."""
    from manim.renderer.cairo_renderer import CairoRenderer

    file, parts = get_chapter(chapter), []
    for name in file.shots:
        shot = ShotSpec(file.path, name, FilmSpec(quality=get_quality(quality)))
        with _manim(shot, folder / name, "mp4"):
            scene = _scene(shot, CairoRenderer())
            _run(shot, scene)
            parts.append(Path(scene.renderer.file_writer.final_file_path))
    return join(parts, folder / "plain.mp4")


def main() -> None:
    chapter, quality = sys.argv[1:] or ("bump", "l")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = name
        start = time.perf_counter()
        frames = plain(chapter, quality, folder)
        theirs = time.perf_counter() - start
        seconds = []
        for _ in range(2):
            start = time.perf_counter()
            (film,) = render(chapter, quality=quality, out=folder)
            seconds.append(time.perf_counter() - start)
        assert count_frames(film) == frames
    print(f"{chapter}, quality {quality}, {frames} frames")
    print(f"  Manim's writer {theirs:8.2f} s")
    print(f"  ours           {seconds[0]:8.2f} s   {theirs / seconds[0]:6.1f} times faster")
    print(f"  ours, again    {seconds[1]:8.2f} s   {theirs / seconds[1]:6.1f} times faster")


if __name__ == "__main__":
    main()
