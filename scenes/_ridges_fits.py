"""Fit ridges to the film's function in the chapter on them, and put boxes beside them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import VGroup

from uat.approximation import Approximation, approximate
from uat.base.errors import UatError
from uat.base.palette import DARK
from uat.constructions.ridges.ridges import hat_columns
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, formula, words
from uat.films.stage.floor import Floor
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import (
    WINDOW,
    NetworkRelief,
    PlaneSubject,
    plane_subject,
    target_relief,
)
from uat.films.stage.relief import View
from uat.films.stage.text import BODY, LABEL, count, number, number_code, two_digits, whole
from uat.films.stage.towers import ENDS
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

from ._ridges import COLUMN, SEEN, VIEW, direction, drive_blend

STAGES = ((1, 12), (2, 12), (4, 14), (8, 18), (16, 24))  # directions, and knots along each
STIFF = 1e-9  # of the fit: as much of each weight as does not matter
FIT, COUNTED = 61, 201  # points along each input: to fit, to measure
SHARE = 0.05  # of f's range: the tolerance at which networks are counted, if the ridges reach it
SIDES = (
    View(turn=25.0, tilt=36.0, size=5.6, height=1.6, center=(-3.45, -1.4)),
    View(turn=25.0, tilt=36.0, size=5.6, height=1.6, center=(3.45, -1.4)),
)
MOST_STEPS = 120  # of boxes whose walls are drawn


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


class Fits:
    """The film's function, the networks that are fitted to it, and their numbers beside them."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject, self.fits = subject, fits = plane_subject(spec), get_fits(spec)
        self.title = subject.title()
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


class Both:
    """Ridges and boxes of about the same error, side by side, with their neurons.

    limit: the largest error of both. fewer: which of them has fewer neurons.
    """

    def __init__(self, subject: PlaneSubject, ridges: Fitted, boxes: Approximation) -> None:
        nets = (ridges.network, boxes.network)
        steps = boxes.network.layers[0].weights.shape[0] <= MOST_STEPS
        spans = ((SEEN, WINDOW[:0]), (1, ENDS) if steps else (2 * SEEN, WINDOW[:0]))
        self.reliefs = [
            NetworkRelief(net, subject.box, columns=columns, window=window,
                          z_range=subject.ground_range, view=view)
            for net, view, (columns, window) in zip(nets, SIDES, spans, strict=True)
        ]  # fmt: skip
        texts = ("one hidden layer: ridges", "two hidden layers: boxes")
        self.names, self.counts = VGroup(), VGroup()
        for text, net, view in zip(texts, nets, SIDES, strict=True):
            self.names.add(words(text, BODY).move_to((view.center[0], 2.6, 0.0)))
            neurons = words(f"{count(net.neurons)} neurons", BODY, DARK.step)
            self.counts.add(neurons.move_to((view.center[0], 1.95, 0.0)))
        error = number_code(number(max(ridges.error, boxes.error.tolerance or 0.0), 2))
        self.limit = formula(f'"error" <= {error}', LABEL, DARK.error).move_to((0.0, 1.95, 0.0))
        self.fewer = "ridges" if nets[0].neurons < nets[1].neurons else "boxes"
