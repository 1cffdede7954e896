"""Clients of the live server that are slow, silent, deaf or too many: all are told, and cut off."""

import socket
import threading
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from serving import ask, head, post, serving, status_of, talk, until

from uat.page.server import Limits, reading
from uat.page.server import server as server_module
from uat.page.server.answers import Answer


class Trickle:
    """A connection that has `data` at once, then a byte a second of a clock of its own."""

    def __init__(self, data: bytes) -> None:
        self.data, self.seconds, self.left = data, 0.0, 0.0

    def settimeout(self, seconds: float) -> None:
        self.left = seconds

    def recv(self, size: int) -> bytes:
        data, self.data = self.data, b""
        if not data:
            self.seconds += min(1.0, self.left)
            if self.left < 1.0:
                raise TimeoutError
        return data or b"a"


@pytest.mark.parametrize("lines", [[], ["Content-Length: 9"]], ids=["head", "body"])
def test_a_request_has_its_time_as_a_whole(
    lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that arrive give no more of it, and none is taken away."""
    with serving(limits=Limits(reading=2.5)) as server:
        sent = post(server, *lines)
        slow: Any = Trickle(sent if lines else sent[:-2])
        clock = SimpleNamespace(monotonic=lambda: slow.seconds)
        for module in (reading, server_module):
            monkeypatch.setattr(module, "time", clock)
        answer = server.answer(slow)
        assert answer is not None and (answer.status, slow.seconds) == (408, 2.5)


def test_slow_clients_are_cut_off_and_block_nobody() -> None:
    with serving(limits=Limits(reading=2.5)) as server:
        answers: list[bytes] = []

        def drip() -> None:
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.settimeout(0.25)
                for byte in head(server, "X: " + "a" * 500):
                    with suppress(OSError):  # cut off meanwhile; the answer can still be read
                        connection.send(bytes([byte]))
                    with suppress(TimeoutError):
                        answers.append(connection.recv(4096))
                        return

        threads = [threading.Thread(target=drip) for _ in range(20)]
        for thread in threads:
            thread.start()
        answered = 0
        while not answers:  # all of them are still dripping
            assert ask(server, "GET", "")[0] == 200
            answered += 1
        for thread in threads:
            thread.join()
        assert answered and [status_of(answer) for answer in answers] == [408] * 20


@pytest.mark.parametrize("lines", [[], ["Content-Length: 9"]], ids=["head", "body"])
def test_a_client_that_falls_silent_is_cut_off(lines: list[str]) -> None:
    with serving(limits=Limits(reading=0.5)) as server:
        sent = post(server, *lines)
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(sent if lines else sent[:-2])
            assert status_of(connection.recv(4096)) == 408


def test_connections_beyond_the_bound_are_told_so() -> None:
    with serving(limits=Limits(connections=3, reading=5.0)) as server:
        held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(3)]
        for connection in held:  # they know the token, and owe their bodies
            connection.sendall(post(server, "Content-Length: 9"))
        until(lambda: len(server._known) == 3)  # before one of those that come after them
        until(lambda: status_of(talk(server.port, head(server))) == 503)
        for connection in held:
            connection.close()
        until(lambda: status_of(talk(server.port, head(server))) == 200)


def test_a_client_that_does_not_read_is_cut_off() -> None:
    with serving(limits=Limits(connections=1, writing=2.0)) as server:
        server._page = Answer(200, bytes(50 * 2**20))  # more than sockets hold
        with socket.create_connection(("127.0.0.1", server.port)) as deaf:
            deaf.sendall(head(server))
            assert status_of(deaf.recv(20)) == 200  # it is the one; now it reads no more
            until(lambda: status_of(talk(server.port, head(server))) == 503)
            until(lambda: status_of(talk(server.port, head(server))) == 200)
