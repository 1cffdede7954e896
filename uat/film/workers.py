"""Shots are drawn side by side in forked processes, one process a shot."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from uat.errors import RenderError, UatError
from uat.film.spec import ShotSpec

REPORT_SECONDS = 0.1

Finished = Callable[[int, Path], None]
Task = tuple[int, ShotSpec, Path]


def draw_shots(
    shots: Sequence[ShotSpec],
    folder: Path,
    jobs: int,
    on_frames: Callable[[int], None],
    on_finished: Finished,
) -> None:
    """Draw all shots into sub-folders of `folder`, at most `jobs` at a time.

    on_frames gets counts of new frames; on_finished the shot's number and its file, as soon as it
    is whole. A shot that fails does not stop the others; the first error is raised at the end.
    """
    tasks = [(number, shot, folder / f"shot-{number}") for number, shot in enumerate(shots)]
    if "fork" not in mp.get_all_start_methods():
        _draw_here(tasks, on_frames, on_finished)
        return
    waiting = list(reversed(tasks))
    running: dict[Any, tuple[Task, Any]] = {}
    errors: list[Exception] = []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                task = waiting.pop()
                pipe, process = _start(task)
                running[pipe] = (task, process)
            for pipe in wait(list(running)):
                task, process = running[pipe]
                message = _receive(pipe, process)
                if isinstance(message, int):
                    on_frames(message)
                    continue
                del running[pipe]
                process.join()
                if isinstance(message, Path):
                    on_finished(task[0], message)
                else:
                    errors.append(message)
    finally:
        for _, process in running.values():
            process.kill()
            process.join()
    if errors:
        raise errors[0]


def _draw_here(
    tasks: Iterable[Task], on_frames: Callable[[int], None], on_finished: Finished
) -> None:
    """Without fork: one shot after the other in this process."""
    from uat.film.shot import render_shot

    for number, shot, folder in tasks:
        on_finished(number, render_shot(shot, folder, on_frames))


def _start(task: Task) -> tuple[Any, Any]:
    context: Any = mp.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(task, receiver, sender), daemon=True)
    with warnings.catch_warnings():
        # Python 3.12 warns of other threads, of which the workers use none
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    sender.close()
    return receiver, process


def _receive(pipe: Any, process: Any) -> int | Path | Exception:
    try:
        message: int | Path | Exception = pipe.recv()
    except EOFError:
        process.join()
        return RenderError(
            f"a renderer process stopped without a word (exit status {process.exitcode}); "
            "if memory is short, use --jobs 1 or a lower quality"
        )
    return message


def _work(task: Task, receiver: Connection, sender: Connection) -> None:
    """The worker: draws one shot, reports frames, and at last a path or an error.

    If the parent is killed, the next report finds the pipe closed and ends the worker.
    """
    receiver.close()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from uat.film.shot import render_shot

    report = _Report(sender)
    result: Path | UatError
    try:
        result = render_shot(task[1], task[2], report)
    except UatError as error:
        result = error
    except Exception as error:
        result = RenderError(f"the shot {task[1].name} failed: {type(error).__name__}: {error}")
    report.flush()
    sender.send(result)
    sender.close()
    os._exit(0)


class _Report:
    """Sends counts of frames, a few times a second."""

    def __init__(self, sender: Connection) -> None:
        self._sender = sender
        self._frames = 0
        self._sent = time.monotonic()

    def __call__(self, frames: int) -> None:
        self._frames += frames
        if time.monotonic() - self._sent > REPORT_SECONDS:
            self.flush()

    def flush(self) -> None:
        try:
            self._sender.send(self._frames)
        except BrokenPipeError:
            os._exit(1)
        self._frames = 0
        self._sent = time.monotonic()
