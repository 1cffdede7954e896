"""Animate by setting things in place: no updaters, so that a hold is one frozen frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from manim import Animation, Group, Mobject, Scene


class Drive(Animation):
    """Call `change(value)` at every frame while value goes from `start` to `stop`.

    mobjects: what `change` alters; they must be on screen already, and keep their layer.
    """

    def __init__(
        self,
        mobjects: Mobject | Sequence[Mobject],
        change: Callable[[float], object],
        start: float = 0.0,
        stop: float = 1.0,
        **options: Any,
    ) -> None:
        parts = [mobjects] if isinstance(mobjects, Mobject) else mobjects
        super().__init__(Group(*parts), introducer=True, **options)
        self.change, self.start, self.stop = change, start, stop

    def interpolate_mobject(self, alpha: float) -> None:
        progress = self.rate_func(alpha)
        self.change(self.start + (self.stop - self.start) * progress)

    def create_starting_mobject(self) -> Any:
        return self.mobject

    def _setup_scene(self, scene: Scene) -> None:
        """Leave the scene as it is: Manim would put the group on top of all other mobjects."""
