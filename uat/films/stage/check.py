"""Find without looking what can look wrong: text that overlaps, is struck, small, or torn apart."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from manim import Line, Mobject, Scene, VMobject, config

from uat.films.renderer.findings import Findings
from uat.films.renderer.layout import EM, Layout, get_layout, layout_of
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.graph import Graph
from uat.films.stage.readout import Digits
from uat.films.stage.shape import NetworkShape
from uat.films.stage.text import Label

TOUCH = 0.01  # scene units
WHOLES = (Graph, NetworkDiagram, NetworkShape)  # of which no part stands elsewhere
SIDE = 1080  # pixels of the shorter side of the picture in which sizes are told


def find_faults(scene: Scene) -> list[str]:
    """Return sentences about what is wrong with the picture now; none if it is sound."""
    spec = getattr(scene, "spec", None)
    return inspect(scene).wrong("wide" if spec is None else spec.shape)


def inspect(scene: Scene) -> Findings:
    """Return the smallest text, the smallest margin and all overlaps of the picture now.

    Sizes are pixels of an em in a picture whose shorter side has 1080; margins are percent of the
    picture's width or height.
    """
    layout = getattr(scene, "layout", None) or get_layout("wide", config.aspect_ratio)
    seen = [_Seen(layout, part) for mobject in scene.mobjects for part in _visible(mobject)]
    texts = [_Seen(layout, text) for mobject in scene.mobjects for text in _texts(mobject)]
    unit = SIDE / min(layout.width, layout.height)
    sizes = [(t.of.font_size * EM * unit * layout.text_scale(t.of.held_by), t.name) for t in texts]
    size = np.array([layout.width, layout.height])
    margins = [(float((50.0 - 100.0 * np.abs(one.corners) / size).min()), one.name) for one in seen]
    strip = layout.caption + layout.strip / 2 - TOUCH
    low = [f"{one.name} stands where subtitles do" for one in seen if one.corners[0, 1] < strip]
    return Findings(
        text=min(sizes, default=Findings.text),
        margin=min(margins, default=Findings.margin),
        overlaps=(
            *_overlapping(texts),
            *_struck(texts, seen),
            *low,
            *_torn(layout, scene.mobjects),
        ),
    )


class _Seen:
    """A mobject as it is seen. corners: the lower left and the upper right one, (2, 2)."""

    def __init__(self, layout: Layout, of: Any) -> None:
        self.of, self._layout = of, layout
        points = np.concatenate(
            [layout_of(part, layout).place(part, part.points) for part in _visible(of)]
        )[:, :2]
        self.corners = np.stack([points.min(axis=0), points.max(axis=0)])

    @property
    def name(self) -> str:
        code = getattr(self.of, "code", getattr(self.of, "text", None))
        return repr(code) if code else type(self.of).__name__

    @property
    def ends(self) -> Any:
        """The ends of a straight line, (2, 2)."""
        return layout_of(self.of, self._layout).place(self.of, self.of.points)[[0, -1], :2]


def _overlapping(texts: list[_Seen]) -> list[str]:
    return [
        f"{one.name} and {other.name} overlap"
        for one, other in combinations(texts, 2)
        if _overlap(one.corners, other.corners)
    ]


def _struck(texts: list[_Seen], seen: list[_Seen]) -> list[str]:
    """Name the texts that a straight line strikes through; a halo hides the line below it."""
    order = {id(one.of): place for place, one in enumerate(seen)}
    lines = [one for one in seen if isinstance(one.of, Line) and _has_stroke(one.of)]
    places = np.array([order[id(line.of)] for line in lines])
    ends = np.array([line.ends for line in lines])
    found = []
    for text in texts:
        first = _visible(text.of)[0]
        hidden = order[id(first)] if first.background_stroke_width else -1
        if lines and _crossed(ends[places > hidden], *text.corners):
            found.append(f"{text.name} is struck through by a line")
    return found


def _torn(layout: Layout, mobjects: list[Mobject]) -> list[str]:
    """Name networks and axes of which an upright picture shows some parts in another pane."""
    if not layout.panes:
        return []
    wholes = [
        one for mobject in mobjects for one in mobject.get_family() if isinstance(one, WHOLES)
    ]
    return [
        f"{type(one).__name__} is torn apart"
        for one in wholes
        if len({id(layout.pane_at(part.get_center())) for part in _drawn(one)}) > 1
    ]


def _drawn(one: Mobject) -> list[Any]:
    """Return what can be seen of a mobject in a layout of panes, but for its texts."""
    parts = [part for part in _visible(one) if layout_of(part, None) is None]
    return [part for part in parts if not hasattr(part, "held_by")]


def _crossed(ends: Any, low: Any, high: Any) -> bool:
    """Tell whether one of the lines, (n, 2, 2), enters a rectangle, by Liang and Barsky (1984)."""
    start, way = ends[:, 0], ends[:, 1] - ends[:, 0]
    still, low, high = way == 0.0, low + TOUCH, high - TOUCH
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - start) / way, (high - start) / way
    beside = (still & ((start <= low) | (start >= high))).any(axis=1)
    enter = np.where(still, 0.0, np.minimum(first, second)).max(axis=1).clip(min=0.0)
    leave = np.where(still, 1.0, np.maximum(first, second)).min(axis=1).clip(max=1.0)
    return bool(((enter < leave) & ~beside).any())


def _overlap(one: Any, other: Any) -> bool:
    shared = np.minimum(one[1], other[1]) - np.maximum(one[0], other[0])
    return bool((shared > TOUCH).all())


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
