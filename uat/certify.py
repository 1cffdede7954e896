"""Build and prove until the tolerance is proven to hold, not only measured."""

from dataclasses import dataclass, replace

from uat.building import Built, Progress, build
from uat.cutting import Partitions, partitions_for
from uat.partition import Polyline, rounding
from uat.plan import Plan
from uat.proof.enclosure import forward_rounding
from uat.proof.line_proof import Proof
from uat.proof.proof import prove
from uat.target import Target

SLACKS = (1e-3, 1e-5)  # how far above the true error a bound may be; the finest comes last
OF_VALUES = (0.05,)  # the same where only values and a Lipschitz constant are known: boxes are many
LOOSE = 0.01  # where there is no tolerance to hold
ATTEMPTS = 6
HOPELESS = 1.5  # times the tolerance: a bound above that is not mended by a smaller aim
MORE = 1.0005  # times what the tolerance itself needs, above which a finer proof is tried
OF_F = 16.0  # roundings of f, as much as bounding f in float64 may lose


@dataclass(frozen=True)
class Certified:
    """What was built, and the proof of its error."""

    built: Built
    proof: Proof


def certify(
    target: Target, plan: Plan, scale: float, lipschitz: float | None, say: Progress
) -> Certified:
    """A network whose proven bound is within the plan's tolerance, wherever that can be.

    It is built for a tolerance that leaves room for what the proof may lose; that costs no neuron,
    or nearly none: if it does, the proof is made finer. Where the tolerance is met exactly, there
    is no room, and the bound is above it by what the network's own rounding may take. If the
    tolerance cannot be held (a given steepness, say), what was built is still proven. Arguments as
    for `build` and `prove`.
    """
    if plan.tol is None:
        built = build(target, plan, scale, say)
        return Certified(built, _prove(built, target, LOOSE, lipschitz, say))
    slacks = SLACKS if lipschitz is None else OF_VALUES
    for slack in slacks:
        certified = _certified(target, plan, scale, slack, lipschitz, say)
        if not certified.built.error.met or _is_small(certified.built, target, plan):
            return certified
    tied = _without_room(target, plan, scale, say) if lipschitz is None else None
    return tied or certified


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


def _without_room(target: Target, plan: Plan, scale: float, say: Progress) -> Certified | None:
    """A network for the tolerance itself; None if not even rounding explains what is proven."""
    assert plan.tol is not None
    built = build(target, plan, scale, say)
    noise = forward_rounding(built.network, *target.box[0])
    proof = _prove(built, target, noise / plan.tol, None, say)
    room = noise + OF_F * rounding(built.samples.y)
    return Certified(built, proof) if proof.bound <= plan.tol + room else None


def _is_small(built: Built, target: Target, plan: Plan) -> bool:
    """Whether the whole tolerance, on the same samples, takes hardly fewer neurons."""
    needed, _ = partitions_for(target, built.samples, plan)
    return _cost(built.partitions) <= MORE * _cost(needed)


def _cost(partitions: Partitions) -> int:
    """Neurons of ramps; of other constructions pieces, to which neurons are proportional."""
    return sum(p.neurons if isinstance(p, Polyline) else p.pieces for p in partitions)
