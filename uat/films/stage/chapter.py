"""A shot of a chapter is a Manim scene that is told by a spec what it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import UP, FadeIn, FadeOut, Scene, Write, config

from uat.base.palette import DARK
from uat.base.quoting import for_typst
from uat.films.renderer.layout import get_layout
from uat.films.renderer.spec import FilmSpec
from uat.films.stage.text import CAPTION, TITLE, Label, paragraph, words

HEADING = 1.3  # sizes of the heading above a title, and of subtitles in a wide picture
SUBTITLE = 27.0
ROUNDING = 1e-9  # seconds


class Chapter(Scene):
    """Base of every shot.

    spec: the film's parameters; without one (plain `manim render`) the chapter's own example.
    layout: where the caption stands. frames: how many have been played, also when nothing is drawn.
    captions: for each narration, what was written meanwhile.
    before_first_play, after_play: called with the scene, if they are set.
    """

    before_first_play: Callable[[Chapter], object] | None = None
    after_play: Callable[[Chapter], object] | None = None

    def __init__(self, spec: FilmSpec | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.spec = FilmSpec() if spec is None else spec
        aspect = config.pixel_width / config.pixel_height
        self.layout = get_layout(self.spec.shape, aspect, burn=self.spec.burn)
        camera: Any = self.camera
        camera.background_color = DARK.background
        if self.layout.middle:
            camera.frame_center = np.array([0.0, self.layout.middle, 0.0])
        self._paint_heading(camera)
        self.frames = 0
        self.captions: dict[str, str] = {}
        self._caption: Any = None
        self._narration: tuple[float, str] | None = None

    def play(self, *animations: Any, **options: Any) -> None:
        """Play animations, and count their frames."""
        if self.frames == 0 and self.before_first_play is not None:
            self.before_first_play(self)
        super().play(*animations, **options)
        self.frames += self._played_frames()
        if self.after_play is not None:
            self.after_play(self)

    def wait(self, duration: float = 1.0, *args: Any, **options: Any) -> None:
        """Hold the picture; 0.6 s stays 0.6 s, though Manim cuts durations to whole frames."""
        super().wait(duration + ROUNDING, *args, **options)

    def say(self, caption: str, *animations: Any, narration: str = "", **options: Any) -> None:
        """Show a caption at the foot of the picture while the animations play.

        caption: Typst markup, one line in a wide picture. narration: what a narrator says meanwhile
        and until the next caption, for the subtitles; without one the caption itself is said.
        """
        self._end_narration()
        self._narration = (self.time, narration or caption)
        self.captions[narration or caption] = caption
        text = self._set_caption(caption)
        old, self._caption = self._caption, text
        if old is not None:
            self.play(FadeOut(old), run_time=0.3)
        options.setdefault("run_time", 0.6)
        self.play(FadeIn(text, shift=UP * 0.12), *animations, **options)
        self.bring_to_back(text)  # Manim redraws all that lies above a moving mobject

    def show_title(self, markup: str) -> None:
        """Write a title in the middle, and take it away again."""
        title = words(markup, TITLE + 14).move_to((0.0, 0.2, 0.0))
        self.play(Write(title), run_time=1.0)
        self.wait(0.8)
        self.play(FadeOut(title), run_time=0.5)

    def hush(self, *animations: Any) -> None:
        """Take the caption away; a shot ends with it, so that the next one can begin bare."""
        self._end_narration()
        leaving = [] if self._caption is None else [FadeOut(self._caption)]
        self._caption = None
        if leaving or animations:
            self.play(*leaving, *animations, run_time=0.5)

    def get_subtitle(self, text: str) -> Label:
        """Set lines of plain text where burnt-in subtitles stand."""
        size = SUBTITLE * (1.0 if self.layout.heading is None else self.layout.caption_scale)
        lines = " \\ ".join(for_typst(line) for line in text.split("\n"))
        markup = f"#set align(center)\n#set par(leading: 0.45em)\n{lines}"
        return words(markup, size).move_to((0.0, self.layout.foot + self.layout.strip / 2, 0.0))

    def tear_down(self) -> None:
        self._end_narration()

    def _paint_heading(self, camera: Any) -> None:
        """Paint the chapter's sentence above the stage in an upright picture, as background."""
        text = " ".join((type(self).construct.__globals__["__doc__"] or "").split())
        if self.layout.heading is None or self.layout.caption_width is None or not text:
            return
        markup = for_typst(text.split(". ")[0].removesuffix("."))
        heading = paragraph(markup, self.layout.caption_width, TITLE * HEADING, DARK.muted)
        camera.reset()
        camera.capture_mobjects([heading.move_to((0.0, self.layout.heading, 0.0))])
        camera.background = camera.pixel_array.copy()

    def _set_caption(self, markup: str) -> Label:
        """Set the caption in its place: one line, or as many as an upright picture needs."""
        place, size = (0.0, self.layout.caption, 0.0), CAPTION * self.layout.caption_scale
        if self.layout.caption_width is None:
            return words(markup, size).move_to(place)
        return paragraph(markup, self.layout.caption_width, size).move_to(place, aligned_edge=UP)

    def _end_narration(self) -> None:
        if self._narration is not None:
            start, text = self._narration
            self._narration = None
            self.add_subcaption(text, duration=self.time - start, offset=start - self.time)

    def _played_frames(self) -> int:
        """Count the frames of the last play, as Manim's renderer does."""
        step = 1 / self.camera.frame_rate
        if self.is_current_animation_frozen_frame():
            return int(self.duration / step)
        return len(np.arange(0, self.duration, step))
