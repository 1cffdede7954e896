"""What of the distances from f counts, where that is not the largest on all of the domain."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """What is compared with the tolerance.

    squares: the root mean square instead of the largest distance. at_samples: only the samples of
    a table count, nothing between them. outliers: so many samples may be further away.
    """

    squares: bool = False
    at_samples: bool = False
    outliers: int = 0
