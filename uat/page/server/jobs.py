"""Queue orders: two work at once, each in a child process with a time limit.

A child has a process group of its own, so that it is stopped with all that it started.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from uat.page.server.orders import Order
from uat.page.server.refused import Refused

MOST_RUNNING = 2
MOST_WAITING = 8
MOST_KEPT = 32  # finished jobs whose results can still be fetched
MOST_RESULT = 32 * 2**20  # bytes
SECONDS: Mapping[str, float] = {"approximate": 60.0, "compare": 120.0, "render": 600.0}
COMMAND = (sys.executable, "-m", "uat.page.server.work")

Process = subprocess.Popen[bytes]


@dataclass(eq=False)
class Job:
    """An order on its way.

    state: waiting, running, done, failed, late (over its time limit) or cancelled. progress: what
    the library last said. result: JSON, when it is done. problem: why it failed, and its status.
    """

    id: str
    order: Order
    folder: Path
    seconds: float
    state: str = "waiting"
    progress: dict[str, Any] = field(default_factory=dict)
    result: bytes = b""
    problem: tuple[int, dict[str, Any]] = (500, {})
    process: Process | None = field(default=None, repr=False)

    @property
    def is_over(self) -> bool:
        return self.state not in ("waiting", "running")


class Jobs:
    """The queue. seconds: time limits by task. command: what is started for an order."""

    def __init__(
        self, seconds: Mapping[str, float] = SECONDS, command: tuple[str, ...] = COMMAND
    ) -> None:
        self._seconds, self._command = {**SECONDS, **seconds}, command
        self._folder = Path(tempfile.mkdtemp(prefix="uat-server-"))
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._jobs: dict[str, Job] = {}  # in the order of their arrival
        self._running: set[Job] = set()  # those with a process, which may be ending
        self._closed = False

    def submit(self, order: Order) -> Job:
        """Take in an order. Raises Refused (429) if too many wait."""
        with self._lock:
            waiting = sum(job.state == "waiting" for job in self._jobs.values())
            if self._closed or waiting >= MOST_WAITING:
                sentence = f"{waiting} jobs wait already: try again when one is done"
                raise Refused(429, sentence, Retry_After="5")
            name = secrets.token_urlsafe(12)
            folder = self._folder / name
            job = Job(name, order, folder, self._seconds[order["task"]])
            self._jobs[name] = job
            self._forget_old()
            self._start_next()
        return job

    def get(self, name: str) -> Job:
        """Return the job of that id. Raises Refused (404)."""
        with self._lock:
            return self._found(name)

    def cancel(self, name: str) -> None:
        """Stop a job, or forget its result. Raises Refused (404)."""
        with self._lock:
            job = self._found(name)
            if job.is_over:
                self._forget(job)
            else:
                self._stop(job, "cancelled")

    def _found(self, name: str) -> Job:
        if name not in self._jobs:
            raise Refused(404, "there is no such job, or no longer")
        return self._jobs[name]

    def close(self, seconds: float = 5.0) -> None:
        """Stop everything and remove what was written; waits so long for children to end."""
        with self._lock:
            self._closed = True
            for job in self._jobs.values():
                if not job.is_over:
                    self._stop(job, "cancelled")
            self._changed.wait_for(lambda: not self._running, seconds)
        shutil.rmtree(self._folder, ignore_errors=True)

    # With the lock held

    def _start_next(self) -> None:
        for job in self._jobs.values():
            if self._closed or len(self._running) >= MOST_RUNNING:
                return
            if job.state == "waiting":
                self._start(job)

    def _start(self, job: Job) -> None:
        """Start a job in a folder of its own, which is also its working folder."""
        try:
            job.folder.mkdir()
            job.process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=job.folder,
                env=_environment(),
                start_new_session=True,
            )
        except OSError as error:
            job.state, job.problem = "failed", (500, {"error": f"cannot start: {error}"})
            return
        job.state = "running"
        self._running.add(job)
        threading.Thread(target=self._follow, args=(job, job.process), daemon=True).start()

    def _stop(self, job: Job, state: str) -> None:
        """Kill its process group; whoever follows it sees its output end."""
        job.state = state
        if job.process is not None:
            _kill(job.process)

    def _forget_old(self) -> None:
        over = [job for job in self._jobs.values() if job.is_over]
        for job in over[: max(0, len(over) - MOST_KEPT)]:
            self._forget(job)

    def _forget(self, job: Job) -> None:
        self._jobs.pop(job.id)
        shutil.rmtree(job.folder, ignore_errors=True)

    # In a thread of its own for each process

    def _follow(self, job: Job, process: Process) -> None:
        """Hand over the order, take in what comes back, and see the process off."""
        timer = threading.Timer(job.seconds, self._late, [job])
        timer.daemon = True
        timer.start()
        last = self._talk(job, process)
        timer.cancel()
        with self._lock:
            _kill(process)  # what it may have left behind; its id is taken until it is waited for
            process.wait()
            for pipe in filter(None, (process.stdin, process.stdout)):
                with suppress(OSError):
                    pipe.close()
            job.process = None
            self._running.discard(job)
            if job.state == "running":
                _finish(job, last, process.returncode)
            if job.id not in self._jobs:
                shutil.rmtree(job.folder, ignore_errors=True)
            self._start_next()
            self._changed.notify_all()

    def _talk(self, job: Job, process: Process) -> bytes:
        """Return the last line that comes back."""
        assert process.stdin is not None and process.stdout is not None
        line = b""
        with suppress(OSError):
            process.stdin.write(json.dumps(job.order).encode() + b"\n")
            process.stdin.flush()
            while line := process.stdout.readline(MOST_RESULT):
                if not line.startswith(b'{"progress"'):
                    break
                job.progress = json.loads(line)["progress"]
        return line

    def _late(self, job: Job) -> None:
        with self._lock:
            if job.state == "running":
                self._stop(job, "late")


def _finish(job: Job, line: bytes, status: int) -> None:
    """Set the state of the job by the last line."""
    job.state = "failed"
    if line and not line.endswith(b"\n"):
        sentence = "the network is too large for the page: uat approximate writes it to a file"
        job.problem = (422, {"error": sentence})
        return
    try:
        message = json.loads(line)
    except ValueError:
        job.problem = (500, {"error": f"the process stopped without a word (status {status})"})
        return
    if "result" in message:
        job.state, job.result = "done", json.dumps(message["result"]).encode()
    else:
        job.problem = (message["status"], message["problem"])


def _kill(process: Process) -> None:
    """Kill the group of a process that nobody has waited for yet."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """Return this process's environment, with this very package first, and no windows."""
    root = str(Path(__file__).resolve().parents[3])
    before = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([root, before] if before else [root])
    return {**os.environ, "PYTHONPATH": path, "MPLBACKEND": "Agg"}
