"""Polylines by least squares on ten tables, as many links as pwlf's: the sum of squares, and time.

pwlf looks for knots by differential evolution (its `fit`), or from several random starts by L-BFGS
(its `fitfast`); ours by dynamic programming. Both say which polyline they found, and the sums of
squares are computed here, for both in the same way.
"""

import importlib.util
from collections.abc import Callable, Iterator

import numpy as np
from table import Ratio, Table, paired, ratio, show

import uat
from uat.base.arrays import Array

Data = tuple[Array, Array]
STARTS = 10  # of pwlf's fast fit; its default is 2


def noisy(f: Callable[[Array], Array], noise: float, count: int, seed: int) -> Data:
    random = np.random.default_rng(seed)
    x = np.sort(random.random(count))
    return x, f(x) + random.normal(0.0, noise, count)


def bundled(name: str, column: int, value: int) -> Data:
    """Two columns of a table that comes with scikit-learn; where an x repeats, the mean."""
    from sklearn import datasets

    data, values = getattr(datasets, f"load_{name}")(return_X_y=True)
    table = np.column_stack([data, values])
    x, of = np.unique(table[:, column], return_inverse=True)
    return x, np.bincount(of, table[:, value]) / np.bincount(of)


def tables() -> dict[str, tuple[Data, int]]:
    """Each with its number of links."""
    walk = np.cumsum(np.random.default_rng(8).normal(size=120))
    return {
        "tent": (noisy(lambda x: 1 - np.abs(2 * x - 1), 0.1, 100, 1), 2),
        "sine": (noisy(lambda x: np.sin(7 * x), 0.1, 120, 2), 5),
        "two levels": (noisy(lambda x: np.where(x < 0.4, 0.0, 1.0), 0.05, 100, 3), 3),
        "saturation": (noisy(lambda x: x / (0.1 + x), 0.03, 80, 4), 3),
        "decay": (noisy(lambda x: np.exp(-6 * x), 0.02, 100, 5), 4),
        "chirp": (noisy(lambda x: np.sin(20 * x**2), 0.1, 150, 6), 8),
        "peak": (noisy(lambda x: 1 / (1 + (20 * (x - 0.5)) ** 2), 0.03, 120, 7), 5),
        "random walk": ((np.linspace(0, 1, 120), walk), 6),
        "diabetes: blood pressure": (bundled("diabetes", 2, 3), 3),
        "iris: petals": (bundled("iris", 2, 3), 3),
    }


def sum_of_squares(knots: Array, values: Array, data: Data) -> float:
    x, y = data
    return float(np.sum((np.interp(x, knots, values) - y) ** 2))


def ours(data: Data, links: int) -> tuple[Array, Array]:
    path = uat.approximate(data, construction="ramps", norm="l2", neurons=links).partition
    return path.edges, path.values


def theirs(data: Data, links: int, *, evolve: bool) -> tuple[Array, Array]:
    import pwlf

    model = pwlf.PiecewiseLinFit(*data, seed=1)
    knots = model.fit(links) if evolve else model.fitfast(links, pop=STARTS)
    return knots, model.predict(knots)


def compared(data: Data, links: int) -> tuple[float, Ratio, Ratio, float, Ratio]:
    """Fit once by each, ours and pwlf's in one round."""
    found: dict[str, tuple[Array, Array]] = {"fast": theirs(data, links, evolve=False)}
    spent, _, times = paired(
        lambda: found.update(ours=ours(data, links)),
        lambda: found.update(evolved=theirs(data, links, evolve=True)),
        rounds=1,
        warm=False,
    )
    own, evolved, fast = (sum_of_squares(*found[who], data) for who in ("ours", "evolved", "fast"))
    return own, ratio([evolved / own]), ratio([fast / own]), spent, times


def measure(quick: bool) -> Iterator[Table]:
    columns = ("table", "samples", "links", "sum of squares", "pwlf's sum / ours",
               "fitfast's / ours", "seconds", "pwlf's seconds / ours")  # fmt: skip
    asked = {"pwlf's sum / ours": "at least 1", "fitfast's / ours": "at least 1",
             "pwlf's seconds / ours": "at least 1"}  # fmt: skip
    table = Table("Polylines by least squares", columns, asked)
    if importlib.util.find_spec("pwlf") is None:
        table.notes.append("pwlf is not installed: nothing to compare with")
        yield table
        return
    cases = list(tables().items())
    ours(*cases[0][1])  # compiles, or loads what was compiled
    for name, (data, links) in cases[:2] if quick else cases:
        table.add(name, data[0].size, links, *compared(data, links))
    yield table


if __name__ == "__main__":
    show(measure)
