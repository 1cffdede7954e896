"""uat's trainer beside scikit-learn's MLPRegressor: same layers, data, batches, epochs, optimizer.

Needs scikit-learn (pip install scikit-learn). Both train with Adam at one learning rate, turn by
turn; times are the least of five seeds, losses the geometric mean of the final mean squared errors
over them. "same start" has scikit-learn's initial weights, Glorot's, and no scaling of data.
"""

import importlib.util
import time
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uat.training import train

Array = NDArray[np.float64]

SHAPES = ((1, 64, 1), (1, 32, 32, 1), (2, 64, 64, 1))
SEEDS = range(5)
POINTS, BATCH, EPOCHS, RATE = 1000, 64, 80, 0.003
ROW = "{:<12} {:<5} {:>9} {:>9} {:>7} {:>13} {:>7} {:>11}"


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


def main() -> None:
    if importlib.util.find_spec("sklearn") is None:
        print("scikit-learn is not installed: pip install scikit-learn")
        return
    rng = np.random.default_rng(0)
    print(f"{POINTS} points, batches of {BATCH}, {EPOCHS} epochs, Adam at {RATE}")
    heads = ("layers", "s", "sklearn s", "uat s", "ratio", "sklearn loss", "ratio", "same start")
    print(ROW.format(*heads))
    for layers in SHAPES:
        x = rng.uniform(-1, 1, (POINTS, layers[0]))
        y = np.sin(6 * x).prod(axis=1)
        for activation in ("tanh", "relu"):
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
            least, mean = seconds.min(axis=0), np.exp(np.log(losses).mean(axis=0))
            print(
                ROW.format(
                    "-".join(map(str, layers)),
                    activation,
                    f"{least[0]:.3f}",
                    f"{least[1]:.3f}",
                    f"{least[1] / least[0]:.2f}",
                    f"{mean[0]:.2e}",
                    f"{mean[1] / mean[0]:.2f}",
                    f"{mean[2] / mean[0]:.2f}",
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()
