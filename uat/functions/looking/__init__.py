"""Ask ranges over boxes where a formula may do more than its samples show, then look.

Samples are blind between each other, and ranges are not: over an interval on which the slope of f
is known to vary little, f is close to the chord between its ends. Where nothing of the kind is
known, the interval is halved, until it is too narrow to matter.

line: between samples of one input. in_cells: of several inputs. jumps: whether a steep place is a
jump.
"""
