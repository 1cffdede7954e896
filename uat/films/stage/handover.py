"""A shot takes over the last picture of the one before it, so that no picture begins in the dark.

What both have is moved to its new place: axes with the curves on them, a network, a surface with
its floor. There the new one takes over, and all else gives way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from math import isclose
from typing import Any

import numpy as np
from manim import DL, UR, Animation, FadeOut, Group, Mobject, VGroup, smooth, squish_rate_func

from uat.base.arrays import Array
from uat.films.renderer.layout import Gliding, Layout, Placed
from uat.films.stage.animations import Drive
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.floor import Floor
from uat.films.stage.graph import Graph
from uat.films.stage.regions import RegionBorder, RegionPicture
from uat.films.stage.relief import Relief, View
from uat.films.stage.text import Label

KINDS: tuple[Any, ...] = (Graph, NetworkDiagram, Relief, Floor)
PROPORTION = 0.01  # by which width to height may change before a map looks stretched
SMALL = 0.7  # the size to which a picture shrinks that has nothing in common with the next one


class Handover:
    """What a shot takes over from a picture, given the animations with which it begins itself.

    layouts: where the picture is shown, and where the shot shows what it has; None if in one place.
    parts: what stands there at first, from back to front. glide: moves what both have, while the
    rest leaves; empty if they have nothing in common. leaving: played with the first animations.
    """

    def __init__(
        self,
        picture: Sequence[Mobject],
        animations: Iterable[Any],
        layouts: tuple[Layout, Layout] | None = None,
    ) -> None:
        self.layouts = layouts
        self.parts = [part for mobject in picture for part in _parts(mobject)]
        fresh: list[Any] = [one.mobject for one in animations if isinstance(one, Animation)]
        moves = [
            move
            for kind in KINDS
            for old, new in _nearest(_find(kind, picture), _find(kind, fresh))
            for move in self._moves(old, new)
        ]
        moved: list[Any] = [move.mobject[0] for move in moves]
        rest = [part for part in self.parts if not any(part is one for one in moved)]
        if layouts is not None:
            for part in rest:
                stay(part, layouts[0])
        self.glide = [*moves, *map(FadeOut, rest)] if moves else []
        gone = Group(*(moved or rest))
        early, late = squish_rate_func(smooth, 0.0, 0.5), squish_rate_func(smooth, 0.5, 1.0)
        size = 1.0 if any(isinstance(one, RegionBorder) for one in rest) else SMALL  # it stays put
        self.leaving = (
            FadeOut(gone, rate_func=late) if moves  # what is like it stands there by then
            else FadeOut(gone, scale=size, rate_func=early)
        )  # fmt: skip

    def _moves(self, old: Any, new: Any) -> Iterator[Drive]:
        """Move a part to where its like will stand; axes take their curves along."""
        if isinstance(old, Relief | Floor):
            yield _turn(old, new.view, self.layouts)
        elif isinstance(old, Graph):
            on_it = [part for part in self.parts if _lies_on(part, old)]
            start, stop = _corners(old.frame), _corners(new.frame)
            if _stretched(start, stop) and any(isinstance(one, RegionPicture) for one in on_it):
                on_it = []  # a map keeps its shape, and leaves
            followed = on_it or np.allclose(start, stop)  # nobody follows bare axes that move
            for part in (old.frame, *on_it) if followed else ():
                yield _slide(part, *start, *stop, layouts=self.layouts)
        else:
            (low, high), (new_low, new_high) = _corners(old), _corners(new)
            middle, half = (new_low + new_high) / 2, (high - low) / 2
            half *= float(((new_high - new_low)[:2] / (high - low)[:2]).min())
            yield _slide(old, low, high, middle - half, middle + half, layouts=self.layouts)


def figures(mobjects: Iterable[Mobject]) -> list[Mobject]:
    """List what is drawn by these and is no text."""
    found: list[Mobject] = []
    for mobject in mobjects:
        if not isinstance(mobject, Label):
            found += [mobject] if mobject.has_points() else []
            found += figures(mobject.submobjects)
    return found


def _parts(mobject: Mobject) -> Iterator[Mobject]:
    """Take groups apart, and axes into lines and marks; a text, a network or a curve is a part."""
    if type(mobject) in (Group, VGroup) or isinstance(mobject, Graph):
        for part in mobject.submobjects:
            yield from [part] if isinstance(mobject, Graph) else _parts(part)
    else:
        yield mobject


def _lies_on(part: Any, graph: Graph) -> bool:
    """Tell whether a part is drawn on a graph, by points that can be moved."""
    return getattr(part, "graph", None) is graph


def _find(kind: type, mobjects: Iterable[Mobject]) -> list[Any]:
    """Find parts of a kind."""
    found = {
        id(part): part for one in mobjects for part in one.get_family() if isinstance(part, kind)
    }
    return list(found.values())


def _nearest(old: list[Any], new: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Pair parts, those that are nearest to each other first, until one side has no more."""
    while old and new:
        away = [[np.linalg.norm(b.get_center() - a.get_center()) for b in new] for a in old]
        i, j = np.unravel_index(np.argmin(away), np.shape(away))
        yield old.pop(i), new.pop(j)


def _corners(mobject: Any) -> tuple[Array, Array]:
    return mobject.get_corner(DL), mobject.get_corner(UR)


def _stretched(start: tuple[Array, Array], stop: tuple[Array, Array]) -> bool:
    """Tell whether a rectangle gets other proportions."""
    shares = [(high - low)[1] / (high - low)[0] for low, high in (start, stop)]
    return not isclose(*shares, rel_tol=PROPORTION)


def _slide(
    part: Any,
    low: Array,
    high: Array,
    new_low: Array,
    new_high: Array,
    layouts: tuple[Layout, Layout] | None,
) -> Drive:
    """Move and stretch a part as the rectangle from `low` to `high` moves to its new corners."""
    scale = np.where(
        high - low > 0.0, (new_high - new_low) / np.where(high > low, high - low, 1), 1
    )
    family = part.family_members_with_points()
    starts = [one.points.copy() for one in family]
    stops = [new_low + (points - low) * scale for points in starts]
    ends = [] if layouts is None else _placed(family, starts, stops, *layouts)

    def change(t: float) -> None:
        for one, start, stop in zip(family, starts, stops, strict=True):
            one.points = start + t * (stop - start)
        for one, (start, stop) in zip(family, ends, strict=bool(ends)):
            one.layout = Placed(start + t * (stop - start))

    return Drive(part, change)


def _placed(
    family: list[Any], starts: list[Array], stops: list[Array], before: Layout, after: Layout
) -> list[tuple[Array, Array]]:
    """Return where each mobject of a family is in the picture, first and at last."""
    first = [before.place(one, points) for one, points in zip(family, starts, strict=True)]
    for one, points in zip(family, stops, strict=True):
        one.points = points
    last = [after.place(one, one.points) for one in family]
    for one, points in zip(family, starts, strict=True):
        one.points = points
    return list(zip(first, last, strict=True))


def stay(part: Any, layout: Layout | Gliding) -> None:
    """Let a mobject, such as one that leaves, be where a layout of its own shows it."""
    for one in part.get_family():
        one.layout = layout


def _turn(part: Any, view: View, layouts: tuple[Layout, Layout] | None) -> Drive:
    """Turn a surface or a floor until it is seen as in `view`."""
    start, stop = (np.hstack(astuple(one)) for one in (part.view, view))

    def change(t: float) -> None:
        angle, tilt, size, height, x, y = (start + t * (stop - start)).tolist()
        part.set_view(View(angle, tilt, size, height, (x, y)))
        if layouts is not None:
            stay(part, Gliding(*layouts, t))

    return Drive(part, change)
