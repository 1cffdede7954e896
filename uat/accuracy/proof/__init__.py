"""A sampled maximum is a lower bound of the error; a proof is an upper one, for the real network.

One input, one hidden layer:
formula → jets of balls → patches: polynomials with remainders ┐
network → enclosure: windows, limits, lines and rounding       ┘→ intervals with bounds: a Proof

Several inputs:
formula → formulas, ranges: f on boxes                              ┐
network → normal form → regions: values between on/off patterns     ┘→ the same, on boxes
ridges → intervals along the directions of one hidden layer          → the same
surfaces → intervals through two layers of relu, where kinks cancel  → the same
layers → intervals through several layers of relu neurons            → the same

`front` chooses between them.

What they share: claim, saved. f: jets, patches (polynomials, tables, values only), formulas (and
jumps). The network: floats, shapes, curve, curves, steps (and ramps), rounding, enclosure. One
input: bounding, line (also squares, and float8 number by number). Several inputs: thresholds,
normal_form, regions, ranges, boxes, straight, ridges.
"""

from uat.accuracy.checker import Verdict
from uat.accuracy.proof.claim import require_known
from uat.accuracy.proof.front import NO_LIPSCHITZ, rounding_of
from uat.accuracy.proof.front import check_any as check
from uat.accuracy.proof.front import prove_any as prove
from uat.accuracy.proof.normal_form import quick_names
from uat.accuracy.proof.saved import Proof

__all__ = [
    "NO_LIPSCHITZ",
    "Proof",
    "Verdict",
    "check",
    "prove",
    "quick_names",
    "require_known",
    "rounding_of",
]
