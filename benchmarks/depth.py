"""What depth buys: the smallest shallow networks beside deep ones, and where the lines cross."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
from peers.bits import bits
from peers.polynomial import polynomial
from table import Table, ratio, seconds, show

from uat.approximation import scale_of
from uat.constructions.folds.cascade import sawtooth, square
from uat.constructions.folds.choose import crossing
from uat.constructions.folds.parabolas import parabolas
from uat.constructions.line.partition import fewest_links
from uat.functions.sampling import Samples
from uat.functions.target import make_target
from uat.networks.regions.line import regions

FUNCTIONS = (("sin(x)", ("0", "2*pi")), ("runge", None))
TOLERANCES = (1e-3, 1e-5, 1e-6, 1e-8)
WALKS = (512, 2704, 12288, 48000)
COMMAND = [sys.executable, "-m", "uat", "compare", "nielsen", "--tol", "0.01", "--json"]


def measure(quick: bool) -> Iterator[Table]:
    yield functions(TOLERANCES[:2] if quick else TOLERANCES)
    yield walks(WALKS[:2] if quick else WALKS)
    yield exactness()
    yield command(("--no-train",) if quick else ("--no-train", "--train"))


def functions(tolerances: tuple[float, ...]) -> Table:
    columns = ("f, tolerance", "shallow", "parabolas", "polynomial", "shallow / deep", "s")
    table = Table("Neurons of the smallest shallow network and of deep ones", columns)
    for f, box in FUNCTIONS:
        target = make_target(f, box)
        for tol in tolerances:
            began = time.perf_counter()
            shallow = fewest_links(target.sample(1e-2 * tol), tol).neurons
            deep = [construct(target, tol).neurons for construct in (parabolas, polynomial)]
            spent = time.perf_counter() - began
            table.add(f"{f}, {tol:g}", shallow, *deep, ratio([shallow / min(deep)]), spent)
        first, _ = crossing(target, scale_of(target)[0])
        pays = f"from {first.tolerance:g} on" if first else "nowhere"
        table.notes.append(f"{f}: {pays}, a deep network is smaller than any shallow one")
    return table


def walks(sizes: tuple[int, ...]) -> Table:
    """The peer figures are those of theory.md's table, for other walks of the same kind."""
    columns = ("points", "shallow", "deep", "shallow / deep")
    table = Table("Random walks of ±1, stored in bits of few weights: neurons", columns)
    for n in sizes:
        ups = np.random.default_rng(0).choice([-1.0, 1.0], n - 1)
        walk = np.concatenate([[0.0], np.cumsum(ups)])
        samples = Samples(np.arange(n, dtype=float), walk, np.zeros(n - 1, dtype=bool), 0.0)
        shallow, deep = fewest_links(samples, 1e-9).neurons, bits(walk).neurons
        table.add(f"{n:,}", shallow, deep, ratio([shallow / deep]))
    return table


def exactness() -> Table:
    columns = ("network", "neurons", "linear pieces", "error / law", "s to count")
    table = Table("Sawtooth and square are what theory says, exactly", columns,
                  {"error / law": "between 0.999999 and 1.000001"})  # fmt: skip
    for k in (10, 14, 17):
        network = sawtooth(k).network
        pieces: list[int] = []
        spent = seconds(lambda n=network, p=pieces: p.append(regions(n, (0, 1)).regions))
        table.add(f"sawtooth, {k} folds", network.neurons, pieces[0], None, spent)
    for m in (1, 5, 10, 20, 25):
        deep = square(m)
        x = np.array([2.0 ** -(m + 1)])
        found = float((deep.network(x) - x**2)[0]) * 4.0 ** (m + 1)
        table.add(f"square, {m} folds", deep.neurons, 2**m, ratio([found]), None)
    return table


def command(options: tuple[str, ...]) -> Table:
    columns = ("uat compare nielsen --tol 0.01", "s", "contenders", "depth pays below")
    table = Table("The comparison as a command, start-up included", columns,
                  {"s": "at most 10 without training, 120 with it"})  # fmt: skip
    for option in options:
        began = time.perf_counter()
        done = subprocess.run([*COMMAND, option], capture_output=True, text=True, check=True)
        spent = time.perf_counter() - began
        found = json.loads(done.stdout)
        crossed = found["crossing"]
        table.add(option, spent, len(found["contenders"]),
                  crossed["tolerance"] if crossed else None)  # fmt: skip
    return table


if __name__ == "__main__":
    show(measure)
