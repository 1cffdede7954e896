"""Take shots from the store where it has them, and let worker processes draw the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from uat.films.renderer.cache import shot_key
from uat.films.renderer.lengths import expected_frames, remember
from uat.films.renderer.spec import CODECS, ShotSpec
from uat.films.renderer.store import fetch, keep

Progress = Callable[[int, int], None]
Complete = Callable[[int, list[Path]], None]


def draw_missing(
    reels: Sequence[Sequence[ShotSpec]],
    work: Path,
    *,
    jobs: int | None,
    progress: Progress | None,
    complete: Complete,
    cluster: Any = None,
) -> None:
    """Have a file for every shot of every reel, drawing those that are not in the store.

    complete is called with a reel's number and its files, as soon as the last of them is there.
    cluster: a dask scheduler whose workers draw, instead of `jobs` processes here.
    """
    shots = [(n, shot) for n, reel in enumerate(reels) for shot in reel]
    keys = [shot_key(shot) for _, shot in shots]
    parts = [
        work / f"part-{k}.{CODECS[s.film.quality.codec].container}"
        for k, (_, s) in enumerate(shots)
    ]
    films = work.parent
    absent = {
        k
        for k, key in enumerate(keys)
        if key is None or not fetch(films, f"{key}{parts[k].suffix}", parts[k])
    }

    def finish(number: int) -> None:
        mine = [k for k, (n, _) in enumerate(shots) if n == number]
        if not absent.intersection(mine):
            complete(number, [parts[k] for k in mine])

    for number in range(len(reels)):
        finish(number)
    if absent:
        order = sorted(absent)
        drawn = [shots[k][1] for k in order]
        counter = _Counter([expected_frames(shot, work.parent) for shot in drawn], progress)

        def store(position: int, path: Path) -> None:
            k = order[position]
            path.replace(parts[k])
            counter.settle(position, _length(parts[k]))
            remember(drawn[position], _length(parts[k]), films)
            key = keys[k]
            if key is not None:
                keep(parts[k], films, f"{key}{parts[k].suffix}")
            absent.discard(k)
            finish(shots[k][0])

        if cluster is not None:
            from uat.films.renderer.cluster import draw_on_cluster

            draw_on_cluster(drawn, work, cluster, counter.add, store)
        else:
            _draw(drawn, work, jobs, counter, store)


def _draw(
    shots: Sequence[ShotSpec],
    work: Path,
    jobs: int | None,
    counter: _Counter,
    store: Callable[[int, Path], None],
) -> None:
    from uat.films.renderer.chapters import load_chapter
    from uat.films.renderer.workers import draw_shots

    for shot in shots:
        load_chapter(shot.path)  # here, so that the processes forked from this one have it
    draw_shots(shots, work, jobs or os.cpu_count() or 1, counter.add, store)


def _length(part: Path) -> int:
    from uat.films.renderer.join import count_frames

    return count_frames(part)


class _Counter:
    """A counter of frames for `progress`; expected lengths give way to real ones."""

    def __init__(self, expected: Sequence[int], progress: Progress | None) -> None:
        self._expected, self._done = list(expected), 0
        self._progress = progress
        self._report()

    def add(self, frames: int) -> None:
        self._done += frames
        self._report()

    def settle(self, position: int, frames: int) -> None:
        """Note that the shot at `position` is done and had so many frames."""
        self._expected[position] = frames
        self._report()

    def _report(self) -> None:
        if self._progress is not None:
            self._progress(self._done, max(1, self._done, sum(self._expected)))
