"""Make what the chapter on surfaces shows: two towers, fields of them, and how they rise."""

from functools import lru_cache
from typing import Any

import numpy as np

from uat.films.renderer import FilmSpec
from uat.films.stage import Drive
from uat.films.stage.plane import Field, NetworkRelief, PlaneSubject, field, plane_subject
from uat.films.stage.relief import View
from uat.networks.activations import SIGMOID, reach
from uat.networks.network import Layer, Network

STEEPNESS, STRONG = 100.0, 12.0  # of the steps, on a square of side 1; of the second layer
ENDS = np.array([-1.0, 1.0]) * reach(SIGMOID)  # of a step's window: the walls of towers
SPREAD = 0.6  # of the time: how much later the last tower rises than the first


def get_pair(parameters: Any) -> Network:
    """Make two towers. parameters: both heights, then the sides of the first and second."""
    heights, places = np.asarray(parameters[:2]), np.asarray(parameters[2:], dtype=float)
    weights = np.zeros((8, 2))
    weights[[0, 1, 4, 5], 0] = weights[[2, 3, 6, 7], 1] = STEEPNESS
    steps = Layer(weights, -STEEPNESS * places, "sigmoid")
    gates = np.kron(np.eye(2), STRONG * np.array([[1.0, -1.0, 1.0, -1.0]]))
    return Network(
        (
            steps,
            Layer(gates, np.full(2, -1.5 * STRONG), "sigmoid"),
            Layer([heights], [0.0], "linear"),
        )
    )


@lru_cache(maxsize=8)
def get_field(spec: FilmSpec, n: int) -> Field:
    """Build n × n towers for the film's function."""
    return field(plane_subject(spec).target, n, "towers")


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
