"""Meet f by a continuous surface of flat facets, in one or two hidden layers.

surface: heights on a triangulation. network: the same as neurons. lattice: quadratic forms, and f
that bends in one direction only. sampled: f on triangles, and what samples of it miss. mesh:
triangulations that change. newton: vertices and heights move, for ever higher powers of the error.
search: few triangles for a tolerance. fit: lines on which a formula bends, and all of it.
error: the network against f. construction: what `approximate` builds of it.
"""
