"""Boxes of several inputs: tensor grids, strips, quadtrees and rectangles, and their sweeps."""
