"""uat's trainer beside scikit-learn's MLPRegressor: same layers, data, batches, epochs, optimizer.

Needs scikit-learn. Both train with Adam at one learning rate, turn by turn; the final losses are
mean squared errors over five seeds. "same start" has scikit-learn's initial weights, Glorot's, and
no scaling of data.
"""

import importlib.util
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from table import Ratio, Table, ratio, show

from uat.base.arrays import Array
from uat.comparison.training.run import train

SHAPES = ((1, 64, 1), (1, 32, 32, 1), (2, 64, 64, 1))
SEEDS = range(5)
POINTS, BATCH, EPOCHS, RATE = 1000, 64, 80, 0.003


def measure(quick: bool) -> Iterator[Table]:
    columns = ("layers", "sklearn s", "uat s", "uat / sklearn", "loss", "loss, same start")
    table = Table(
        f"Training: {POINTS} points, batches of {BATCH}, {EPOCHS} epochs, Adam at {RATE}", columns
    )
    table.notes.append("losses: uat / sklearn, of as many epochs")
    if importlib.util.find_spec("sklearn") is None:
        table.notes.append("sklearn is not installed")
    else:
        rng = np.random.default_rng(0)
        for layers in SHAPES[: 1 if quick else None]:
            x = rng.uniform(-1, 1, (POINTS, layers[0]))
            y = np.sin(6 * x).prod(axis=1)
            for activation in ("tanh", "relu"):
                name = f"{'-'.join(map(str, layers))} {activation}"
                table.add(name, *contest(layers, activation, x, y))
    yield table


def contest(
    layers: tuple[int, ...], activation: str, x: Array, y: Array
) -> tuple[float, float, Ratio, Ratio, Ratio]:
    """Seconds of both, their ratio, and the ratios of losses, over the seeds."""
    data = layers, activation, x, y
    runs: tuple[Callable[..., float], ...] = (
        partial(theirs, *data),
        partial(ours, *data, same_start=False),
        partial(ours, *data, same_start=True),
    )
    seconds, losses = np.empty((2, len(SEEDS), len(runs)))
    for seed in SEEDS:
        for i, run in enumerate(runs):
            began = time.perf_counter()
            losses[seed, i] = run(seed=seed)
            seconds[seed, i] = time.perf_counter() - began
    peer, own, _ = np.median(seconds, axis=0)
    slower = ratio((seconds[:, 1] / seconds[:, 0]).tolist())
    worse = [ratio((losses[:, i] / losses[:, 0]).tolist()) for i in (1, 2)]
    return float(peer), float(own), slower, worse[0], worse[1]


def theirs(layers: tuple[int, ...], activation: str, x: Array, y: Array, seed: int) -> float:
    from sklearn.neural_network import MLPRegressor

    net = MLPRegressor(
        hidden_layer_sizes=layers[1:-1], activation=activation, alpha=0.0, batch_size=BATCH,
        learning_rate_init=RATE, max_iter=EPOCHS, tol=0.0, n_iter_no_change=EPOCHS,
        random_state=seed,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has not converged, and need not
        net.fit(x, y)
    return float(np.mean(np.square(net.predict(x) - y)))


def ours(
    layers: tuple[int, ...], activation: str, x: Array, y: Array, seed: int, same_start: bool
) -> float:
    start: dict[str, Any] = {"initialisation": "xavier", "scale": False} if same_start else {}
    trained = train(
        x, y, layers, activation=activation, batch_size=BATCH, epochs=EPOCHS, learning_rate=RATE,
        seed=seed, **start,
    )  # fmt: skip
    return float(np.mean(np.square(trained(*x.T) - y)))


if __name__ == "__main__":
    show(measure)
