"""List the patterns of on and off that switches can show: perhaps too many, never too few.

A switch is on where z > sigma*t, with z = offset + slopes @ u for u in [0, 1]^d and |t| <= R; see
the lemma on thresholds in docs/proof-format.md, step 6. All numbers are multiples of 2**-24 of
moderate size, so that sums of a few of them are exact.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.checker.halving import Refused

MOST = 20_000

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


def patterns(slopes: Array, offsets: Array, reach: float) -> Bools:
    """Return (patterns, switches). slopes: (switches, d). reach: R. Refuses too many."""
    return _patterns(slopes.shape, np.column_stack([slopes, offsets]).tobytes(), reach)


@lru_cache(maxsize=4096)
def _patterns(shape: tuple[int, int], data: bytes, reach: float) -> Bools:
    forms = np.frombuffer(data).reshape(shape[0], shape[1] + 1)
    found = {
        pattern
        for corner in product((0.0, 1.0), repeat=shape[1])
        for pattern in _near(forms, np.array(corner), reach)
    }
    return np.array(sorted(found), dtype=bool).reshape(len(found), shape[0])


def _near(forms: Array, corner: Array, reach: float) -> list[tuple[bool, ...]]:
    """List patterns in the half cube at a corner, where sigma is the sign of z there.

    A state is a linear form in (u, t) that is positive: z - sigma*t where on, else its negative.
    """
    slopes, offsets = forms[:, :-1], forms[:, -1]
    sigma = np.where(offsets + slopes @ corner >= 0, 1.0, -1.0)
    whole = np.column_stack([slopes, -sigma])
    low = np.append(0.5 * corner, -reach)
    high = np.append(0.5 * corner + 0.5, reach)
    states = [(whole, offsets), (-whole, -offsets)]  # on, off

    def together(a: int, i: int, b: int, j: int) -> bool:
        """Tell whether switch i in state a and switch j in state b are not excluded."""
        form = states[a][0][i] + states[b][0][j]
        greatest = np.maximum(form * low, form * high).sum() + states[a][1][i] + states[b][1][j]
        return bool(greatest > 0)

    count = len(forms)
    allowed = {
        (a, i, b, j): together(a, i, b, j)
        for i in range(count)
        for j in range(i + 1)
        for a, b in product((0, 1), repeat=2)
    }
    some: list[tuple[int, ...]] = [()]
    for i in range(count):
        some = [
            (*chosen, a)
            for chosen in some
            for a in (0, 1)
            if allowed[a, i, a, i] and all(allowed[a, i, b, j] for j, b in enumerate(chosen))
        ]
        if len(some) > MOST:
            raise Refused("too many boxes meet in one place to check what the network is there")
    return [tuple(state == 0 for state in chosen) for chosen in some]
