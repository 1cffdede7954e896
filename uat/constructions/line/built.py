"""What building gives in constructions of one input."""

from dataclasses import dataclass

from uat.constructions.built import Built
from uat.functions.sampling import Samples


@dataclass(frozen=True, eq=False)
class BuiltOnLine(Built):
    """What was built of one input. samples: those of f that it was built from."""

    samples: Samples
