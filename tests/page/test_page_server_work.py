"""The live server at work: the library's own numbers, how much at once, and its end."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from serving import (
    ask,
    asked,
    awaited,
    carried_out,
    children_of,
    gone,
    group_of,
    serving,
    until,
)

import uat
from uat.cli import main
from uat.networks.network import Network
from uat.page.server import Limits, Server
from uat.page.server.jobs import COMMAND, MOST_RUNNING, MOST_WAITING, Jobs
from uat.page.server.refused import Refused

SINE = {"formula": "sin(2*pi*x)", "box": [[0, 1]]}
LONG = {**SINE, "tolerance": 0.001, "train": True}  # trains networks for 40 s
ROOT = Path(__file__).resolve().parents[2]


# The library's own numbers; those of one input are compared in test_page_library.py


def test_networks_of_two_inputs_are_the_librarys_own(server: Server) -> None:
    net = uat.approximate("x*y", [(0, 1), (-1, 1)], construction="quadrants", tol=0.4)
    order = {"formula": "x*y", "box": [[0, 1], [-1, 1]], "tolerance": 0.4}
    status, found = carried_out(server, "approximate", order)  # quadrants are usual
    assert status == 200 and found["construction"] == "quadrants"
    assert Network.from_dict(found["network"]) == net.network
    assert (found["neurons"], found["error"], found["bound"], found["met"]) == (
        net.network.neurons, net.error.max, None, True,
    )  # fmt: skip


# Time, numbers, and the end


def sleeping(seconds: dict[str, float] | None = None) -> Jobs:
    """Jobs whose work is to sleep, with a child that sleeps too."""
    code = (
        "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); "
        'print(\'{"progress": {"stage": "asleep"}}\', flush=True); time.sleep(60)'
    )
    return Jobs(seconds or {}, (sys.executable, "-S", "-c", code))


def test_two_run_and_some_wait_and_no_more(server: Server) -> None:
    jobs = sleeping()
    order = {"task": "approximate"}
    try:
        taken = [jobs.submit(order) for _ in range(MOST_RUNNING + MOST_WAITING)]
        states = [job.state for job in taken]
        assert states == ["running"] * MOST_RUNNING + ["waiting"] * MOST_WAITING
        with pytest.raises(Refused) as refused:
            jobs.submit(order)
        assert refused.value.status == 429 and "Retry-After" in refused.value.headers
        until(lambda: all(job.progress for job in taken[:2]))  # their children sleep too
        first = group_of(taken[0].process.pid)
        assert len(first) == 2
        jobs.cancel(taken[0].id)
        jobs.cancel(taken[2].id)
        assert gone(first)
        until(lambda: taken[3].state == "running")
        assert [job.state for job in taken[:3]] == ["cancelled", "running", "cancelled"]
        assert jobs.submit(order).state == "waiting"
        running = [taken[1].process.pid, taken[3].process.pid]
        groups = set().union(*(group_of(pid) for pid in running))
        folder = taken[1].folder.parent
        assert groups and folder.is_dir()
    finally:
        jobs.close()
    assert gone(groups) and not folder.exists()


def test_the_time_limit_ends_real_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """When its timer, which the test holds, runs out, and not before."""
    begun: list[threading.Timer] = []
    monkeypatch.setattr(threading.Timer, "start", lambda timer: begun.append(timer))
    with serving(limits=Limits(jobs={"compare": 2.0})) as server:
        _, found = asked(server, "POST", "api/compare", LONG)
        leader = server.jobs.get(found["job"]).process
        assert leader is not None and group_of(leader.pid)
        until(lambda: begun)
        (timer,) = begun
        assert timer.interval == 2.0
        assert asked(server, "GET", f"api/jobs/{found['job']}")[0] == 202
        timer.function(*timer.args)
        status, answer = awaited(server, found["job"])
        assert status == 504 and "2 s" in answer["error"]
        assert gone({leader.pid})


def test_work_is_cancelled_on_delete(server: Server) -> None:
    _, found = asked(server, "POST", "api/compare", LONG)
    path = f"api/jobs/{found['job']}"
    leader = server.jobs.get(found["job"]).process
    assert leader is not None
    until(lambda: "stage" in asked(server, "GET", path)[1])  # it says what it does
    assert asked(server, "DELETE", path)[0] == 200
    assert gone({leader.pid})
    assert asked(server, "GET", path)[0] == 410
    assert asked(server, "DELETE", path)[0] == 200  # and now it is forgotten
    assert asked(server, "GET", path)[0] == 404


def test_a_process_that_dies_is_said_to_have() -> None:
    jobs = Jobs({}, (sys.executable, "-S", "-c", "import os; os._exit(7)"))
    job = jobs.submit({"task": "approximate"})
    until(lambda: job.is_over)
    jobs.close()
    assert job.state == "failed" and "status 7" in job.problem[1]["error"]


def test_fifty_at_once(server: Server) -> None:
    def one(number: int) -> int:
        if number % 5 == 4:
            return ask(server, "POST", "api/approximate", {"formula": f"x + + {number} +"})[0]
        if number % 5 == 3:
            return ask(server, "GET", "/wrong/")[0]
        return ask(server, "GET", "")[0]

    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(one, range(50)))
    assert found == [200, 200, 200, 403, 422] * 10


def test_a_child_ends_when_the_server_is_gone_though_it_says_nothing() -> None:
    pipe = subprocess.PIPE
    child = subprocess.Popen(COMMAND, cwd=ROOT, stdin=pipe, stdout=pipe, start_new_session=True)
    assert child.stdin is not None and child.stdout is not None
    order = {**LONG, "task": "compare", "neurons": None}
    child.stdin.write(json.dumps(order).encode() + b"\n")
    child.stdin.flush()
    assert b"progress" in child.stdout.readline()  # it is at work, and its words are still heard
    child.stdin.close()
    assert child.wait(60) == -signal.SIGKILL
    child.stdout.close()


# The command


def started(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """The command, and the address that it prints. folder: for its temporary files."""
    process = subprocess.Popen(
        [sys.executable, "cli.py", "explore", "--serve"],
        cwd=ROOT,
        env={**os.environ, "BROWSER": "true", "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


class Elsewhere:
    """A server in another process, as `ask` takes it."""

    def __init__(self, address: str) -> None:
        self.address = address
        match = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/[\w-]{43}/", address)
        assert match, address
        self.port = int(match[1])


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_end_of_the_command_is_the_end_of_its_children(
    sign: signal.Signals, tmp_path: Path
) -> None:
    process, address = started(tmp_path)
    server: Any = Elsewhere(address)
    assert asked(server, "POST", "api/compare", LONG)[0] == 202
    until(lambda: children_of(process.pid))
    children = children_of(process.pid)
    process.send_signal(sign)
    _, errors = process.communicate(timeout=120)
    assert gone(children)
    if sign != signal.SIGKILL:
        assert process.returncode == 0 and "Traceback" not in errors
        assert list(tmp_path.iterdir()) == []  # nothing is left behind


def test_a_port_that_is_taken_is_one_sentence(server: Server) -> None:
    result = CliRunner().invoke(main, ["explore", "--serve", "--port", str(server.port)])
    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: port {server.port} is taken: choose another, or leave --port out\n"
    )


@pytest.mark.parametrize(
    "args", [["--serve", "-o", "page.html"], ["--port", "80"], ["--serve", "--port", "70000"]]
)
def test_options_that_do_not_go_together(args: list[str]) -> None:
    assert CliRunner().invoke(main, ["explore", *args]).exit_code == 2
