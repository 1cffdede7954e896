"""A target is what the network shall compute: a function on a box, however the user gives it.

box: intervals. holes: points without a value. digits: where floats lose those of f. signature,
callables: Python functions. fitted: interpolants and estimators of other packages. target: the
class. classes: decision regions. make: which form was given.
"""

from uat.functions.target.box import Box, parse_box
from uat.functions.target.make import make_target
from uat.functions.target.target import Kind, Target

__all__ = ["Box", "Kind", "Target", "make_target", "parse_box"]
