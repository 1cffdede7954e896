"""Prove: bound |f - network| on every box of the domain, and keep the boxes as the proof."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from uat.activations import Array
from uat.errors import InputError, TargetError
from uat.evaluate import evaluate
from uat.expression import compile_expression
from uat.files import read_json, written_whole
from uat.measure import excluded_windows
from uat.network import Network
from uat.proof.bounding import Boxes, bound_boxes, joined
from uat.proof.enclosure import enclose
from uat.proof.lipschitz import Cones
from uat.proof.patches import EPS, Enclosed, Interval, taylor_patches
from uat.sampling import Samples
from uat.target import Target

FORMAT = "uat-proof"
VERSION = 1
BUDGET = 2_000_000  # boxes
GLANCES = 4096  # points at which the error is looked at, to know what is small
FINEST = 2.0**-44  # of the size of f: errors below it are not worth narrower patches

# How the slack is spent: patches of f, halving of boxes, and what a checker may lose.
PATCH_SHARE, SPLIT_SHARE, CHECK_SHARE = 0.125, 0.6, 0.1


@dataclass(frozen=True, eq=False, repr=False)
class Proof:
    """A proven bound on the distance of a network from f, with the boxes that prove it.

    bound: |f - network| is at most this on the whole box, but for the excluded intervals; for the
        float64 network, its windows, the domain's ends and its own rounding included.
    lower, at: |f - network| is at least `lower` at the point `at`.
    boxes: neighbouring boxes and the bound on each.
    excluded: intervals around jumps of f that are left out, as in the measured error; and at most
        a few floats at an end of the domain, where balls cannot tell f from a jump.
    network, target: of what; target.formula is f. lipschitz: the constant that was given, if any.
    seconds: how long it took. versions: of what computed it.
    """

    bound: float
    lower: float
    at: tuple[float, ...]
    boxes: Boxes
    excluded: tuple[Interval, ...]
    network: Network
    target: Target
    lipschitz: float | None
    seconds: float
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """How sharp it is: the bound over the largest error that is certainly reached."""
        return self.bound / self.lower if self.lower > 0 else float("inf")

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; `check` verifies them."""
        left, right, bound = (
            column.tolist() for column in (self.boxes.left, self.boxes.right, self.boxes.bound)
        )
        return {
            "format": FORMAT,
            "version": VERSION,
            "function": self.target.name,
            "formula": self.target.formula,
            "names": list(self.target.names),
            "box": [list(interval) for interval in self.target.box],
            "bound": self.bound,
            "lower": self.lower,
            "at": list(self.at),
            "lipschitz": self.lipschitz,
            "excluded": [list(interval) for interval in self.excluded],
            "boxes": {"left": left, "right": right, "bound": bound},
            "network": self.network.to_dict(),
            "seconds": self.seconds,
            "versions": self.versions,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Proof:
        """The proof that `to_dict` wrote, unchecked. Raises InputError if the data are not one."""
        try:
            if data["format"] != FORMAT or data["version"] != VERSION:
                raise InputError(f"not a proof of format {FORMAT} {VERSION}")
            at = tuple(float(x) for x in data["at"])
            if len(at) != 1:
                raise InputError("not a proof: its point has one coordinate")
            return cls(
                bound=float(data["bound"]),
                lower=float(data["lower"]),
                at=at,
                boxes=_boxes_of(data["boxes"]),
                excluded=tuple((float(a), float(b)) for a, b in data["excluded"]),
                network=Network.from_dict(data["network"]),
                target=_target_of(data),
                lipschitz=None if data["lipschitz"] is None else float(data["lipschitz"]),
                seconds=float(data["seconds"]),
                versions=dict(data["versions"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"not a proof file: {error!r}") from error

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the proof to a `.json` file, whole or not at all."""
        with written_whole(path) as temporary:
            temporary.write_text(json.dumps(self.to_dict(), allow_nan=False) + "\n")

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Proof:
        """Read a proof that `save` wrote, unchecked. Raises FileError or InputError."""
        return cls.from_dict(read_json(path, "a proof file"))

    def __repr__(self) -> str:
        return (
            f"Proof({self.target.name}: |f - network| <= {self.bound:.6g}, "
            f"{self.boxes.left.size} boxes)"
        )


def prove(
    network: Network,
    target: Target,
    *,
    samples: Samples | None = None,
    slack: float = 0.01,
    budget: int = BUDGET,
    lipschitz: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> Proof:
    """Bound |f - network| on the whole box, for the network as float64 computes it.

    network: one input, one hidden layer of any continuous activation or of step neurons, linear or
        sigmoid output. target: f, with a formula; else `lipschitz`, with |f(x) - f(y)| <=
        lipschitz*|x - y| as the caller warrants, and f's values taken as its float64 results.
    samples: of f, for its jumps; those that the network was built from.
    slack: how far the bound may be above the true error, relatively. Smaller takes longer.
    budget: boxes at which halving stops; the bound then holds, but may be less sharp.

    Raises InputError for what has no proof, TargetError where f cannot be bounded.
    """
    started = time.perf_counter()
    _require_sense(target, slack, lipschitz)
    say = progress or (lambda stage: None)
    a, b = target.box[0]
    enclosed = enclose(network, a, b)
    samples = samples if samples is not None else target.sample(_coarse(target))
    excluded = excluded_windows(network, samples)
    pieces = _pieces(a, b, excluded)
    if not pieces:
        raise TargetError("f jumps so often that nothing is left to prove: choose a smaller domain")
    say("enclosing the function")
    aim = PATCH_SHARE * slack * _glance(network, target, samples)
    f, left_out = _enclosed(target, lipschitz, pieces, aim)
    excluded = tuple(sorted([*excluded, *left_out]))
    pieces = _pieces(a, b, excluded)
    say("bounding the error")
    boxes, at, lower = bound_boxes(f, enclosed, pieces, SPLIT_SHARE * slack, budget)
    if not np.isfinite(boxes.bound).all():
        place = boxes.left[int(np.argmin(np.isfinite(boxes.bound)))]
        raise TargetError(f"the error cannot be bounded near x = {place:.6g}")
    boxes = joined(boxes, enclosed.grain)
    # Some room, so that whoever checks the bounds need not be as sharp.
    bounds = (boxes.bound + CHECK_SHARE * slack * lower) * (1 + 4 * EPS)
    return Proof(
        bound=float(bounds.max()),
        lower=lower,
        at=(at,),
        boxes=Boxes(boxes.left, boxes.right, bounds),
        excluded=excluded,
        network=network,
        target=target,
        lipschitz=lipschitz,
        seconds=time.perf_counter() - started,
        versions=versions(),
    )


def versions() -> dict[str, str]:
    """Of everything whose arithmetic a proof rests on."""
    from importlib.metadata import version

    import flint

    return {
        "uat": version("uat-explorer"),
        "python-flint": flint.__version__,
        "flint": flint.__FLINT_VERSION__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }


def _require_sense(target: Target, slack: float, lipschitz: float | None) -> None:
    if target.inputs != 1:
        raise InputError(f"{target.name} has {target.inputs} inputs; proofs are for one input")
    if not 0 < slack < np.inf:
        raise InputError(f"the slack must be a positive number, not {slack}")
    if lipschitz is not None and not 0 <= lipschitz < np.inf:
        raise InputError(f"a Lipschitz constant is a number from 0 on, not {lipschitz}")
    if target.formula is None and lipschitz is None:
        raise InputError(
            f"nothing can be proven about {target.name}: only its values are known, and between "
            "them it could do anything. Give a formula; or, if |f(x) - f(y)| <= L*|x - y| is "
            "known, give lipschitz=L"
        )


def _boxes_of(data: dict[str, Any]) -> Boxes:
    left, right, bound = (np.array(data[key], dtype=float) for key in ("left", "right", "bound"))
    if not (left.ndim == 1 and left.shape == right.shape == bound.shape):
        raise InputError("not a proof: its boxes do not fit together")
    return Boxes(left, right, bound)


def _target_of(data: dict[str, Any]) -> Target:
    """f on its box; a function without a formula keeps its name, and cannot be called."""
    names = tuple(str(name) for name in data["names"])
    box = tuple((float(a), float(b)) for a, b in data["box"])
    if len(box) != 1 or len(names) != 1 or not -np.inf < box[0][0] < box[0][1] < np.inf:
        raise InputError("not a proof: it needs one input and one interval")
    formula = data["formula"]
    function: Callable[..., Array] = _unknown
    if formula is not None:
        function = compile_expression(formula, names)
    return Target(str(data["function"]), box, names, function, formula)


def _unknown(*inputs: Array) -> Array:
    raise InputError("the proof file does not hold the function, only its name")


def _coarse(target: Target) -> float:
    """A resolution that shows jumps: a thousandth of f's range."""
    a, b = target.box[0]
    values = target(np.linspace(a, b, 1025))
    values = values[np.isfinite(values)]
    return 1e-3 * float(np.ptp(values)) or 1.0 if values.size else 1.0


def _pieces(a: float, b: float, excluded: Sequence[Interval]) -> list[Interval]:
    """What is left of [a, b] without intervals that ascend."""
    pieces, start = [], a
    for left, right in excluded:
        if left > start:
            pieces.append((start, min(left, b)))
        start = max(start, right)
    return [*pieces, (start, b)] if start < b else pieces


def _glance(network: Network, target: Target, samples: Samples) -> float:
    """About how large the error is; only to know how sharply f has to be known."""
    stride = max(1, samples.x.size // GLANCES)
    x, y = samples.x[::stride], samples.y[::stride]
    a, b = target.box[0]
    even = np.linspace(a, b, GLANCES // 4)
    with np.errstate(all="ignore"):
        errors = [np.abs(evaluate(network, x) - y), np.abs(evaluate(network, even) - target(even))]
        largest = np.nanmax(np.concatenate(errors))
    return max(float(largest), FINEST * float(np.max(np.abs(y))))


def _enclosed(
    target: Target, lipschitz: float | None, pieces: Sequence[Interval], aim: float
) -> tuple[Enclosed, list[Interval]]:
    if lipschitz is not None:
        return Cones(target, lipschitz, pieces), []
    assert target.formula is not None
    return taylor_patches(compile_expression(target.formula, target.names), pieces, aim)
