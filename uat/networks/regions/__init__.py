"""Find the linear regions of a piecewise-linear network: where it bends, and how often it could.

line: of one input, a polyline. plane: of two inputs, polygons. limits: upper bounds.
"""

from uat.networks.regions.limits import (
    montufar_limit,
    montufar_reached,
    one_layer_limit,
    serra_limit,
    trivial_limit,
)
from uat.networks.regions.line import Line, count_regions, regions
from uat.networks.regions.plane import Plane, Polygon, polygons

__all__ = [
    "Line",
    "Plane",
    "Polygon",
    "count_regions",
    "montufar_limit",
    "montufar_reached",
    "one_layer_limit",
    "polygons",
    "regions",
    "serra_limit",
    "trivial_limit",
]
