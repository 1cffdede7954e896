"""Find without looking what can look wrong: text that overlaps, is cut off or too small."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from manim import Mobject, Scene, VMobject, config

from uat.films.stage.readout import Digits
from uat.films.stage.text import LEAST_PIXELS, PIXELS_AT_720, Label

TOUCH = 0.01  # scene units


def find_faults(scene: Scene) -> list[str]:
    """Return sentences about what is wrong with the picture now; none if it is sound.

    Sizes of text are those on a stage 720 pixels high, whatever the shape of the picture.
    """
    texts = [text for mobject in scene.mobjects for text in _texts(mobject)]
    faults = [
        f"{_name(text)} is {text.font_size * PIXELS_AT_720:.1f} px high at 720p"
        for text in texts
        if text.font_size * PIXELS_AT_720 < LEAST_PIXELS - 0.01
    ]
    corners = [_corners(text) for text in texts]
    faults += [
        f"{_name(texts[i])} and {_name(texts[j])} overlap"
        for i, j in combinations(range(len(texts)), 2)
        if _overlap(corners[i], corners[j])
    ]
    seen = [part for mobject in scene.mobjects for part in _visible(mobject)]
    frame = _frame(scene)
    return faults + [f"{_name(part)} leaves the frame" for part in seen if _leaves(part, frame)]


def _texts(mobject: Mobject) -> list[Any]:
    """Return the texts in a family that can be seen, outermost first."""
    if isinstance(mobject, Label | Digits):
        return [mobject] if _visible(mobject) else []
    return [text for part in mobject.submobjects for text in _texts(part)]


def _visible(mobject: Mobject) -> list[Any]:
    """Return members of a family with points and some opacity."""
    return [
        part
        for part in mobject.family_members_with_points()
        if isinstance(part, VMobject) and (part.get_fill_opacity() > 0.02 or _has_stroke(part))
    ]


def _has_stroke(part: Any) -> bool:
    return bool(part.get_stroke_opacity() > 0.02 and part.get_stroke_width() > 0)


def _corners(mobject: Any) -> tuple[Any, Any]:
    points = np.concatenate([part.points for part in _visible(mobject)])
    return points.min(axis=0), points.max(axis=0)


def _overlap(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    (low, high), (other_low, other_high) = one, other
    shared = np.minimum(high, other_high) - np.maximum(low, other_low)
    return bool((shared[:2] > TOUCH).all())


def _frame(scene: Scene) -> tuple[Any, Any]:
    """Return the corners of what may be drawn on: the picture without the subtitles' strip."""
    half = np.array([config.frame_width, config.frame_height]) / 2
    layout = getattr(scene, "layout", None)
    foot = -half[1] if layout is None else layout.caption + layout.strip / 2
    return np.array([-half[0], foot]), half


def _leaves(part: Any, frame: tuple[Any, Any]) -> bool:
    low, high = part.points[:, :2].min(axis=0), part.points[:, :2].max(axis=0)
    return bool((low < frame[0] - TOUCH).any() or (high > frame[1] + TOUCH).any())


def _name(part: Any) -> str:
    code = getattr(part, "code", getattr(part, "text", None))
    return repr(code) if code else type(part).__name__
