"""How soon a command answers: whole processes, beside bare ones that only import packages."""

import subprocess
import sys
from collections.abc import Callable, Iterator

from table import Table, paired, show

UAT = [sys.executable, "-m", "uat"]
BARE = [sys.executable, "-c", "import click, numpy"]
DRAWN = [sys.executable, "-c", "import click, numpy, scipy.optimize, numba"]
CASES = (
    ("uat --help", [*UAT, "--help"], "import click, numpy", BARE),
    ("uat functions", [*UAT, "functions"], "import click, numpy", BARE),
    (
        "uat approximate nielsen --with steps",
        [*UAT, "approximate", "nielsen", "--with", "steps", "--tol", "0.01"],
        "import click, numpy, scipy.optimize, numba",
        DRAWN,
    ),
)


def measure(quick: bool) -> Iterator[Table]:
    columns = ("command", "s", "beside", "its s", "command / bare")
    table = Table("Cold start: a command takes little more than its imports", columns,
                  {"command / bare": "at most 3"})  # fmt: skip
    for name, command, bare_name, bare in CASES:
        ours, peer, times = paired(started(bare), started(command), 3 if quick else 7)
        table.add(name, peer, bare_name, ours, times)
    yield table


def started(command: list[str]) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    show(measure)
