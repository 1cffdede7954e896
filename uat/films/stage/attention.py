"""A light runs along what is being spoken of, so that the eye stays there and nothing is still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from manim import (
    Animation,
    Circle,
    Mobject,
    Scene,
    ShowPassingFlash,
    VGroup,
    VMobject,
    linear,
    there_and_back,
)

from uat.base.palette import DARK, rgb
from uat.films.stage.animations import Drive
from uat.films.stage.floor import Floor
from uat.films.stage.graph import Graph

MOST = 60  # strokes that light up at once, the longest ones
WIDTH = 3.0  # of the light, in pixels of a picture 720 pixels high, more than the stroke's own
THIN = 1.5  # along the edge of an area
SEEN = 0.05  # opacity from which something can be seen
SHARE = 0.3  # of a stroke that is lit at once
SWELL, GLOW = 0.07, 0.7  # by which a text grows, and how far its hue goes to white


def get_glimmer(scene: Scene, about: Iterable[Sequence[Any]]) -> Animation | None:
    """Return a light along the strokes of the first of some groups that is on screen.

    about: mobjects or animations; if none of them is there, all that is. Axes and floors stay dark;
    a group of texts alone lights up as a whole.
    """
    shown = {id(part) for mobject in scene.mobjects for part in mobject.get_family()}
    for group in (*about, scene.mobjects):
        parts = [part for part in _parts(group) if id(part) in shown]
        drawn = [part for part in parts if not hasattr(part, "held_by")]
        if drawn:
            return _passing(drawn)
        if parts:
            return _pulse(parts)
    return None


def _parts(about: Iterable[Any]) -> Iterator[Any]:
    """Return what can be seen and is no scenery; an animation stands for its mobject."""
    for one in about:
        mobject = one if isinstance(one, Mobject) else getattr(one, "mobject", None)
        family = [] if mobject is None else mobject.get_family()
        scenery = [part for part in family if isinstance(part, Graph | Floor)]
        dark = {id(part) for one in scenery for part in one.get_family()}
        for part in family:
            if id(part) not in dark and _is_lit(part):
                yield part


def _is_lit(part: Any) -> bool:
    """Tell whether a light can run along a part: one that paints itself needs a `as_light`."""
    if not isinstance(part, VMobject) or len(part.points) < 4:
        return False
    seen = max(part.get_stroke_opacity(), part.get_fill_opacity()) > SEEN
    return bool(seen and (hasattr(part, "as_light") or not hasattr(part, "draw_cairo")))


def _passing(parts: Sequence[VMobject]) -> Animation:
    """Let a light pass along lines; without any, along circles or the edges of areas."""
    strokes = [part for part in parts if _is_stroke(part)] or parts
    lines = [part for part in strokes if not isinstance(part, Circle)] or strokes
    longest = sorted(lines, key=_size, reverse=True)[:MOST]
    lights = VGroup(*map(_light, longest))
    return ShowPassingFlash(lights, time_width=SHARE, rate_func=linear)


def _pulse(parts: Sequence[Any]) -> Animation:
    """Let texts grow a little and turn to white, and back."""
    starts = [(part, part.points.copy(), part.fill_rgbas.copy()) for part in parts]
    middles = [part.held_by.get_center() for part in parts]
    white = np.array(rgb(DARK.text))

    def change(t: float) -> None:
        for (part, points, rgbas), middle in zip(starts, middles, strict=True):
            part.points = points + SWELL * t * (points - middle)
            part.fill_rgbas = rgbas.copy()
            part.fill_rgbas[:, :3] += GLOW * t * (white - rgbas[:, :3])

    return Drive(parts, change, rate_func=there_and_back)


def _is_stroke(part: VMobject) -> bool:
    return bool(part.get_stroke_opacity() > SEEN and part.get_stroke_width() > 0)


def _size(part: VMobject) -> float:
    return float(part.width + part.height)


def _light(stroke: Any) -> VMobject:
    """Return a bright line where a stroke, or the edge of an area, is."""
    if hasattr(stroke, "as_light"):
        own: VMobject = stroke.as_light()
        return own
    width = float(stroke.get_stroke_width()) + WIDTH if _is_stroke(stroke) else THIN
    light = VMobject(stroke_color=DARK.text, stroke_width=width, fill_opacity=0.0)
    light.points = stroke.points.copy()
    return light
