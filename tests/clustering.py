"""A dask scheduler and two workers for tests, started by the commands of the documentation."""

import subprocess
import sys
import time
from pathlib import Path

import pytest


@pytest.fixture
def cluster(tmp_path):
    """The scheduler's file, and three processes: the scheduler and the workers."""
    bin = Path(sys.executable).parent
    file = tmp_path / "scheduler.json"
    options = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    quiet = ["--no-dashboard", "--scheduler-file", str(file)]
    processes = [
        subprocess.Popen(
            [bin / "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", *quiet], **options
        )
    ]
    worker = [bin / "dask", "worker", "--no-nanny", "--nthreads", "1", *quiet]
    processes += [subprocess.Popen(worker, **options) for _ in range(2)]
    try:
        end = time.monotonic() + 120
        while not (file.exists() and file.stat().st_size):
            assert time.monotonic() < end, "the scheduler did not start"
            time.sleep(0.1)
        yield file, processes
    finally:
        for process in processes:
            process.kill()
            process.wait()
