"""Find a surface of few triangles within a tolerance: refine, coarsen, polish, and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.constructions.facets.mesh import (
    Mesh,
    Watch,
    bisected,
    coarsened,
    collapsed,
    collapses,
    first_mesh,
    flipped,
    refined,
)
from uat.constructions.facets.newton import CLOSE, errors, polished
from uat.constructions.facets.sampled import SHARES, Sampled, largest_errors

GOAL = 0.98  # of the tolerance: a proof is a little above the error
FINER = (0.9, 0.45)  # times the goal: triangles are first made so small, and then taken away
COARSER = 1.4  # times the goal: until triangles are polished
FIRST = 60  # triangles at least, before any are taken away
EXACT = 1e-9  # of the tolerance: f itself is made of planes
WORK = 150_000_000  # values of f, in all polishing
VALUES_EACH = 3 * 7 * 66 * len(SHARES)  # values of f for each triangle that is polished
MOST_FINER = 20_000
TRIES, FEWEST = 4, 8
DEARER = 1.1  # than the law: triangles that are cut where the error is too large
TIMID = 4  # failures to take a single vertex away, after which none is tried any more
SHRINK = 0.45  # of the vertices that the error seems to leave over, how many are taken at once


@dataclass(frozen=True, eq=False)
class Fit:
    """A mesh with heights, in tolerances. found: the largest error found on each triangle."""

    mesh: Mesh
    heights: Array
    found: Array

    @property
    def error(self) -> float:
        return float(self.found.max())

    @property
    def triangles(self) -> int:
        return len(self.mesh.triangles)


def start(f: Sampled, creases: Array, most: int, watch: Watch | None = None) -> Mesh:
    """Refine until the tolerance is met roughly, or there are more triangles than `most`."""
    goal = FINER[0] * GOAL
    mesh = refined(f, first_mesh(creases), goal, most, FIRST, watch)
    while len(mesh.triangles) <= most and f.learn(mesh.points, mesh.triangles, goal):
        mesh = refined(f, mesh, goal, most, watch=watch)
    return mesh


def fewest(f: Sampled, mesh: Mesh, say: Callable[[str], None]) -> Fit | None:
    """Coarsen a mesh that is fine enough; None where the tolerance is not met."""
    exact = coarsened(f, mesh, EXACT)
    if len(exact.points) < len(mesh.points):
        fit = _fit(f, exact, f(exact.points))
        if fit.error <= EXACT:
            return fit
    work = _Work(f, say)
    finer = refined(f, mesh, FINER[1] * GOAL, MOST_FINER, FIRST)
    found = [*work.coarsened(mesh), *work.coarsened(finer)]
    for fit in sorted(found, key=_promise):
        best = work.split(fit)
        if best is not None:
            return work.thinned(best)
    cut = work.cut(finer)
    return work.thinned(cut) if cut is not None else None


@dataclass
class _Work:
    """Polishing, as long as the budget of values of f lasts."""

    f: Sampled
    say: Callable[[str], None]
    budget: float = float(WORK)

    def polished(self, mesh: Mesh) -> Fit:
        self.budget -= VALUES_EACH * len(mesh.triangles)
        mesh, heights = polished(self.f, mesh, self.f(mesh.points))
        seen = np.abs(errors(self.f, mesh, heights, CLOSE)).max(axis=1)
        if seen.max() > GOAL:  # nobody needs to look closer
            return Fit(mesh, heights, seen)
        return _fit(self.f, mesh, heights)

    def coarsened(self, mesh: Mesh) -> list[Fit]:
        """Coarsen as far as polishing makes up for it, and a little less and more."""
        goal, found = COARSER * GOAL, []
        for _ in range(TRIES):
            self.say(f"coarsening {len(mesh.triangles)} triangles")
            coarse = coarsened(self.f, mesh, goal)
            while self.f.learn(coarse.points, coarse.triangles, goal):
                coarse = coarsened(self.f, mesh, goal)
            fit = self.polished(coarse)
            found.append(fit)
            if fit.triangles <= FEWEST or self.budget < 0:
                break
            goal *= float(np.clip(GOAL / max(fit.error, EXACT), 0.7, 2.0))
        return found

    def split(self, fit: Fit) -> Fit | None:
        """Cut the worst triangles until the tolerance is met; None where that takes too many."""
        most = 1.25 * _promise(fit) + FEWEST
        least = 1
        while fit.triangles <= most:
            if fit.error <= GOAL:
                return fit
            self.say(f"cutting the worst of {fit.triangles} triangles")
            found = np.round(fit.found, 9)
            few = max(least, round(0.5 * len(found) * min(fit.error / GOAL - 1, 1)))
            few, least = min(few, len(found)), 2 * least
            wide = found >= max(np.sort(found)[-few], 0.9 * GOAL)
            fit = self.polished(flipped(self.f, bisected(self.f, fit.mesh, wide, found)))
        return None

    def cut(self, mesh: Mesh) -> Fit | None:
        """Cut all triangles that miss the tolerance, and move no vertex; None of too many."""
        while len(mesh.triangles) <= MOST_FINER:
            self.say(f"cutting what is too far off of {len(mesh.triangles)} triangles")
            fit = _fit(self.f, mesh, self.f(mesh.points))
            if fit.error <= GOAL:
                return fit
            mesh = bisected(self.f, mesh, fit.found > GOAL, fit.found)
        return None

    def thinned(self, best: Fit) -> Fit:
        """Take vertices away while the tolerance is met, fewer at a time where it is not."""
        size, failures = self._many(best), 0
        while failures < TIMID and self.budget > 0 and len(best.mesh.points) > 4:
            self.say(f"taking facets away: {best.triangles} are left")
            pairs, worst = collapses(self.f, best.mesh)
            mesh, done = collapsed(best.mesh, pairs, _skipping(worst, failures), np.inf, size)
            if not done:
                break
            fit = self.polished(flipped(self.f, mesh))
            if fit.error <= GOAL:
                best, size, failures = fit, self._many(fit), 0
            elif size > 1:
                size //= 2
            else:
                failures += 1
        return best

    def _many(self, fit: Fit) -> int:
        return max(1, round(SHRINK * len(fit.mesh.points) * (1 - fit.error / GOAL)))


def _promise(fit: Fit) -> float:
    """Foretell the triangles that a fit leads to: a larger error takes more of them."""
    return round(fit.triangles * max(1.0, DEARER * fit.error / GOAL), 3)


def _skipping(worst: Array, count: int) -> Array:
    """Put the best few collapses out of reach: they have been tried."""
    found = worst.copy()
    found[np.argsort(np.round(worst, 9), kind="stable")[: 2 * count]] = np.inf
    return found


def _fit(f: Sampled, mesh: Mesh, heights: Array) -> Fit:
    return Fit(mesh, heights, largest_errors(f, mesh.points, mesh.triangles, heights)[0])
