"""An unlucky machine or function: no fonts, no room, no permission, two runs at once, slow code."""

import itertools
import math
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import uat
from uat.base.errors import FileError, InputError, TargetError
from uat.exchange.load import load
from uat.films.renderer import render
from uat.functions.target import make_target
from uat.page.build import save_page
from uat.plots import save_plot

UAT = [sys.executable, "-m", "uat"]
NO_FONTS = "<?xml version='1.0'?><fontconfig><dir>{0}</dir><cachedir>{0}</cachedir></fontconfig>"


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What was said: one line, but for those of a slow machine that say what it is doing."""
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    assert "Traceback" not in done.stderr
    return line


class Clock:
    """A clock that only functions move on: no machine makes them slower."""

    def __init__(self):
        self.seconds, self.calls = 0.0, 0

    def pass_(self, seconds):
        self.seconds += seconds
        self.calls += 1


def test_a_slow_function_is_refused_with_an_estimate_unless_forced(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("uat.constructions.limits.now", lambda: clock.seconds)

    def slow(x):
        clock.pass_(0.02)
        return float(x) ** 2

    with pytest.raises(TargetError, match=r"takes 0\.02 s, .* 4,097 .* 1 min: .*csv.*--force"):
        uat.approximate(slow)
    assert clock.calls < 100
    monkeypatch.setattr("uat.constructions.limits.MOST_SECONDS", 1e-9)
    quick = uat.approximate(lambda x: np.exp(x), neurons=20, force=True)
    assert quick.network.neurons == 20


def test_a_function_that_is_slow_to_start_but_takes_arrays_is_not_refused(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("uat.constructions.limits.now", lambda: clock.seconds)

    def starts_slowly(x):
        clock.pass_(0.02)
        return np.square(x)

    assert uat.approximate(starts_slowly, neurons=20).network.neurons == 20


def test_a_machine_that_is_busy_for_a_while_makes_no_function_slow(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("uat.constructions.limits.now", lambda: clock.seconds)

    def held_up(x):
        clock.pass_(0.05 if clock.calls < 20 else 1e-6)  # something else runs meanwhile
        return float(x) ** 2

    assert uat.approximate(held_up, neurons=20).network.neurons == 20


@pytest.mark.parametrize(
    "f",
    [
        "sin(3*x)*cos(2*y)",
        lambda x, y: np.sin(3 * x) * np.cos(2 * y),
        lambda x, y: math.sin(3 * x) * math.cos(2 * y),
        np.vectorize(lambda x, y: math.sin(3 * x) * math.cos(2 * y)),
    ],
    ids=["formula", "arrays", "points", "vectorize"],
)
def test_no_clock_decides_what_is_built_or_measured(f, monkeypatch):
    """A machine on which every look at the clock takes an hour builds the same network."""
    options = {"box": [(-1, 1), (-1, 1)], "tol": 0.3, "force": True}
    usual = uat.approximate(f, **options)
    hours = itertools.count(step=3600.0)
    for clock in ("perf_counter", "monotonic", "process_time", "time"):
        monkeypatch.setattr(time, clock, lambda: next(hours))
    slow = uat.approximate(f, **options)
    monkeypatch.undo()

    assert slow.network == usual.network
    assert replace(slow.error, tolerance=None) == replace(usual.error, tolerance=None)


def leaves(x):
    raise SystemExit(3)


def says_much(x):
    raise RuntimeError("first\nsecond " + 1000 * "x")


@pytest.mark.parametrize(
    ("f", "words"),
    [(leaves, "raised SystemExit at .*: 3$"), (says_much, "^[^\n]*first second x{100,200} …$")],
)
def test_a_function_that_ends_the_program_or_says_much_is_one_sentence(f, words):
    with pytest.raises(TargetError, match=words):
        uat.approximate(f)


@pytest.mark.parametrize("f", ["1/(x - 0.5)", "1.7e308*cos(9*x)", "0/0 + x"])
def test_a_comparison_of_what_nothing_can_approximate_is_one_sentence(f):
    with pytest.raises(TargetError) as told:
        uat.compare(f, train=False)
    assert "left out" not in str(told.value)  # the same reason is not repeated for each


@pytest.mark.parametrize("tol", [0.0, -1.0, np.nan, np.inf])
def test_a_film_is_not_begun_for_a_tolerance_without_meaning(tol, tmp_path):
    with pytest.raises(InputError, match="the tolerance must be a positive number"):
        render("staircase", function="x", tol=tol, out=tmp_path / "film.mp4")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("f", "words"),
    [("1/(x - 0.5)", "infinite at x = 0.5"), (lambda x: x * np.nan, "not a number everywhere")],
)
def test_a_film_is_not_begun_for_a_function_without_values(f, words, tmp_path):
    with pytest.raises(TargetError, match=words):
        render("staircase", function=f, out=tmp_path / "film.mp4")
    assert os.listdir(tmp_path) == []


PICTURES = """
import sys, uat
from uat.films.stage.text import formula
ax = uat.approximate("x", neurons=10).plot()
ax.figure.savefig(sys.argv[1])
for part in formula("x^2").family_members_with_points():
    print(part.points.tobytes().hex())
"""


def test_without_fonts_plots_and_films_have_their_text(tmp_path, manim_folder):
    """Matplotlib and Typst bring their own; nothing may ask the system for one."""
    from uat.films.stage.text import formula

    (tmp_path / "fonts.conf").write_text(NO_FONTS.format(tmp_path))
    bare = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "MPLCONFIGDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", PICTURES, tmp_path / "plot.png"],
        env={**os.environ, **bare}, cwd=tmp_path, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0 and "font" not in done.stderr
    Image.open(tmp_path / "plot.png").load()
    usual = [part.points.tobytes().hex() for part in formula("x^2").family_members_with_points()]
    assert len(usual) == 2 and done.stdout.split()[-2:] == usual


def little_room() -> None:
    """As a full disk: files end at 100 bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


@pytest.mark.parametrize(
    "args",
    [
        ("approximate", "x", "--neurons", "10", "--save", "net.json", "--save", "net.npz"),
        ("approximate", "x", "--neurons", "10", "--plot", "net.png"),
        ("explore", "x", "-o", "net.html"),
    ],
)
def test_no_room_leaves_what_was_there_and_one_sentence(tmp_path, args):
    (tmp_path / args[-1]).write_text("kept")
    done = subprocess.run(
        [*UAT, *args], cwd=tmp_path, preexec_fn=little_room,
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert (done.returncode, sentence(done)[:20]) == (1, "Error: cannot write ")
    assert os.listdir(tmp_path) == [args[-1]]
    assert (tmp_path / args[-1]).read_text() == "kept"


@pytest.fixture
def read_only():
    """A folder that this process may read but not write to, whoever runs it.

    It is not below `tmp_path`, whose parents only their owner may enter.
    """
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as parent:
        os.chmod(parent, 0o755)
        folder = Path(parent, "read-only")
        folder.mkdir(mode=0o555)
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)


def test_a_read_only_folder_is_one_sentence(read_only):
    net = uat.approximate("x", neurons=10)
    for write in (
        lambda: net.save(read_only / "net.json"),
        lambda: save_plot(net, read_only / "net.png"),
        lambda: save_page(read_only / "net.html"),
    ):
        with pytest.raises(FileError, match=r"cannot write .*: permission denied"):
            write()
    assert os.listdir(read_only) == []


def test_a_film_into_a_folder_with_a_file_in_the_way_is_not_begun(tmp_path):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(FileError, match="file"):
        render("neuron", out=tmp_path / "file" / "film.mp4")
    assert (tmp_path / "file").read_text() == "kept"


def test_two_commands_into_one_folder_leave_whole_files(tmp_path):
    args = ["approximate", "sin(6*x)", "--with", "steps", "--save=net.json", "--save=net.npz"]
    running = [
        subprocess.Popen([*UAT, *args], cwd=tmp_path, stdout=-3, stderr=-3) for _ in range(2)
    ]
    assert [one.wait(timeout=300) for one in running] == [0, 0]
    assert sorted(os.listdir(tmp_path)) == ["net.json", "net.npz"]
    assert load(tmp_path / "net.json").network.layers == load(tmp_path / "net.npz").network.layers


def test_writers_that_meet_leave_one_whole_file(tmp_path):
    """Many times over, in threads: whichever is last, the file is one of the two, and whole."""
    nets = [uat.approximate("x", neurons=count) for count in (10, 400)]
    path = tmp_path / "net.json"

    def write(net):
        for _ in range(20):
            net.save(path)

    threads = [threading.Thread(target=write, args=(net,)) for net in nets]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if path.exists():
            assert load(path).network.neurons in (10, 400)
    assert os.listdir(tmp_path) == ["net.json"]


def test_names_that_no_file_can_have_are_one_sentence():
    for name in ("a\0b.png", "x" * 5000 + ".csv"):
        with pytest.raises((FileError, InputError)) as told:
            make_target(Path(name))
        assert len(str(told.value).splitlines()) == 1
