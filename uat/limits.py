"""What large networks cost, estimated before they are built, and refused if nobody allowed it.

`python benchmarks/growth.py` measures the costs again.
"""

from dataclasses import dataclass

from uat.errors import InputError

MOST_BYTES = 2**30  # of memory, beyond what every run takes
MOST_SECONDS = 60.0


@dataclass(frozen=True)
class Cost:
    """Of one hidden neuron: bytes of memory and seconds, to choose, build and measure it."""

    bytes: float
    seconds: float

    def times(self, neurons: int) -> "Cost":
        return Cost(neurons * self.bytes, neurons * self.seconds)


# As benchmarks/growth.py measured them on two shared cores, at 10^6 neurons (boxes: 10^5).
COSTS = {
    "bumps": Cost(230, 5e-6),
    "steps": Cost(540, 1.5e-5),
    "ramps": Cost(540, 6e-5),
    "quadrants": Cost(2500, 6e-5),
    "towers": Cost(2500, 6e-5),
}


def require_affordable(construction: str, neurons: int, force: bool) -> None:
    """Refuse a network that takes too much memory or time, unless forced. Raises InputError."""
    cost = COSTS.get(construction, Cost(0.0, 0.0)).times(neurons)
    if force or (cost.bytes <= MOST_BYTES and cost.seconds <= MOST_SECONDS):
        return
    raise InputError(
        f"{neurons:,} neurons of {construction} take about {cost.bytes / 2**30:.1f} GiB and "
        f"{cost.seconds:.0f} s: choose a larger tolerance or fewer neurons, or add --force"
    )
