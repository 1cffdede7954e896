"""What a neuron costs: memory and seconds of large networks, each built in a process of its own.

    python benchmarks/limits.py

The difference between two sizes, divided by the difference of their neurons, is what uat/limits.py
multiplies to say what a request will take. The last columns are that estimate.
"""

import json
import subprocess
import sys

from uat.limits import COSTS

LINE, PLANE = ("sin(6*x)", [[-1, 1]]), ("sin(3*x)*cos(2*y)", [[-1, 1], [-1, 1]])
CASES = (
    ("bumps", *LINE, 100_000, 1_000_000),
    ("steps", *LINE, 100_000, 1_000_000),
    ("ramps", *LINE, 100_000, 1_000_000),
    ("quadrants", *PLANE, 20_000, 100_000),
    ("towers", *PLANE, 20_000, 100_000),
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


def build(function: str, box: list[list[int]], construction: str, neurons: int) -> list[float]:
    """Neurons, seconds and bytes of one network."""
    request = json.dumps([function, box, construction, neurons])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, request], capture_output=True, text=True, check=True
    )
    found: list[float] = json.loads(done.stdout)
    return found


def main() -> None:
    print(f"{'construction':<14}{'neurons':>10}{'s':>8}{'MiB':>8}{'bytes each':>12}{'us each':>9}"
          f"{'estimate: MiB':>15}{'s':>8}")  # fmt: skip
    for construction, function, box, few, many in CASES:
        small, large = (build(function, box, construction, n) for n in (few, many))
        more = large[0] - small[0]
        memory, seconds = (large[2] - small[2]) / more, (large[1] - small[1]) / more
        cost = COSTS[construction].times(int(large[0]))
        print(f"{construction:<14}{large[0]:>10,.0f}{large[1]:>8.1f}{large[2] / 2**20:>8.0f}"
              f"{memory:>12.0f}{1e6 * seconds:>9.1f}{cost.bytes / 2**20:>15.0f}"
              f"{cost.seconds:>8.1f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
