"""Draw one frame of a shot only, or none."""

from __future__ import annotations

from typing import Any

from manim.renderer.cairo_renderer import CairoRenderer


class DryRenderer(CairoRenderer):
    """A renderer that plays a scene from play to play, and draws only what is asked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(skip_animations=True, **options)
        self.playing = False

    def play(self, scene: Any, *animations: Any, **options: Any) -> None:
        self.playing = True
        try:
            super().play(scene, *animations, **options)
        finally:
            self.playing = False

    def update_frame(self, scene: Any, *args: Any, **options: Any) -> None:
        if not self.playing:
            super().update_frame(scene, *args, **options)

    def save_static_frame_data(self, scene: Any, static_mobjects: Any) -> None:
        self.static_image = None


class StillRenderer(CairoRenderer):
    """A renderer that plays frame by frame and draws the frame `wanted` into `picture`.

    If the shot is shorter, the picture is its end.
    """

    def __init__(self, wanted: int, **options: Any) -> None:
        super().__init__(**options)
        self.wanted, self.seen = wanted, 0
        self.picture: Any = None

    def update_frame(self, scene: Any, *args: Any, **options: Any) -> None:
        """Draw nothing now: most frames are not wanted."""

    def save_static_frame_data(self, scene: Any, static_mobjects: Any) -> None:
        self.static_image = None
        self._scene = scene

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        if self.seen <= self.wanted < self.seen + num_frames:
            self.picture = self._draw(self._scene)
        self.seen += num_frames
        self.time += num_frames / self.camera.frame_rate

    def get_frame(self) -> Any:
        """Return pixels that Manim hands to `add_frame`, which draws its own instead."""
        return self.camera.pixel_array

    def scene_finished(self, scene: Any) -> None:
        if self.picture is None:
            self.picture = self._draw(scene)

    def _draw(self, scene: Any) -> Any:
        super().update_frame(scene)
        return super().get_frame()
