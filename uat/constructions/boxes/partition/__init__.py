"""Cut boxes of several inputs into tensor grids, strips, quadtrees or rectangles.

boxes: what a partition is, and cells that are too much for a box. grid: equal tiles.
strip_sweep, line_search: the loops of strips. strip_cutting: where to cut them. strips: the fewest
neurons for a tolerance, and the least tolerance for neurons. rectangles: halved along all inputs,
and blocks as strips or halves. mean_strips: the least squared error, for pictures.
"""
