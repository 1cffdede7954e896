"""Paint surfaces and tower fields as one mobject, far to near, on the cairo context.

A height field on a tensor grid of coordinates, seen from an angle without perspective, hides itself
correctly when its cells are painted from far to near along both inputs. Steps of a network are
steep cells: read at both ends of their windows they become the walls of towers.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

import cairo
import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from uat.base.arrays import Array
from uat.base.palette import DARK, rgb
from uat.films.renderer.shades import shade_of

LIGHT = np.array([0.35, -0.55, 0.76])  # where the light comes from, x to the right, z up
AMBIENT = 0.42
FLAT = 1e-3  # of the range of heights: what counts as a plateau
EDGE = 0.55  # how much darker the border of a plateau is
PLANE = 0.45  # opacity of the plane at a level
SIDES = slice(1, None), slice(None, -1)  # which corners of all cells
LINE = 0.014  # scene units: how wide the border of a plateau is
NETWORK_SHADES = ("#5a3410", DARK.network, "#ffe9b8")
TARGET_SHADES = ("#123a5c", DARK.target, "#d9f0ff")


@dataclass(frozen=True)
class View:
    """A view says how a block of space is seen.

    turn: degrees, counter-clockwise, by which it is turned about its upright axis. tilt: degrees
    above the horizon from which it is looked at. size: scene units of the longer side of its floor.
    height: scene units of the range of the heights. center: where the middle of the floor is.
    """

    turn: float = 35.0
    tilt: float = 28.0
    size: float = 5.0
    height: float = 2.4
    center: tuple[float, float] = (0.0, -1.0)

    def to_screen(self, x: Array, y: Array, z: Array) -> Array:
        """Map x and y from -1 to 1, z from 0 to 1, to scene coordinates (…, 2)."""
        a, t = radians(self.turn), radians(self.tilt)
        half = 0.5 * self.size / 2**0.5
        right = (cos(a) * x - sin(a) * y) * half
        away = (sin(a) * x + cos(a) * y) * half
        up = away * sin(t) + z * self.height * cos(t)
        return np.stack([right + self.center[0], up + self.center[1]], axis=-1)

    @property
    def away(self) -> tuple[float, float]:
        """The direction on the floor that leads away from the eye."""
        a = radians(self.turn)
        return sin(a), cos(a)


class Relief(VMobject):
    """The graph of a function of two inputs over its box.

    x, y: coordinates, ascending. heights: (x.size, y.size), in the units of f. z_range: the heights
    that the view's bottom and top stand for. shades: colours from bottom to top, evenly spaced; on
    a light ground from top to bottom and without the darkest, so that the floor is like the ground.
    Change `view`, `rise` (0 flat to 1 whole), heights, level in place; the next frame shows it.
    level: the height of a translucent plane through which what is higher pokes; None for no plane.
    """

    def __init__(
        self,
        x: Array,
        y: Array,
        heights: Array,
        *,
        z_range: tuple[float, float],
        view: View | None = None,
        shades: tuple[str, ...] = NETWORK_SHADES,
    ) -> None:
        super().__init__(fill_opacity=1.0, stroke_width=0.0)
        self.palette = "dark"  # the ground that it is drawn for
        self.x, self.y, self.heights = x, y, heights
        self.z_range, self.view, self.rise = z_range, view or View(), 1.0
        self.level: float | None = None
        self.shades = shades
        self._frame()

    def set_view(self, view: View) -> Relief:
        """Look from elsewhere."""
        self.view = view
        self._frame()
        return self

    def point(self, x: float, y: float, z: float) -> Array:
        """Return where the point (x, y, z), in the units of the data, is in the scene; (3,)."""
        flat = self.view.to_screen(*self._unit(np.array(x), np.array(y), np.array(z)))
        return np.append(flat, 0.0)

    def vertices(self) -> Array:
        """Return the graph in scene coordinates, as it is drawn: (x.size, y.size, 2)."""
        return self.view.to_screen(*self._unit(self.x[:, None], self.y[None, :], self.heights))

    def draw_cairo(self, context: Any) -> None:
        """Paint the relief, translucent as a whole while it fades."""
        alpha = float(self.get_fill_opacity())
        if alpha >= 1.0:
            self._paint(context)
        elif alpha > 0.0:
            context.push_group()
            self._paint(context)
            context.pop_group_to_source()
            context.paint_with_alpha(alpha)

    def _paint(self, context: Any) -> None:
        """Paint all cells, far to near; with a plane, then it, and what is above it once more."""
        self._paint_cells(context, np.ones((self.x.size - 1, self.y.size - 1), dtype=bool))
        if self.level is None:
            return
        self._paint_plane(context)
        heights, above = self.heights, self.heights > self.level
        self.heights = np.maximum(heights, self.level)
        self._paint_cells(context, np.any([above[a, b] for a in SIDES for b in SIDES], axis=0))
        self.heights = heights

    def _paint_plane(self, context: Any) -> None:
        """Paint a translucent plane at the level, across the whole box."""
        x, y = self.x[[0, -1, -1, 0]], self.y[[0, 0, -1, -1]]
        corners = self.view.to_screen(*self._unit(x, y, np.full(4, self.level)))
        context.new_path()
        for corner in corners.tolist():
            context.line_to(*corner)
        context.close_path()
        context.set_antialias(cairo.ANTIALIAS_DEFAULT)
        context.set_source_rgba(*rgb(shade_of(DARK.step, self.palette))[::-1], PLANE)
        context.fill_preserve()
        context.set_source_rgb(*rgb(shade_of(DARK.step, self.palette))[::-1])
        context.set_line_width(2 * LINE)
        context.stroke()

    def _paint_cells(self, context: Any, seen: NDArray[np.bool_]) -> None:
        """Paint cells, far to near. Manim's buffer swaps red and blue."""
        vertices, shades = self.vertices().tolist(), self._colors()[..., ::-1].tolist()
        borders, shown = self._borders(), seen.tolist()
        rows, columns = _far_to_near(self.x.size - 1, self.y.size - 1, self.view.away)
        context.new_path()  # Manim leaves the last mobject's path behind
        context.set_line_width(LINE)
        context.set_line_join(cairo.LINE_JOIN_ROUND)
        for i in rows:
            here, next_row = vertices[i], vertices[i + 1]
            for j in columns:
                if not shown[i][j]:
                    continue
                corners = (here[j], next_row[j], next_row[j + 1], here[j + 1])
                context.move_to(*corners[0])
                for corner in corners[1:]:
                    context.line_to(*corner)
                context.close_path()
                context.set_source_rgb(*shades[i][j])
                context.set_antialias(cairo.ANTIALIAS_NONE)
                context.fill()
                if borders is not None and borders[i][j]:
                    _outline(context, corners, borders[i][j], shades[i][j])

    def _unit(self, x: Array, y: Array, z: Array) -> tuple[Array, Array, Array]:
        """Map data to the unit block: x and y from -1 to 1, z from 0 to 1, times `rise`."""
        low, high = self.z_range
        share = self.rise * (np.asarray(z) - low) / (high - low)
        unit = np.broadcast_arrays(_centred(x, self.x), _centred(y, self.y), share)
        return unit[0], unit[1], unit[2]

    def _colors(self) -> Array:
        """Colour cells by height, lit from one side: (x.size - 1, y.size - 1, 3)."""
        low, high = self.z_range
        middle = _cell_means(self.heights)
        share = np.clip((middle - low) / (high - low), 0.0, 1.0)
        shades = self.shades if self.palette == "dark" else self.shades[:0:-1]
        colors = np.array([rgb(shade_of(shade, self.palette)) for shade in shades])
        stops = np.linspace(0.0, 1.0, len(colors))
        base = np.stack([np.interp(share, stops, part) for part in colors.T], axis=-1)
        light = AMBIENT + (1 - AMBIENT) * np.clip(self._normals() @ self._light(), 0.0, 1.0)
        return np.clip(base * light[..., None], 0.0, 1.0)

    def _normals(self) -> Array:
        """Return unit normals of the cells, in the block's own proportions."""
        x, y, z = self._unit(self.x[:, None], self.y[None, :], self.heights)
        half = 0.5 * self.view.size / 2**0.5
        slope_x = _ratio(np.diff(_along(z, 1), axis=0), np.diff(_along(x, 1), axis=0) * half)
        slope_y = _ratio(np.diff(_along(z, 0), axis=1), np.diff(_along(y, 0), axis=1) * half)
        normal = np.stack(
            [-slope_x * self.view.height, -slope_y * self.view.height, np.ones_like(slope_x)],
            axis=-1,
        )
        unit: Array = normal / np.linalg.norm(normal, axis=-1, keepdims=True)
        return unit

    def _light(self) -> Array:
        """Return the light's direction, which stands still while the block turns."""
        a = radians(self.view.turn)
        x, y, z = LIGHT
        return np.array([cos(a) * x + sin(a) * y, -sin(a) * x + cos(a) * y, z])

    def _borders(self) -> list[list[int]]:
        """Return for each cell the sides, as bits, at which a plateau ends."""
        low, high = self.z_range
        rows, columns = self.x.size - 1, self.y.size - 1
        corners = [self.heights[a : rows + a, b : columns + b] for a in (0, 1) for b in (0, 1)]
        flat = np.max(corners, axis=0) - np.min(corners, axis=0) <= FLAT * (high - low)
        around = np.pad(flat, 1)
        sides = (around[1:-1, :-2], around[2:, 1:-1], around[1:-1, 2:], around[:-2, 1:-1])
        bits = sum((flat & ~side).astype(int) << k for k, side in enumerate(sides))
        borders: list[list[int]] = np.asarray(bits).tolist()
        return borders

    def _frame(self) -> None:
        """Span the block's corners: Manim looks at the ends of a curve to see where it is."""
        ends = np.array([-1.0, 1.0])
        x, y, z = np.meshgrid(ends, ends, np.array([0.0, 1.0]), indexing="ij")
        flat = self.view.to_screen(x, y, z).reshape(-1, 2)
        low, high = flat.min(axis=0), flat.max(axis=0)
        corners = np.array([low, [high[0], low[1]], [low[0], high[1]], high])
        self.points = np.concatenate([corners, np.zeros((4, 1))], axis=1)


def _outline(context: Any, corners: Any, sides: int, color: list[float]) -> None:
    """Draw the sides of a cell that are bits of `sides`; corners in order around it."""
    for side in range(4):
        if sides >> side & 1:
            context.move_to(*corners[side])
            context.line_to(*corners[(side + 1) % 4])
    context.set_antialias(cairo.ANTIALIAS_DEFAULT)
    context.set_source_rgb(*(EDGE * part for part in color))
    context.stroke()


def _far_to_near(rows: int, columns: int, away: tuple[float, float]) -> tuple[range, range]:
    """Order cells along both inputs: first those that are further from the eye."""
    orders = []
    for count, part in zip((rows, columns), away, strict=True):
        orders.append(range(count - 1, -1, -1) if part > 0 else range(count))
    return orders[0], orders[1]


def _centred(values: Array, axis: Array) -> Array:
    low, high = axis[0], axis[-1]
    centred: Array = 2.0 * (values - low) / (high - low) - 1.0
    return centred


def _along(values: Array, axis: int) -> Array:
    """Average neighbours along an axis."""
    count = values.shape[axis]
    return 0.5 * (np.take(values, range(count - 1), axis) + np.take(values, range(1, count), axis))


def _cell_means(values: Array) -> Array:
    return _along(_along(values, 0), 1)


def _ratio(rise: Array, run: Array) -> Array:
    return rise / np.maximum(run, 1e-9)
