"""Check proofs with code that shares nothing with what finds them.

claim: reading → windows (jumps) → cover → defined → line, ridges or towers → verdict
f:     formula, jets (derivatives), defined (domains)
N:     activations, typed, rounding: a second statement on purpose of what s(z) is in float64

It imports only the parser of formulas with its balls, the reader of networks and python-flint.
docs/proof-format.md has the argument.
"""

from uat.accuracy.checker.check import check
from uat.accuracy.checker.reading import Claim, read_file
from uat.accuracy.checker.verdict import Verdict

__all__ = ["Claim", "Verdict", "check", "read_file"]
