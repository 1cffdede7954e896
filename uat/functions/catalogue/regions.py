"""State the data sets of TensorFlow Playground as conditions: the regions of their points.

Playground (playground.tensorflow.org; Smilkov et al., arXiv:1708.03788) shows points on [-6, 6]².
Each region is bounded halfway between the two classes.
"""

from uat.functions.catalogue.entry import Entry

_SQUARE = ((-6.0, 6.0), (-6.0, 6.0))

REGIONS = (
    Entry(
        "circle",
        "x^2 + y^2 < 9",
        _SQUARE,
        "a disc and the ring around it",
        kind="classes",
        draw="circle",
    ),
    Entry(
        "xor",
        "x*y >= 0",
        _SQUARE,
        "opposite quarters of a square",
        kind="classes",
        draw="xor",
    ),
    Entry(
        "blobs",
        "x + y > 0",
        _SQUARE,
        "two clouds, which a straight line tells apart",
        kind="classes",
        draw="blobs",
    ),
    Entry(
        "spiral",
        "x*sin(0.7*pi*sqrt(x^2 + y^2)) + y*cos(0.7*pi*sqrt(x^2 + y^2)) > 0",
        _SQUARE,
        "two arms, each inside the other",
        kind="classes",
        draw="spiral",
    ),
)
