"""A sampled maximum is a lower bound of the error; a proof is an upper one, for the real network.

One input, one hidden layer:
formula → jets of balls → patches: polynomials with remainders ┐
network → enclosure: windows, limits, lines and rounding       ┘→ intervals with bounds: a Proof

Several inputs:
formula → formulas, ranges: f on boxes                              ┐
network → normal form → regions: values between on/off patterns     ┘→ boxes with bounds: a BoxProof
ridges → intervals along the directions of one hidden layer          → the same
surfaces → intervals through two layers of relu, where kinks cancel  → the same
layers → intervals through several layers of relu neurons            → the same

`front` chooses between them.

What they share: claim, saved. f: jet_namespace, jets, patches, links (tables), lipschitz (values
only), formulas. The network: floats, tails, shapes, curve, curves, ramps, steps, rounding,
enclosure. One input: bounding, line_proof, proof, squares; inputs (of float8, one by one). Several
inputs: thresholds, gates, normal_form, regions, ranges, jumps, box_proof, boxes, straight, layers,
ridges.
"""

from uat.accuracy.checker import Verdict
from uat.accuracy.proof.box_proof import BoxProof
from uat.accuracy.proof.claim import require_known
from uat.accuracy.proof.front import NO_LIPSCHITZ, load_proof, rounding_of
from uat.accuracy.proof.front import check_any as check
from uat.accuracy.proof.front import prove_any as prove
from uat.accuracy.proof.line_proof import Proof
from uat.accuracy.proof.normal_form import quick_names

__all__ = [
    "NO_LIPSCHITZ",
    "BoxProof",
    "Proof",
    "Verdict",
    "check",
    "load_proof",
    "prove",
    "quick_names",
    "require_known",
    "rounding_of",
]
