"""A partition says where to cut the domain, and how high the staircase is on each piece."""

from uat.partition.base import Partition
from uat.partition.fewest_steps import best_steps, fewest_steps
from uat.partition.heights import HEIGHTS
from uat.partition.uniform import smallest_uniform, uniform

__all__ = ["HEIGHTS", "Partition", "best_steps", "fewest_steps", "smallest_uniform", "uniform"]
