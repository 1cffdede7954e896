"""Kills: commands that write files, ended by SIGKILL at random moments; what do they leave behind?

    python benchmarks/kill.py [--kills 200] [--seed 0]

A command is run to its end once, and timed. Then it is started anew and killed, at a moment that is
drawn evenly from that time; half of the runs find an older, whole file in their place. After each
kill every file with a final name is read to its end: it must be whole. After the last kill of a
command it runs to its end in the same folder, and its files must be those of the unhurt run.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UAT = [sys.executable, "-m", "uat"]
F = "sin(6*x)"


@dataclass(frozen=True)
class Victim:
    """A command. arguments: in the folder that is given. stdout: where it is sent, or None.

    read: reads a finished file and returns what must be equal after every whole run; it raises for
    a damaged one. empty: whether an empty file may be left (a shell makes it before the command).
    """

    name: str
    arguments: Callable[[Path], list[str]]
    read: Callable[[Path], Any]
    stdout: str | None = None
    empty: bool = False


def network(path: Path) -> Any:
    from uat.export import load

    return load(path).network.neurons


def page(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    if not text.rstrip().endswith("</html>"):
        raise ValueError("the page has no end")
    return text


def comparison(path: Path) -> Any:
    contenders = json.loads(path.read_text(encoding="utf-8"))["contenders"]
    return [(one["name"], one["parameters"]) for one in contenders]


def film(path: Path) -> Any:
    if path.suffix != ".mp4":
        return path.read_text(encoding="utf-8")
    import av

    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


VICTIMS = (
    Victim(
        "approximate --save",
        lambda d: [
            *("approximate", F, "--with", "steps", "--tol", "1e-4"),
            *(f"--save={d / name}" for name in ("net.json", "net.npz")),
        ],
        network,
    ),
    Victim("explore -o", lambda d: ["explore", F, "-o", str(d / "page.html")], page),
    Victim(
        "compare --json >",
        lambda d: ["compare", F, "--tol", "0.05", "--no-train", "--json"],
        comparison,
        stdout="table.json",
        empty=True,
    ),
    Victim(
        "render",
        lambda d: ["render", "neuron", "--quality", "l", "-o", str(d / "film.mp4")],
        film,
    ),
)


def start(victim: Victim, folder: Path, cache: Path) -> subprocess.Popen[bytes]:
    """The command, in a process group of its own."""
    env = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    with open(os.devnull if victim.stdout is None else folder / victim.stdout, "wb") as out:
        return subprocess.Popen(
            [*UAT, *victim.arguments(folder)],
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=env,
            start_new_session=True,
        )


def finished(folder: Path) -> list[Path]:
    """The files with final names: ours are written under hidden ones first."""
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))


def unhurt(victim: Victim, folder: Path, cache: Path) -> tuple[float, dict[str, Any]]:
    """Seconds of a run that is left alone, and what its files hold."""
    began = time.monotonic()
    if start(victim, folder, cache).wait(timeout=600):
        raise SystemExit(f"{victim.name} fails when nobody kills it")
    return time.monotonic() - began, {p.name: victim.read(p) for p in finished(folder)}


def kill(victim: Victim, kills: int, generator: random.Random) -> tuple[float, int, int, int, int]:
    """Seconds of an unhurt run; then kills in time, whole files, damaged files, wrong ends."""
    with tempfile.TemporaryDirectory() as text:
        base = Path(text)
        whole, folder, cache = base / "whole", base / "folder", base / "cache"
        for each in (whole, folder, cache):
            each.mkdir()
        seconds, wanted = unhurt(victim, whole, cache)
        in_time = kept = damaged = 0
        for number in range(kills):
            shutil.rmtree(folder)
            shutil.copytree(whole, folder) if number % 2 else folder.mkdir()
            if number % 4 < 2:  # else a film goes on from the shots that are kept
                shutil.rmtree(cache, ignore_errors=True)
                cache.mkdir()
            running = start(victim, folder, cache)
            time.sleep(seconds * generator.random())
            in_time += running.poll() is None
            subprocess.run(["pkill", "-KILL", "-s", str(running.pid)], check=False)
            running.wait(timeout=60)
            for path in finished(folder):
                try:
                    if path.stat().st_size or not victim.empty:
                        kept += victim.read(path) == wanted[path.name]
                except Exception as error:
                    damaged += 1
                    print(f"{victim.name}: {path.name}: {error}", flush=True)
        _, after = unhurt(victim, folder, cache)
        return seconds, in_time, kept, damaged, int(after != wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    generator = random.Random(options.seed)
    each = -(-options.kills // len(VICTIMS))
    print(f"{'command':<20}{'s alone':>8}{'kills':>7}{'in time':>9}{'whole':>7}{'damaged':>9}"
          f"{'wrong end':>11}")  # fmt: skip
    for victim in VICTIMS:
        seconds, in_time, kept, damaged, wrong = kill(victim, each, generator)
        print(f"{victim.name:<20}{seconds:>8.1f}{each:>7}{in_time:>9}{kept:>7}{damaged:>9}"
              f"{wrong:>11}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
