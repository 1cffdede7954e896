"""The live server: an answer for whoever has the key, and a sentence for others."""

import json
import socket
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from serving import (
    ask,
    asked,
    carried_out,
    root_of,
    serving,
)

import uat
from uat.base.errors import InputError
from uat.page import build_page
from uat.page.build import policy_of
from uat.page.server import Server
from uat.page.server.orders import MOST_TEXT
from uat.page.server.server import Limits

SINE = {"formula": "sin(2*pi*x)", "box": [[0, 1]]}


# Who may ask


def test_connections_without_a_token_silence_nobody() -> None:
    """Twice as many as there is room for, half of them with half a head; all stay open."""
    limits = Limits(connections=4, strangers=8, reading=600.0)
    with serving("x", limits=limits) as server, ExitStack() as stack:
        for i in range(16):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            if i % 2:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1")
        assert [ask(server, "GET", "")[0] for _ in range(3)] == [200] * 3
        status, found = carried_out(server, "approximate", {**SINE, "construction": "steps"})
        assert status == 200 and found["construction"] == "steps"


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
    "//etc/passwd", "api/approximate/", "x?", "index.html", "%2e%2e/", "api/jobs/%00/film",
    "api/jobs/x/film.mp4",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_a_file(server: Server, path: str) -> None:
    status, found = asked(server, "GET", root_of(server) + path)
    assert status == 404 and set(found) == {"error", "column"}


@pytest.mark.parametrize("query", ["", "?", "?present", "?language=de"])
def test_what_the_page_reads_of_its_address_leads_to_the_page(server: Server, query: str) -> None:
    status, _, body = ask(server, "GET", root_of(server) + query)
    assert status == 200 and body == ask(server, "GET", root_of(server))[2]


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
