"""Kills: commands that write files, ended by SIGKILL at random moments; what do they leave behind?

A command is run to its end twice, and timed: a film keeps its shots, and is quicker the second
time. Then it is started anew and killed, at a moment that is drawn evenly from the time that it
would take; half of the runs find an older, whole file in their place. After each kill every file
with a final name is read to its end: it must be whole. After the last kill of a command it runs to
its end in the same folder, and its files must be those of the unhurt run.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from table import Table, show

UAT = [sys.executable, "-m", "uat"]
F = "sin(6*x)"
KILLS, SEED = 200, 0


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
    from uat.exchange.load import load

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
        again, _ = unhurt(victim, folder, cache)  # a film's shots are kept
        in_time = kept = damaged = 0
        for number in range(kills):
            shutil.rmtree(folder)
            shutil.copytree(whole, folder) if number % 2 else folder.mkdir()
            afresh = number % 4 < 2
            if afresh:
                shutil.rmtree(cache, ignore_errors=True)
                cache.mkdir()
            running = start(victim, folder, cache)
            time.sleep((seconds if afresh else again) * generator.random())
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


def measure(quick: bool) -> Iterator[Table]:
    columns = ("command", "s alone", "kills", "in time", "whole files", "damaged", "wrong ends")
    table = Table("Commands killed at random moments", columns,
                  {"damaged": "0", "wrong ends": "0"})  # fmt: skip
    generator = random.Random(SEED)
    each = 5 if quick else KILLS // len(VICTIMS)
    for victim in VICTIMS:
        seconds, *counts = kill(victim, each, generator)
        table.add(victim.name, seconds, each, *counts)
    table.notes.append("in time: the command was still running; wrong ends: of the run after it")
    yield table


if __name__ == "__main__":
    show(measure)
