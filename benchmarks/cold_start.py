"""`uat --help` beside a bare `python -c "import click, numpy"`, as whole processes, in turn."""

import statistics
import subprocess
import sys
import time

RUNS = 7
COMMANDS = {
    "uat --help": [sys.executable, "-m", "uat.cli", "--help"],
    "import click, numpy": [sys.executable, "-c", "import click, numpy"],
}


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        print(f"{name:<22} median {medians[name]:.3f} s ({min(values):.3f} … {max(values):.3f})")
    ours, bare = medians.values()
    print(f"ratio {ours / bare:.2f} (at most 3 is asked for)")


if __name__ == "__main__":
    main()
