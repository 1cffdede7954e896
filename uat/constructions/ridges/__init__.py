"""Write f as a sum of profiles (ridges), each a function of one direction only.

ridges: what a sum of ridges is, what its profiles are made of, and the box as a square, with points
to read f at. directions: sets of directions to try, and exact ones. formula: what the formula says
of them. fitting: all profiles together, by least squares. variation: the same for staircases, with
few steps. splitting: a share of the tolerance for each profile. measuring: the largest error, and
where; all kinks together, so that it is least. fit: all of it. network: neurons. error: the network
against f. construction: what `approximate` builds of it.
"""
