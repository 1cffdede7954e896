"""Read the pictures that Typst makes of texts: glyphs, each drawn once and used in many places.

Manim reads any picture, and takes twenty times as long for one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from svgelements import Close, CubicBezier, Line, Matrix, Move, QuadraticBezier
from svgelements import Path as Curves

from uat.base.arrays import Array

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
CLOSED = 1e-4  # Typst's points between the ends of a curve that needs no line to close it


@dataclass(frozen=True)
class Glyph:
    """A shape of a text: points (n, 3), four for each curve; fill opacity; width of its stroke."""

    points: Array
    fill: float
    stroke: float


def read_glyphs(file: Path) -> list[Glyph] | None:
    """Return the shapes in the order of drawing, in Typst's points; None if there are others."""
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    symbols = {one.get("id"): list(one) for one in root.iter(f"{SVG}symbol")}
    try:
        return _glyphs(root, Matrix(), symbols)
    except _UnknownShapeError:
        return None


class _UnknownShapeError(Exception):
    """The picture holds something else than curves, such as an emoji."""


def _glyphs(element: Any, place: Matrix, symbols: dict[str | None, list[Any]]) -> list[Glyph]:
    """Read an element and what it contains. place: where it stands in the picture."""
    kind = element.tag.removeprefix(SVG)
    here = Matrix(element.get("transform", "")) * place
    if kind in ("svg", "g"):
        return [glyph for part in element for glyph in _glyphs(part, here, symbols)]
    if kind == "path":
        return _glyph(element, element, here)
    if kind == "use":
        here = Matrix.translate(float(element.get("x", 0)), float(element.get("y", 0))) * here
        parts = symbols.get(element.get(LINK, "#")[1:], [])
        if [part.tag for part in parts] == [f"{SVG}path"]:
            return _glyph(parts[0], element, here)
    if kind == "defs":
        return []
    raise _UnknownShapeError


def _glyph(path: Any, look: Any, place: Matrix) -> list[Glyph]:
    """Draw a path in its place. look: the element that gives its colour."""
    flat = _curves(path.get("d"))
    if not flat.size:
        return []
    across = np.array([[place.a, place.b, 0.0], [place.c, place.d, 0.0], [0.0, 0.0, 1.0]])
    color, drawn = look.get("fill", "#000000"), look.get("stroke", "none") != "none"
    if not (color == "none" or color.startswith("#")):
        raise _UnknownShapeError
    fill = 0.0 if color == "none" else int(color[7:9] or "ff", 16) / 255
    stroke = float(look.get("stroke-width", 1)) if drawn else 0.0
    return [Glyph(flat @ across + (place.e, place.f, 0.0), fill, stroke)]


@cache
def _curves(code: str) -> Array:
    """Draw a path as cubic curves, (n, 3), four points each."""
    points: list[Array] = []
    start = pen = np.zeros(3)
    for part in Curves(code):
        end = pen if isinstance(part, Close) else _point(part.end)
        if isinstance(part, Move):
            start = end
        elif isinstance(part, CubicBezier):
            points += [pen, _point(part.control1), _point(part.control2), end]
        elif isinstance(part, QuadraticBezier):
            middle = _point(part.control)
            points += [pen, (pen + 2.0 * middle) / 3.0, (2.0 * middle + end) / 3.0, end]
        elif isinstance(part, Line):
            points += _line(pen, end)
        elif not isinstance(part, Close):
            raise _UnknownShapeError
        elif np.linalg.norm(pen - start) > CLOSED:
            points += _line(pen, start)
            end = start
        pen = end
    return np.array(points).reshape(-1, 3)


def _line(start: Array, end: Array) -> list[Array]:
    return [start, (2.0 * start + end) / 3.0, (start + 2.0 * end) / 3.0, end]


def _point(point: Any) -> Array:
    return np.array([point.x, point.y, 0.0])
