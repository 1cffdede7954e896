"""Build and prove until the tolerance is proven to hold, not only measured."""

from dataclasses import dataclass, replace

from uat.accuracy.measure import Error
from uat.accuracy.proof.box_proof import BoxProof
from uat.accuracy.proof.enclosure import forward_rounding
from uat.accuracy.proof.line_proof import Proof
from uat.accuracy.proof.proof import prove
from uat.base.errors import UatError
from uat.constructions.line.building import Built, Progress, build
from uat.constructions.line.cutting import Partitions, partitions_for
from uat.constructions.line.partition import Polyline, rounding
from uat.constructions.plan import Plan
from uat.functions.target import Target

SLACKS = (1e-3, 1e-5)  # how far above the true error a bound may be; the finest comes last
OF_VALUES = (0.05,)  # the same where only values and a Lipschitz constant are known: boxes are many
LOOSE = 0.01  # where there is no tolerance to hold
ATTEMPTS = 6
HOPELESS = 1.5  # times the tolerance: a bound above that is not mended by a smaller aim
MORE = 1.0005  # times what the tolerance itself needs, above which a finer proof is tried
OF_F = 16.0  # roundings of f, as much as bounding f in float64 may lose


@dataclass(frozen=True)
class Certified:
    """What was built, with what is proven of its error, and the proof; None if there is none."""

    built: Built
    proof: Proof | None


def certify(
    target: Target, plan: Plan, scale: float, lipschitz: float | None, say: Progress
) -> Certified:
    """A network whose proven bound is within the plan's tolerance, wherever that can be.

    It is built for a tolerance that leaves room for what the proof may lose; that costs no neuron,
    or nearly none: if it does, the proof is made finer. Where the tolerance is met exactly, there
    is no room, and the bound is above it by what the network's own rounding may take. If the
    tolerance cannot be held (a given steepness, say), what was built is still proven; and if it
    cannot be proven, it is returned with the reason. Arguments as for `build` and `prove`.
    """
    if plan.tol is None:
        return _proven(build(target, plan, scale, say), target, plan, LOOSE, lipschitz, say)
    slacks = SLACKS if lipschitz is None else OF_VALUES
    for slack in slacks:
        certified = _certified(target, plan, scale, slack, lipschitz, say)
        missed = certified.built.error.max > plan.tol
        if certified.proof is None or missed or _is_small(certified.built, target, plan):
            return certified
    if lipschitz is not None:
        return certified
    built = build(target, plan, scale, say)
    noise = forward_rounding(built.network, *target.box[0])
    tied = _proven(built, target, plan, noise / plan.tol, None, say)
    return tied if tied.built.error.met else certified


def _certified(
    target: Target, plan: Plan, scale: float, slack: float, lipschitz: float | None, say: Progress
) -> Certified:
    assert plan.tol is not None
    aim = plan.tol / (1 + slack)
    for _ in range(ATTEMPTS):
        built = build(target, replace(plan, tol=aim), scale, say)
        missed = built.error.met is False
        certified = _proven(built, target, plan, slack, lipschitz, say)
        proof = certified.proof
        if proof is None or missed or not plan.tol < proof.bound <= HOPELESS * plan.tol:
            break
        aim *= plan.tol / proof.bound * (1 - 0.1 * slack)
    return certified


def _proven(
    built: Built, target: Target, plan: Plan, slack: float, lipschitz: float | None, say: Progress
) -> Certified:
    try:
        proof = prove(
            built.network,
            target,
            samples=built.samples,
            left_out=built.error.left_out,
            slack=slack,
            lipschitz=lipschitz,
            progress=say,
        )
    except UatError as reason:
        error = replace(built.error, tolerance=plan.tol, unproven=str(reason))
        return Certified(replace(built, error=error), None)
    room = forward_rounding(built.network, *target.box[0]) + OF_F * rounding(built.samples.y)
    error = with_proof(replace(built.error, sums=room), proof, plan.tol)
    return Certified(replace(built, error=error), proof)


def with_proof(error: Error, proof: Proof | BoxProof, tolerance: float | None) -> Error:
    """The error with its proven bound; what the proof found to be reached has been found, too.

    tolerance: what was asked for, which may be more than what the network was built for.
    """
    if proof.lower > error.max:
        error = replace(error, max=proof.lower, at=proof.at)
    return replace(error, proven=proof.bound, tolerance=tolerance)


def _is_small(built: Built, target: Target, plan: Plan) -> bool:
    """Whether the whole tolerance, on the same samples, takes hardly fewer neurons."""
    needed, _ = partitions_for(target, built.samples, plan)
    return _cost(built.partitions) <= MORE * _cost(needed)


def _cost(partitions: Partitions) -> int:
    """Neurons of ramps; of other constructions pieces, to which neurons are proportional."""
    return sum(p.neurons if isinstance(p, Polyline) else p.pieces for p in partitions)
