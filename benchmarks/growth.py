"""How cost grows with neurons, points, tolerance and pixels: exponents, fitted on log axes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from evaluation import staircase
from PIL import Image
from table import Table, line, seconds, show

import uat
from uat.constructions.registry import CONSTRUCTIONS
from uat.films.renderer import Quality, render
from uat.networks.evaluate import evaluate

SIZES = (1_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
BOXES = (1_000, 3_000, 10_000, 30_000, 100_000)
POINTS = (10_000, 100_000, 1_000_000, 10_000_000)
TOLERANCES = (1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4)
COARSE = (0.2, 0.1, 0.05, 0.025)
HEIGHTS = (120, 240, 480, 960, 1440)  # of films, in pixels
SIDES = (64, 128, 256, 512)  # of pictures, in pixels
LINE, PLANE = ("sin(6*x)", [[-1, 1]]), ("sin(3*x)*cos(2*y)", [[-1, 1], [-1, 1]])
FAMILIES = (
    ("bumps", *LINE, SIZES),
    ("steps", *LINE, SIZES),
    ("ramps", *LINE, SIZES),
    ("quadrants", *PLANE, BOXES),
    ("towers", *PLANE, BOXES),
)
CHILD = """
import json, resource, sys, time
import uat
function, box, construction, neurons = json.loads(sys.argv[1])
uat.approximate(function, box, construction=construction, neurons=100)
start = time.perf_counter()
net = uat.approximate(function, box, construction=construction, neurons=neurons, force=True)
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps([net.network.neurons, seconds, used]))
"""


def measure(quick: bool) -> Iterator[Table]:
    few = 3 if quick else None
    yield from building(few)
    yield evaluating(few)
    yield demanding(few)
    yield drawing(few)
    yield picturing(few)


def growing(claim: str, size: str, cost: str) -> Table:
    columns = ("case", size, "to", cost, "to", "exponent", "law", "off by at most")
    return Table(claim, columns)


def add(table: Table, name: str, sizes: Sequence[float], costs: Sequence[float], law: Any) -> None:
    """A row of a growing table; the law is the exponent that theory gives, or what it says."""
    fitted = line(sizes, costs)
    table.lines[name] = fitted
    table.add(name, sizes[0], sizes[-1], costs[0], costs[-1], f"{fitted.exponent:.2f}", law,
              f"{100 * fitted.error:.0f} %")  # fmt: skip


def building(few: int | None) -> tuple[Table, Table]:
    """Seconds and memory of whole networks, each built and measured in a process of its own."""
    time = growing("Building and measuring a network: time against neurons", "neurons", "s")
    room = growing("Building and measuring a network: memory against neurons", "neurons", "bytes")
    for construction, function, box, sizes in FAMILIES:
        runs = [build(function, box, construction, n) for n in sizes[:few]]
        neurons, spent, used = zip(*runs, strict=True)
        add(time, construction, neurons, spent, "1")
        extra = [memory - used[0] for memory in used]
        first = next((n for n, memory in enumerate(extra) if memory > 2**20), len(extra))
        if len(extra) - first > 1:
            add(room, construction, neurons[first:], extra[first:], "1")
        more = neurons[-1] - neurons[-2]
        pace, each = (spent[-1] - spent[-2]) / more, (used[-1] - used[-2]) / more
        cost = CONSTRUCTIONS[construction].cost
        said = 1e6 * cost.seconds
        time.notes.append(f"{construction}: {1e6 * pace:.1f} µs for one more neuron; limits.py "
                          f"says {said:.1f}")  # fmt: skip
        room.notes.append(f"{construction}: {each:.0f} bytes for one more neuron; limits.py says "
                          f"{cost.bytes:.0f}")  # fmt: skip
    time.notes.append("ramps take up to 2^22 samples, from about 30,000 neurons on all of them")
    room.notes.append("bytes: the most that the process held, beyond that of the smallest network")
    return time, room


def build(function: str, box: list[list[int]], construction: str, neurons: int) -> list[float]:
    request = json.dumps([function, box, construction, neurons])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, request], capture_output=True, text=True, check=True
    )
    found: list[float] = json.loads(done.stdout)
    return found


def evaluating(few: int | None) -> Table:
    table = growing("Evaluating a staircase: by structure, and densely", "size", "s")
    rng = np.random.default_rng(0)
    network = staircase(10_000)
    places = [rng.uniform(0, 1, n) for n in POINTS[:few]]
    costs = [_least(lambda x=x: evaluate(network, x)) for x in places]
    add(table, "10^4 neurons, points", POINTS[:few], costs, "1 (sorting: a little more)")
    x = rng.uniform(0, 1, 10_000)
    networks = [staircase(n) for n in SIZES[:few]]
    costs = [_least(lambda n=n: evaluate(n, x)) for n in networks]
    add(table, "10^4 points, neurons", SIZES[:few], costs, "at most 1")
    sizes = (300, 1_000, 3_000, 10_000)[:few]
    networks = [staircase(n) for n in sizes]
    costs = [_least(lambda n=n: n.forward(x[: n.neurons, None])) for n in networks]
    add(table, "dense, neurons = points", sizes, costs, "2")
    return table


def _least(run: Callable[[], object], repeats: int = 3) -> float:
    run()
    return min(seconds(run) for _ in range(repeats))


def demanding(few: int | None) -> Table:
    """Neurons against 1 / tolerance."""
    table = growing("The neurons that a tolerance takes, against 1 / tolerance", "1/tol", "neurons")
    cases = (
        ("steps", "nielsen", TOLERANCES, "1"),
        ("bumps", "nielsen", TOLERANCES[:5], "1"),
        ("ramps", "nielsen", (*TOLERANCES, 1e-5, 1e-6), "1/2"),
        ("folds", "nielsen", (1e-2, 1e-3, 1e-4, 1e-5, 1e-6), "0 (logarithmic)"),
        ("quadrants", "sincos", COARSE, "2"),
    )
    for construction, function, tolerances, law in cases:
        neurons = [
            uat.approximate(function, construction=construction, tol=tol).network.neurons
            for tol in tolerances[:few]
        ]
        add(table, f"{construction}, {function}", [1 / tol for tol in tolerances[:few]], neurons,
            law)  # fmt: skip
    return table


def drawing(few: int | None) -> Table:
    """A film of the same seconds at several sizes, drawn afresh."""
    table = growing("Drawing the chapter `neuron` at 15 frames a second, against pixels", "pixels",
                    "s")  # fmt: skip
    pixels, costs = [], []
    before = os.environ.get("XDG_CACHE_HOME")
    for height in HEIGHTS[:few]:
        quality = Quality(16 * height // 9 // 2 * 2, height, 15, "ultrafast", 23)
        with TemporaryDirectory() as folder:
            os.environ["XDG_CACHE_HOME"] = folder
            pixels.append(quality.width * quality.height)
            costs.append(seconds(lambda q=quality, d=folder: render("neuron", quality=q, out=d)))
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before
    add(table, "neuron", pixels, costs, "at most 1")
    return table


def picturing(few: int | None) -> Table:
    """A colour picture of waves, as a network of a neuron for every 16 pixels."""
    table = growing("A picture as a network: seconds against its pixels", "pixels", "s")
    costs = []
    with TemporaryDirectory() as folder:
        for side in SIDES[:few]:
            path = Path(folder) / f"{side}.png"
            _waves(side).save(path)
            neurons = max(100, side * side // 16)
            costs.append(seconds(lambda p=path, n=neurons: uat.approximate(p, neurons=n)))
    add(table, "1 neuron for 16 pixels", [side**2 for side in SIDES[:few]], costs, "1")
    return table


def _waves(side: int) -> Image.Image:
    x, y = np.meshgrid(*(np.linspace(0, 1, side),) * 2)
    waves = (np.sin(9 * x * y), np.cos(7 * (x - y) ** 2), np.sin(20 * x) * np.cos(15 * y))
    return Image.fromarray(np.uint8(127 * np.stack(waves, axis=2) + 128))


if __name__ == "__main__":
    show(measure)
