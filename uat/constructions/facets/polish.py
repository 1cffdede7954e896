"""Move vertices, and choose their heights, for the least largest error: by ever higher powers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from uat.base.arrays import Array
from uat.constructions.facets.mesh import Mesh, flipped
from uat.constructions.facets.newton import HIGHEST, LEAST, moved
from uat.constructions.facets.sampled import SHARES, Sampled
from uat.constructions.facets.surface import Ints, grade_shares

CLOSE = grade_shares(11)  # samples of high powers: between those of SHARES errors are larger
POWERS = ((4.0, SHARES), (8.0, SHARES), (16.0, CLOSE), (64.0, CLOSE))


def errors(f: Sampled, mesh: Mesh, heights: Array, shares: Array = SHARES) -> Array:
    """Compute f less the surface at samples of each triangle: (m, samples)."""
    corner, height = mesh.points[mesh.triangles], heights[mesh.triangles]
    values = f((shares @ corner).reshape(-1, 2)).reshape(len(corner), -1)
    found: Array = values - height @ shares.T
    return found


def polished(f: Sampled, mesh: Mesh, heights: Array) -> tuple[Mesh, Array]:
    """Move vertices and heights, and flip edges, in turn."""
    for power, shares in POWERS:
        mesh, heights = moved(f, mesh, heights, power, shares)
        mesh = flipped(f, mesh, _Price(f, mesh, heights, power))
    return mesh, heights


@dataclass(frozen=True, eq=False)
class _Price:
    """A power of the error, for triangles on the vertices of a mesh: the mean over samples."""

    f: Sampled
    mesh: Mesh
    heights: Array
    power: float

    def __call__(self, triangles: Ints) -> Array:
        other = replace(self.mesh, triangles=triangles)
        found = np.minimum(np.abs(errors(self.f, other, self.heights)) / self.level, HIGHEST)
        mean: Array = np.mean(found**self.power, axis=1)
        return mean

    @cached_property
    def level(self) -> float:
        return max(float(np.abs(errors(self.f, self.mesh, self.heights)).max()), LEAST)
