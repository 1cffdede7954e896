"""Turn one staircase into a finer one, as a network all the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.approximation import Approximation, approximate
from uat.constructions.line.partition import Partition
from uat.constructions.line.staircase import auto_steepness, bump_network
from uat.films.stage.subject import Subject
from uat.networks.activations import SIGMOID
from uat.networks.network import Network

FIRST_PIECES = 3
STAGES = 6
MOST_MORPHED = 3000  # pieces; a finer staircase takes too long to draw at every frame


@dataclass(frozen=True, eq=False)
class Blend:
    """Networks between two staircases: bumps between all edges of both, heights on the way.

    The blend at t is (1 - t) times the first plus t times the second, so its error is at most the
    same mean of theirs.
    """

    edges: Any
    start: Any
    stop: Any
    steepness: float

    def network(self, t: float) -> Network:
        heights = (1 - t) * self.start + t * self.stop
        return bump_network([_staircase(self.edges, heights)], SIGMOID, self.steepness, "linear")


def blend(first: Any, second: Any) -> Blend | None:
    """Return the way from one staircase to another; None if too many pieces to draw live."""
    if first.pieces + second.pieces > MOST_MORPHED:
        return None
    edges = np.union1d(first.edges, second.edges)
    length = edges[-1] - edges[0]
    edges = edges[np.concatenate([[True], np.diff(edges) > 1e-9 * length])]
    middles = 0.5 * (edges[1:] + edges[:-1])
    start, stop = first(middles), second(middles)
    steepness = auto_steepness([_staircase(edges, stop)], SIGMOID)
    return Blend(edges, start, stop, steepness)


def stages(subject: Subject) -> list[Approximation]:
    """Build equal bumps for the subject: a few, more, and as many as the tolerance needs."""
    last = approximate(subject.target, tol=subject.tolerance)
    pieces = last.partition.pieces
    if pieces <= 1:
        return [last]
    counts = np.geomspace(min(FIRST_PIECES, pieces), pieces, STAGES).round().astype(int)
    earlier = sorted({int(count) for count in counts} - {pieces})
    return [*(approximate(subject.target, neurons=2 * count) for count in earlier), last]


def _staircase(edges: Any, heights: Any) -> Partition:
    return Partition(np.array(edges), np.array(heights), np.array(heights), np.array(heights))
