"""A shot of a chapter is a Manim scene that is told by a spec what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from manim import LEFT, FadeIn, FadeOut, Mobject, Scene, Wait, config, smooth, squish_rate_func

from uat.base.palette import DARK, PALETTES
from uat.base.quoting import for_typst
from uat.films.renderer.findings import Findings
from uat.films.renderer.layout import PANES, Gliding, Layout, Row, get_layout
from uat.films.renderer.spec import FilmSpec
from uat.films.stage.animations import Drive
from uat.films.stage.attention import get_glimmer
from uat.films.stage.check import inspect
from uat.films.stage.handover import Handover, figures, stay
from uat.films.stage.text import BODY, SUBTITLE, TITLE_HEIGHT, Label, paragraph, words
from uat.films.voice.pace import Beat, paced
from uat.films.voice.stretch import Natural, Now, fitting, held_after
from uat.films.voice.voice import Silent, Voice

HEADING_WIDTH = 0.9  # of the chapter's name above an upright picture, as a share of its width
ROUNDING = 1e-9  # seconds
REMEMBERED = 4  # plays whose mobjects a light may run along
STILL = 1.2  # seconds for which a picture may be held while somebody speaks
PAUSE, GLIMMER = 0.3, 1.8  # seconds before a light, and those in which it runs along
GLIDE = 1.2  # seconds in which a picture that was handed over moves
UNNAMED = 0.4  # seconds in which a chapter's name leaves, before anything else takes its place
LEFT_EDGE = -6.5  # where a chapter's name begins


class Chapter(Scene):
    """Base of every shot.

    spec: the film's parameters; without one (plain `manim render`) the chapter's own example.
    layout: where subtitles stand. frames: how many have been played, also when nothing is drawn.
    beats: what has been said, and when. natural: how long the animations of each beat last by
    themselves. score: the same of an earlier run; with it they last as long as the speech.
    voice: who speaks. before_first_play, after_play: called with the scene, if they are set.
    on_say: called with the scene and each beat as it begins.
    panes: parts of the stage (left, foot, right, top) that an upright picture shows one above the
    other; without, those that the chapter's file calls UPRIGHT, or what is right of x = -1.5 above
    what is left of it. layout_before: where the shot before shows them.
    handed: makes the picture of the shot before, as mobjects; without one, a shot begins empty.
    """

    before_first_play: Callable[[Chapter], object] | None = None
    after_play: Callable[[Chapter], object] | None = None
    on_say: Callable[[Chapter, Beat], object] | None = None
    handed: Callable[[], Sequence[Mobject]] | None = None
    voice: Voice = Silent()
    score: Sequence[Natural] = ()
    panes: Sequence[Row] = ()
    layout_before: Layout | None = None

    def __init__(self, spec: FilmSpec | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.spec = FilmSpec() if spec is None else spec
        aspect = config.pixel_width / config.pixel_height
        self.layout = self.get_layout(self.spec.shape, aspect)
        camera: Any = self.camera
        camera.background_color = PALETTES[self.spec.palette].background
        camera.palette = self.spec.palette
        self._paint_heading(camera)
        camera.layout = self.layout
        self.frames = 0
        self.beats: list[Beat] = []
        self.natural: list[Natural] = []
        self._now: Now | None = None
        self._about: tuple[Any, ...] = ()
        self._moved: list[tuple[Any, ...]] = []
        self._still = 0.0  # seconds for which nothing has moved
        self._named: Label | None = None  # the chapter's name, while it stands there
        self._begun = False
        self._leaving: list[Mobject] = []  # what the next animations take away

    @classmethod
    def get_layout(cls, shape: str, aspect: float) -> Layout:
        """Return where a picture of a shape shows the shot."""
        return get_layout(shape, aspect, cls.panes or cls._told("UPRIGHT", PANES))

    @property
    def clock(self) -> float:
        """Return the seconds that have been played, in whole frames."""
        return self.frames / float(self.camera.frame_rate)

    def play(self, *animations: Any, **options: Any) -> None:
        """Play animations, at the pace of what is being said, and count their frames."""
        if animations and isinstance(animations[0], Wait):  # Manim's own way to hold a picture
            self._play(*animations, **options)
            return
        if self._kept(animations):
            return
        animations = self._taking_over(animations)
        if self._now is not None:
            fades = all(isinstance(one, FadeIn | FadeOut) for one in animations)
            pace = self._now.fading if fades else self._now.moving
            options["run_time"] = pace(_run_time(animations, options))
        self._moved = [*self._moved[1 - REMEMBERED :], animations]
        self._still = 0.0
        self._play(*animations, **options)

    def wait(self, duration: float = 1.0, *args: Any, **options: Any) -> None:
        """Hold the picture; in a beat for which there are too few words, less long.

        0.6 s stays 0.6 s, though Manim cuts durations to whole frames.
        """
        if self._now is not None:
            duration = self._now.waiting(duration)
        if duration * self.camera.frame_rate >= 0.5:
            self._still += duration
            super().wait(duration + ROUNDING, *args, **options)

    def say(self, text: str, *animations: Any, about: Any = (), **options: Any) -> None:
        """Say a sentence or a few, while these animations and those that follow are played.

        text: plain text, as it is spoken. What follows, up to the next `say` or `hush`, lasts as
        long as the speech: animations are stretched or shortened, and if that is not enough a
        light runs along what the beat is about.
        about: a mobject or several; without one, what was animated last.
        """
        self._end_beat()
        number = len(self.beats) + 1
        if self._kept(animations):
            animations = ()
        if animations:
            animations = self._taking_over(animations)
        sentences = paced(self.voice.heard(number, text))
        beat = Beat(number, self.clock, self.clock + sentences[-1].end, text, sentences)
        self.beats.append(beat)
        natural = self.score[number - 1] if self.score else None
        self._now = Now(beat, fitting(natural, sentences))
        self._about = (about,) if isinstance(about, Mobject) else tuple(about)
        if self.on_say is not None:
            self.on_say(self, beat)
        if animations:
            options.setdefault("run_time", 0.8)
            self.play(*animations, **options)

    def hush(self, *animations: Any) -> None:
        """End the beat; then play animations, such as what leaves before the next shot."""
        self._end_beat()
        if animations:
            self.play(*animations, run_time=0.5)

    def show_title(self, markup: str) -> None:
        """Name the chapter above its first picture, while the first beat lasts."""
        if self.layout.heading is None:
            title = words(markup, BODY, DARK.muted)
            self._named = title.move_to((LEFT_EDGE, TITLE_HEIGHT, 0.0), aligned_edge=LEFT)

    def get_subtitle(self, text: str) -> Label:
        """Set lines of plain text where burnt-in subtitles stand."""
        lines = " \\ ".join(for_typst(line) for line in text.split("\n"))
        markup = f"#set align(center)\n#set par(leading: 0.45em)\n{lines}"
        size = SUBTITLE * self.layout.caption_scale
        return words(markup, size).move_to((0.0, self.layout.caption, 0.0))

    def inspect(self) -> Findings:
        """Return what is wrong with the picture now, and how small and near to the edge it gets."""
        return inspect(self)

    def tear_down(self) -> None:
        self._end_beat()

    def _kept(self, animations: tuple[Any, ...]) -> bool:
        """Tell whether these would leave no figure; then what leaves waits for what comes.

        So it gives way to the next picture, and neither that nor the next shot begins in the dark.
        """
        if not animations or not all(isinstance(one, FadeOut) for one in animations):
            return False
        leaving = [*self._leaving, *(one.mobject for one in animations)]
        gone = {id(part) for one in leaving for part in one.get_family()}
        if any(id(part) not in gone for part in figures(self.mobjects)):
            return False
        if not figures(leaving) and len(leaving) < len(self.mobjects):
            return False
        self._leaving = leaving
        return True

    def _taking_over(self, animations: tuple[Any, ...]) -> tuple[Any, ...]:
        """Let what leaves, or the picture of the shot before, give way to what comes with these."""
        if not self._begun and self._named is not None:
            late = squish_rate_func(smooth, 0.5, 1.0)  # when the names of the shot before are gone
            animations = (*animations, FadeIn(self._named, rate_func=late))
        bare = not self._begun and not self._leaving and not figures(self.mobjects)
        if bare and self.handed is not None:
            self._leaving = list(self.handed())
        layouts = None if self._begun else self._layouts()
        self._begun = True
        if layouts is not None:
            self._compose(animations, *layouts)
        if not self._leaving:
            return animations
        handover, self._leaving = Handover(self._leaving, animations, layouts), []
        self.add(*handover.parts)
        if handover.glide:
            self.play(*handover.glide, run_time=GLIDE)
        return (*animations, handover.leaving)

    def _layouts(self) -> tuple[Layout, Layout] | None:
        """Return where the shot before shows its picture, and where this one does, if elsewhere."""
        before = self.layout_before
        return (
            None if before is None or before.panes == self.layout.panes else (before, self.layout)
        )

    def _compose(self, animations: tuple[Any, ...], start: Layout, stop: Layout) -> None:
        """Move the picture from where the shot before shows it; what leaves stays and fades."""
        camera: Any = self.camera
        going = [one.mobject for one in animations if isinstance(one, FadeOut)]
        for part in (*going, *self._leaving):
            stay(part, start)
        moved = [part for part in self.mobjects if not hasattr(part, "layout")]

        def change(share: float) -> None:
            camera.layout = stop if share >= 1.0 else Gliding(start, stop, share)

        if moved:
            self.play(Drive(list(self.mobjects), change), run_time=GLIDE)

    def _end_beat(self) -> None:
        """Fill the time until the speech is over, and note how long the beat lasted."""
        now, self._now = self._now, None
        if now is None:
            return
        self.natural.append(now.natural)
        self._fill(now.beat)
        self.beats[-1] = replace(now.beat, end=max(self.clock, now.beat.end))

    def _fill(self, beat: Beat) -> None:
        """Let something move until the speech is over; after a question the picture is held."""
        still = STILL + held_after(beat.sentences)
        while (left := beat.end - self.clock) > 2 * PAUSE and left + self._still > still:
            light = get_glimmer(self, [self._about, *reversed(self._moved)])
            if light is None:
                break
            self.wait(PAUSE)
            self._play(light, run_time=min(GLIMMER, left - PAUSE))
            self._still = 0.0
        named = self._named if beat.number == 1 else None
        if named is not None:
            left -= UNNAMED
        step = 1 / self.camera.frame_rate
        self.wait(np.ceil((left - ROUNDING) / step) * step)
        if named is not None:
            self._play(FadeOut(named), run_time=UNNAMED)

    def _play(self, *animations: Any, **options: Any) -> None:
        if self.frames == 0 and self.before_first_play is not None:
            self.before_first_play(self)
        super().play(*animations, **options)
        self.frames += self._played_frames()
        if self.after_play is not None:
            self.after_play(self)

    def _paint_heading(self, camera: Any) -> None:
        """Paint the chapter's sentence above the stage in an upright picture, as background."""
        text = " ".join((self._told("__doc__") or "").split())
        if self.layout.heading is None or not text:
            return
        markup = for_typst(text.split(". ")[0].removesuffix("."))
        heading = paragraph(markup, HEADING_WIDTH * self.layout.width, BODY, DARK.muted)
        camera.reset()
        camera.capture_mobjects([heading.move_to((0.0, self.layout.heading, 0.0))])
        camera.background = camera.pixel_array.copy()

    @classmethod
    def _told(cls, name: str, otherwise: Any = None) -> Any:
        """Return what the chapter's file says at its top."""
        return cls.construct.__globals__.get(name, otherwise)

    def _played_frames(self) -> int:
        """Count the frames of the last play, as Manim's renderer does."""
        step = 1 / self.camera.frame_rate
        if self.is_current_animation_frozen_frame():
            return int(self.duration / step)
        return len(np.arange(0, self.duration, step))


def _run_time(animations: Sequence[Any], options: Mapping[str, Any]) -> float:
    """Return how long animations last by themselves; those that are only described, a second."""
    if "run_time" in options:
        return float(options["run_time"])
    return max(float(getattr(one, "run_time", 1.0)) for one in animations)
