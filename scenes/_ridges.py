"""Make what the chapter on ridges shows: directions, profiles along them, and their sum."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT, VMobject

from uat.approximation import Approximation, approximate
from uat.base.errors import UatError
from uat.base.palette import DARK
from uat.constructions.ridges.bases import hat_columns
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive
from uat.films.stage.curves import corners
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.floor import Floor
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import (
    NetworkRelief,
    PlaneSubject,
    drive_networks,
    plane_subject,
    target_relief,
)
from uat.films.stage.relief import View
from uat.films.stage.text import TITLE_HEIGHT, number, number_code
from uat.films.stage.writing import two_digits, whole
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

KNOTS, GAINS = (-0.5, 0.0, 0.5), (2.0, -4.0, 2.0)  # of a ridge, along its direction
CROSSED = (2, 3, 6, 12)  # directions of crossing ridges
PLACES = ((0.4, 0.35), (-0.4, 0.5), (-0.5, -0.45), (0.5, -0.5))  # of peaks that are added up
HEIGHTS = (0.8, -0.7, 0.6, -0.5)
BOTH_SIGNS = (-0.8, 1.0)  # heights that are shown then
STAGES = ((1, 12), (2, 12), (4, 14), (8, 18), (16, 24))  # directions, and knots along each
STIFF = 1e-9  # of the fit: as much of each weight as does not matter
FIT, SEEN, COUNTED = 61, 52, 201  # points along each input: to fit, to show, to measure
SHARE = 0.05  # of f's range: the tolerance at which networks are counted, if the ridges reach it
AROUND = ((-1.0, 1.0), (-1.0, 1.0))
RIGHT_VIEW = View(turn=30.0, tilt=34.0, size=7.2, height=2.6, center=(2.7, -1.0))
VIEW = View(turn=30.0, tilt=36.0, size=7.2, height=2.5, center=(-1.9, -0.9))
COLUMN = 3.75  # left edge of the numbers beside a relief


def direction(angle: float) -> Any:
    return np.array([np.cos(angle), np.sin(angle)])


def get_ramp(angle: float) -> Network:
    """Make one relu neuron that looks in a direction, and rises by 1 over half the square."""
    return Network((Layer([direction(angle)], [0.0], "relu"), Layer([[1.0]], [0.0], "linear")))


def get_ridge(angle: float) -> Network:
    """Make three relu neurons of one direction: up, down and level."""
    first = Layer(np.tile(direction(angle), (3, 1)), [-knot for knot in KNOTS], "relu")
    return Network((first, Layer([GAINS], [0.0], "linear")))


def get_folded(share: float) -> Network:
    """Make a network on the way from a ramp that begins in the middle to a ridge."""
    knots = np.array([share * KNOTS[0], KNOTS[1], KNOTS[2]])
    gains = (1 - share) * np.array([1.0, 0.0, 0.0]) + share * np.array(GAINS)
    first = Layer(np.tile(direction(0.0), (3, 1)), -knots, "relu")
    return Network((first, Layer([gains], [0.0], "linear")))


def get_crossing(directions: int) -> Network:
    """Make ridges through the middle in so many directions, their mean, then a little higher."""
    angles = np.pi * np.arange(directions) / directions
    parts = [get_ridge(float(angle)) for angle in angles]
    return mixed(parts, [1.0 / directions] * directions)


def get_peaks(heights: Any) -> Network:
    """Add up peaks at PLACES, as high, or as deep, as these heights say."""
    peak = get_crossing(CROSSED[-1])
    hidden, output = peak.layers
    weights = np.asarray(hidden.weights)
    parts = [
        Network((Layer(weights, hidden.biases - weights @ np.array(place), "relu"), output))
        for place in PLACES
    ]
    return mixed(parts, [float(height) for height in heights])


def mixed(networks: list[Network], shares: list[float]) -> Network:
    """Add weighted networks of one hidden layer up, to one network of one hidden layer."""
    hidden = [network.layers[0] for network in networks]
    output = [network.layers[1] for network in networks]
    first = Layer(
        np.concatenate([np.asarray(layer.weights) for layer in hidden]),
        np.concatenate([layer.biases for layer in hidden]),
        hidden[0].activation,
    )
    weights = [s * np.asarray(layer.weights) for s, layer in zip(shares, output, strict=True)]
    bias = sum(s * layer.biases for s, layer in zip(shares, output, strict=True))
    return Network((first, Layer(np.concatenate(weights, axis=1), bias, "linear")))


@dataclass(frozen=True, eq=False)
class Fitted:
    """One hidden layer of ramps along even directions, fitted to f, and its largest error."""

    directions: int
    network: Network
    error: float


def fitted(subject: PlaneSubject, directions: int, knots: int) -> Fitted:
    """Fit the profiles along all directions by least squares: polylines with even knots."""
    (low, high) = np.array(subject.box).T
    middle, half = (low + high) / 2, (high - low) / 2
    units = np.stack([direction(np.pi * k / directions) for k in range(directions)])
    places = [np.linspace(-1, 1, knots) * np.abs(unit).sum() for unit in units]
    points = _grid(FIT)
    columns = np.concatenate(
        [hat_columns(points @ u, place) for u, place in zip(units, places, strict=True)], axis=1
    )
    wanted = subject.target(*(middle + half * points).T)
    size = float(np.abs(wanted).max()) or 1.0
    system = columns.T @ columns / len(points) + STIFF * np.eye(columns.shape[1])
    values = size * np.linalg.solve(system, columns.T @ (wanted / size) / len(points))
    network = _ramps(units, places, values.reshape(directions, knots), middle, half)
    fine = middle + half * _grid(COUNTED)
    error = np.abs(evaluate(network, *fine.T) - subject.target(*fine.T)).max()
    return Fitted(directions, network, float(error))


def _grid(count: int) -> Any:
    side = np.linspace(-1.0, 1.0, count)
    return np.stack(np.meshgrid(side, side, indexing="ij"), axis=-1).reshape(-1, 2)


def _ramps(units: Any, places: Any, values: Any, middle: Any, half: Any) -> Network:
    """Put a neuron at every inner knot; all first links are one plane, and take one more.

    The plane a·x + b is a neuron that is on everywhere in the box.
    """
    slopes = [np.diff(v) / np.diff(p) for v, p in zip(values, places, strict=True)]
    plane = sum(s[0] * u for s, u in zip(slopes, units, strict=True)) / half
    start = sum(v[0] - s[0] * p[0] for v, s, p in zip(values, slopes, places, strict=True))
    weights = np.concatenate(
        [np.tile(u / half, (len(p) - 2, 1)) for u, p in zip(units, places, strict=True)]
    )
    at = np.concatenate([p[1:-1] for p in places])
    gains = np.concatenate([np.diff(s) for s in slopes])
    size = float(np.abs(plane) @ half)
    along = plane / size if size else np.zeros(2)
    hidden = Layer(
        np.concatenate([weights, [along]]),
        np.concatenate([-at - weights @ middle, [1.0 - along @ middle]]),
        "relu",
    )
    return Network((hidden, Layer([[*gains, size]], [start - size], "linear")))


@lru_cache(maxsize=4)
def get_fits(spec: FilmSpec) -> tuple[Fitted, ...]:
    """Fit the film's function with more and more directions."""
    subject = plane_subject(spec)
    return tuple(fitted(subject, *stage) for stage in STAGES)


@lru_cache(maxsize=4)
def get_boxes(spec: FilmSpec) -> tuple[Fitted, Approximation] | None:
    """Choose the first fit within the tolerance, else the last; build boxes as good as it."""
    subject, fits = plane_subject(spec), get_fits(spec)
    goal = SHARE * (subject.high - subject.low)
    chosen = next((fit for fit in fits if fit.error <= goal), fits[-1])
    try:
        return chosen, approximate(subject.target, tol=max(chosen.error, goal))
    except UatError:
        return None


class Pointer(VMobject):
    """The direction of a neuron's weights as an arrow on the floor; `set_angle` turns it."""

    def __init__(self, view: View, angle: float) -> None:
        super().__init__(color=DARK.positive, stroke_width=5.0)
        self.view = view
        self.set_angle(angle)

    def set_angle(self, angle: float) -> "Pointer":
        tip, back, side = direction(angle), 0.86 * direction(angle), 0.06 * direction(angle + 1.571)
        path = 1.25 * np.array([0.0 * tip, tip, back + side, tip, back - side])
        flat = self.view.to_screen(path[:, 0], path[:, 1], np.zeros(len(path)))
        self.points = corners(np.concatenate([flat, np.zeros((len(flat), 1))], axis=1))
        return self


def only_first(angle: float) -> Network:
    """Return the shape of a ridge with the weights of one ramp."""
    first = Layer(np.outer([1.0, 0.0, 0.0], direction(angle)), np.zeros(3), "relu")
    return Network((first, Layer([[1.0, 0.0, 0.0]], [0.0], "linear")))


class OneRidge:
    """Neurons of one direction: their diagram, the direction on the floor, and their relief."""

    def __init__(self) -> None:
        self.relief = NetworkRelief(
            get_ramp(0.0), AROUND, columns=SEEN, z_range=(0.0, 1.4), view=RIGHT_VIEW
        )
        self.floor, self.pointer = Floor(RIGHT_VIEW), Pointer(RIGHT_VIEW, 0.0)
        self.diagram = NetworkDiagram(
            get_ridge(0.3), width=4.0, height=3.8, center=(-4.3, 0.3, 0.0), radius=0.4,
            scales=(1.2, 4.0),
        )  # fmt: skip
        self.diagram.set_network(only_first(0.0))

    def look_around(self) -> Drive:
        """Turn the direction of the first neuron all around."""

        def change(angle: float) -> None:
            self.relief.set_network(get_ramp(angle))
            self.diagram.set_network(only_first(angle))
            self.pointer.set_angle(angle)

        return self._drive(change, 2 * np.pi)

    def fold(self) -> Drive:
        """Fold the first neuron's ramp to the ridge of all three."""
        return self._drive(lambda share: self._show(get_folded(share)), 1.0)

    def turn(self) -> Drive:
        """Turn the ridge by half a turn."""

        def change(angle: float) -> None:
            self._show(get_ridge(angle))
            self.pointer.set_angle(angle)

        return self._drive(change, np.pi)

    def _show(self, network: Network) -> None:
        self.relief.set_network(network)
        self.diagram.set_network(network)

    def _drive(self, change: Any, stop: float) -> Drive:
        return Drive([self.relief, self.pointer, self.diagram.edges], change, 0.0, stop)


class Fits:
    """The film's function, the networks that are fitted to it, and their numbers beside them."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject, self.fits = subject, fits = plane_subject(spec), get_fits(spec)
        self.title = subject.title(9.6).move_to((-6.4, TITLE_HEIGHT, 0.0), aligned_edge=LEFT)
        self.smooth, self.floor = target_relief(subject, VIEW), Floor(VIEW, subject.formulas)
        self.relief = NetworkRelief(
            fits[0].network, subject.box, columns=SEEN, z_range=subject.z_range, view=VIEW
        )
        self.gauges = (
            Gauge("directions", 1, (COLUMN, 2.3, 0.0), write=whole),
            Gauge("neurons", 1, (COLUMN, 0.9, 0.0), write=whole, color=DARK.step),
            Gauge("largest error", 1.0, (COLUMN, -0.5, 0.0), write=two_digits, color=DARK.error),
        )
        self._show(fits[0])

    def _show(self, fit: Fitted) -> None:
        values = (fit.directions, fit.network.neurons, fit.error)
        for gauge, value in zip(self.gauges, values, strict=True):
            gauge.set_value(value)

    def blend(self, before: Fitted, after: Fitted) -> Drive:
        """Move from one network to the next one, with the largest error of each on the way."""

        def measure(share: Any, _: Network) -> None:
            x, y = np.meshgrid(self.relief.x, self.relief.y, indexing="ij")
            error = np.abs(self.relief.heights - self.subject.target(x, y)).max()
            self.gauges[2].set_value(float(error))
            if share >= 1.0:
                self._show(after)

        digits = [gauge.digits for gauge in self.gauges]
        return drive_blend(
            self.relief, before.network, after.network, others=digits, change=measure
        )


def drive_blend(relief: NetworkRelief, before: Network, after: Network, **options: Any) -> Drive:
    """Move from one network of one hidden layer to another, through means of both."""
    return drive_networks(
        relief, lambda share: mixed([before, after], [1.0 - float(share), float(share)]),
        0.0, 1.0, **options,
    )  # fmt: skip


def code(value: float) -> str:
    return number_code(number(value, 2))
