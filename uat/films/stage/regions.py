"""Draw decision regions as one picture: each pixel mixes the classes' colours by softmax."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cairo
import numpy as np
from manim import VMobject, config
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.base.palette import CLASSES, DARK, rgb
from uat.films.renderer.shades import shade_of
from uat.films.stage.graph import Graph
from uat.networks.activations import softmax
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

LEAST, MOST = 120, 540  # pixels along a picture's longer side
FINE = 480  # samples along each side for a border
EDGE, LIGHT = 0.022, 3.0  # width of a border, in scene units; and how many times it, when lit


class RegionPicture(VMobject):
    """A picture of what the softmax of a network of two inputs says everywhere on a graph.

    `set_network` shows another network, `set_scores` scores that were read before.
    colors: of the classes, `#rrggbb`. pixels: along the longer side; default: those of the film.
    palette: the ground that it is drawn for.
    """

    palette = "dark"

    def __init__(
        self,
        graph: Graph,
        network: Network,
        *,
        colors: tuple[str, ...] = CLASSES,
        pixels: int | None = None,
    ) -> None:
        super().__init__(fill_opacity=1.0, stroke_width=0.0)
        self.graph, self.pixels = graph, _shape(graph, pixels)
        self.colors = colors
        self._frame()
        self.set_network(network)

    def set_network(self, network: Network) -> RegionPicture:
        """Show this network, whose last layer is a softmax."""
        self.network = network
        return self._show(evaluate(network, *self._points()))

    def read(self, network: Network) -> Array:
        """Return the scores that a network gives to its softmax, (rows, columns, classes)."""
        return evaluate(scoring(network), *self._points())

    def set_scores(self, scores: Array) -> RegionPicture:
        """Show the softmax of scores of this shape, as a network with these scores would."""
        return self._show(softmax(scores))

    def draw_cairo(self, context: Any) -> None:
        """Paint the picture into its place."""
        alpha = float(self.get_fill_opacity())
        if alpha <= 0.0:
            return
        rows, columns = self.pixels
        data = self._mixed()
        image = cairo.ImageSurface.create_for_data(data, cairo.FORMAT_RGB24, columns, rows)
        low, high = self.points[0], self.points[2]
        context.new_path()
        context.translate(low[0], high[1])  # rows go down
        context.scale((high[0] - low[0]) / columns, (low[1] - high[1]) / rows)
        context.set_source_surface(image)
        context.get_source().set_extend(cairo.EXTEND_PAD)
        context.rectangle(0, 0, columns, rows)
        context.clip()
        context.paint_with_alpha(alpha)

    def _show(self, shares: Array) -> RegionPicture:
        if shares.shape[-1] > len(self.colors):
            raise InputError(f"{shares.shape[-1]} classes need as many colours")
        self.shares = shares
        return self

    def _mixed(self) -> Any:
        """Mix the classes' colours by their shares, as bytes of cairo's order."""
        colors = np.array([rgb(shade_of(color, self.palette)) for color in self.colors])
        mixed = np.clip(self.shares, 0.0, 1.0) @ colors[: self.shares.shape[-1]]
        # Manim's buffer swaps red and blue, as does cairo's order in memory: so red comes first
        image = np.zeros((*self.pixels, 4), dtype=np.uint8)
        image[..., :3] = np.round(255 * mixed)
        return image.data

    def _points(self) -> tuple[Array, Array]:
        """Return x and y at the middles of the pixels, the uppermost row first."""
        (left, right), (low, high) = self.graph.x_range, self.graph.y_range
        rows, columns = self.pixels
        x = left + (right - left) * (np.arange(columns) + 0.5) / columns
        y = high - (high - low) * (np.arange(rows) + 0.5) / rows
        across, up = np.meshgrid(x, y)
        return across, up

    def _frame(self) -> None:
        (left, right), (low, high) = self.graph.x_range, self.graph.y_range
        x, y = [left, right, right, left], [low, low, high, high]
        self.points = self.graph.to_screen(x, y)


class RegionBorder(VMobject):
    """Where a function changes its class, read on a fine grid.

    function: of two arrays, to (..., classes). edge: width of its line, in scene units.
    """

    edge, palette = EDGE, "dark"

    def __init__(self, graph: Graph, function: Callable[..., Array]) -> None:
        super().__init__(color=DARK.text, stroke_width=2.0)
        x, y = (np.linspace(*side, FINE) for side in (graph.x_range, graph.y_range))
        labels = np.argmax(function(*np.meshgrid(x, y, indexing="ij")), axis=-1)
        ends = border(labels)
        step = np.array([x[1] - x[0], y[1] - y[0]])
        places = np.array([x[0], y[0]]) + ends * step
        self.segments = graph.to_screen(places[..., 0], places[..., 1])
        self.shown = (0.0, 1.0)
        if len(ends):
            self.points = _corners(self.segments.reshape(-1, 3))

    def pointwise_become_partial(self, vmobject: Any, a: float, b: float) -> RegionBorder:
        """Show the share from a to b, from left to right: `Create` draws it so."""
        self.shown = (a, b)
        return self

    def as_light(self) -> RegionBorder:
        """Return a wider one, to be shown in parts."""
        light = self.copy()
        light.edge = LIGHT * EDGE
        return light

    def draw_cairo(self, context: Any) -> None:
        """Draw all segments as one path."""
        first, last = (round(share * len(self.segments)) for share in self.shown)
        context.new_path()
        for start, stop in self.segments[first:last, :, :2].tolist():
            context.move_to(*start)
            context.line_to(*stop)
        context.set_line_width(self.edge)
        context.set_line_cap(cairo.LINE_CAP_ROUND)
        color: Any = self.get_stroke_color()
        shade = shade_of(color.to_hex().lower(), self.palette)
        context.set_source_rgba(*rgb(shade)[::-1], float(self.get_stroke_opacity()))
        context.stroke()


def border(labels: ArrayLike) -> Array:
    """Return segments between different labels on a grid, (n, 2, 2), in its indices.

    In each square of four neighbours the middles of the sides at which the label changes are joined
    to their mean.
    """
    grid = np.asarray(labels)
    a, b, c, d = grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]
    changes = np.stack([a != b, b != c, c != d, d != a], axis=-1)
    middles = np.array([[0.5, 0.0], [1.0, 0.5], [0.5, 1.0], [0.0, 0.5]])
    count = np.maximum(changes.sum(axis=-1, keepdims=True), 1)
    hubs = changes @ middles / count
    i, j, side = np.nonzero(changes)
    corner = np.stack([i, j], axis=-1).astype(float)
    joined: Array = np.stack([corner + middles[side], corner + hubs[i, j]], axis=1)
    return joined


def scoring(network: Network) -> Network:
    """Take the softmax off: the network then computes the scores. Raises InputError."""
    *before, last = network.layers
    if last.activation.name != "softmax":
        raise InputError(f"the last layer of {network!r} is not a softmax")
    return Network((*before, Layer(last.weights, last.biases, "linear")))


def _shape(graph: Graph, pixels: int | None) -> tuple[int, int]:
    """Return rows and columns."""
    longest = float(graph.size.max())
    if pixels is None:
        seen = longest * config.pixel_height / config.frame_height
        pixels = round(min(max(seen, LEAST), MOST))
    width, height = graph.size / longest
    return max(1, round(pixels * height)), max(1, round(pixels * width))


def _corners(points: Array) -> Array:
    """Return corners around points, at which Manim looks to see where a mobject is."""
    (left, low, _), (right, high, _) = points.min(axis=0), points.max(axis=0)
    return np.array([[left, low, 0.0], [right, low, 0.0], [right, high, 0.0], [left, high, 0.0]])
