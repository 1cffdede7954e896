"""Past one machine: 10^9 neurons, a gigapixel picture, 10^4 films, from constants measured here.

The constants are measured first. A discrete-event simulation of a scheduler with workers, which is
held against real runs with one and two processes, then says how long the work takes on many.
"""

import heapq
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from growth import LINE, build
from PIL import Image
from table import Table, ratio, show

from uat.approximation.many import approximate_many
from uat.cli.render import STORY
from uat.films.renderer import find_chapters
from uat.films.renderer.running import SECONDS

GIB = 2.0**30
TILE, SHARE = 256, 16  # pixels along a side of a tile; pixels for one neuron
NEURONS_A_TASK = 1_000_000
NEURONS, PIXELS, FILMS = 10**9, 10**9, 10**4
WORKERS = (1, 2, 10, 100, 1_000, 10_000)
DAYS_BETWEEN_DEATHS = 1.0  # of one worker
RESTART = 60.0  # seconds until a dead worker is replaced
CHILD = """
import json, resource, sys, time
import uat
box, neurons = json.loads(sys.argv[2])
uat.approximate(sys.argv[1], box, neurons=100)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
uat.approximate(sys.argv[1], box, neurons=neurons)
seconds = time.perf_counter() - start
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([seconds, 1024 * after, 1024 * (after - before)]))
"""
SHOT = """
import json, sys, tempfile, time
from pathlib import Path
from uat.films.renderer import QUALITIES, FilmSpec, ShotSpec, find_chapters
from uat.films.renderer.shot import render_shot
chapter = find_chapters()["neuron"]
with tempfile.TemporaryDirectory() as folder:
    for quality in ("l", "h"):
        frames = []
        spec = ShotSpec(chapter.path, chapter.shots[0], FilmSpec(quality=QUALITIES[quality]))
        start = time.perf_counter()
        path = render_shot(spec, Path(folder) / quality, frames.append)
        spent = time.perf_counter() - start
        size = path.stat().st_size
print(json.dumps([spent / sum(frames), size / sum(frames)]))
"""


@dataclass(frozen=True)
class Job:
    """Work in equal or unequal tasks.

    seconds: of each task. memory: of one task, in bytes. result: bytes of all that is kept.
    """

    name: str
    seconds: Sequence[float]
    memory: float
    result: float


@dataclass(frozen=True)
class Outcome:
    """seconds: until the last task is done. again: tasks that were begun again after a death."""

    seconds: float
    again: int


def simulate(
    seconds: Sequence[float], workers: int, dispatch: float, death: float = 0.0, seed: int = 0
) -> Outcome:
    """A scheduler hands out one task at a time to workers that are free; some die at work.

    dispatch: seconds of the scheduler for a task; it does one after the other. death: a worker's
    deaths a second. A dead worker's task goes to the end of the queue, and the worker comes back
    after RESTART seconds. Finished tasks stay finished.
    """
    chance = random.Random(seed)
    free = [0.0] * workers  # when each worker is free
    waiting, first = list(seconds), 0
    scheduler = end = 0.0
    again = 0
    while first < len(waiting):
        task = waiting[first]
        first += 1
        ready = heapq.heappop(free)
        scheduler = max(scheduler, ready) + dispatch
        lives = chance.expovariate(death) if death else float("inf")
        if lives < task:
            waiting.append(task)
            again += 1
            heapq.heappush(free, scheduler + lives + RESTART)
        else:
            end = max(end, scheduler + task)
            heapq.heappush(free, scheduler + task)
    return Outcome(end, again)


def measure(quick: bool) -> Iterator[Table]:
    overhead = dispatching(200 if quick else 2_000)
    yield against_reality(overhead, 8 if quick else 32)
    jobs = [neurons(100_000 if quick else NEURONS_A_TASK), picture(), films()]
    yield needs(jobs, overhead)
    yield at_work(jobs, overhead)


def dispatching(tasks: int) -> float:
    """Seconds of dask's scheduler for one task that does nothing."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.gather(client.map(abs, range(10)))
        start = time.perf_counter()
        client.gather(client.map(abs, range(10, 10 + tasks)))
        return (time.perf_counter() - start) / tasks


def against_reality(overhead: float, tiles: int) -> Table:
    """The simulation, and `approximate_many` on tiles of a picture, with one and two processes.

    A task of the simulation takes as long as one in a process alone; the first result of each run
    comes later, since a process has to start and to load, and the simulation is told by how much.
    """
    columns = ("processes", "tiles", "measured s", "simulated s", "measured / simulated")
    table = Table("The simulation beside real runs", columns)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        waves(4 * TILE).save(path)
        usual: list[float] = []
        for jobs in (1, 2):
            ends = timed(path, tiles, jobs)
            if not usual:
                usual = np.diff(ends)[1:].tolist()
                usual.insert(0, statistics.median(usual))
            loading = ends[1] - ends[0] - usual[0]
            measured = ends[-1] - ends[0]
            expected = loading + simulate(usual, jobs, overhead).seconds
            table.add(str(jobs), tiles, measured, expected, ratio([measured / expected]))
    table.notes.append(f"dask's scheduler takes {1e3 * overhead:.2f} ms for a task")
    return table


def timed(path: Path, tiles: int, jobs: int) -> list[float]:
    """When a run began, and when each tile of the picture was done."""
    edges = np.linspace(0, 1, 9)
    sides = list(itertools.pairwise(edges))
    boxes = [[x, y] for x in sides for y in sides][:tiles]
    ends = [time.perf_counter()]

    def note(number: int, result: object) -> None:
        ends.append(time.perf_counter())

    approximate_many([path] * tiles, boxes, jobs=jobs, neurons=1024, on_result=note)
    return ends


def waves(side: int) -> Image.Image:
    x, y = np.meshgrid(*(np.linspace(0, 1, side),) * 2)
    bands = (np.sin(90 * x * y), np.cos(70 * (x - y) ** 2), np.sin(60 * x) * np.cos(45 * y))
    return Image.fromarray(np.uint8(127 * np.stack(bands, axis=2) + 128))


def neurons(each: int) -> Job:
    """10^9 steps: the domain is cut into intervals, with as many neurons each."""
    count, seconds, memory = build(LINE[0], LINE[1], "steps", each)
    return Job("10^9 neurons (steps)", [seconds] * int(NEURONS / count), memory, 24.0 * NEURONS)


def picture() -> Job:
    """A gigapixel: tiles, with one neuron for 16 pixels."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tile.png"
        waves(TILE).save(path)
        request = json.dumps([[[0, 1], [0, 1]], TILE * TILE // SHARE])
        done = subprocess.run([sys.executable, "-c", CHILD, str(path), request],
                              capture_output=True, text=True, check=True)  # fmt: skip
    seconds, memory, _ = json.loads(done.stdout)
    tiles = -(-PIXELS // TILE**2)
    return Job("a gigapixel (boxes)", [seconds] * tiles, memory, 8.0 * 6 * PIXELS / SHARE)


def films() -> Job:
    """10^4 films of one chapter each, 1080p60: tasks are shots, as long as those of the story."""
    done = subprocess.run([sys.executable, "-c", SHOT], capture_output=True, text=True, check=True)
    a_frame, size = json.loads(done.stdout)
    chapters = find_chapters()
    lengths = [
        60.0 * SECONDS[name] / len(chapters[name].shots)
        for name in STORY
        for _ in chapters[name].shots
    ]
    shots_a_film = len(lengths) / len(STORY)
    count = round(FILMS * shots_a_film)
    drawn = random.Random(0).choices(lengths, k=count)
    return Job("10^4 films, 1080p60", [a_frame * n for n in drawn], 0.5 * GIB, size * sum(drawn))


def needs(jobs: list[Job], overhead: float) -> Table:
    columns = ("job", "tasks", "s a task", "GiB a task", "processor hours", "result, GiB",
               "all at once, GiB", "workers fed")  # fmt: skip
    table = Table("What the work needs, from constants measured here", columns)
    for job in jobs:
        mean, tasks = statistics.fmean(job.seconds), len(job.seconds)
        table.add(job.name, tasks, mean, job.memory / GIB, tasks * mean / 3600, job.result / GIB,
                  job.memory * tasks / GIB, mean / overhead)  # fmt: skip
    table.notes.append("all at once: if every task were in memory at the same time")
    table.notes.append("workers fed: by one scheduler, before they wait for it")
    return table


def at_work(jobs: list[Job], overhead: float) -> Table:
    columns = ("job", "workers", "hours", "workers used", "begun again", "s on the scheduler")
    table = Table("Simulated: hours on many workers, each dying once a day, one scheduler", columns)
    death = 1.0 / (86400.0 * DAYS_BETWEEN_DEATHS)
    for job in jobs:
        for workers in WORKERS:
            found = simulate(job.seconds, workers, overhead, death)
            used = sum(job.seconds) / found.seconds
            table.add(job.name, workers, found.seconds / 3600, f"{100 * used / workers:.0f} %",
                      found.again, overhead * len(job.seconds))  # fmt: skip
    return table


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    show(measure)
