"""The command as a process: full disks, interrupts, no home, two at once."""

import fcntl
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import uat
from uat.exchange.load import load

STAGE = re.compile(r"\d+ s: ")  # what a slow machine says it is doing
UAT = [sys.executable, "-m", "uat"]
STARTED = """
import atexit, os, signal, sys, types, weakref
import uat.__main__ as program

def interrupt(*rest):
    os.kill(os.getpid(), signal.SIGINT)

class Falls:
    def __del__(self):
        interrupt()

def callback():
    thing = Falls.__new__(type("Thing", (), {{}}))
    watched = weakref.ref(thing, interrupt)
    del thing
    signal.pause()

def destructor():
    Falls()
    signal.pause()

def module():
    # as modules in C do: what interrupts the inner one is told as something else
    try:
        import interrupting
    except BaseException as error:
        raise ImportError("the inner module cannot be loaded") from error
    signal.pause()

def printed():
    try:
        interrupt()
    except KeyboardInterrupt as error:
        sys.excepthook(type(error), error, error.__traceback__)
    signal.pause()

def at_exit():
    atexit.register(interrupt)

cli = types.ModuleType("uat.cli")
cli.main = lambda prog_name: {moment}()
sys.modules["uat.cli"] = cli
program.start()
"""


def run(*args: str, **options) -> subprocess.CompletedProcess[str]:
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([*UAT, *args], stderr=subprocess.PIPE, text=True, timeout=300, **options)


def test_without_a_home_a_network_is_saved(tmp_path):
    env = {key: value for key, value in os.environ.items() if key not in ("HOME", "USER")}
    path = tmp_path / "net.json"
    done = run("approximate", "x", "--neurons", "10", "--save", str(path), env=env)
    assert done.returncode == 0 and "Error" not in done.stderr  # a slow machine says what it does
    assert load(path).network.neurons == 10


def test_an_interrupt_ends_without_a_traceback_or_a_file(tmp_path):
    path = tmp_path / "net.json"
    args = ["approximate", "-", "--save", str(path)]
    started = subprocess.Popen(
        [*UAT, *args], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert started.stdin is not None
    fcntl.fcntl(started.stdin, fcntl.F_SETPIPE_SZ, 4096)
    started.stdin.write(8192 * " ")  # more than the pipe holds: it reads the expression by then
    started.stdin.flush()
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=300)
    assert (started.returncode, said.strip()) == (1, "Aborted!")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("seed", range(8))
def test_an_interrupt_at_any_moment_shows_no_traceback(seed):
    """While modules load, while it builds and proves, and while it prints."""
    started = subprocess.Popen(
        [*UAT, "approximate", "sin(6*x)", "--tol", "1e-4", "--with", "steps", "--prove"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(0.2 + 0.2 * seed)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=300)
    # Before our first line runs, Python itself may show where it was.
    assert not re.search(r'File ".*[/\\]uat[/\\]', said)
    # Done, told that it is not, or stopped by the signal after all was said.
    assert started.returncode in (0, 1, -signal.SIGINT)


def little_room() -> None:
    """As a full disk: files end at 100 bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What was said: one line, but for those of a slow machine that say what it is doing."""
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    assert "Traceback" not in done.stderr
    return line


@pytest.mark.parametrize(
    "args",
    [
        ("approximate", "x", "--neurons", "10", "--save", "net.json", "--save", "net.npz"),
        ("approximate", "x", "--neurons", "10", "--plot", "net.png"),
        ("explore", "x", "-o", "net.html"),
    ],
)
def test_no_room_leaves_what_was_there_and_one_sentence(tmp_path, monkeypatch, args):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # compiled modules would be cut off, too
    (tmp_path / args[-1]).write_text("kept")
    done = subprocess.run(
        [*UAT, *args], cwd=tmp_path, preexec_fn=little_room,
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert (done.returncode, sentence(done)[:20]) == (1, "Error: cannot write ")
    assert os.listdir(tmp_path) == [args[-1]]
    assert (tmp_path / args[-1]).read_text() == "kept"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("args", [(), ("--json",)])
def test_no_room_behind_the_output_is_one_sentence(tmp_path, monkeypatch, args, unbuffered):
    """Unbuffered, Python itself would drop what there is no room for, and end well."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with open(tmp_path / "said", "w") as output:
        done = run("approximate", "x", *args, stdout=output, preexec_fn=little_room)
    assert (done.returncode, sentence(done)) == (
        1,
        "Error: cannot write the output: File too large",
    )


def test_two_commands_into_one_folder_leave_whole_files(tmp_path):
    args = ["approximate", "sin(6*x)", "--with", "steps", "--save=net.json", "--save=net.npz"]
    running = [
        subprocess.Popen([*UAT, *args], cwd=tmp_path, stdout=-3, stderr=-3) for _ in range(2)
    ]
    assert [one.wait(timeout=300) for one in running] == [0, 0]
    assert sorted(os.listdir(tmp_path)) == ["net.json", "net.npz"]
    assert load(tmp_path / "net.json").network.layers == load(tmp_path / "net.npz").network.layers


@pytest.mark.parametrize("moment", ["callback", "destructor", "module", "printed", "at_exit"])
def test_an_interrupt_where_python_or_c_would_swallow_it(moment, tmp_path):
    """It is said once, and nothing else is; after the end nothing is said at all."""
    (tmp_path / "interrupting.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nfor _ in range(9): pass\n"
    )
    paths = [str(tmp_path), str(Path(uat.__file__).parents[1])]
    done = subprocess.run(
        [sys.executable, "-c", STARTED.format(moment=moment)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    ended = (-signal.SIGINT, "") if moment == "at_exit" else (1, "Aborted!\n")
    assert (done.returncode, done.stderr) == ended
