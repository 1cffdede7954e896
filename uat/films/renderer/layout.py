"""Place things in pictures of each shape: the stage in panes, a heading, subtitles.

Chapters are laid out on a stage of 14.2 x 8 units. A wide picture is the stage and a margin; at its
foot a strip is left free for subtitles that are burnt in. In an upright picture the parts of the
stage that a chapter names stand one above the other, or some of them side by side, as wide as the
picture; in a square one the stage is one part, higher than it is on a wide picture. Text keeps a
size that can be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from manim import Circle

from uat.base.arrays import Array

WIDE_HEIGHT = 8.0 / 0.96  # units of a wide picture: the stage and a margin
NARROW = 8.0  # units across a square or an upright picture, whose pixels are those of a wide one
SAFE = 0.04  # of the picture's width or height, at each of its edges
STRIP = 0.69  # units: two lines of subtitles in a wide picture
GAP = 0.2  # units between a pane and what is above or below it
BESIDE = 0.25  # units left of a pane and right of it, for text that is larger than on the stage
USABLE = (1.0 - 2.0 * SAFE) * NARROW - 2.0 * BESIDE  # units across of a narrow picture
LARGER = 1.2  # subtitles of other shapes, which are looked at on small screens
HEADING = 1.0  # units: two lines that name the chapter
STRETCH = (0.85, 1.35)  # how many times as high as wide what is drawn may become
SQUARE_STRETCH = 1.5  # at most in a square picture, which the stage would else half fill
LARGEST = 1.1  # times as wide as on the stage
LEAST_EM = {"square": 28.0, "portrait": 36.0}  # pixels where the shorter side has 1080
EM = 0.5 / 48  # units of an em for each unit of font size

Box = tuple[float, ...]  # left, foot, right, top; then STRETCH[1], if another; 1 keeps its form
Row = Box | tuple[Box, ...]  # boxes that stand side by side
WHOLE: Box = (-6.81, -3.1, 6.81, 3.83)  # what chapters use of the stage
PANES: tuple[Row, ...] = ((-1.5, -3.1, 6.81, 3.83), (-6.81, -3.1, -1.6, 3.83))  # graph, network


@dataclass(frozen=True)
class Pane:
    """A part of the stage, and where it is in the picture.

    box: the part of the stage. across, up: how many times as wide and as high as there it is in the
    picture. middle: its middle in the picture.
    """

    box: Box
    across: float
    up: float
    middle: tuple[float, float]

    def place(self, points: Array) -> Array:
        """Map points of the stage, (…, 3), to the picture."""
        left, foot, right, top = self.box[:4]
        away = points - np.array([(left + right) / 2, (foot + top) / 2, 0.0])
        placed: Array = away * np.array([self.across, self.up, 1.0]) + np.array([*self.middle, 0.0])
        return placed

    def away(self, point: Array) -> float:
        """Return how far a point of the stage is outside of the box."""
        x, y = float(point[0]), float(point[1])
        left, foot, right, top = self.box[:4]
        return max(left - x, x - right, 0.0) + max(foot - y, y - top, 0.0)


@dataclass(frozen=True)
class Layout:
    """Sizes and places in the picture's units, which has its middle at the origin.

    width, height: the picture. caption: the middle of the strip in which subtitles stand; strip:
    its height; caption_scale: the size of their letters, 1 in a wide picture.
    heading: where the chapter is named, or None. least_em: units of an em of the smallest text.
    panes: parts of the stage from top to bottom; none in a wide picture, which is the stage.
    """

    width: float
    height: float
    caption: float
    caption_scale: float
    heading: float | None
    strip: float
    least_em: float = 0.0
    panes: tuple[Pane, ...] = ()

    def place(self, mobject: Any, points: Array) -> Array:
        """Map points of a mobject on the stage to the picture; texts and circles keep their form.

        A part of a text has `held_by`, which knows its `anchor`, `font_size` and `reach`: how far
        it goes to the left and to the right.
        """
        if not self.panes or not len(points):
            return points
        text = getattr(mobject, "held_by", None)
        if text is not None:
            return self._place_text(text, points)
        center = (points.min(axis=0) + points.max(axis=0)) / 2
        pane = self.pane_at(center)
        if isinstance(mobject, Circle):
            round_still: Array = pane.place(center) + (points - center) * pane.across
            return round_still
        return pane.place(points)

    def pane_at(self, point: Array) -> Pane:
        """Return the pane that a point of the stage is in, or nearest to."""
        return min(self.panes, key=lambda pane: pane.away(point))

    def text_scale(self, text: Any) -> float:
        """Return how many times as large as on the stage a text is."""
        if not self.panes:
            return 1.0
        least = self.least_em / (float(text.font_size) * EM)
        room = (1.0 - 2.0 * SAFE) * self.width / max(sum(text.reach), EM)
        return float(min(max(self.pane_at(text.anchor).across, least), room))

    def _place_text(self, text: Any, points: Array) -> Array:
        anchor, scale = text.anchor, self.text_scale(text)
        spot = self.pane_at(anchor).place(anchor)
        room, (left, right) = (0.5 - SAFE) * self.width, text.reach
        spot[0] = max(min(spot[0], room - right * scale), left * scale - room)
        placed: Array = spot + (points - anchor) * scale
        return placed


@dataclass(frozen=True)
class Gliding:
    """A picture on its way from one layout to another, of which a share is behind it."""

    start: Layout
    stop: Layout
    share: float

    def place(self, mobject: Any, points: Array) -> Array:
        """Map points of a mobject on the stage to the picture, as `Layout.place` does."""
        start, stop = (one.place(mobject, points) for one in (self.start, self.stop))
        placed: Array = (1.0 - self.share) * start + self.share * stop
        return placed


@dataclass(frozen=True)
class Placed:
    """A mobject whose points are at given places in the picture, wherever it is on the stage."""

    points: Array

    def place(self, mobject: Any, points: Array) -> Array:
        """Return the given places."""
        return self.points


def layout_of(mobject: Any, otherwise: Any) -> Any:
    """Return the layout that a mobject has for itself, as one that leaves or glides does."""
    return getattr(mobject, "layout", otherwise)


def get_layout(shape: str, aspect: float, boxes: Sequence[Row] = PANES) -> Layout:
    """Return the layout of a picture of that shape. aspect: its width in pixels over its height.

    boxes: the parts of the stage that an upright picture shows, from top to bottom.
    """
    if shape == "wide":
        foot = (SAFE - 0.5) * WIDE_HEIGHT
        width = WIDE_HEIGHT * aspect
        return Layout(
            width,
            WIDE_HEIGHT,
            caption=foot + STRIP / 2,
            caption_scale=1.0,
            heading=None,
            strip=STRIP,
        )
    upright = shape == "portrait"
    height, strip = NARROW / aspect, LARGER * STRIP
    foot, top = (SAFE - 0.5) * height, (0.5 - SAFE) * height
    heading = top - HEADING / 2 if upright else None
    room = (foot + strip + GAP, top - (HEADING + GAP if upright else 0.0))
    most = STRETCH[1] if upright else SQUARE_STRETCH
    panes = _stacked(boxes if upright else (WHOLE,), *room, most)
    least = LEAST_EM[shape] * NARROW / 1080
    return Layout(
        NARROW, height, caption=foot + strip / 2, caption_scale=LARGER, heading=heading,
        strip=strip, least_em=least, panes=panes,
    )  # fmt: skip


@dataclass(frozen=True)
class _Row:
    """Boxes side by side: how many times as wide as on the stage, and as high as wide at most."""

    boxes: tuple[Box, ...]
    across: float
    most: float

    @property
    def least(self) -> float:
        """How many times as high as wide it may become at least; what keeps its form, once."""
        return 1.0 if self.most == 1.0 else STRETCH[0]

    @property
    def height(self) -> float:
        """The height of its highest box in the picture, if that is not stretched."""
        return self.across * max(box[3] - box[1] for box in self.boxes)

    def panes(self, stretch: float, middle: float) -> Iterator[Pane]:
        """Place the boxes around the height `middle`, with equal room beside each of them."""
        widths = [self.across * (box[2] - box[0]) for box in self.boxes]
        spare = (USABLE - sum(widths)) / len(widths)
        left = -USABLE / 2
        for box, wide in zip(self.boxes, widths, strict=True):
            place = (left + (spare + wide) / 2, middle)
            yield Pane(box, self.across, stretch * self.across, place)
            left += spare + wide


def _get_row(row: Row, most: float) -> _Row:
    """Make a row as wide as the picture. most: its stretch, where its boxes do not say so."""
    boxes: Any = row if isinstance(row[0], tuple) else (row,)
    room = USABLE - 2.0 * BESIDE * (len(boxes) - 1)
    across = min(room / sum(box[2] - box[0] for box in boxes), LARGEST)
    return _Row(boxes, across, next(iter(boxes[0][4:]), most))


def _stacked(boxes: Sequence[Row], foot: float, top: float, most: float) -> tuple[Pane, ...]:
    """Place rows one above the other, as wide as the picture if there is room for their height.

    most: times as high as wide, to fill the room.
    """
    rows = [_get_row(row, most) for row in boxes]
    room = top - foot - GAP * (len(rows) - 1)
    small = min(1.0, room / sum(row.least * row.height for row in rows))
    rows = [replace(row, across=small * row.across) for row in rows]
    talls = _heights(rows, room)
    spare = (top - foot - sum(talls)) / len(rows)
    panes: list[Pane] = []
    for row, tall in zip(rows, talls, strict=True):
        panes += row.panes(tall / row.height, top - (spare + tall) / 2)
        top -= spare + tall
    return tuple(panes)


def _heights(rows: Sequence[_Row], room: float) -> list[float]:
    """Share room among rows by their heights; what one cannot fill is left to the others."""
    heights = {row: row.height for row in rows}
    talls: dict[_Row, float] = {}
    for row in sorted(rows, key=lambda row: row.most):
        share = (room - sum(talls.values())) / sum(heights.values())
        talls[row] = heights.pop(row) * min(max(share, row.least), row.most)
    return [talls[row] for row in rows]
