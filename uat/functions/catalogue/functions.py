"""Collect functions worth approximating, each with its box: smooth, kinked, jumping, rough.

The last four are the data sets of TensorFlow Playground as conditions: the regions of their points.
Playground (playground.tensorflow.org; Smilkov et al., arXiv:1708.03788) shows points on [-6, 6]².
Each region is bounded halfway between the two classes.
"""

from uat.functions.catalogue.entry import Entry

_UNIT = ((0.0, 1.0),)
_CENTRED = ((-1.0, 1.0),)
_SQUARE = ((-1.0, 1.0), (-1.0, 1.0))
_PLAYGROUND = ((-6.0, 6.0), (-6.0, 6.0))

_WEIERSTRASS = " + ".join(["cos(pi*x)"] + [f"{0.5**k!r}*cos({3**k}*pi*x)" for k in range(1, 9)])

_PEAKS = (
    "(3*(1 - 3*x)^2*exp(-(3*x)^2 - (3*y + 1)^2)"
    " - 10*(3*x/5 - (3*x)^3 - (3*y)^5)*exp(-(3*x)^2 - (3*y)^2)"
    " - exp(-(3*x + 1)^2 - (3*y)^2)/3)/8.1062"
)

_ENTRIES = (
    Entry(
        "nielsen",
        "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)",
        _UNIT,
        "the wiggle of Nielsen's chapter 4",
    ),
    Entry("sine", "sin(2*pi*x)", _UNIT, "one smooth wave"),
    Entry("runge", "1/(1 + 25*x^2)", _CENTRED, "the bell that defeats equispaced polynomials"),
    Entry("abs", "abs(x)", _CENTRED, "one kink"),
    Entry("sqrt", "sqrt(x)", _UNIT, "infinitely steep at 0"),
    Entry("sign", "where(x < 0, -1, 1)", _CENTRED, "one jump"),
    Entry("chirp", "sin(1/x)", ((0.05, 1.0),), "faster and faster towards 0"),
    Entry(
        "weierstrass",
        _WEIERSTRASS,
        _UNIT,
        "rough at every scale",
        typst="sum_(k=0)^8 0.5^k cos(3^k pi x)",
    ),
    Entry("sincos", "sin(3*x)*cos(2*y)", _SQUARE, "a product of two waves"),
    Entry("gauss", "exp(-10*(x^2 + y^2))", _SQUARE, "one round hill"),
    Entry("cone", "sqrt(x^2 + y^2)", _SQUARE, "a kink at one point"),
    Entry("checker", "sign(x*y)", _SQUARE, "jumps along two lines"),
    Entry(
        "peaks",
        _PEAKS,
        _SQUARE,
        "MATLAB's hills and valleys",
        typst='1/8.1062 thin "peaks"(3 x, 3 y)',
    ),
    Entry(
        "circle",
        "x^2 + y^2 < 9",
        _PLAYGROUND,
        "a disc and the ring around it",
        kind="classes",
    ),
    Entry(
        "xor",
        "x*y >= 0",
        _PLAYGROUND,
        "opposite quarters of a square",
        kind="classes",
    ),
    Entry(
        "blobs",
        "x + y > 0",
        _PLAYGROUND,
        "two clouds, which a straight line tells apart",
        kind="classes",
    ),
    Entry(
        "spiral",
        "x*sin(0.7*pi*sqrt(x^2 + y^2)) + y*cos(0.7*pi*sqrt(x^2 + y^2)) > 0",
        _PLAYGROUND,
        "two arms, each inside the other",
        kind="classes",
    ),
)

CATALOGUE = {entry.key: entry for entry in _ENTRIES}
