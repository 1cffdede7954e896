"""The fast forward pass beside the dense one, on the same networks and points, in one run."""

import time
from collections.abc import Callable

import numpy as np

from uat.evaluate import evaluate
from uat.network import Layer, Network

REPEATS = 5


def staircase(neurons: int) -> Network:
    """Steps at even places whose windows just touch, with heights of both signs."""
    places = np.linspace(0, 1, neurons + 2)[1:-1]
    weight = 74.0 * neurons
    heights = np.diff(np.sin(7 * np.linspace(0, 1, neurons + 1)))
    hidden = Layer(np.full((neurons, 1), weight), -weight * places, "sigmoid")
    return Network((hidden, Layer(heights[None, :], [0.0], "linear")))


def seconds(run: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """The least and the largest time of some runs, after one that does not count."""
    run()
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times), max(times)


def main() -> None:
    rng = np.random.default_rng(0)
    print("neurons = points | dense numpy (s) | fast (s) | dense/fast | largest difference")
    for count in (1_000, 10_000):
        network, x = staircase(count), rng.uniform(0, 1, count)
        dense, _ = seconds(lambda n=network, x=x: n.forward(x[:, None]), 2)
        fast, _ = seconds(lambda n=network, x=x: evaluate(n, x))
        difference = np.abs(network.forward(x[:, None])[:, 0] - evaluate(network, x)).max()
        print(
            f"{count:>16,} | {dense:15.4f} | {fast:8.5f} | {dense / fast:10.0f} | {difference:.1e}"
        )
    network, x = staircase(1_000_000), rng.uniform(0, 1, 1_000_000)
    for name, points in (("unsorted", x), ("sorted", np.sort(x))):
        least, most = seconds(lambda p=points: evaluate(network, p))
        print(f"1,000,000 neurons, 1,000,000 {name} points: {least:.3f} … {most:.3f} s")


if __name__ == "__main__":
    main()
