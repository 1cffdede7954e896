"""Check proofs with code that shares nothing with what finds them.

all:   halving (show it on a box or on halves of it), check (the claim, from its file to a verdict)
f:     jets (derivatives), ends (intervals), defined (domains), formula, taylor (remainders)
N:     floats (formats of numbers, and what is in them), rounding, shape,
       typed, activations: what s(z) is, stated again on purpose;
       values (the network at one point), patterns (which gates are on together),
       gates (what fewer digits change in them)
claim: windows → reading → file → jumps → excuses → cover
       → line, ridges, surfaces or towers → verdict

It imports only the parser of formulas with its balls, the reader of networks and python-flint.
docs/proof-format.md has the argument.
"""

from uat.accuracy.checker.check import check
from uat.accuracy.checker.file import read_file
from uat.accuracy.checker.reading import Claim
from uat.accuracy.checker.verdict import Verdict

__all__ = ["Claim", "Verdict", "check", "read_file"]
