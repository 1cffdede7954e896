"""Show two inputs: what a film is about, and reliefs that are read from networks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT

from uat.accuracy.measure import Error, measure_boxes
from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.base.quoting import for_typst, typst_name
from uat.constructions.boxes.construction import OnBoxes
from uat.constructions.boxes.equal import grid_on
from uat.constructions.boxes.indicators import Indicators, indicator_network
from uat.constructions.boxes.partition.boxes import Grid
from uat.constructions.boxes.tile import windows_of
from uat.constructions.plan import Plan
from uat.constructions.registry import CONSTRUCTIONS
from uat.films.renderer.spec import FilmSpec
from uat.films.stage.animations import Drive
from uat.films.stage.relief import TARGET_SHADES, Relief, View
from uat.films.stage.subject import code_of
from uat.films.stage.text import BODY, TITLE_HEIGHT, fitting, formula, words
from uat.films.stage.ticks import nice_ticks
from uat.functions.target import Target, make_target
from uat.networks.activations import SIGMOID
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

Square = tuple[tuple[float, float], tuple[float, float]]

EXAMPLE = "sincos"
COLUMNS = 40  # even coordinates along each input
WINDOW = np.linspace(-8.0, 8.0, 11)  # where a moving step is read, in z = w x + b
PROBES = 250_000
TITLE_LEFT, TITLE_WIDTH = -6.4, 9.6  # where a formula stands, and how wide it may be
UNIT: Square = ((0.0, 1.0), (0.0, 1.0))


@dataclass(frozen=True, eq=False)
class PlaneSubject:
    """A function of two inputs, and how to show it.

    low, high: its least and largest value on a grid. code: its formula for Typst, or "".
    """

    target: Target
    low: float
    high: float
    code: str

    @property
    def box(self) -> Square:
        first, second = self.target.box
        return first, second

    @property
    def z_range(self) -> tuple[float, float]:
        if self.high > self.low:
            return self.low, self.high
        return self.low - (abs(self.low) or 1.0), self.high + (abs(self.high) or 1.0)

    @property
    def ground_range(self) -> tuple[float, float]:
        """F's heights, and zero, on which towers stand."""
        low, high = self.z_range
        return min(low, 0.0), max(high, 0.0)

    @property
    def marks(self) -> tuple[tuple[float, str], ...]:
        """Round heights as shares of `ground_range`, and what is written there, for a Floor."""
        low, high = self.ground_range
        ticks = nice_ticks(low, high, most=4)
        *labels, last = ticks.labels
        texts = [*labels, f"{last} {ticks.note}".strip()]
        shares = [(float(value) - low) / (high - low) for value in ticks.values]
        return tuple(zip(shares, texts, strict=True))

    @property
    def names(self) -> tuple[str, str]:
        first, second = self.target.names
        return first, second

    @property
    def formulas(self) -> tuple[str, str]:
        """The names of the inputs in Typst's math notation."""
        first, second = (typst_name(name) for name in self.names)
        return first, second

    def title(self) -> Any:
        """Set `f(x, y) = …` at the top left; only f(x, y) if that is too long."""
        head = f"f({', '.join(self.formulas)})"
        known = (
            formula(f"{head} = {self.code}", BODY, DARK.target) if self.code
            else words(f"${head}$: {for_typst(self.target.name)}", BODY, DARK.target)
        )  # fmt: skip
        text = fitting([known, formula(head, BODY, DARK.target)], TITLE_WIDTH)
        return text.move_to((TITLE_LEFT, TITLE_HEIGHT, 0.0), aligned_edge=LEFT)


@lru_cache(maxsize=8)
def plane_subject(spec: FilmSpec, example: str = EXAMPLE) -> PlaneSubject:
    """Return the film's function if it has two inputs and a finite output; else the example.

    example: a name of the catalogue, or a formula on the unit square.
    """
    target = _usable(spec) or make_target(example, UNIT if "x" in example else None)
    values = _values(target)
    return PlaneSubject(target, float(values.min()), float(values.max()), code_of(target))


def _usable(spec: FilmSpec) -> Target | None:
    if spec.function is None:
        return None
    target = make_target(spec.function, spec.box)
    if target.inputs != 2 or target.outputs != 1 or not np.isfinite(_values(target)).all():
        return None
    return target


def _values(target: Target) -> Array:
    return target(*np.meshgrid(*(np.linspace(*side, 201) for side in target.box), indexing="ij"))


class NetworkRelief(Relief):
    """The output of a network of two inputs; `set_network` shows another one in place.

    box: what is shown of the plane. columns: even coordinates along each input. window: where every
    step is read besides, in its weighted input z.
    """

    def __init__(
        self,
        network: Network,
        box: Square = UNIT,
        *,
        columns: int = COLUMNS,
        window: Array = WINDOW,
        **options: Any,
    ) -> None:
        self.box, self.columns, self.window = box, columns, window
        x, y = (self._coordinates(network, axis) for axis in (0, 1))
        super().__init__(x, y, _heights(network, x, y), **options)
        self.network = network

    def set_network(self, network: Network) -> NetworkRelief:
        """Draw this network instead."""
        self.network = network
        self.x, self.y = (self._coordinates(network, axis) for axis in (0, 1))
        self.heights = _heights(network, self.x, self.y)
        return self

    def _coordinates(self, network: Network, axis: int) -> Array:
        """Choose even coordinates, and some in each step's window along this input alone."""
        low, high = self.box[axis]
        first = network.layers[0]
        weights = np.asarray(first.weights)
        alone = (weights[:, axis] != 0.0) & (weights[:, 1 - axis] == 0.0)
        places = (self.window - first.biases[alone, None]) / weights[alone, axis, None]
        inside = places[(places > low) & (places < high)]
        both = np.unique(np.concatenate([np.linspace(low, high, self.columns + 1), inside]))
        apart = np.concatenate([[True], np.diff(both[:-1]) > 1e-9 * (high - low), [True]])
        found: Array = both[apart]
        return found


def _heights(network: Network, x: Array, y: Array) -> Array:
    return evaluate(network, *np.meshgrid(x, y, indexing="ij"))


def target_relief(subject: PlaneSubject, view: View, columns: int = 44) -> Relief:
    """Make the relief of the function itself."""
    x, y = (np.linspace(*side, columns + 1) for side in subject.box)
    heights = subject.target(*np.meshgrid(x, y, indexing="ij"))
    shades = TARGET_SHADES
    return Relief(x, y, heights, z_range=subject.z_range, view=view, shades=shades)


@dataclass(frozen=True, eq=False)
class Field:
    """A network of boxes on an n × n grid, towers or quadrants, and its measured error.

    steepness: the weights of the steps.
    """

    grid: Grid
    construction: str
    indicators: Indicators
    network: Network
    error: Error
    steepness: tuple[float, ...]

    def weighted(self, factor: Any) -> Network:
        """Return the network with the read-out weights times `factor`, (boxes,) or a number."""
        boxes = self.indicators
        weights = boxes.weights * np.reshape(factor, (-1, 1))
        changed = Indicators(boxes.lows, boxes.highs, weights, boxes.base)
        return indicator_network(changed, SIGMOID, self.steepness)

    def steep(self, factor: float) -> Network:
        """Return the network with steps that are so many times steeper."""
        return indicator_network(self.indicators, SIGMOID, [factor * w for w in self.steepness])


def field(target: Target, n: int, construction: str) -> Field:
    """Build and measure n × n boxes as high as f in their middle range."""
    edges = [np.linspace(low, high, n + 1) for low, high in target.box]
    grid = grid_on(target, edges, target.box)
    kind = CONSTRUCTIONS[construction]
    assert isinstance(kind, OnBoxes)
    plan = Plan(kind, "uniform", None, None, SIGMOID)
    boxes, steepness = kind.placed([grid], target, plan)
    network = indicator_network(boxes, SIGMOID, steepness)
    windows = windows_of(boxes, steepness, SIGMOID)
    error = measure_boxes(network, target, target.box, windows, probes=PROBES, jumps=False)
    return Field(
        grid=grid,
        construction=construction,
        indicators=boxes,
        network=network,
        error=error,
        steepness=steepness,
    )


def turn(parts: Sequence[Any], start: float, stop: float, **options: Any) -> Drive:
    """Turn reliefs and floors about their upright axis, from one angle to another, in degrees."""

    def change(angle: float) -> None:
        for part in parts:
            view = part.view
            part.set_view(View(angle, view.tilt, view.size, view.height, view.center))

    return Drive(parts, change, start, stop, **options)


def drive_networks(
    relief: NetworkRelief,
    make: Callable[[Array], Network],
    start: Any,
    stop: Any,
    *,
    others: Sequence[Any] = (),
    change: Callable[[Array, Network], object] | None = None,
    **options: Any,
) -> Drive:
    """Move between networks by their parameters: every frame is a network's output.

    others: what `change(parameters, network)` alters besides.
    """
    first, last = np.asarray(start, dtype=float), np.asarray(stop, dtype=float)

    def show(t: float) -> None:
        now = first + t * (last - first)
        network = make(now)
        relief.set_network(network)
        if change is not None:
            change(now, network)

    return Drive([relief, *others], show, **options)
