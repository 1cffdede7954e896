"""Cut boxes of several inputs into tensor grids, strips, quadtrees or rectangles.

boxes: what a partition is. grid: equal tiles. tiles: heights between given lines. stuck: cells that
are too much for a box. quadtree: halved along all inputs. strip_sweep, line_search: the loops of
strips. strip_cutting: where to cut them. strips: the fewest neurons for a tolerance. best_strips:
the least tolerance for neurons. rectangles: blocks as strips or halves. mean_sweep, mean_strips:
the least squared error, for pictures.
"""
