"""The live server: the library's own numbers for whoever has the key, and a sentence for others."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import (
    ask,
    asked,
    awaited,
    carried_out,
    children_of,
    gone,
    group_of,
    root_of,
    serving,
    status_of,
    talk,
)

import uat
from uat.cli import main
from uat.errors import InputError
from uat.network import Network
from uat.page import build_page
from uat.page.build import policy_of
from uat.server import Limits, Server
from uat.server.answers import Answer
from uat.server.jobs import COMMAND, MOST_RUNNING, MOST_WAITING, Jobs
from uat.server.orders import MOST_TEXT, read_order
from uat.server.reading import MOST_BODY, MOST_HEAD
from uat.server.refused import Refused

SINE = {"formula": "sin(2*pi*x)", "box": [[0, 1]]}
LONG = {**SINE, "tolerance": 0.001, "train": True}  # trains networks for 40 s
ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("sin(2*pi*x)") as server:
        yield server


# Who may ask


def test_the_page_is_there_for_whoever_has_the_address(server: Server) -> None:
    status, headers, body = ask(server, "GET", "")
    text = body.decode()
    assert status == 200 and headers["Content-Type"] == "text/html; charset=utf-8"
    assert '"sin(2*pi*x)"' in text
    assert headers["Content-Security-Policy"] == f"{policy_of(text)}; frame-ancestors 'none'"
    rules = dict(rule.split(" ", 1) for rule in policy_of(text).split("; "))
    assert rules["default-src"] == "'none'"
    assert (rules["connect-src"], rules["media-src"]) == ("'self'", "'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert server.server_address[0] == "127.0.0.1"


def test_every_answer_has_headers_that_keep_others_out(server: Server) -> None:
    for path in ("", "api/jobs/none", "/"):
        _, headers, _ = ask(server, "GET", path)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers and "Server" not in headers


def test_the_offline_page_asks_nobody(server: Server) -> None:
    offline = build_page("sin(2*pi*x)")
    assert "connect-src" not in policy_of(offline) and "default-src 'none'" in policy_of(offline)
    assert "library-data" not in offline and "library-data" in ask(server, "GET", "")[2].decode()


def test_no_token_or_a_wrong_one_opens_nothing(server: Server) -> None:
    token = root_of(server).strip("/")
    assert len(token) >= 40
    wrong = ("", token[:-1], token + "A", token[::-1], token.upper(), f"x/{token}", "%00", "..")
    for path in (f"/{each}/" for each in wrong):
        assert ask(server, "GET", path)[0] == 403, path
        assert ask(server, "POST", f"{path}api/approximate", SINE)[0] == 403, path
    assert ask(server, "GET", f"/{token}")[0] == 403  # the address ends in a slash
    with serving() as other:
        assert root_of(other) != root_of(server)
        assert ask(other, "GET", root_of(server))[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": "localhost.evil.example:{port}"},
        {"Host": "0.0.0.0:{port}"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost:{port}"},  # not the name that was asked
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
    ],
    ids=str,
)
def test_other_hosts_and_origins_are_refused(server: Server, headers: dict[str, str]) -> None:
    sent = {name: value.format(port=server.port) for name, value in headers.items()}
    assert ask(server, "POST", "api/approximate", SINE, **sent)[0] == 403
    assert ask(server, "GET", "", **sent)[0] == 403


def test_our_own_host_and_origin_are_welcome(server: Server) -> None:
    for name in ("127.0.0.1", "localhost"):
        own = {"Host": f"{name}:{server.port}", "Origin": f"http://{name}:{server.port}"}
        assert ask(server, "GET", "", **own, Sec_Fetch_Site="same-origin")[0] == 200
        assert ask(server, "POST", "api/approximate", b"[]", **own)[0] == 400
    opened = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "document"}
    assert ask(server, "GET", "", **opened)[0] == 200  # by a link to the whole address
    assert ask(server, "GET", "api/jobs/none", **opened)[0] == 403


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "", "GET"),
        ("HEAD", "", "GET"),
        ("OPTIONS", "api/approximate", "POST"),
        ("GET", "api/approximate", "POST"),
        ("PUT", "api/render", "POST"),
        ("POST", "api/jobs/x", "GET, DELETE"),
        ("DELETE", "api/jobs/x/film", "GET"),
    ],
)
def test_methods(server: Server, method: str, path: str, allowed: str) -> None:
    status, headers, _ = ask(server, method, path)
    assert (status, headers["Allow"]) == (405, allowed)


PATHS = (
    "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "api/jobs/../../../etc/passwd", "api/jobs/x/film",
    "api/jobs/..%2f..%2fetc/film", "api/jobs/../film", "static/style.css", "api/", "api/jobs/",
    "//etc/passwd", "api/approximate/", "?", "index.html", "%2e%2e/", "api/jobs/%00/film",
    "api/jobs/x/film.mp4",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_a_file(server: Server, path: str) -> None:
    status, found = asked(server, "GET", root_of(server) + path)
    assert status == 404 and set(found) == {"error", "column"}


# What is too much, or garbage


def head(server: Server, *lines: str, method: str = "GET", path: str = "") -> bytes:
    own = [f"{method} {root_of(server)}{path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}"]
    return "\r\n".join([*own, *lines, "", ""]).encode("latin-1")


def post(server: Server, *lines: str) -> bytes:
    kind = "Content-Type: application/json"
    return head(server, kind, *lines, method="POST", path="api/approximate")


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["X: " + "a" * MOST_HEAD], 431),
        ([f"X{i}: 1" for i in range(150)], 431),
        (["Host: 127.0.0.1"], 400),
        (["Origin: a", "Origin: b"], 400),
    ],
    ids=["long", "many", "two hosts", "two origins"],
)
def test_headers(server: Server, lines: list[str], status: int) -> None:
    assert status_of(talk(server.port, head(server, *lines))) == status
    assert status_of(talk(server.port, head(server, "X: " + "a" * 8000))) == 200


def test_headers_without_an_end(server: Server) -> None:
    endless = head(server)[:-2] + b"X: 1\r\n" * MOST_HEAD
    assert status_of(talk(server.port, endless)) == 431
    assert status_of(talk(server.port, head(server)[:-2])) == 400
    assert talk(server.port, b"") == b""


@pytest.mark.parametrize(
    ("lines", "body", "status"),
    [
        ([], b"{}", 411),
        (["Transfer-Encoding: chunked"], b"2\r\n{}\r\n0\r\n\r\n", 411),
        (["Content-Length: 2", "Transfer-Encoding: chunked"], b"{}", 411),
        (["Content-Length: -1"], b"{}", 400),
        (["Content-Length: 1e3"], b"{}", 400),
        (["Content-Length: 2", "Content-Length: 3"], b"{}", 400),
        (["Content-Length: 20"], b"{}", 400),
        ([f"Content-Length: {MOST_BODY + 1}"], b" " * (MOST_BODY + 1), 413),
        (["Content-Length: 99999999999999999999"], b"{}", 400),
        ([f"Content-Length: {10**12}"], b"{}", 413),
    ],
)
def test_bodies(server: Server, lines: list[str], body: bytes, status: int) -> None:
    assert status_of(talk(server.port, post(server, *lines) + body)) == status


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"[" * MOST_BODY,
        b'{"formula":' * 5000,
        b'{"tolerance": NaN}',
        b'{"tolerance": -Infinity}',
        b'{"neurons": ' + b"9" * 5000 + b"}",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_bodies_that_are_no_json_object(server: Server, body: bytes) -> None:
    status, found = asked(server, "POST", "api/approximate", body)
    assert status == 400 and ("JSON" in found["error"])


def test_other_types_are_refused(server: Server) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp"):
        assert ask(server, "POST", "api/approximate", b"{}", Content_Type=kind)[0] == 415
    typed = "application/json; charset=utf-8"
    assert ask(server, "POST", "api/approximate", b"[]", Content_Type=typed)[0] == 400


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_garbage_is_refused_and_the_server_lives(server: Server, data: bytes) -> None:
    for sent in (data, data + b"\r\n\r\n", head(server)[:-2] + data + b"\r\n\r\n"):
        answer = talk(server.port, sent)
        # what is added to good headers may be one more that is harmless
        assert answer == b"" or 400 <= status_of(answer) < 500 or sent.startswith(b"GET /")
        assert answer == b"" or status_of(answer) != 500
    assert ask(server, "GET", "")[0] == 200


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
FIELDS = ("formula", "box", "tolerance", "neurons", "construction", "prove", "train", "chapter")


@settings(max_examples=100)
@given(
    st.sampled_from(["approximate", "compare", "render"]),
    st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=8), json_values, max_size=6),
)
def test_any_json_is_an_order_or_refused(task: str, fields: dict[str, Any]) -> None:
    try:
        order = read_order(task, json.dumps(fields).encode(), ("bump",))
    except Refused as refused:
        assert refused.status in (400, 422) and refused.sentence
    else:
        assert isinstance(order["formula"], str) and len(order["formula"]) <= MOST_TEXT


# Sentences of the library


@pytest.mark.parametrize(
    ("order", "words", "column"),
    [
        ({"formula": "sin(x"}, "never closed", 4),
        ({"formula": "x + foo(x)"}, "foo", 5),
        ({"formula": "py:os:system"}, "py", 1),
        ({"formula": "/etc/passwd"}, "", 1),
        ({"formula": "data.csv"}, "", None),
        ({"formula": "picture.png"}, "", None),
        ({"formula": "__import__('os')"}, "", 1),
        ({"formula": "x", "box": [[1, 0]]}, "", None),
        ({"formula": "x*y", "box": [[0, 1]]}, "2 inputs", None),
        ({"formula": "x" + "+x" * MOST_TEXT}, "characters", None),
        ({"formula": "x", "tolerance": "0.1"}, "finite number", None),
        ({"formula": "x", "tolerance": 1e999}, "finite number", None),
        ({"formula": "x", "neurons": 1.5}, "whole number", None),
        ({"formula": "x", "neurons": 10**9}, "whole number", None),
        ({"formula": "x", "tolerance": 0.1, "neurons": 3}, "not both", None),
        ({"formula": "x", "construction": "magic"}, "steps", None),
        ({"formula": "x", "prove": 1}, "true or false", None),
        ({"formula": "x", "out": "/tmp/x"}, "unknown field 'out'", None),
        ({"box": [[0, 1]]}, "missing", None),
    ],
    ids=str,
)
def test_orders_without_meaning(server: Server, order: Any, words: str, column: int | None) -> None:
    body = json.dumps(order).replace("Infinity", "1e999").encode()
    status, found = asked(server, "POST", "api/approximate", body)
    assert status == 422 and words in found["error"]
    assert column is None or found["column"] == column


def test_chapters_are_chosen_by_name_never_by_path(server: Server, tmp_path: Path) -> None:
    mark = tmp_path / "run"
    chapter = tmp_path / "evil.py"
    chapter.write_text(f"open({str(mark)!r}, 'w').close()\nclass A(Chapter): pass\n")
    for name in (str(chapter), "../scenes/bump", "scenes/bump.py", "", None, 3):
        status, found = asked(server, "POST", "api/render", {**SINE, "chapter": name})
        assert status == 422 and "staircase" in found["error"]
    assert not mark.exists()


def test_what_the_library_refuses_later_is_its_own_sentence(server: Server) -> None:
    order = {"formula": "1/x", "box": [[0, 1]], "construction": "steps", "tolerance": 0.1}
    with pytest.raises(InputError) as error:
        uat.approximate("1/x", (0, 1), construction="steps", tol=0.1)
    assert carried_out(server, "approximate", order) == (
        422, {"error": str(error.value), "column": None},
    )  # fmt: skip


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


def until(true: Any, seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


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
        first = group_of(taken[0].process.pid)  # type: ignore[union-attr]
        assert len(first) == 2
        jobs.cancel(taken[0].id)
        jobs.cancel(taken[2].id)
        assert gone(first)
        until(lambda: taken[3].state == "running")
        assert [job.state for job in taken[:3]] == ["cancelled", "running", "cancelled"]
        assert jobs.submit(order).state == "waiting"
        running = [taken[1].process.pid, taken[3].process.pid]  # type: ignore[union-attr]
        groups = set().union(*(group_of(pid) for pid in running))
        folder = taken[1].folder.parent
        assert groups and folder.is_dir()
    finally:
        jobs.close()
    assert gone(groups) and not folder.exists()


def test_the_time_limit_ends_real_work() -> None:
    with serving(limits=Limits(jobs={"compare": 2.0})) as server:
        began = time.monotonic()
        _, found = asked(server, "POST", "api/compare", LONG)
        leader = server.jobs.get(found["job"]).process
        assert leader is not None and group_of(leader.pid)
        status, answer = awaited(server, found["job"], 20)
        assert status == 504 and "2 s" in answer["error"]
        assert 2 <= time.monotonic() - began < 10
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


def test_a_slow_client_is_cut_off_and_blocks_nobody() -> None:
    with serving(limits=Limits(reading=2.5)) as server:
        ends: list[float] = []
        answers: list[bytes] = []

        def drip() -> None:
            began = time.monotonic()
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.settimeout(0.25)
                for byte in head(server, "X: " + "a" * 500):
                    try:
                        connection.send(bytes([byte]))
                        answers.append(connection.recv(4096))
                        break
                    except TimeoutError:
                        continue
                    except OSError:
                        break
            ends.append(time.monotonic() - began)

        threads = [threading.Thread(target=drip) for _ in range(20)]
        for thread in threads:
            thread.start()
        for _ in range(10):
            assert ask(server, "GET", "")[0] == 200
        assert not ends  # all of them are still dripping
        for thread in threads:
            thread.join()
        assert len(ends) == 20 and min(ends) > 1.4 and max(ends) < 4
        assert {status_of(answer) for answer in answers} == {408} and len(answers) == 20


def test_fifty_at_once(server: Server) -> None:
    def one(number: int) -> int:
        if number % 5 == 4:
            return ask(server, "POST", "api/approximate", {"formula": f"x + + {number} +"})[0]
        if number % 5 == 3:
            return ask(server, "GET", "/wrong/")[0]
        return ask(server, "GET", "")[0]

    began = time.monotonic()
    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(one, range(50)))
    assert found == [200, 200, 200, 403, 422] * 10
    assert time.monotonic() - began < 10


def test_connections_beyond_the_bound_are_told_so() -> None:
    with serving(limits=Limits(connections=3, reading=5.0)) as server:
        held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(3)]
        until(lambda: status_of(talk(server.port, head(server))) == 503)
        for connection in held:
            connection.close()
        until(lambda: status_of(talk(server.port, head(server))) == 200)


@pytest.mark.parametrize("lines", [[], ["Content-Length: 9"]], ids=["head", "body"])
def test_a_client_that_falls_silent_is_cut_off(lines: list[str]) -> None:
    with serving(limits=Limits(reading=2.0)) as server:
        sent = post(server, *lines)
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            began = time.monotonic()
            connection.sendall(sent[:20])
            time.sleep(1.5)
            connection.sendall(sent[20:] if lines else sent[20:-2])
            assert status_of(connection.recv(4096)) == 408
            assert 1.9 < time.monotonic() - began < 3


def test_a_child_ends_when_the_server_is_gone_though_it_says_nothing() -> None:
    pipe = subprocess.PIPE
    child = subprocess.Popen(COMMAND, cwd=ROOT, stdin=pipe, stdout=pipe, start_new_session=True)
    assert child.stdin is not None and child.stdout is not None
    order = {**LONG, "task": "compare", "neurons": None}
    child.stdin.write(json.dumps(order).encode() + b"\n")
    child.stdin.flush()
    assert b"progress" in child.stdout.readline()  # it is at work, and its words are still heard
    child.stdin.close()
    assert child.wait(10) == -signal.SIGKILL
    child.stdout.close()


def test_a_client_that_does_not_read_is_cut_off() -> None:
    with serving(limits=Limits(connections=1, writing=0.5)) as server:
        server._page = Answer(200, bytes(50 * 2**20))  # more than sockets hold
        with socket.create_connection(("127.0.0.1", server.port)) as deaf:
            deaf.sendall(head(server))
            time.sleep(0.2)
            assert status_of(talk(server.port, head(server))) == 503
            until(lambda: status_of(talk(server.port, head(server))) == 200)


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
    _, errors = process.communicate(timeout=30)
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
