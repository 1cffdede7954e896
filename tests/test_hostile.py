"""Whatever is asked for, the answer is a right network or one sentence that says what to do."""

import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import uat
from uat.base.errors import FileError, InputError, TargetError
from uat.exchange.load import load
from uat.functions.target import make_target

STAGE = re.compile(r"\d+ s: ")  # what a slow machine says it is doing
UAT = [sys.executable, "-m", "uat"]


def run(*args: str, **options) -> subprocess.CompletedProcess[str]:
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([*UAT, *args], stderr=subprocess.PIPE, text=True, timeout=300, **options)


def raising(x):
    raise RuntimeError("boom")


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (raising, "raised RuntimeError at .*boom"),
        (lambda x: [[1, 2], [3, 4]], "must return one real number"),
        (lambda x: 1j * x, "must return one real number.* complex"),
        (lambda x: x * np.nan, "not a number everywhere"),
        (lambda x: x * 0 + np.inf, "infinite everywhere"),
        ("sin(1e9*x)", "varies too fast .* larger tolerance"),
        ("exp(-1/x)*sin(1e8*x)", "varies too fast"),
        ("1/(x - 0.5)", "pole|infinite"),
    ],
)
def test_functions_that_cannot_be_approximated_are_told_at_once(f, words):
    started = time.process_time()  # of this process: what else the machine does takes none
    with pytest.raises(TargetError, match=words):
        uat.approximate(f)
    assert time.process_time() - started < 10  # it is under 1 s


@pytest.mark.parametrize("shape", ["number", "array", "plane"])
def test_noise_is_refused_before_millions_of_samples_are_spent_on_it(shape):
    generator = np.random.default_rng(0)
    noise = {
        "number": lambda x: float(x) + 0.01 * float(generator.standard_normal()),
        "array": lambda x: x + 0.01 * generator.standard_normal(np.shape(x)),
        "plane": lambda x, y: x + y + generator.standard_normal(np.shape(x)),
    }[shape]
    with pytest.raises(TargetError, match=r"another value when it is called again .*\.csv"):
        make_target(noise)


def test_too_small_a_tolerance_is_not_called_a_pole():
    with pytest.raises(TargetError, match=r"varies too fast .* larger tolerance"):
        uat.approximate("sin(x)", construction="ramps", tol=1e-13)


def test_a_function_that_is_not_a_number_somewhere_is_no_noise():
    make_target(lambda x: np.nan if x < 0.5 else x)


@pytest.mark.parametrize("scale", ["1e300", "1e-300", "1"])
def test_huge_and_tiny_values_keep_the_relative_tolerance(scale):
    """The same staircase as for size one: only the output layer is multiplied."""
    net = uat.approximate(f"{scale}*sin(6*x)", construction="steps")
    plain = uat.approximate("sin(6*x)", construction="steps")
    x = np.linspace(0, 1, 1001)
    size = float(scale)
    assert net.network.neurons == pytest.approx(plain.network.neurons, abs=1)
    # 1 % of the range, by an independent look at even points.
    assert np.abs(net(x) / size - np.sin(6 * x)).max() <= 0.0201


@pytest.mark.parametrize("construction", ["bumps", "steps", "ramps", "folds"])
@pytest.mark.parametrize(
    ("f", "words"),
    [
        ("1.7e308*sin(6*x)", r"reaches 1.7e\+308, .* overflow: scale f down"),
        ("5e-324 + 0*x", "is at most 4.94e-324, .* lose digits: scale f up"),
        ("1e-310*sin(6*x)", "is at most 1e-310, .* lose digits: scale f up"),
    ],
)
def test_values_at_the_ends_of_the_float_range_are_refused(f, words, construction):
    with pytest.raises(TargetError, match=words):
        uat.approximate(f, construction=construction)


@pytest.mark.parametrize("f", ["3", "0", "-1e300", "1e-300"])
def test_constants_are_exact(f):
    net = uat.approximate(f)
    np.testing.assert_array_equal(net(np.linspace(0, 1, 7)), float(f))


def test_jumps_are_kept():
    net = uat.approximate("floor(7*x)", construction="steps")
    middles = (np.arange(7) + 0.5) / 7
    np.testing.assert_allclose(net(middles), np.arange(7), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"tol": 0}, "must be a positive number"),
        ({"tol": -1}, "must be a positive number"),
        ({"tol": np.nan}, "must be a positive number"),
        ({"tol": "a"}, "must be a number, not 'a'"),
        ({"tol": 1e-18}, "below what float64 can tell apart .* use at least"),
        ({"tol": 1e-9}, "need more than 2,500,000 .* larger tolerance"),
        ({"tol": 1e-9, "construction": "steps"}, "more than 10,000,000 .* larger tolerance"),
        ({"neurons": 0}, "need at least 2 neurons"),
        ({"neurons": 1}, "need at least 2 neurons"),
        ({"neurons": -1}, "must be 0 … 10,000,000"),
        ({"neurons": 10**9}, "must be 0 … 10,000,000, not 1000000000"),
        ({"neurons": 2.5}, "must be 0 … 10,000,000"),
        ({"neurons": "many"}, "must be 0 … 10,000,000, not many"),
        ({"neurons": np.nan}, "must be 0 … 10,000,000"),
        ({"overlap": 10**9}, "whole number of copies"),
        ({"steepness": "steep"}, "must be a number, not 'steep'"),
        ({"steepness": np.inf}, "must be a positive number"),
    ],
)
def test_numbers_that_have_no_meaning(options, words):
    with pytest.raises((InputError, TargetError), match=words):
        uat.approximate("x", **options)


@pytest.mark.parametrize(
    ("f", "options"),
    [
        ("x", {"construction": "steps", "neurons": 3_000_000}),
        ("x", {"construction": "steps", "tol": 1e-7}),
        ("x", {"construction": "bumps", "neurons": 8_000_000}),
        ("x*y", {"construction": "quadrants", "neurons": 1_000_000}),
    ],
)
def test_large_work_is_refused_with_an_estimate_before_it_begins(f, options):
    started = time.process_time()
    with pytest.raises(InputError, match=r"neurons of .* take about .* GiB and .* s: .*--force"):
        uat.approximate(f, **options)
    assert time.process_time() - started < 60  # it takes seconds


def test_large_work_can_be_forced(monkeypatch):
    monkeypatch.setattr("uat.constructions.limits.MOST_SECONDS", 1e-4)
    with pytest.raises(InputError, match="--force"):
        uat.approximate("x", construction="steps", neurons=40)
    assert uat.approximate("x", construction="steps", neurons=40, force=True).network.neurons == 40


@pytest.mark.parametrize("construction", ["quadrants", "towers", "ridges", "folds"])
def test_a_thousand_million_neurons_are_refused_for_every_construction(construction):
    with pytest.raises(InputError, match="must be 0 … 10,000,000"):
        uat.approximate("x*y", construction=construction, neurons=10**9)


def test_pictures_for_print_and_empty_files(tmp_path):
    levels = np.full((4, 6, 4), (0, 255, 255, 0), dtype=np.uint8)  # no cyan, no black: red
    Image.fromarray(levels, "CMYK").save(tmp_path / "print.tif")
    np.testing.assert_allclose(make_target(tmp_path / "print.tif")(0.5, 0.5), [1, 0, 0])
    (tmp_path / "empty.png").touch()
    with pytest.raises(InputError, match="is no picture: use"):
        make_target(tmp_path / "empty.png")


def test_tables_of_other_countries_and_repeated_points(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("Länge;Höhe\n0,0;1,5\n0,5;2,5\n1,0;0,5\n", encoding="cp1252")
    target = make_target(path)
    assert target.names == ("Länge",)
    np.testing.assert_allclose(target([0.0, 0.25, 1.0]), [1.5, 2.0, 0.5])
    path.write_text("x,y\n0,1\n0,2\n1,3\n")
    with pytest.raises(InputError, match="x = 0 has two values, 1 and 2"):
        make_target(path)
    path.write_text("x,y\n0,1\n0,1\n1,3\n")
    assert make_target(path)(0.5) == 2.0


def test_files_that_cannot_be_written_leave_what_was_there(tmp_path):
    net = uat.approximate("x", neurons=10)
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "file").write_text("kept")
    for path in (tmp_path / "folder.json", tmp_path / "file" / "net.json"):
        with pytest.raises(FileError, match="cannot write"):
            net.save(path)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.json"]
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
@pytest.mark.parametrize("args", [(), ("--json",)])
def test_a_full_disk_behind_the_output_is_one_sentence(args):
    with open("/dev/full", "w") as full:
        done = run("approximate", "x", "--neurons", "10", *args, stdout=full)
    said = [line for line in done.stderr.splitlines() if not STAGE.match(line)]
    assert (done.returncode, len(said)) == (1, 1)
    assert said[0].startswith("Error: cannot write the output: No space left")


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
