"""Check proofs with code that shares nothing with what finds them.

all:   halving (show it on a box or on halves of it; windows), check (from a file to a verdict)
f:     jets (derivatives), ends (intervals), defined (domains), formula (values, slopes, remainders)
N:     floats (formats of numbers, and what is in them), rounding (of formulas),
       activations (what s(z) is, stated again on purpose), values (the network at one point),
       gates (which are on together, and what fewer digits change in them)
claim: reading → jumps → cover (and what is excused) → line, planes or towers → verdict

It imports only the parser of formulas with its balls, the reader of networks and python-flint.
docs/proof-format.md has the argument.
"""

from uat.accuracy.checker.check import check, read_file
from uat.accuracy.checker.reading import Claim
from uat.accuracy.checker.verdict import Verdict

__all__ = ["Claim", "Verdict", "check", "read_file"]
