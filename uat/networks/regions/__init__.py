"""Find the linear regions of a piecewise-linear network, on each of which it is straight.

line: of one input, a polyline, up to rounding. cells: the box cut
exactly, of one or two inputs. plane: of two inputs, polygons. merging: neighbours with one map.
idle: neurons that do nothing. difference: how far two networks are apart.
"""

from uat.networks.regions.line import regions
from uat.networks.regions.plane import polygons

__all__ = ["polygons", "regions"]
