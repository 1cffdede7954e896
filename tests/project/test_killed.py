"""A killed command leaves a whole file or none, and the next one ends right."""

import random
import subprocess
import sys
import time

import pytest

from uat.exchange.load import load

COMMAND = ["approximate", "sin(6*x)", "--with", "steps", "--tol", "1e-4"]


def start(folder) -> subprocess.Popen[bytes]:
    saved = [f"--save={folder / name}" for name in ("net.json", "net.npz")]
    return subprocess.Popen([sys.executable, "-m", "uat", *COMMAND, *saved], stdout=-3, stderr=-3)


@pytest.fixture(scope="module")
def unhurt(tmp_path_factory):
    """A run that is left alone: its folder and how long it took, in seconds."""
    folder = tmp_path_factory.mktemp("unhurt")
    started = time.monotonic()
    assert start(folder).wait(timeout=300) == 0
    return folder, time.monotonic() - started


@pytest.mark.parametrize("seed", range(6))
def test_a_killed_command_damages_no_file(tmp_path, unhurt, seed):
    whole, seconds = unhurt
    if seed % 2:  # an older file keeps what it has, until the new one is whole
        (tmp_path / "net.json").write_bytes((whole / "net.json").read_bytes())
    running = start(tmp_path)
    # The files are written at the end: most kills go there.
    time.sleep(seconds * random.Random(seed).uniform(0.5, 1.0))
    running.kill()
    running.wait(timeout=300)
    for name in ("net.json", "net.npz"):
        if (tmp_path / name).exists():
            assert load(tmp_path / name).network.neurons == load(whole / name).network.neurons
    assert (tmp_path / "net.json").exists() or seed % 2 == 0
    if seed == 0:
        assert start(tmp_path).wait(timeout=300) == 0
        assert (tmp_path / "net.json").read_bytes() == (whole / "net.json").read_bytes()
