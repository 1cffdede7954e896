"""Derive everything that a proof claims again, or refuse the proof with the place."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from uat.accuracy.checker import line, ridges, surfaces, towers
from uat.accuracy.checker.cover import require_cover
from uat.accuracy.checker.defined import require_defined
from uat.accuracy.checker.excuses import Excuses
from uat.accuracy.checker.floats import require_numbers
from uat.accuracy.checker.halving import Refused
from uat.accuracy.checker.reading import Claim, claim_of
from uat.accuracy.checker.verdict import (
    Verdict,
    box_words,
    claim_words,
    function_words,
    network_words,
)
from uat.accuracy.checker.windows import require_few
from uat.base.errors import UatError, quoted

Say = Callable[[str], None]

# What a damaged file may raise in the readers that are shared: it is refused all the same.
_BROKEN = (ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError,
           MemoryError)  # fmt: skip


def check(
    data: Any, progress: Say | None = None, expect: Callable[[Claim], None] | None = None
) -> Verdict:
    """Verify a proof as read from a file; see docs/proof-format.md.

    expect: raises InputError for a claim that is not the one that is wanted.
    Never raises for a bad proof: the verdict says no, and why.
    """
    started = time.perf_counter()
    verdict = Verdict(False, "", math.inf, 0, 0.0)
    try:
        claim = claim_of(data)
        verdict = replace(
            verdict,
            bound=claim.bound,
            function=function_words(claim),
            box=box_words(claim),
            network=network_words(claim),
            names=claim.names,
        )
        if expect is not None:
            expect(claim)
        # What overflows is infinite or NaN, and so within no bound: no warning is needed.
        with np.errstate(all="ignore"):
            excuses = _verify(claim, progress or (lambda stage: None))
        said = claim_words(claim, excuses)
        reason = f"{said}, on all {len(claim.rows)} boxes"
        near = excuses.most if excuses.jumps else None
        verdict = replace(
            verdict,
            ok=True,
            reason=reason,
            claim=said,
            boxes=len(claim.rows),
            bound_at_jumps=near,
        )
    except (Refused, UatError) as error:
        verdict = replace(verdict, reason=str(error))
    except _BROKEN as error:
        verdict = replace(verdict, reason=f"this is no proof that can be read: {quoted(error)}")
    return replace(verdict, seconds=time.perf_counter() - started)


def _verify(claim: Claim, say: Say) -> Excuses:
    """Return what is excused around jumps; raise Refused where the claim does not hold."""
    say("reading the claim")
    _require_fit(claim)
    require_numbers(claim.network, claim.box, claim.floats)
    require_few(claim.windows, claim.box, claim.names)
    say("checking that the boxes cover the domain")
    require_cover(claim)
    say("looking for the jumps that are left out")
    excuses = Excuses(claim, say)
    say("checking that f is defined")
    trees = [part.expression.tree for part in claim.parts]
    require_defined(trees, claim.names, claim.box)
    kinds = {"intervals": line, "ridges": ridges, "facets": surfaces, "boxes": towers}
    kind = kinds[claim.kind]
    kind.verify(claim, excuses)
    return excuses


def _require_fit(claim: Claim) -> None:
    """Require that the network, the function and the point fit together."""
    if len(claim.parts) != claim.outputs:
        raise Refused(f"the formula has {len(claim.parts)} outputs, not {claim.outputs}")
    if not all(low <= x <= high for x, (low, high) in zip(claim.at, claim.box, strict=True)):
        raise Refused("the point of the largest error lies outside the domain")
    if any(not 0 <= row.bound <= claim.bound for row in claim.rows):
        raise Refused("a box has a bound above that of the proof")
