"""How soon a command answers: whole processes, beside bare ones that only import packages."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from tempfile import TemporaryDirectory

from table import Table, paired, show

UAT = [sys.executable, "-m", "uat"]
BARE = [sys.executable, "-c", "import click, numpy"]
# Commands, and how many bare imports they shall take at most.
CASES = (
    (("--help",), 1.0),
    (("functions",), 2.0),
    (("approximate", "x^2"), 2.0),
    (("approximate", "nielsen", "--with", "steps", "--tol", "0.01"), 2.0),
    (("approximate", "x^2", "--plot", "net.png"), 5.3),
    (("compare", "x^2", "--no-train"), 12.0),
)


def measure(quick: bool) -> Iterator[Table]:
    columns = ("command", "s", "bare imports: s", "command / bare", "asked: at most")
    table = Table("Cold start: a command takes few times as long as to import numpy", columns)
    with TemporaryDirectory() as folder:
        for case, asked in CASES:
            bare, command = started(BARE, folder), started([*UAT, *case], folder)
            ours, peer, times = paired(bare, command, 3 if quick else 7)
            table.add(f"uat {' '.join(case)}", peer, ours, times, asked)
    yield table


def started(command: list[str], folder: str) -> Callable[[], object]:
    return lambda: subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    show(measure)
