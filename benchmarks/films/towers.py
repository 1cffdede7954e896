"""The 3-D film of the benchmark, as our chapters are written: 24 x 24 towers that turn."""

from typing import Any

import numpy as np

from uat.films.stage import Chapter, Drive
from uat.films.stage.relief import Relief, View

COUNT = 24
FRAMES = 12  # of each shot
TURN = 2.0  # degrees a frame
WALL = 1e-3  # how wide a wall is, of a tower


def get_heights() -> np.ndarray:
    """(COUNT, COUNT): heights of towers on the unit square, from 0 to 1."""
    middles = (np.arange(COUNT) + 0.5) / COUNT
    x, y = np.meshgrid(middles, middles, indexing="ij")
    return 0.5 + 0.25 * (np.sin(5 * x) + np.cos(4 * y))


def get_relief(view: View) -> Relief:
    """Every tower is read at both ends: between them are plateaus and walls."""
    ends = np.arange(COUNT)[:, None] + np.array([WALL, 1 - WALL])
    coordinates = np.concatenate([[0.0], ends.ravel() / COUNT, [1.0]])
    heights = np.pad(np.repeat(np.repeat(get_heights(), 2, axis=0), 2, axis=1), 1)
    return Relief(coordinates, coordinates, heights, z_range=(0.0, 1.0), view=view)


class _TurningChapter(Chapter):
    """The towers turn."""

    start = 35.0

    def construct(self) -> None:
        def view(angle: float) -> View:
            return View(turn=angle, tilt=30.0, size=9.0, height=3.0)

        relief = get_relief(view(self.start))

        def change(angle: float) -> None:
            relief.set_view(view(angle))

        self.add(relief)
        stop = self.start + TURN * FRAMES
        turning = Drive(relief, change, self.start, stop, rate_func=lambda t: t)
        self.play(turning, run_time=get_seconds(self))


def get_seconds(scene: Any) -> float:
    """How long FRAMES are; a hair less, so that rounding adds none."""
    return FRAMES / scene.camera.frame_rate - 1e-6


class One(_TurningChapter):
    """From one side."""


class Two(_TurningChapter):
    """From another side."""

    start = 125.0


class Three(_TurningChapter):
    """From behind."""

    start = 215.0


class Four(_TurningChapter):
    """From the last side."""

    start = 305.0
