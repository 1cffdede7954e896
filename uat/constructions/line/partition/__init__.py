"""A partition says where to cut the domain, and how high the network is on each piece.

base: what a staircase is. uniform: equal pieces. stairs, fewest_steps: the fewest, by greedy
stabbing. polyline: what a polyline is. sweep, fewest_links: the minimum-link path in the tube.
contacts: the same between samples. at_samples, runs: where only samples count. parts, squares:
dynamic programming in the root mean square; least_squares_steps, least_squares_links: the best in
it. in_tube: both where the tube grows with |f|. balance, flat, leaning: three ways to save a
neuron. fewest_neurons: the smallest that they find.
"""

from uat.constructions.heights import HEIGHTS
from uat.constructions.line.partition.at_samples import links_at, steps_at
from uat.constructions.line.partition.base import Partition, rounding
from uat.constructions.line.partition.contacts import fewest_everywhere, overshoots
from uat.constructions.line.partition.fewest_links import (
    best_links,
    count_links,
    fewest_links,
    interpolated,
    largest_jump,
    rough_error,
)
from uat.constructions.line.partition.fewest_neurons import (
    best_neurons,
    fewest_neurons,
    smallest_path,
)
from uat.constructions.line.partition.fewest_steps import best_steps, fewest_steps
from uat.constructions.line.partition.in_tube import (
    count_within,
    links_within,
    require_possible,
    steps_within,
)
from uat.constructions.line.partition.least_squares_links import least_squares_links
from uat.constructions.line.partition.least_squares_steps import least_squares_steps
from uat.constructions.line.partition.polyline import Polyline
from uat.constructions.line.partition.uniform import smallest_uniform, uniform

__all__ = [
    "HEIGHTS",
    "Partition",
    "Polyline",
    "best_links",
    "best_neurons",
    "best_steps",
    "count_links",
    "count_within",
    "fewest_everywhere",
    "fewest_links",
    "fewest_neurons",
    "fewest_steps",
    "interpolated",
    "largest_jump",
    "least_squares_links",
    "least_squares_steps",
    "links_at",
    "links_within",
    "overshoots",
    "require_possible",
    "rough_error",
    "rounding",
    "smallest_path",
    "smallest_uniform",
    "steps_at",
    "steps_within",
    "uniform",
]
