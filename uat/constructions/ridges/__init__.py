"""Write f as a sum of profiles (ridges), each a function of one direction only.

ridges: what a sum of ridges is. square: the box as a square, with points to read f at. bases:
profiles and their values at points. directions: sets of directions to try, and exact ones.
fitting: all profiles together, by least squares. splitting: a share of the tolerance for each
profile. refine: all kinks together, for the largest error. measuring: the largest error, and where.
fit: all of it.
"""

from uat.constructions.ridges.fit import fit_ridges
from uat.constructions.ridges.ridges import Ridges

__all__ = ["Ridges", "fit_ridges"]
