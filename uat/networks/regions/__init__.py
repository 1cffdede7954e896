"""Find the linear regions of a piecewise-linear network, on each of which it is straight.

line: of one input, a polyline, up to rounding. cells: the box cut exactly, of one or two inputs.
plane: of two inputs, polygons. merging: neighbours with one map; how far two networks are apart.
idle: neurons that do nothing.
"""

from uat.networks.regions.line import regions
from uat.networks.regions.plane import polygons

__all__ = ["polygons", "regions"]
