"""The fast forward pass beside the dense one, on the same networks and points, in one run."""

import time
from collections.abc import Callable

import numpy as np

from uat.activations import SIGMOID
from uat.constructions.indicators import Indicators, indicator_network, step_weights
from uat.constructions.quadrants import quadrants
from uat.evaluate import evaluate
from uat.network import Layer, Network
from uat.partition.boxes import Grid

REPEATS = 5


def staircase(neurons: int) -> Network:
    """Steps at even places whose windows just touch, with heights of both signs."""
    places = np.linspace(0, 1, neurons + 2)[1:-1]
    weight = 74.0 * neurons
    heights = np.diff(np.sin(7 * np.linspace(0, 1, neurons + 1)))
    hidden = Layer(np.full((neurons, 1), weight), -weight * places, "sigmoid")
    return Network((hidden, Layer(heights[None, :], [0.0], "linear")))


def field(tiles: int) -> tuple[Network, Indicators, tuple[float, ...]]:
    """Quadrants on a tiles × tiles grid over the unit square, with heights of both signs."""
    edges = np.linspace(0, 1, tiles + 1)
    heights = np.random.default_rng(4).uniform(-1, 1, (tiles, tiles, 1))
    boxes = quadrants(Grid((edges, edges), heights, 0.0))
    weights = step_weights(boxes.cuts, ((0.0, 1.0), (0.0, 1.0)), SIGMOID, jumps=False)
    return indicator_network(boxes, SIGMOID, weights), boxes, weights


def two_inputs(tiles: int = 200, points: int = 100_000, few: int = 1000) -> None:
    """Half of the coordinates lie in windows. The plain pass is timed on a few of the points."""
    network, boxes, weights = field(tiles)
    rng = np.random.default_rng(1)
    x, y = rng.uniform(0, 1, (2, points))
    for axis, column in enumerate((x, y)):
        near = rng.random(points) < 0.5
        chosen = rng.choice(boxes.cuts[axis], near.sum())
        column[near] = chosen + rng.normal(0, 2, near.sum()) / weights[axis]
    started = time.perf_counter()
    evaluate(network, x, y)
    first = time.perf_counter() - started
    fast, _ = seconds(lambda: evaluate(network, x, y))
    sample = np.stack([x[:few], y[:few]], axis=1)
    slow = seconds(lambda: network.forward(sample), 1)[0] * points / few
    difference = np.abs(network.forward(sample)[:, 0] - evaluate(network, x, y)[:few]).max()
    print(f"{tiles}×{tiles} quadrants, {points:,} points: ", end="")
    print(f"layer by layer (sparse) {slow:.1f} s, ", end="")
    print(f"fast {fast:.3f} s (the first time {first:.2f} s), ratio {slow / fast:.0f}, ", end="")
    print(f"largest difference {difference:.1e}")


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
    two_inputs()


if __name__ == "__main__":
    main()
