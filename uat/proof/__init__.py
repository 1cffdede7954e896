"""A sampled maximum is a lower bound of the error; a proof is an upper one, for the real network.

formula → jets of balls → patches: polynomials with remainders ┐
network → enclosure: windows, limits, lines and rounding       ┘→ boxes with bounds: a Proof
"""

from uat.proof.check import Verdict, check
from uat.proof.proof import Proof, prove

__all__ = ["Proof", "Verdict", "check", "prove"]
