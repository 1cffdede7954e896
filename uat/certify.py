"""Build and prove until the tolerance is proven to hold, not only measured."""

from dataclasses import dataclass, replace

from uat.building import Built, Progress, build
from uat.cutting import partitions_for
from uat.plan import Plan
from uat.proof.line_proof import Proof
from uat.proof.proof import prove
from uat.target import Target

SLACKS = (1e-3, 1e-5)  # how far above the true error a bound may be; the finest comes last
OF_VALUES = (0.05,)  # the same where only values and a Lipschitz constant are known: boxes are many
LOOSE = 0.01  # where there is no tolerance to hold
ATTEMPTS = 6
HOPELESS = 1.5  # times the tolerance: a bound above that is not mended by a smaller aim
MORE = (
    1.0005  # times the pieces that the tolerance itself needs, above which a finer proof is tried
)


@dataclass(frozen=True)
class Certified:
    """What was built, and the proof of its error."""

    built: Built
    proof: Proof


def certify(
    target: Target, plan: Plan, scale: float, lipschitz: float | None, say: Progress
) -> Certified:
    """A network whose proven bound is within the plan's tolerance, wherever that can be.

    It is built for a tolerance that leaves room for what the proof may lose; that costs no piece,
    or nearly none: if it does, the proof is made finer. If the tolerance cannot be held (a given
    steepness, say), what was built is still proven. Arguments as for `build` and `prove`.
    """
    if plan.tol is None:
        built = build(target, plan, scale, say)
        return Certified(built, _prove(built, target, LOOSE, lipschitz, say))
    slacks = SLACKS if lipschitz is None else OF_VALUES
    for slack in slacks:
        certified = _certified(target, plan, scale, slack, lipschitz, say)
        if not certified.built.error.met or slack == slacks[-1]:
            break
        if _pieces(certified.built) <= MORE * _needed(target, plan, certified.built):
            break
    return certified


def _certified(
    target: Target, plan: Plan, scale: float, slack: float, lipschitz: float | None, say: Progress
) -> Certified:
    assert plan.tol is not None
    aim = plan.tol / (1 + slack)
    for _ in range(ATTEMPTS):
        built = build(target, replace(plan, tol=aim), scale, say)
        missed = built.error.met is False
        built = replace(built, error=replace(built.error, tolerance=plan.tol))
        proof = _prove(built, target, slack, lipschitz, say)
        if proof.bound <= plan.tol or missed or proof.bound > HOPELESS * plan.tol:
            break
        aim *= plan.tol / proof.bound * (1 - 0.1 * slack)
    return Certified(built, proof)


def _prove(
    built: Built, target: Target, slack: float, lipschitz: float | None, say: Progress
) -> Proof:
    return prove(
        built.network,
        target,
        samples=built.samples,
        left_out=built.error.left_out,
        slack=slack,
        lipschitz=lipschitz,
        progress=say,
    )


def _pieces(built: Built) -> int:
    return sum(partition.pieces for partition in built.partitions)


def _needed(target: Target, plan: Plan, built: Built) -> int:
    """Pieces for the whole tolerance, on the same samples."""
    return sum(partition.pieces for partition in partitions_for(target, built.samples, plan))
