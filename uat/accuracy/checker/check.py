"""From a file to a verdict: derive what it claims again, or refuse it with the place."""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from uat.accuracy.checker import line, planes, towers
from uat.accuracy.checker.cover import Excuses, require_cover
from uat.accuracy.checker.defined import require_defined
from uat.accuracy.checker.floats import require_numbers
from uat.accuracy.checker.halving import Refused, require_few
from uat.accuracy.checker.reading import FORMAT, Claim, claim_of
from uat.accuracy.checker.verdict import (
    Verdict,
    box_words,
    claim_words,
    function_words,
    network_words,
)
from uat.base.errors import InputError, UatError, quoted
from uat.base.files import cannot
from uat.networks.network import FORMAT as NETWORK

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
    kinds = {"intervals": line, "ridges": planes, "facets": planes, "boxes": towers}
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


# Read a file that should hold a proof; what it holds instead is said.


def read_file(path: str | os.PathLike[str]) -> Any:
    """Read a file's data. Raises FileError if it is unreadable, InputError if it is no JSON."""
    name = os.fspath(path)
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file, object_pairs_hook=_once, parse_constant=_constant)
    except OSError as error:
        raise cannot("read", name, error) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not a proof file: it is no text") from error
    except Refused as error:
        raise InputError(f"{name} is not a proof file: {error}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise InputError(f"{name} is not a proof file: {quoted(error)}") from error
    return _proof(data, name)


def _proof(data: Any, name: str) -> Any:
    """Return the data of a proof. Raises InputError for anything else, and says what it is."""
    kind = data.get("format") if isinstance(data, dict) else None
    if kind == FORMAT:
        return data
    if kind == NETWORK:
        raise InputError(
            f"{name} holds a network, not a proof: uat load reads it, and a proof is saved under a "
            "name that ends in proof.json"
        )
    raise InputError(
        f"{name} is not a proof file of uat: uat approximate … --prove --save proof.json writes one"
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        twice = next(key for k, (key, _) in enumerate(pairs) if key in dict(pairs[:k]))
        raise Refused(f"the key {twice[:40]!r} is there twice")
    return result


def _constant(text: str) -> Any:
    raise Refused(f"{text} is not a number")
