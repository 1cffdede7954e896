"""Cut boxes of several inputs into tensor grids, strips, quadtrees or rectangles."""
