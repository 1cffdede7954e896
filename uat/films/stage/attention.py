"""A light runs along what is being spoken of, so that the eye stays there and nothing is still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from manim import Mobject, Scene, ShowPassingFlash, VGroup, VMobject, linear

from uat.base.palette import DARK

MOST = 60  # strokes that light up at once, the longest ones
WIDTH = 3.0  # of the light, in pixels of a picture 720 pixels high, more than the stroke's own
THIN = 1.5  # along the edge of letters and areas
SEEN = 0.05  # opacity from which something can be seen
SHARE = 0.3  # of a stroke that is lit at once


def get_glimmer(scene: Scene, about: Iterable[Sequence[Any]]) -> ShowPassingFlash | None:
    """Return a light along the strokes of the first of some groups that is on screen.

    about: mobjects or animations; if none of them is there, all that is.
    """
    shown = {id(part) for mobject in scene.mobjects for part in mobject.get_family()}
    for group in (*about, scene.mobjects):
        parts = [part for part in _strokes(group) if id(part) in shown]
        strokes = [part for part in parts if _is_stroke(part)] or parts
        if strokes:
            strokes = sorted(strokes, key=_size, reverse=True)[:MOST]
            lights = VGroup(*(_light(stroke) for stroke in strokes))
            return ShowPassingFlash(lights, time_width=SHARE, rate_func=linear)
    return None


def _strokes(about: Iterable[Any]) -> Iterator[VMobject]:
    """Return what can be seen and has a line to run along; an animation stands for its mobject."""
    for one in about:
        mobject = one if isinstance(one, Mobject) else getattr(one, "mobject", None)
        if mobject is None:
            continue
        for part in mobject.get_family():
            if isinstance(part, VMobject) and len(part.points) >= 4 and _is_seen(part):
                yield part


def _is_seen(part: VMobject) -> bool:
    return bool(max(part.get_stroke_opacity(), part.get_fill_opacity()) > SEEN)


def _is_stroke(part: VMobject) -> bool:
    return bool(part.get_stroke_opacity() > SEEN and part.get_stroke_width() > 0)


def _size(part: VMobject) -> float:
    return float(part.width + part.height)


def _light(stroke: VMobject) -> VMobject:
    """Return a bright line where a stroke, or the edge of an area, is."""
    width = float(stroke.get_stroke_width()) + WIDTH if _is_stroke(stroke) else THIN
    light = VMobject(stroke_color=DARK.text, stroke_width=width, fill_opacity=0.0)
    light.points = stroke.points.copy()
    return light
