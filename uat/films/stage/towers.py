"""Build a field of towers for a film's function of two inputs, and let them rise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from uat.base.palette import DARK
from uat.films.stage.animations import Drive
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import Field, NetworkRelief, PlaneSubject, Square, field
from uat.films.stage.relief import View
from uat.films.stage.text import number
from uat.functions.target import Target
from uat.networks.activations import SIGMOID, reach
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

ENDS = np.array([-1.0, 1.0]) * reach(SIGMOID)  # of a step's window: the walls of towers
SPREAD = 0.6  # of the time: how much later the last tower rises than the first


@lru_cache(maxsize=8)
def get_field(target: Target, n: int) -> Field:
    """Build n × n towers for a function."""
    return field(target, n, "towers")


def field_relief(subject: PlaneSubject, network: Network, view: View) -> NetworkRelief:
    """Draw a field of boxes, read on their floors and at the ends of the steps' windows."""
    return NetworkRelief(
        network, subject.box, columns=1, window=ENDS, z_range=subject.ground_range, view=view
    )


def rising(places: Any) -> Any:
    """Return a function of time: how far each tower has risen, the far ones first."""
    late = SPREAD * (places - places.min()) / (np.ptp(places) or 1.0)

    def share(t: float) -> Any:
        u = np.clip((t - late) / (1.0 - SPREAD), 0.0, 1.0)
        return u * u * (3.0 - 2.0 * u)

    return share


def rise(relief: NetworkRelief, field: Field) -> Drive:
    """Let the towers rise one after another, from the far corner on."""
    boxes = field.indicators
    middle = np.clip(boxes.lows, -1e300, 1e300)
    order = np.argsort(np.argsort(middle.sum(axis=1), kind="stable"))
    share = rising(-order.astype(float))

    def change(t: float) -> None:
        relief.set_network(field.weighted(share(t)))

    return Drive([relief], change, 0.0, 1.0, rate_func=lambda t: t)


def corner_gauges(
    function: Target, network: Network, corner: tuple[float, float], column: float
) -> tuple[Gauge, Gauge]:
    """Say what f is at a corner of tiles, and what the network reads there."""
    wanted, found = float(function(*corner)), value_at(network, corner)
    return (
        Gauge("$f$ at this corner", wanted, (column, 2.3, 0.0), write=three, color=DARK.target),
        Gauge("the network there", found, (column, 0.9, 0.0), write=three, color=DARK.network),
    )


def value_at(network: Network, corner: tuple[float, float]) -> float:
    """Return the network's output at a point."""
    return float(evaluate(network, *(np.array([c]) for c in corner))[0])


def three(value: float) -> str:
    """Write three digits, and what comes from rounding as zero."""
    return number(value, 3) if abs(value) > 1e-9 else "0"


@dataclass(frozen=True)
class Flight:
    """A flight from all of a box towards a point of its floor.

    shares: of each side, what is seen at the end.
    """

    box: Square
    corner: tuple[float, float]
    shares: tuple[float, float]

    def seen(self, t: float) -> Square:
        """Return what is seen of the box: all of it at 0, the neighbourhood of the point at 1."""
        sides = []
        for (low, high), goal, share in zip(self.box, self.corner, self.shares, strict=True):
            now, middle = share**t, (low + high) / 2
            at = middle + (1.0 - now) / (1.0 - share) * (goal - middle)  # as the sides shrink
            sides.append((at - now * (high - low) / 2, at + now * (high - low) / 2))
        return sides[0], sides[1]

    def fly(self, reliefs: Sequence[NetworkRelief], start: float, stop: float) -> Drive:
        """Let reliefs show what is seen on the way."""

        def change(t: float) -> None:
            for relief in reliefs:
                relief.box = self.seen(t)
                relief.set_network(relief.network)

        return Drive(reliefs, change, start, stop)
