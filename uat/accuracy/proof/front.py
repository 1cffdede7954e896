"""Choose the proof that is meant, by the number of inputs and the layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uat.accuracy.checker import Verdict
from uat.accuracy.checker import check as check_data
from uat.accuracy.measure import LeftOut
from uat.accuracy.proof.boxes import prove_boxes
from uat.accuracy.proof.line import prove as prove_line
from uat.accuracy.proof.normal_form import NormalForm
from uat.accuracy.proof.ridges import first_boxes, prove_ridges
from uat.accuracy.proof.rounding import rounding_on
from uat.accuracy.proof.saved import Proof
from uat.accuracy.proof.straight import is_bent
from uat.base.errors import InputError
from uat.base.precision import FLOAT64, Precision
from uat.functions.target import Target
from uat.networks.network import Network

SLACK = 0.05  # for several inputs
NO_LIPSCHITZ = "ridges are proven from a formula, not from a Lipschitz constant"

Progress = Callable[[str], None]


def prove_any(
    network: Network,
    target: Target,
    *,
    samples: Any = None,
    left_out: LeftOut | None = None,
    slack: float | None = None,
    lipschitz: float | None = None,
    floats: Precision = FLOAT64,
    tolerance: float | None = None,
    progress: Progress | None = None,
) -> Proof:
    """Bound |f - network| on the whole domain; see `prove`, `prove_boxes` and `prove_ridges`.

    samples: of a function of one input, for its jumps. left_out: windows around jumps about which
    nothing is proven; None for those that measuring leaves out. slack: None for each proof's own.
    floats: what the network is computed in. tolerance: what the bound is wanted for, if known.
    """
    if target.inputs == 1 and len(network.layers) == 2:
        given: dict[str, Any] = {} if slack is None else {"slack": slack}
        return prove_line(
            network,
            target,
            samples=samples,
            left_out=left_out,
            lipschitz=lipschitz,
            floats=floats,
            progress=progress,
            **given,
        )
    slack = SLACK if slack is None else slack
    if len(network.layers) == 2 or is_bent(network):
        if lipschitz is not None:
            raise InputError(NO_LIPSCHITZ)
        return prove_ridges(
            network, target, slack=slack, floats=floats, tolerance=tolerance, progress=progress
        )
    return prove_boxes(
        network, target, slack=slack, lipschitz=lipschitz, floats=floats, progress=progress
    )


def rounding_of(network: Network, target: Target, floats: Precision, rest: float) -> float:
    """Bound what a precision changes in a network of several inputs, sums in any order.

    rest: how much neurons may leave out that have not settled. Raises InputError where no bound is
    known.
    """
    if floats.is_double:
        return 0.0  # next to what fewer digits change
    if len(network.layers) == 2 or is_bent(network):
        return float(rounding_on(network, *first_boxes(target.box, network), floats).max())
    return float(NormalForm(network, target.box, rest, floats).lost.max())


def check_any(data: Any, progress: Progress | None = None) -> Verdict:
    """Verify a proof, or its plain data, by the checker. Never raises: the verdict says no."""
    plain = data.to_dict() if isinstance(data, Proof) else data
    return check_data(plain, progress)
