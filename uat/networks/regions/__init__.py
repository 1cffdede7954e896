"""Find the linear regions of a piecewise-linear network, on each of which it is straight.

line: of one input, a polyline, up to rounding. whole: layers in whole numbers. cells: the box cut
exactly, of one or two inputs. plane: of two inputs, polygons. merging: neighbours with one map.
idle: neurons that do nothing. difference: how far two networks are apart.
"""

from uat.networks.regions.cells import Cell, layer_cells
from uat.networks.regions.difference import largest_difference
from uat.networks.regions.idle import Idle, Survey
from uat.networks.regions.line import Line, count_regions, regions
from uat.networks.regions.merging import merge
from uat.networks.regions.plane import Plane, Polygon, polygon_of, polygons

__all__ = [
    "Cell",
    "Idle",
    "Line",
    "Plane",
    "Polygon",
    "Survey",
    "count_regions",
    "largest_difference",
    "layer_cells",
    "merge",
    "polygon_of",
    "polygons",
    "regions",
]
