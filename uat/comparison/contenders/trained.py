"""Train one wide hidden layer against several narrow ones, at equal parameters.

Layers are chosen that have a given number of parameters, since a fair fight needs equal weight.
"""

import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from uat.base.errors import InputError
from uat.comparison.contenders.contender import Contender, trained_contender
from uat.comparison.training.history import Trained
from uat.comparison.training.sampled import train_on, usual_points
from uat.functions.target import Target

DEEP = 3  # hidden layers
SECONDS = 10.0
STARTS, FINALISTS = 5, 3  # short runs from different random weights, and how many go on
SHORT: dict[str, Any] = {"epochs": 30, "polish": 0}

# Gradient descent finds a valley, L-BFGS its ground.
SETTINGS: dict[str, Any] = {
    "activation": "relu",
    "epochs": 100,
    "schedule": "cosine",
    "polish": 1000,
}


def trained_network(
    target: Target,
    hidden_layers: int,
    *,
    parameters: int,
    seed: int = 0,
    seconds: float = SECONDS,
    **settings: Any,
) -> Contender:
    """Begin several networks, train the best of them to the end, and return the best.

    parameters: the most it may have. seconds: the time for all runs together. settings:
    hyperparameters, and `points`.
    """
    began = time.perf_counter()
    widths = widths_for(parameters, target.inputs, target.outputs, hidden_layers)
    options = {"points": points_for(target, widths), **SETTINGS, **settings}

    def run(seed: int, seconds: float, changes: dict[str, Any]) -> Trained:
        found = train_on(target, widths, seed=seed, seconds=seconds, **{**options, **changes})
        if found.stopped == "interrupted":  # no contender is made of half a run
            raise KeyboardInterrupt
        return found

    best, is_cut = _best_run(run, seed, seconds)
    note = time_note(seconds) if is_cut else ""
    taken = time.perf_counter() - began
    return trained_contender(f"trained {shape_of(hidden_layers)}", best.network, taken, note)


def _best_run(
    run: Callable[[int, float, dict[str, Any]], Trained], seed: int, seconds: float
) -> tuple[Trained, bool]:
    """Run the finalists that there is time for; return the best, and whether time cut any short.

    run: seed, limit, settings.
    """
    began = time.perf_counter()
    starts = [run(seed + start, seconds / (4 * STARTS), SHORT) for start in range(STARTS)]
    finals: list[Trained] = []
    for start in sorted(range(STARTS), key=lambda n: _loss(starts[n]))[:FINALISTS]:
        left = seconds - (time.perf_counter() - began)
        if finals and left < finals[0].seconds:
            break
        finals.append(run(seed + start, left, {}))
    is_cut = len(finals) < FINALISTS or any(each.stopped == "time" for each in starts + finals)
    return min(finals, key=_loss), is_cut


def _loss(run: Trained) -> float:
    return float(run.history.loss[-1])


def time_note(seconds: float) -> str:
    return f"the time limit of {seconds:g} s ended the training"


def shape_of(hidden_layers: int) -> str:
    return "shallow" if hidden_layers == 1 else "deep"


def points_for(target: Target, widths: tuple[int, ...]) -> int:
    """Choose enough samples that the network cannot hide between them, as time allows."""
    return max(usual_points(target), min(10 * sum(widths), 4000))


def parameters_of(layers: Sequence[int]) -> int:
    """Count weights and biases of a dense network of these widths, with inputs and outputs."""
    return sum(neurons * (inputs + 1) for inputs, neurons in pairwise(layers))


def widths_for(
    parameters: int, inputs: int = 1, outputs: int = 1, hidden_layers: int = 1
) -> tuple[int, ...]:
    """Choose widths of hidden layers with at most so many parameters, and nearly as many.

    All layers have one width but for the last, which takes what remains. Raises InputError if even
    one neuron a layer is too much.
    """
    others = range(1, int(parameters**0.5) + 2) if hidden_layers > 1 else (1,)
    widths = [
        (width,) * (hidden_layers - 1) + (_last(parameters, width, inputs, outputs, hidden_layers),)
        for width in others
    ]
    fitting = [w for w in widths if w[-1] >= 1]
    if not fitting:
        raise InputError(
            f"{parameters} parameters are too few for {hidden_layers} hidden layers: allow more"
        )

    def unlike(w: tuple[int, ...]) -> float:
        unused = parameters - parameters_of((inputs, *w, outputs))
        return unused / parameters + 0.1 * abs(w[-1] - w[0]) / w[0]

    return min(fitting, key=unlike)


def _last(parameters: int, width: int, inputs: int, outputs: int, hidden_layers: int) -> int:
    """Return the width of the last hidden layer, if the others have this one."""
    before = parameters_of((inputs, *(width,) * (hidden_layers - 1)))
    reads = width if hidden_layers > 1 else inputs
    return (parameters - outputs - before) // (reads + 1 + outputs)
