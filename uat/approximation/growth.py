"""Build one network for each budget of neurons, and measure how the error shrinks.

A staircase of n steps misses f by about TV/(2n), and so do bumps, with twice the neurons; a
polyline of n links by about C/n^2 (DeVore, Hanin and Petrova 2021). On log axes these laws are
straight lines of slope -1 and -2. Boxes of m inputs need 1/error^m neurons: slope -1/m.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from uat.approximation import Approximation, approximate
from uat.base.choices import ConstructionName
from uat.base.errors import InputError, TargetError
from uat.constructions.registry import CONSTRUCTIONS
from uat.functions.target import Target, make_target

BUDGETS = {1: 12, 2: 8}
FEWEST, MOST = 4, 1024  # neurons
EXACT = 1e-13  # of f's size: errors below it are rounding, and no law holds there

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Curve:
    """The errors of one construction at growing budgets of neurons.

    construction, activation: of all its networks. neurons, errors: of each network, ascending in
    neurons; errors are measured sup norms, in the units of f. law: the slope that theory gives.
    slope: the slope of the measured errors on log axes, over the upper half of the budgets; None
    for fewer than three. exact: from how many neurons on the error is only rounding, if any did
    it. note: why there are no more networks, or "".
    """

    construction: str
    activation: str
    neurons: tuple[int, ...]
    errors: tuple[float, ...]
    law: float
    slope: float | None
    exact: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Growth:
    """Error against number of neurons, for one function.

    target: the function on its box. curves: one for each construction.
    """

    target: Target
    curves: tuple[Curve, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the curves as plain data for JSON."""
        return {
            "function": self.target.name,
            "box": [list(interval) for interval in self.target.box],
            "curves": [asdict(curve) for curve in self.curves],
        }


def grow(
    f: Any,
    box: Any = None,
    constructions: Sequence[ConstructionName] | None = None,
    *,
    budgets: Sequence[int] | None = None,
    activation: str | None = None,
    progress: Progress | None = None,
) -> Growth:
    """Build networks of growing size and measure each one.

    f, box: as for `approximate`. constructions: default bumps, steps and ramps; of two inputs,
    quadrants. budgets: how many neurons, ascending; default 12 from 4 to 1024 (8 for more inputs),
    evenly spread on a logarithmic axis. activation: of all but the ramps. progress: called with a
    few words before each network.

    A construction that cannot compute f (ramps at a jump) gives a curve without points, and says
    why. Raises InputError for wrong arguments.
    """
    target = make_target(f, box)
    known = {name: kind for name, kind in CONSTRUCTIONS.items() if kind.law is not None}
    names: Sequence[str] = constructions or [
        name
        for name, kind in known.items()
        if kind.grown and (kind.most_inputs == 1) == (target.inputs == 1)
    ]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise InputError(f"no growth is known for {', '.join(unknown)}: choose {', '.join(known)}")
    chosen = _budgets(budgets, BUDGETS.get(target.inputs, min(BUDGETS.values())))
    say = progress or (lambda stage: None)
    curves = tuple(_curve(target, name, activation, chosen, say) for name in names)
    return Growth(target, curves)


def _budgets(budgets: Sequence[int] | None, count: int) -> tuple[int, ...]:
    if budgets is None:
        return tuple(np.unique(np.geomspace(FEWEST, MOST, count).round().astype(int)).tolist())
    if not budgets or any(int(n) != n or n < 1 for n in budgets):
        raise InputError(f"budgets are whole numbers of neurons from 1 on, not {list(budgets)}")
    return tuple(sorted({int(n) for n in budgets}))


def _curve(
    target: Target, construction: str, activation: str | None, budgets: Sequence[int], say: Progress
) -> Curve:
    """Build ever larger networks of one construction, until the error is rounding."""
    points: dict[int, float] = {}
    exact: int | None = None
    kind = CONSTRUCTIONS[construction]
    note, name = "", activation or kind.activation
    size = _size(target)
    for budget in budgets:
        say(f"building {construction} of {budget} neurons")
        try:
            net = _build(target, construction, activation, budget)
        except TargetError as error:
            note = str(error)
            break
        except InputError as error:  # too few neurons for this construction: a later budget will do
            note = note or str(error)
            continue
        name, neurons = net.activation.name, net.network.neurons
        idle = neurons in points and budget >= 2 * neurons
        note = "more neurons do not help" if idle else ""
        if net.error.max <= EXACT * size:
            exact = neurons
            break
        points[neurons] = min(net.error.max, points.get(neurons, net.error.max))
    counts = tuple(sorted(points))
    errors = tuple(points[n] for n in counts)
    slope = _slope(counts, errors)
    law = (kind.law or 0.0) / target.inputs
    return Curve(construction, name, counts, errors, law, slope, exact, note)


def _build(
    target: Target, construction: str, activation: str | None, neurons: int
) -> Approximation:
    own = None if CONSTRUCTIONS[construction].activation == "relu" else activation
    options: dict[str, Any] = {"construction": construction, "activation": own}
    return approximate(target, neurons=neurons, **options)


def _size(target: Target) -> float:
    """Estimate how large |f| is."""
    axes = [np.linspace(a, b, 65) for a, b in target.box]
    return float(np.max(np.abs(target(*np.meshgrid(*axes, indexing="ij"))), initial=0.0))


def _slope(neurons: Sequence[int], errors: Sequence[float]) -> float | None:
    """Fit the slope of log error against log neurons to the larger half of the points."""
    x, y = np.array(neurons, dtype=float), np.array(errors, dtype=float)
    upper = slice(x.size // 2, None)
    if x[upper].size < 3:
        return None
    return float(np.polyfit(np.log(x[upper]), np.log(y[upper]), 1)[0])
