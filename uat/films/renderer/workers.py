"""Draw shots side by side in forked processes, one process a shot."""

from __future__ import annotations

import gc
import multiprocessing as mp
import os
import signal
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from uat.base.errors import RenderError, UatError
from uat.base.nouns import noun_of
from uat.films.renderer.spec import ShotSpec

REPORT_SECONDS = 0.1

Finished = Callable[[int, Path], None]
Task = tuple[int, ShotSpec, Path]
Make = Callable[[ShotSpec, Path, Callable[[int], None], Path], Path]


def draw_shots(
    shots: Sequence[ShotSpec],
    folder: Path,
    jobs: int,
    on_frames: Callable[[int], None],
    on_finished: Finished,
    make: Make | None = None,
) -> None:
    """Draw all shots into sub-folders of `folder`, at most `jobs` at a time.

    make: what is done with each shot; it returns a file. None draws.

    on_frames gets counts of new frames; on_finished the shot's number and its file, as soon as it
    is whole. A shot that fails does not stop the others; the first error is raised at the end.
    """
    from uat.films.renderer.shot import render_shot

    tasks = [(number, shot, folder / f"shot-{number}") for number, shot in enumerate(shots)]
    make = make or render_shot
    if "fork" not in mp.get_all_start_methods():
        _draw_here(tasks, make, on_frames, on_finished)
        return
    waiting = list(reversed(tasks))
    workers = [_Worker(tasks, make) for _ in range(min(jobs, len(tasks)))]
    errors: list[Exception] = []
    try:
        for worker in workers:
            worker.give(waiting.pop())
        while busy := {worker.pipe: worker for worker in workers if worker.task is not None}:
            for pipe in wait(list(busy)):
                worker = busy[pipe]
                message = worker.receive()
                if isinstance(message, int):
                    on_frames(message)
                    continue
                number = worker.finish()
                if isinstance(message, Path):
                    on_finished(number, message)
                else:
                    errors.append(message)
                if waiting:
                    worker.give(waiting.pop())
    finally:
        for worker in workers:
            worker.stop()
    if errors:
        raise _first(errors)


class _Worker:
    """A forked process that draws one shot after another, and what it is drawing now.

    It keeps formulas and compiled code in memory from one shot to the next. If it dies, the next
    shot gets a new process. tasks: all there are; a process inherits them, since functions written
    in Python cannot be sent to it. make: what it does with a shot.
    """

    def __init__(self, tasks: Sequence[Task], make: Make) -> None:
        self._tasks, self._make = tasks, make
        self.task: Task | None = None
        self.pipe: Any = None
        self._process: Any = None

    def give(self, task: Task) -> None:
        """Let it draw a shot."""
        if self._process is None:
            self._start()
        self.task = task
        self.pipe.send(task[0])

    def receive(self) -> int | Path | Exception:
        """Return its next message; if it is gone, an error that says so."""
        try:
            message: int | Path | Exception = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self._process.join()
            status = self._process.exitcode
            self.stop()
            return RenderError(
                f"a renderer process stopped without a word (exit status {status}); "
                "if memory is short, use --jobs 1 or a lower quality"
            )
        return message

    def finish(self) -> int:
        """Note that its shot is over, and return the shot's number."""
        assert self.task is not None
        number, self.task = self.task[0], None
        return number

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self.pipe.close()
            self._process = None

    def _start(self) -> None:
        context: Any = mp.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(self.pipe, theirs, self._tasks, self._make), daemon=True
        )
        with warnings.catch_warnings():
            # Python 3.12 warns of other threads, of which the workers use none
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        theirs.close()


def _first(errors: Sequence[Exception]) -> Exception:
    """Return the first error; it says how many more there were."""
    if len(errors) == 1:
        return errors[0]
    more = f"{len(errors) - 1} more {noun_of(len(errors) - 1, 'shot')} failed"
    errors[0].args = (f"{errors[0]} ({more})",)
    return errors[0]


def _draw_here(
    tasks: Iterable[Task], make: Make, on_frames: Callable[[int], None], on_finished: Finished
) -> None:
    """Draw one shot after the other in this process, where fork is missing."""
    for number, shot, folder in tasks:
        on_finished(number, make(shot, folder, on_frames, log_file(shot, folder)))


def log_file(shot: ShotSpec, folder: Path) -> Path:
    """Name the file for Manim's messages about a shot. folder: the shot's own."""
    return folder.parents[2] / "logs" / f"{shot.path.stem}.{shot.name}.log"


def _work(parents: Connection, pipe: Connection, tasks: Sequence[Task], make: Make) -> None:
    """Draw the shots that are given; report frames, and at last a path or an error.

    If the parent is killed, the next report ends the worker.
    """
    gc.freeze()  # never collect what the parent made: a decoder would wait for its lost threads
    parents.close()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    while True:
        try:
            number: int = pipe.recv()
        except (EOFError, ConnectionResetError):
            os._exit(0)
        report = _Report(pipe)
        result = _result(tasks[number], make, report)
        report.flush()
        pipe.send(result)


def _result(task: Task, make: Make, report: Callable[[int], None]) -> Path | UatError:
    """Draw a shot, and turn what goes wrong into an error of ours."""
    from uat.films.renderer.shot import is_no_room, no_room

    _, shot, folder = task
    try:
        return make(shot, folder, report, log_file(shot, folder))
    except UatError as error:
        return error
    except Exception as error:
        name = f"{shot.path.stem}.{shot.name}"
        if is_no_room(error):
            return no_room(name)
        return RenderError(f"the shot {name} failed: {type(error).__name__}: {error}")


class _Report:
    """A sender of counts of frames, a few times a second."""

    def __init__(self, sender: Connection) -> None:
        self._sender = sender
        self._frames = 0
        self._sent = time.monotonic()
        self._parent = os.getppid()

    def __call__(self, frames: int) -> None:
        self._frames += frames
        if time.monotonic() - self._sent > REPORT_SECONDS:
            self.flush()

    def flush(self) -> None:
        if os.getppid() != self._parent:
            os._exit(1)
        try:
            self._sender.send(self._frames)
        except BrokenPipeError:
            os._exit(1)
        self._frames = 0
        self._sent = time.monotonic()
