"""The fast forward pass beside dense ones of the same network: numpy, PyTorch, ONNX Runtime.

PyTorch and ONNX Runtime are left out, and it is said, where they are not installed.
"""

import importlib.util
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from table import Table, paired, seconds, show

from uat.base.arrays import Array
from uat.constructions.boxes.indicators import Indicators, indicator_network, step_weights
from uat.constructions.boxes.partition.boxes import Grid
from uat.constructions.boxes.quadrants import quadrants
from uat.exchange.save import save
from uat.networks.activations import SIGMOID
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

Run = Callable[[Array], Array]


def measure(quick: bool) -> Iterator[Table]:
    columns = ("neurons = points, peer", "uat s", "peer s", "peer / uat", "difference")
    table = Table("Evaluation by structure beside dense passes, float64", columns)
    rng = np.random.default_rng(0)
    for count in (1_000,) if quick else (1_000, 10_000):
        network, x = staircase(count), rng.uniform(0, 1, count)
        own = evaluate(network, x)
        for name, run in peers(network, table).items():
            ours, theirs, times = paired(
                lambda n=network, x=x: evaluate(n, x), lambda f=run, x=x: f(x), 5
            )
            gap = float(np.abs(run(x) - own).max())
            table.add(f"{count:,}, {name}", ours, theirs, times, gap)
    yield table
    yield two_inputs(*((40, 2_000, 200) if quick else (200, 100_000, 1_000)))
    if not quick:
        yield million(rng)


def staircase(neurons: int) -> Network:
    """Steps at even places whose windows just touch, with heights of both signs."""
    places = np.linspace(0, 1, neurons + 2)[1:-1]
    weight = 74.0 * neurons
    heights = np.diff(np.sin(7 * np.linspace(0, 1, neurons + 1)))
    hidden = Layer(np.full((neurons, 1), weight), -weight * places, "sigmoid")
    return Network((hidden, Layer(heights[None, :], [0.0], "linear")))


def peers(network: Network, table: Table) -> dict[str, Run]:
    """Dense passes of the same network, by the name of who does them."""
    found: dict[str, Run] = {"numpy": lambda x: network.forward(x[:, None])[:, 0]}
    if importlib.util.find_spec("torch"):
        import torch

        from uat.exchange.to_torch import to_torch

        module = to_torch(network)

        def by_torch(x: Array) -> Array:
            with torch.no_grad():
                result: Array = module(torch.from_numpy(x[:, None])).numpy()[:, 0]
            return result

        found["PyTorch"] = by_torch
    if importlib.util.find_spec("onnxruntime") and importlib.util.find_spec("onnx"):
        found["ONNX Runtime"] = by_onnx(network)
    wanted = {"PyTorch", "ONNX Runtime"}
    table.notes = [f"{name} is not installed" for name in sorted(wanted - set(found))]
    return found


def by_onnx(network: Network) -> Run:
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            save(network, path)
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda x: session.run(None, {name: x[:, None]})[0].reshape(-1)


def field(tiles: int) -> tuple[Network, Indicators, tuple[float, ...]]:
    """Quadrants on a tiles × tiles grid over the unit square, with heights of both signs."""
    edges = np.linspace(0, 1, tiles + 1)
    heights = np.random.default_rng(4).uniform(-1, 1, (tiles, tiles, 1))
    boxes = quadrants(Grid((edges, edges), heights, 0.0))
    weights = step_weights(boxes.cuts, ((0.0, 1.0), (0.0, 1.0)), SIGMOID, jumps=False)
    return indicator_network(boxes, SIGMOID, weights), boxes, weights


def two_inputs(tiles: int, points: int, few: int) -> Table:
    """Half of the coordinates lie in windows. The plain pass is timed on a few of the points."""
    columns = ("boxes, points", "uat s", "layers s", "layers / uat", "difference")
    table = Table("Quadrants: by structure beside layer by layer (sparse), for as many points",
                  columns)  # fmt: skip
    network, boxes, weights = field(tiles)
    rng = np.random.default_rng(1)
    x, y = rng.uniform(0, 1, (2, points))
    for axis, column in enumerate((x, y)):
        near = rng.random(points) < 0.5
        chosen = rng.choice(boxes.cuts[axis], near.sum())
        column[near] = chosen + rng.normal(0, 2, near.sum()) / weights[axis]
    sample = np.stack([x[:few], y[:few]], axis=1)
    ours, theirs, times = paired(
        lambda: evaluate(network, x, y), lambda: network.forward(sample), 3
    )
    share = points / few
    gap = float(np.abs(network.forward(sample)[:, 0] - evaluate(network, x, y)[:few]).max())
    table.add(f"{tiles}×{tiles}, {points:,}", ours, theirs * share, times.scaled(share), gap)
    table.notes.append(f"layer by layer was timed on {few:,} of the points")
    return table


def million(rng: np.random.Generator) -> Table:
    columns = ("10^6 neurons, 10^6 points", "s least", "s most")
    table = Table("A million neurons at a million points", columns, {"s least": "at most 0.25"})
    network, x = staircase(1_000_000), rng.uniform(0, 1, 1_000_000)
    for name, points in (("unsorted", x), ("sorted", np.sort(x))):
        evaluate(network, points)
        times = [seconds(lambda p=points: evaluate(network, p)) for _ in range(5)]
        table.add(name, min(times), max(times))
    return table


if __name__ == "__main__":
    show(measure)
