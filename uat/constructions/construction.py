"""A construction is one object: what may be asked of it, its cost, how it is built, its words.

A subclass is one file, and its object one entry of `uat.constructions.registry`; the command line,
reports, plots, files, estimates and comparisons read what stands here, and compare no names.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from uat.base.errors import InputError
from uat.base.nouns import counted
from uat.constructions.limits import Cost

if TYPE_CHECKING:
    from uat.accuracy.measure import Allowed, Error, LeftOut
    from uat.accuracy.proof import Proof
    from uat.constructions.built import Built
    from uat.constructions.plan import Plan
    from uat.functions.sampling import Samples
    from uat.functions.target import Target
    from uat.networks.activations import Activation

STEEPER = 4.0  # times the weight, wherever steps turn out not to be steep enough

Progress = Callable[[str], None]
Pieces = tuple[Any, ...]  # of Step, Bump, Ramp, Tower, Quadrant or Ridge


class Construction(ABC):
    """How networks of one kind are built without training.

    name: what users type; the plural of a piece. summary: a few words for `--help`. least_inputs,
    most_inputs: of the functions that it builds. activation: the usual one. layers: what the
    neurons of each hidden layer are; empty if that is not fixed. cost: memory and time for each
    neuron. law: the slope of error against neurons on log axes, of smooth functions of one input;
    of m inputs it is divided by m; None if none is known. neurons_are: what one neuron is, for
    people who want to read the network; "" if it is nothing. better: the construction to use where
    this one misses its tolerance, or takes more neurons. counted: what there are as few of as
    possible, if not pieces. weighted: which neurons have the steepness as their weight. witnesses:
    "cuts" or "kinks" where points can prove that no smaller network exists. smallest: whether its
    fewest pieces are the fewest neurons of its kind. most_compared: the most inputs for which
    `compare` builds it. grown: whether `grow` draws it unasked. rounds: whether it builds networks
    that are computed in other precisions than float64. follows: whether its pieces follow a tube
    that is not equally wide. is_deep: whether its layers build on each other, so that no
    neuron stands for a piece of f. improves: whether a smaller aim makes a smaller error.
    has_edges: whether its outermost pieces may begin on the domain's ends. color, marker: of its
    curve among others; the name of a colour of the palette.
    """

    name: ClassVar[str]
    summary: ClassVar[str] = ""
    least_inputs: ClassVar[int] = 1
    most_inputs: ClassVar[int] = 1
    activation: ClassVar[str] = "sigmoid"
    layers: ClassVar[tuple[str, ...]] = ()
    cost: ClassVar[Cost] = Cost(0.0, 0.0)
    law: ClassVar[float | None] = None
    neurons_are: ClassVar[str] = ""
    better: ClassVar[str] = ""
    counted: ClassVar[str] = ""
    weighted: ClassVar[str] = "every hidden neuron"
    witnesses: ClassVar[str | None] = None
    smallest: ClassVar[bool] = False
    most_compared: ClassVar[int] = 1
    grown: ClassVar[bool] = False
    rounds: ClassVar[bool] = False
    is_deep: ClassVar[bool] = False
    improves: ClassVar[bool] = True
    has_edges: ClassVar[bool] = False
    follows: ClassVar[bool] = False
    color: ClassVar[str] = "network"
    marker: ClassVar[str] = "o"

    def __repr__(self) -> str:
        return f"Construction({self.name})"

    def fits(self, inputs: int) -> bool:
        """Tell whether it builds functions of so many inputs."""
        return self.least_inputs <= inputs <= self.most_inputs

    @property
    def piece(self) -> str:
        """What one of its pieces is called."""
        return self.name.removesuffix("s")

    @property
    def shape(self) -> str:
        """What one of its pieces is called where it is drawn."""
        return self.piece

    def usual_partition(self, inputs: int) -> str:
        """Return "uniform" or "fewest": the partition where none was asked for."""
        return "fewest" if inputs <= 2 else "uniform"

    def check(self, plan: Plan, inputs: int) -> None:
        """Raise InputError for what has no meaning in this construction."""
        return

    def pieces_within(self, plan: Plan) -> int:
        """Return the most pieces that the plan's neurons allow, or raise InputError if too few."""
        return at_least_one(self, plan, plan.neurons or 0, 1)

    @abstractmethod
    def build(self, target: Target, plan: Plan, scale: float, say: Progress) -> Built:
        """Build a network for the plan. scale: roughly how much f varies.

        Raises InputError or TargetError where there is none.
        """

    def require_provable(
        self, target: Target, activation: Activation, lipschitz: float | None
    ) -> None:
        """Raise InputError, before any work, where no proof of such networks is known."""
        return

    def certify(
        self, target: Target, plan: Plan, scale: float, lipschitz: float | None, say: Progress
    ) -> tuple[Built, Proof | None]:
        """Build until the tolerance is proven to hold. Where it cannot be, the error says why."""
        from uat.constructions.certify import certify

        return certify(self, target, plan, scale, lipschitz, say)

    def told(self, target: Target, at: tuple[float, ...], tol: float) -> Target | None:
        """Add to the target the hint that f was seen too coarsely somewhere; None if no use."""
        return None

    def measure_outside(self, built: Built, target: Target, left_out: LeftOut) -> Error:
        """Measure again outside of other windows around jumps: those that a proof leaves out.

        A construction that leaves nothing out has nothing to measure again.
        """
        return built.error

    def measure_again(self, built: Built, target: Target, plan: Plan) -> Error:
        """Measure a network of which the weights were rounded. Its error has the tolerance."""
        return self.measure_outside(built, target, built.error.left_out)

    @abstractmethod
    def pieces(self, built: Built, plan: Plan) -> Pieces:
        """Return the steps, bumps, ramps, quadrants, towers or ridges that the outputs add up."""

    def fewest_pieces(self, target: Target, built: Built, tol: float | None) -> int | None:
        """Return the fewest pieces within the tolerance, as f is sampled; None if nobody knows.

        tol: None where a number of neurons was asked for.
        """
        return None

    def is_fewest_within(self, built: Built, allowed: Allowed) -> bool:
        """Tell whether no fewer pieces are in such a tube; only of those that follow one."""
        return False

    def is_quick(self, target: Target, samples: Samples, tol: float) -> bool:
        """Tell whether a network for the tolerance takes less than a tenth of a second to build.

        samples: of f, of one input. Operations are counted; where they are not known, it is False.
        """
        return False

    def words(self, net: Any) -> str:
        """Say how a network was built, for its report. net: an `Approximation`."""
        pieces = counted(len(net.pieces), self.piece)
        copies = f" in {net.overlap} shifted copies" if net.overlap > 1 else ""
        found = "possible" if net.is_fewest else "were found"
        kind = (
            f"as few {self.counted}as {found}" if net.partition_kind == "fewest" else self.even(net)
        )
        weight = "" if net.steepness is None else f", weight {net.steepness:g} in {self.weighted}"
        return f"{pieces}{copies}, {kind}{weight}"

    def even(self, net: Any) -> str:
        """Say how wide the pieces of a uniform partition are."""
        return "of equal width"

    def advice(self, steep: bool) -> str:
        """Say what to do where the tolerance is missed. steep: the steepness was asked for."""
        if self.better:
            return f"use --with {self.better}"
        return "leave --steepness to the program" if steep else "use a larger tolerance"


def at_least_one(construction: Construction, plan: Plan, pieces: int, least: int) -> int:
    """Return the pieces, or raise InputError with the least number of neurons if there is none."""
    if pieces < 1:
        needed = counted(least, "neuron")
        raise InputError(f"{construction.name} need at least {needed} here, not {plan.neurons}")
    return pieces


def check_relu(construction: Construction, plan: Plan) -> None:
    """Raise InputError for options that relu neurons with a linear output do not have."""
    if plan.activation.name != "relu":
        raise InputError(
            f"{construction.name} are made of relu neurons: leave the activation out, or use steps"
        )
    for wrong, name in (
        (plan.steepness is not None, "steepness"),
        (plan.overlap != 1, "overlap"),
        (plan.output != "linear", "sigmoid output"),
        (plan.heights != "midrange", "heights"),
    ):
        if wrong:
            raise InputError(
                f"{construction.name} have no {name}: leave it out, or use steps or bumps"
            )
