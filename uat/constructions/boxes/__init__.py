"""Networks of several inputs: towers and quadrants, to a tolerance or within a budget.

| module | what lives there |
|---|---|
| limits | points at which f has no limit |
| reading | f on a grid of cells |
| equal | equal boxes |
| adaptive | boxes where they are needed |
| tile | `tile`: boxes, network, error, and again |
"""

from uat.constructions.boxes.limits import require_limits
from uat.constructions.boxes.tile import Tiled, as_boxes, tile

__all__ = ["Tiled", "as_boxes", "require_limits", "tile"]
