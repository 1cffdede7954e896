"""A little chapter for the tests of films, and how to read films back."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from uat.films.renderer import Quality

TINY = Quality(256, 144, 5, "ultrafast", 23)
FRAMES = 19  # 1.6 s to read the narration, 0.6 s; 1 s, 0.6 s, at 5 frames a second
CHAPTER = '''"""A chapter for the tests. It is small."""

from manim import RIGHT, FadeIn, Square

from uat.films.stage import Chapter


class FirstShot(Chapter):
    def construct(self):
        self.add(Square(color="#ff0000", fill_opacity=1, stroke_width=0).shift(2 * RIGHT))
        self.say("Hello, says the narrator.")
        self.wait(1)
        self.hush()
        self.wait(3 / 5)


class Second(Chapter):
    def construct(self):
        square = Square(color="#00ff00", fill_opacity=1, stroke_width=0).scale(1.5)
        self.play(FadeIn(square), run_time=1)
        self.wait(0.6)
'''


def write_chapter(folder: Path, name: str = "little.py", text: str = CHAPTER) -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def apart(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Work in a folder of its own, with a store of its own, which is returned."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.chdir(folder)
    return folder / "cache" / "uat" / "films"


def decoded(path: Path | str) -> list[Any]:
    with av.open(str(path)) as film:
        return list(film.decode(video=0))


def pixels(frame: Any) -> Any:
    """(height, width, 3), whole numbers from 0 to 255."""
    return frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray().astype(int)


def to_data(graph: Any, points: Any) -> Any:
    """Map scene coordinates, (n, 3), to the graph's data: two arrays of n numbers."""
    share = (np.asarray(points, dtype=float)[..., :2] - graph.corner[:2]) / graph.size
    ends = np.array([graph.x_range, graph.y_range])
    return np.moveaxis(ends[:, 0] + share * (ends[:, 1] - ends[:, 0]), -1, 0)
