"""Estimate what is large or slow before it is begun, and refuse it if nobody allowed it.

`python benchmarks/growth.py` measures the costs again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from uat.base.errors import InputError, TargetError
from uat.functions.catalogue import CATALOGUE
from uat.functions.target import Target

if TYPE_CHECKING:
    from uat.constructions.construction import Construction

MOST_BYTES = 2**30  # of memory, beyond what every run takes
MOST_SECONDS = 60.0
MANY = 9  # values that show how long one of them takes
CALLS = 3  # of f with one value, and with many; the quickest counts
PATIENCE = 5.0  # seconds for all calls together


@dataclass(frozen=True)
class Cost:
    """Memory (bytes) and time (seconds) to choose, build and measure each hidden neuron.

    Constructions state it as benchmarks/growth.py measured it on two shared cores, at 10^6 neurons
    (boxes: 10^5), rounded up.

    more_bytes, more_seconds: for as many samples of f as there can be, which many neurons take.
    """

    bytes: float
    seconds: float
    more_bytes: float = 0.0
    more_seconds: float = 0.0

    def times(self, neurons: int) -> Cost:
        """Scale the cost to so many neurons; few take less, since they take fewer samples."""
        return Cost(
            self.more_bytes + neurons * self.bytes, self.more_seconds + neurons * self.seconds
        )


def require_affordable(construction: Construction, neurons: int, force: bool) -> None:
    """Refuse a network that takes too much memory or time, unless forced. Raises InputError."""
    cost = construction.cost.times(neurons)
    if force or (cost.bytes <= MOST_BYTES and cost.seconds <= MOST_SECONDS):
        return
    raise InputError(
        f"{neurons:,} neurons of {construction.name} take about {cost.bytes / 2**30:.1f} GiB and "
        f"{cost.seconds:.0f} s: choose a larger tolerance or fewer neurons, or add --force"
    )


def most_affordable(construction: Construction) -> int:
    """Return how many neurons are not refused."""
    cost = construction.cost
    fit = (MOST_BYTES - cost.more_bytes) / cost.bytes
    return int(min(fit, (MOST_SECONDS - cost.more_seconds) / cost.seconds))


def require_quick(target: Target, points: int, force: bool) -> None:
    """Refuse a function of which so many values take more than a minute, unless forced.

    The quickest of a few calls says how long a value takes: another program that keeps the machine
    busy for a while makes no function slow. Raises TargetError.
    """
    quick = target.formula is not None or target.known is not None or target.name in CATALOGUE
    if force or quick:
        return
    one, many, began = np.inf, np.inf, now()
    for _ in range(CALLS):
        one = min(one, _seconds(target, 1))
        if one * points <= MOST_SECONDS:
            return
        # A call with many numbers may take no longer than one with a single number.
        many = min(many, _seconds(target, MANY))
        each = max(many - one, 0.0) / (MANY - 1)
        if each * points <= MOST_SECONDS:
            return
        if now() - began > PATIENCE:
            break
    raise TargetError(
        f"one value of {target.name} takes {each:.2g} s, and at least {points:,} are needed, "
        f"about {each * points / 60:.0f} min: save some of them as a .csv file and approximate "
        "that, or add --force"
    )


def _seconds(target: Target, count: int) -> float:
    """Estimate how many seconds f takes at so many points of its box."""
    points = [np.linspace(low, high, count) for low, high in target.box]
    started = now()
    target(*points)
    return now() - started


def now() -> float:
    """Return seconds on a clock that only goes forward."""
    return time.perf_counter()
