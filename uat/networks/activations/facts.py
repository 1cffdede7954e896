"""State what the values of an activation do not show: facts for proofs, other spellings."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Settled:
    """Where s(z) has come to the straight lines that it runs into, as a proof may rely on it.

    left, right: for z below the one and above the other, s is within `tail` of its line, and comes
    nearer to it.
    """

    left: float
    right: float
    tail: float


@dataclass(frozen=True)
class Rising:
    """What a proof relies on for an s that rises between its limits, less steeply as |z| grows.

    radius, tail: for |z| above the radius, s is within `tail` of its limit.
    slope_tail: for |z| above the radius, s' is below it.
    ulps: s and s' are computed in float64 to within so many units of 2**-53.
    steepest: no slope is larger; infinite for a jump.
    within: from which |z| on s is within a given distance of its limits; None where that is so far
        out that the windows of boxes would overlap.
    single: s is computed in float32 and float16 to within so many halves of the last place of 1, by
        ONNX Runtime, PyTorch and numpy; None where that is not known.
    """

    radius: float
    tail: float
    slope_tail: float
    ulps: float
    steepest: float
    within: Callable[[float], float] | None = None
    single: float | None = None


@dataclass(frozen=True)
class Spelling:
    """How other languages write s(z); "" where one has no word for it.

    python, c, javascript, typst: the body of a function of z. A body NAME(z) of the activation's
        own name needs no definition in C. Without one, s is written out from its formula, if
        that is what its function evaluates; in Typst it is not.
    onnx: a formula that the writer of ONNX graphs translates node by node; "" for the activation's
        own formula, on the same condition.
    torch: a class of `torch.nn`, and after blanks its arguments, as in "Softplus threshold=700.0".
    sklearn: scikit-learn's word. tex_sign, typst_sign: how mathematics writes the function.
    """

    python: str = ""
    c: str = ""
    javascript: str = ""
    typst: str = ""
    onnx: str = ""
    torch: str = ""
    sklearn: str = ""
    tex_sign: str = ""
    typst_sign: str = ""


UNSPELLED = Spelling()
