"""Linear regions of random relu networks: counted by uat, and by relucent where it is installed.

Both count all of the plane: uat in a box of 2^40 on every side, which holds every corner of regions
that random weights make. relucent (AGPL, with Gurobi's solver) is no part of uat; it is measured
after `pip install 'relucent[torch]'`.
"""

import importlib.util
import statistics
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import torch
from table import Table, ratio, show

import uat
from uat.exchange.foreign import read_network
from uat.networks.regions.cells import layer_cells
from uat.networks.regions.merging import merge

WIDTHS = (
    (1, 8, 1),
    (1, 6, 6, 1),
    (2, 4, 1),
    (2, 6, 1),
    (2, 4, 3, 1),
    (2, 5, 4, 1),
    (2, 4, 3, 2, 1),
)
COUNT, LARGE = 50, (2, 16, 16, 1)
SIDE = 2.0**40
HAS_PEER = importlib.util.find_spec("relucent") is not None
NOT_INSTALLED = "relucent is not installed: its columns are empty"


def random_module(seed: int, widths: tuple[int, ...]) -> Any:
    torch.manual_seed(seed)
    hidden = [
        part for m, n in pairwise(widths[:-1]) for part in (torch.nn.Linear(m, n), torch.nn.ReLU())
    ]
    return torch.nn.Sequential(*hidden, torch.nn.Linear(*widths[-2:])).double()


def ours(module: Any) -> tuple[int, int, float]:
    """Regions, straight pieces, and seconds for the regions."""
    network = read_network(module).network
    began = time.perf_counter()
    *_, cells = layer_cells(network, ((-SIDE, SIDE),) * network.widths[0])
    seconds = time.perf_counter() - began
    return len(cells), len(merge(cells)), seconds


def theirs(module: Any) -> tuple[int, float]:
    import relucent

    began = time.perf_counter()
    found = relucent.Complex(module)
    found.bfs(nworkers=1, verify=False, verbose=0)
    return len(found), time.perf_counter() - began


def measure(quick: bool) -> Iterator[Table]:
    columns = ("networks", "how many", "regions", "straight", "equal to relucent",
               "ms a network", "relucent's time / ours")  # fmt: skip
    table = Table("Linear regions, counted exactly", columns)
    table.notes.append("regions, straight: of all these networks together; ms: the median")
    if not HAS_PEER:
        table.notes.append(NOT_INSTALLED)
    count = len(WIDTHS) if quick else COUNT
    ours(random_module(0, WIDTHS[0]))  # what is loaded first
    cases = {widths: range(k, count, len(WIDTHS)) for k, widths in enumerate(WIDTHS)}
    if not quick:
        cases[LARGE] = range(1)
    for widths, seeds in cases.items():
        modules = [random_module(seed, widths) for seed in seeds]
        own = [ours(module) for module in modules]
        peer = [theirs(module) for module in modules] if HAS_PEER else []
        same = sum(a[0] == b[0] for a, b in zip(own, peer, strict=False))
        times = [b[1] / a[2] for a, b in zip(own, peer, strict=False)]
        table.add(
            "→".join(map(str, widths)),
            len(own),
            sum(each[0] for each in own),
            sum(each[1] for each in own),
            f"{same} of {len(peer)}" if peer else "",
            1e3 * statistics.median(each[2] for each in own),
            ratio(times) if times else "",
        )
    yield table

    table = Table(
        "A whole look: regions, idle neurons, the twin, f", ("network", "regions", "seconds")
    )
    for widths, box, f in (
        ((1, 16, 16, 1), (-1, 1), "sin(3*x)"),
        (LARGE, [(-1, 1)] * 2, "x*y"),
    ):
        module = random_module(0, widths)
        began = time.perf_counter()
        seen = uat.look(module, box, function=f)
        table.add("→".join(map(str, widths)), seen.regions, time.perf_counter() - began)
    yield table


if __name__ == "__main__":
    show(measure)
