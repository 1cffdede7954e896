"""Sample again where f was not seen finely enough."""

from dataclasses import replace

import numpy as np

from uat.base.errors import TargetError
from uat.constructions.line.partition import rough_error
from uat.functions.sampling import Samples
from uat.functions.target import Target

CLOSER = 100.0  # at most so much finer at once


def fine_enough(target: Target, samples: Samples, links: int, resolution: float) -> Samples:
    """Sample until the resolution is small beside the error of so many links, if that can be."""
    while True:
        wanted = 0.9 * resolution * rough_error(samples, links)
        if not 0.0 < wanted < samples.resolution:
            return samples
        # With too few samples the links seem to have no error: not too much finer at once.
        samples, finest = finer(target, samples, max(wanted, samples.resolution / CLOSER))
        if finest:
            return samples


def finer(target: Target, samples: Samples, wanted: float) -> tuple[Samples, bool]:
    """Sample more finely; return the same samples and True where f would take too many."""
    try:
        return target.sample(wanted), False
    except TargetError:
        return samples, True


def sampled_near(target: Target, samples: Samples, x: float) -> Samples:
    """Sample again, four times finer, with a nest of points around x."""
    (a, b) = target.box[0]
    nest = (b - a) * 0.5 ** np.arange(6, 40)
    knots = np.concatenate([[x], x - nest, x + nest])
    if target.knots is not None:
        knots = np.concatenate([knots, target.knots])
    return replace(target, knots=knots).sample(samples.resolution / 4)
