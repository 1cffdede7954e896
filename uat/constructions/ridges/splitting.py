"""Share the tolerance among profiles, and solve each exactly in one dimension."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from uat.base.arrays import Array
from uat.constructions.line.partition import Partition, Polyline, fewest_links, fewest_steps
from uat.constructions.ridges.fitting import Fit
from uat.constructions.ridges.ridges import Curve, Hats, Profile, reach
from uat.functions.sampling import Samples, sample

FINE = 1e-3  # of a profile's share of the tolerance, for its samples


@dataclass(frozen=True, eq=False)
class Sampled:
    """A fit whose profiles are sampled, ready to be cut for any total tolerance."""

    fit: Fit
    kind: str
    samples: tuple[Samples, ...]

    def cut(self, total: float) -> tuple[Profile, ...]:
        """Cut the smallest profiles for a total tolerance, split in the best way; on the square.

        The constant of the fit is in the first of them.
        """
        if self.kind == "ramps" and self.fit.kinks is not None:
            hats = [curve for curve in self.fit.curves if isinstance(curve, Hats)]
            profiles: list[Profile] = [Polyline(hat.knots, hat.values.copy(), 0.0) for hat in hats]
        else:
            shares = self.fit.budget(self.kind, total)
            jobs = zip(self.fit.curves, self.samples, shares.tolist(), strict=True)
            profiles = [self._one(*job) for job in jobs]
        return (lifted(profiles[0], self.fit.constant), *profiles[1:])

    def _one(self, curve: Curve, samples: Samples, tol: float) -> Profile:
        if samples.range <= 1e-13:
            return _flat(samples, self.kind)
        if self.kind == "steps":
            return fewest_steps(curve, samples, tol)
        return fewest_links(samples, tol)


def sampled(fit: Fit, kind: str, tol: float) -> Sampled:
    """Sample every profile, finely enough for a total of `tol`."""
    shares = fit.budget(kind, max(tol - fit.residual, 0.1 * tol))
    taken = []
    for curve, far, share in zip(fit.curves, reach(fit.directions), shares.tolist(), strict=True):
        fine = FINE * max(share, 1e-3 * tol)
        taken.append(sample(curve, -float(far), float(far), resolution=fine))
    return Sampled(fit, kind, tuple(taken))


def lifted(profile: Profile, by: float) -> Profile:
    """Return the same profile, higher by a constant."""
    if isinstance(profile, Polyline):
        return replace(profile, edges=profile.edges.copy(), values=profile.values + by)
    heights, lows, highs = profile.heights + by, profile.lows + by, profile.highs + by
    return Partition(profile.edges.copy(), heights, lows, highs)


def _flat(samples: Samples, kind: str) -> Profile:
    ends: Array = np.array([samples.x[0], samples.x[-1]])
    level: Array = np.full(1, 0.5 * (samples.y.min() + samples.y.max()))
    if kind == "ramps":
        return Polyline(ends, np.repeat(level, 2), 0.0)
    return Partition(ends, level, level.copy(), level.copy())
