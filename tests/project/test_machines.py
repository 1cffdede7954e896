"""The same commands print the same text whatever the processor: other kernels of numpy, of the
matrix library, of the C library and of compiled loops, one thread and two, cold and warm caches."""

import itertools
import json
import math
import os
import platform
import shlex
import subprocess
import sys
import time
from dataclasses import replace
from difflib import ndiff
from pathlib import Path

import numpy as np
import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
from sessions import run_elsewhere

import uat

# Even, odd, periodic and symmetric functions, exact networks, kinks, jumps: many equal errors. The
# proofs that are checked are those of the usual machine: a verdict names a network to its last bit.
COMMANDS = """
approximate "sin(2*pi*x)" --with steps --tol 0.1
approximate nielsen --with steps --tol 0.01 --prove
approximate nielsen --neurons 10 --output sigmoid --steepness 1000 --heights median
approximate nielsen --tol 0.02 --overlap 3 --json
approximate "cos(3*x)" -d -1:1
approximate "x^4-x^2" -d -1:1 --with ramps --tol 0.01 --json
approximate "abs(x)" -d -1:1 --with ramps --tol 0.01 --prove --save abs.proof.json
check ../usual/abs.proof.json
approximate "3*x+1" --with ramps --neurons 4
approximate "x" --activation linear --json
approximate "exp(-x^2)" -d -2:2 --with steps --tol 0.05 --activation tanh --prove --save proof.json
check ../usual/proof.json
approximate "exp(-x^2)" -d -2:2 --with ramps --neurons 9
approximate "cos(20*x)" -d 0:2*pi --with ramps --tol 0.1
approximate "floor(3*x)" --with steps --tol 0.3
approximate "sign(sin(7*x))" -d -1:1
approximate "sin(x)" -d 0:2*pi --with folds --tol 1e-6
approximate "x^2" -d -1:1 --with folds --tol 1e-6 --json
approximate "(cos(t), sin(t))" -d 0:2*pi --tol 0.1
approximate "sin(3*x)*cos(2*y)" -d -1:1 -d -1:1 --tol 0.1
approximate "cos(3*x)*cos(3*y)" -d -1:1 -d -1:1 --tol 0.3 --with towers --json
approximate "cos(3*x)*cos(3*y)" -d -1:1 -d -1:1 --tol 0.2 --with folds
approximate "sin(x+y)" -d 0:2*pi -d 0:2*pi --tol 0.2 --with folds
approximate "abs(x)+abs(y)" -d -1:1 -d -1:1 --tol 0.2 --with ridges --prove
approximate "cos(3*x)*cos(3*y)" -d -1:1 -d -1:1 --tol 0.3 --with ridges --json
approximate "sin(5*x*y)" -d -1:1 -d -1:1 --tol 0.3 --with facets --prove
approximate "cos(3*x)*cos(3*y)" -d -1:1 -d -1:1 --tol 0.3 --with facets --json
approximate "sign(x*y)" -d -1:1 -d -1:1 --tol 0.3
approximate "x+y+z" -d -1:1 -d -1:1 -d -1:1 --tol 0.8
approximate "1/x" -d -1:1
approximate "1/(x^2-y^2)" -d -1:1 -d -1:1
compare "x^2" -d -1:1 --tol 0.01 --no-train --json
functions
"""

KERNELS = [name for name in __cpu_dispatch__ if __cpu_features__[name]]  # the simplest first
CORES = {"x86_64": ["Prescott", "Haswell"], "aarch64": ["ARMV8", "NEOVERSEN1"]}
NEEDED = {"Haswell": "AVX2"}  # what a kind of core has


def profiles(caches: Path) -> dict[str, dict[str, str]]:
    """Environments in which the libraries take this machine for simpler ones."""
    cores = [
        core
        for core in CORES.get(platform.machine(), [])
        if __cpu_features__.get(NEEDED.get(core, ""), True)
    ] or [""]
    return {
        "the simplest processor, two threads, nothing compiled yet": {
            "NPY_DISABLE_CPU_FEATURES": " ".join(KERNELS),
            "OPENBLAS_CORETYPE": cores[0],
            "OPENBLAS_NUM_THREADS": "2",
            "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX2,-FMA",
            "NUMBA_CPU_NAME": "generic",
            "NUMBA_CACHE_DIR": str(caches),
        },
        "a processor without the latest instructions, two threads, all compiled": {
            "NPY_DISABLE_CPU_FEATURES": " ".join(KERNELS[1:]),
            "OPENBLAS_CORETYPE": cores[-1],
            "OPENBLAS_NUM_THREADS": "2",
            "NUMBA_CPU_NAME": "generic",
            "NUMBA_CACHE_DIR": str(caches),
        },
    }


def printed(folder: Path, environment: dict[str, str]) -> list[tuple[str, int, str]]:
    """Each command with its exit status and what it printed, seconds left out."""
    folder.mkdir()
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", **environment}
    found = run_elsewhere(sys.executable, COMMANDS, env=env, cwd=folder)
    return [(line, status, without_seconds(text)) for line, status, text in found]


def without_seconds(text: str) -> str:
    if not text.startswith("{"):
        return text

    def kept(value):
        if isinstance(value, dict):
            return {key: kept(part) for key, part in value.items() if key != "seconds"}
        return [kept(part) for part in value] if isinstance(value, list) else value

    data, end = json.JSONDecoder().raw_decode(text)
    return json.dumps(kept(data), indent=1) + text[end:]


def test_every_processor_prints_the_same(tmp_path):
    usual = printed(tmp_path / "usual", {})

    assert [line for line, _, text in usual if "Error(" in text or "Traceback" in text] == []
    assert {status for _, status, _ in usual} <= {0, 1, 3}
    differences = [
        f"{name}: {here[0]}\n{line}"
        for number, (name, environment) in enumerate(profiles(tmp_path / "compiled").items())
        for here, there in zip(usual, printed(tmp_path / str(number), environment), strict=True)
        for line in ndiff(*(f"{status}\n{text}".splitlines() for _, status, text in (here, there)))
        if line[0] in "-+"
    ]
    assert differences == []


def test_the_profiles_are_other_machines(tmp_path):
    """A profile that changed nothing would show nothing: exp rounds differently somewhere.

    Unless this machine is itself the simplest one, for which numpy has no special kernels.
    """
    code = "import numpy as np; print(np.exp(np.linspace(-9, 9, 9999)).tobytes().hex())"
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for environment in ({}, *profiles(tmp_path).values())
    }
    assert len(said) > 1 or not KERNELS


def test_the_commands_are_those_of_the_program():
    from uat.cli import main

    assert {shlex.split(line)[0] for line in COMMANDS.strip().splitlines()} <= set(main.commands)


@pytest.mark.parametrize(
    "f",
    [
        "sin(3*x)*cos(2*y)",
        lambda x, y: np.sin(3 * x) * np.cos(2 * y),
        lambda x, y: math.sin(3 * x) * math.cos(2 * y),
        np.vectorize(lambda x, y: math.sin(3 * x) * math.cos(2 * y)),
    ],
    ids=["formula", "arrays", "points", "vectorize"],
)
def test_no_clock_decides_what_is_built_or_measured(f, monkeypatch):
    """A machine on which every look at the clock takes an hour builds the same network."""
    options = {"box": [(-1, 1), (-1, 1)], "tol": 0.3, "force": True}
    usual = uat.approximate(f, **options)
    hours = itertools.count(step=3600.0)
    for clock in ("perf_counter", "monotonic", "process_time", "time"):
        monkeypatch.setattr(time, clock, lambda: next(hours))
    slow = uat.approximate(f, **options)
    monkeypatch.undo()

    assert slow.network == usual.network
    assert replace(slow.error, tolerance=None) == replace(usual.error, tolerance=None)
