"""What is too much for the server, or garbage, is refused, and the server lives."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import (
    ask,
    asked,
    head,
    post,
    status_of,
    talk,
)

from uat.page.server import Server
from uat.page.server.orders import MOST_TEXT, read_order
from uat.page.server.reading import MOST_BODY, MOST_HEAD
from uat.page.server.refused import Refused

# What is too much, or garbage


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
