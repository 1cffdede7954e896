"""A partition says where to cut the domain, and how high the network is on each piece.

base: what a staircase is, and a polyline. uniform: equal pieces. sweep: the loops of the next two.
fewest_steps: the fewest, by greedy stabbing. fewest_links: the minimum-link path in the tube; both
also where the tube grows with |f|. contacts: the same between samples. runs: dynamic programming.
at_samples: where only samples count. parts: the best steps in the root mean square;
least_squares_links: the best links in it. balance, flat: ways to save a neuron. fewest_neurons: the
smallest that they find.
"""

from uat.constructions.heights import HEIGHTS
from uat.constructions.line.partition.at_samples import links_at, steps_at
from uat.constructions.line.partition.base import Partition, Polyline, rounding
from uat.constructions.line.partition.contacts import fewest_everywhere, overshoots
from uat.constructions.line.partition.fewest_links import (
    best_links,
    count_links,
    fewest_links,
    forced_kinks,
    interpolated,
    largest_jump,
    links_within,
    rough_error,
)
from uat.constructions.line.partition.fewest_neurons import (
    best_neurons,
    fewest_neurons,
    smallest_path,
)
from uat.constructions.line.partition.fewest_steps import (
    best_steps,
    count_within,
    fewest_steps,
    forced_cuts,
    steps_within,
)
from uat.constructions.line.partition.least_squares_links import least_squares_links
from uat.constructions.line.partition.parts import least_squares_steps
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
    "forced_cuts",
    "forced_kinks",
    "interpolated",
    "largest_jump",
    "least_squares_links",
    "least_squares_steps",
    "links_at",
    "links_within",
    "overshoots",
    "rough_error",
    "rounding",
    "smallest_path",
    "smallest_uniform",
    "steps_at",
    "steps_within",
    "uniform",
]
