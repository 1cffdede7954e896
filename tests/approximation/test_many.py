"""Many functions at once give what each gives alone, also when workers die."""

import os
import signal
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

import uat
from uat.approximation.many import approximate_many
from uat.base.errors import InputError, MissingError, UatError

FORMULAS = ["sin(6*x)", "x^2", "abs(x - 0.4)", "cos(9*x)*x"]


def alone(formula):
    return uat.approximate(formula, construction="steps", tol=0.05).network


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_are_those_of_one_at_a_time(jobs):
    seen = []
    nets = approximate_many(
        FORMULAS, jobs=jobs, construction="steps", tol=0.05, progress=lambda *now: seen.append(now)
    )
    assert [net.network for net in nets] == [alone(formula) for formula in FORMULAS]
    assert seen == [(n, 4) for n in range(1, 5)]


def test_errors_are_kept_or_raised_at_the_end():
    functions = ["x", "1/(x - 0.5)", "x^2"]
    results = approximate_many(functions, jobs=1, tol=0.1, keep_errors=True)
    assert [isinstance(result, UatError) for result in results] == [False, True, False]
    done = []
    with pytest.raises(UatError, match="infinite"):
        approximate_many(functions, jobs=1, tol=0.1, on_result=lambda *r: done.append(r))
    assert len(done) == 3


def test_tiles_of_a_picture(tmp_path):
    y, x = np.mgrid[0:1:16j, 0:1:16j]
    Image.fromarray((255 * x * y).astype(np.uint8)).save(tmp_path / "p.png")
    whole = uat.make_target(tmp_path / "p.png").box
    (a, b), (c, d) = whole
    boxes = [[(a, (a + b) / 2), (c, d)], [((a + b) / 2, b), (c, d)]]
    left, right = approximate_many([str(tmp_path / "p.png")] * 2, boxes, jobs=1, tol=0.2)
    assert left.target.box[0][1] == right.target.box[0][0]
    assert left.error.max <= 0.2 and right.error.max <= 0.2


PLAIN = """
import uat

def square(x):
    return x * x

functions = ["x", "x^3", {own}]
nets = uat.approximate_many(functions, jobs=2, construction="steps", tol=0.2)
print(*[net.network.neurons for net in nets], flush=True)
"""


@pytest.mark.parametrize("own", ["'x^2'", "square", "lambda x: x * x"])
def test_a_plain_script_needs_no_main_guard(own, tmp_path):
    """Functions of the script itself are built in its own process, once."""
    (tmp_path / "script.py").write_text(PLAIN.format(own=own))
    command = [sys.executable, "script.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    expected = [
        uat.approximate(f, construction="steps", tol=0.2).network.neurons
        for f in ("x", "x^3", "x^2")
    ]
    assert done.stdout.split() == list(map(str, expected)), done.stderr


def test_a_guarded_script_sends_its_own_functions(tmp_path):
    own = "square] + [square"
    text = PLAIN.replace("print", "if __name__ == '__main__':\n    print").format(own=own)
    text = text.replace("nets =", "nets = __name__ == '__main__' and")
    (tmp_path / "script.py").write_text(text)
    command = [sys.executable, "script.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert len(done.stdout.split()) == 4, done.stderr


def test_requests_without_meaning():
    with pytest.raises(InputError, match="2 functions, but 1 boxes"):
        approximate_many(["x", "x^2"], [(0, 1)])
    assert approximate_many([]) == []


def test_without_dask_the_command_is_named(without):
    without("distributed")
    with pytest.raises(MissingError, match=r"-m pip install 'dask\[distributed\]'"):
        approximate_many(["x"], cluster="tcp://127.0.0.1:1")


def test_a_cluster_does_the_same_though_a_worker_is_killed(cluster):
    from distributed import Client

    file, processes = cluster
    with Client(scheduler_file=str(file), set_as_default=False, timeout=120) as client:
        client.wait_for_workers(2, timeout=300)
        killed = []

        def kill_one(number, result):
            if not killed:
                os.kill(processes[1].pid, signal.SIGKILL)
                killed.append(number)

        nets = approximate_many(
            FORMULAS * 3, cluster=client, construction="steps", tol=0.05, on_result=kill_one
        )
    assert killed
    assert [net.network for net in nets] == [alone(formula) for formula in FORMULAS] * 3


def test_an_address_where_nobody_answers(monkeypatch):
    monkeypatch.setattr("uat.approximation.many.ANSWER_SECONDS", 0.5)
    with pytest.raises(InputError, match="no dask scheduler answers"):
        approximate_many(["x"], cluster="tcp://127.0.0.1:9")
