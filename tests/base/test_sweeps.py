"""Sweeps give the same numbers as Python, as numpy's numbers and compiled, and load numba late."""

import subprocess
import sys

import numpy as np
import pytest

from uat.base import sweeps
from uat.base.sweeps import Sweep
from uat.constructions.line.partition.fewest_steps import (
    count_steps,
    greedy_in_tube,
    greedy_steps,
)
from uat.constructions.line.partition.sweep import sweep_links

SIZE = 200
CASES = {
    "count_steps": (count_steps, (0.1, 10**6), 0),
    "greedy_steps": (greedy_steps, (0.1,), 4),
    "greedy_in_tube": (greedy_in_tube, (0.01, 0.3), 4),
}


def wave(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.sin(np.linspace(0.0, 9.0, SIZE)) + 0.2 * rng.standard_normal(SIZE)


def ways(sweep):
    return sweep._as_python, sweep.function, sweeps._compiled(sweep.function)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("case", CASES)
def test_stairs_are_the_same_in_each_way(case, seed):
    sweep, numbers, room = CASES[case]
    y = wave(seed)
    jumps = np.random.default_rng(seed).random(SIZE - 1) < 0.05
    found = []
    for run in ways(sweep):
        written = [np.full(4 * SIZE, -1), *(np.full(4 * SIZE, -1.0) for _ in range(room - 1))]
        with np.errstate(all="ignore"):
            count = run(y, jumps, *numbers, *written[:room])
        found.append((count, b"".join(array.tobytes() for array in written)))
    assert found[0] == found[1] == found[2]
    assert case == "count_steps" or (written[0] >= 0).any()


@pytest.mark.parametrize("between", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_links_are_the_same_in_each_way(seed, between):
    x, y = np.linspace(-1.0, 1.0, SIZE), wave(seed)
    found = []
    for run in ways(sweep_links):
        lines, hulls = np.full((5, SIZE), -1.0), np.zeros((4, SIZE + 1))
        with np.errstate(all="ignore"):
            count = run(x, y - 0.3, y + 0.3, *lines, *hulls, SIZE - 1, between)
        found.append((count, lines.tobytes()))
    assert found[0] == found[1] == found[2]
    assert count > 3


def test_numba_is_loaded_when_there_is_much_to_do(monkeypatch):
    """What is left is counted in numbers; where numba is at hand already, nothing is spared."""
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    monkeypatch.setattr(sweeps, "_left", 10)
    assert sweeps.is_spare(7) and sweeps.is_spare(3) and not sweeps.is_spare(1)
    monkeypatch.setattr(sweeps, "_left", 10)
    monkeypatch.setitem(sys.modules, "numba", sys)
    assert not sweeps.is_spare(1)


def test_a_sweep_counts_the_numbers_of_its_longest_array(monkeypatch):
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    monkeypatch.setattr(sweeps, "_left", 100)
    total = Sweep(lambda x, times: times * sum(x))
    assert total(np.arange(60.0), 2) == 3540.0
    assert sweeps._left == 40


def test_a_division_by_zero_gives_what_numpy_gives():
    with np.errstate(all="ignore"):
        assert Sweep(lambda x: x[0] / x[1])._as_python(np.array([1.0, 0.0])) == np.inf


def test_a_small_network_needs_no_numba_and_nothing_that_others_are_built_with():
    code = "import sys, uat; uat.approximate('x^2').summary(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    others = (
        "numba scipy numpy.ma numpy.polynomial logging uat.functions.table.choose "
        "uat.functions.target.callables uat.constructions.boxes.adaptive "
        "uat.constructions.facets.fit uat.constructions.ridges.fit uat.constructions.folds.choose"
    )
    assert set(done.stdout.split()) & set(others.split()) == set()
