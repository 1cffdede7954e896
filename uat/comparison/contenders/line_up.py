"""Line all contenders up for one function, at one number of parameters.

A straight line needs no network: linear regression finds it, exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from typing import Any

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError, TargetError
from uat.comparison.contenders.classic import CLASSIC, classic
from uat.comparison.contenders.contender import Contender
from uat.comparison.contenders.libraries import library_contender
from uat.comparison.contenders.trained import DEEP, trained_network
from uat.comparison.training.sampled import training_points
from uat.functions.target import Target

TRAINED = 4  # networks that share the time
MOST_PARAMETERS = 20_000  # beyond it training does not get far in the time there is

STRAIGHT = "f is a straight line: use linear regression"
INTERRUPTED = "training was interrupted: the networks that were finished by then are shown"
NO_SKLEARN = "the classic models were left out: pip install scikit-learn"
NO_LIBRARY = "networks trained by PyTorch were left out: pip install torch"


@dataclass(frozen=True)
class LineUp:
    """A line-up holds the contenders, and what else there is to say.

    notes: that f is a straight line; what was left out, and the command that installs it.
    """

    contenders: tuple[Contender, ...]
    notes: tuple[str, ...]


def line_up(
    target: Target,
    *,
    parameters: int,
    trained: bool = True,
    seed: int = 0,
    seconds: float = 40.0,
    progress: Callable[[str], None] | None = None,
) -> LineUp:
    """Build every contender that is installed.

    parameters: the budget of each.
    trained: False leaves out what takes long, trained networks. seconds: for all of them together.
    progress: called with a few words before each contender.

    Ctrl-C ends the training, not the line-up.
    """
    say = progress or (lambda text: None)
    notes = [STRAIGHT] if is_straight(target) else []
    found: list[Contender] = []
    if trained:
        options: dict[str, Any] = {
            "parameters": min(parameters, MOST_PARAMETERS),
            "seed": seed,
            "seconds": seconds / TRAINED,
        }
        if parameters > MOST_PARAMETERS:
            notes.append(f"trained networks have {MOST_PARAMETERS:,} of {parameters:,} parameters")
        found += _networks(target, options, notes, say)
    if find_spec("sklearn") is None:
        return LineUp(tuple(found), (*notes, NO_SKLEARN))
    for name in CLASSIC:
        say(f"fitting {name}")
        found.append(classic(target, name, parameters=parameters))
    return LineUp(tuple(found), tuple(notes))


def _networks(
    target: Target, options: dict[str, Any], notes: list[str], say: Callable[[str], None]
) -> list[Contender]:
    """Train networks by uat and by a library, shallow and deep. Adds to the notes."""
    ways: tuple[tuple[str, Callable[..., Contender | None]], ...] = (
        ("", trained_network),
        (" with a library", library_contender),
    )
    shapes = ("a shallow network", 1), ("a deep network", DEEP)
    found = []
    for (how, train), (shape, depth) in product(ways, shapes):
        what = f"{shape}{how}"
        say(f"training {what}")
        try:
            contender = train(target, depth, **options)
        except KeyboardInterrupt:
            notes.append(INTERRUPTED)
            break
        except InputError as error:  # too few parameters for so many layers
            notes.append(f"{what} was left out: {error}")
            continue
        if contender is not None:
            found.append(contender)
        elif NO_LIBRARY not in notes:
            notes.append(NO_LIBRARY)
    return found


ROUNDING = 2.0**-40  # of f's largest value: what a formula loses in a few operations
POINTS = 4225


def is_straight(target: Target) -> bool:
    """Tell whether f is a line or a plane, up to rounding: f = w . x + b in every output."""
    try:
        x, y = _graph(target)
    except TargetError:
        return False
    if not np.isfinite(y).all():
        return False
    low, high = np.array(target.box).T
    design = np.column_stack([(2.0 * x - low - high) / (high - low), np.ones(len(x))])
    coefficients = np.linalg.lstsq(design, y, rcond=None)[0]
    gap = float(np.max(np.abs(design @ coefficients - y)))
    return gap <= ROUNDING * float(np.max(np.abs(y)))


def _graph(target: Target) -> tuple[Array, Array]:
    """Return points of the graph of f; of one input, closer together where f bends."""
    points = training_points(target.box, POINTS)
    values = target(*points.T).reshape(len(points), -1)
    if target.inputs != 1 or values.shape[1] != 1 or not np.isfinite(values).all():
        return points, values
    samples = target.sample(1e-3 * max(float(np.ptp(values)), 1e-9 * float(np.abs(values).max())))
    if samples.lone:
        raise TargetError("f has lone values")
    return samples.x[:, None], samples.y[:, None]
