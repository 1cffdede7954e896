"""A live server in a thread, and clients for it that can also misbehave."""

import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil

from uat.page.server import Server


@contextmanager
def serving(*args: Any, **options: Any) -> Iterator[Server]:
    server = Server(*args, **options)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.close()


def root_of(server: Server) -> str:
    """The path of the page, with the token."""
    return "/" + server.address.split("/", 3)[3]


def ask(
    server: Server, method: str, path: str, data: Any = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """One whole request. path: behind the token, or from the root if it begins with a slash."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    body = data if data is None or isinstance(data, bytes) else json.dumps(data).encode()
    sent = {"Content-Type": "application/json"} if body is not None else {}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    path = path if path.startswith("/") else root_of(server) + path
    try:
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def asked(server: Server, method: str, path: str, data: Any = None) -> tuple[int, Any]:
    """Status and the JSON that came back."""
    status, _, body = ask(server, method, path, data)
    return status, json.loads(body)


def carried_out(server: Server, task: str, order: Any, seconds: float = 120.0) -> tuple[int, Any]:
    """The end of a job: status and JSON."""
    status, found = asked(server, "POST", f"api/{task}", order)
    if status != 202:
        return status, found
    return awaited(server, found["job"], seconds)


def awaited(server: Server, job: str, seconds: float = 120.0) -> tuple[int, Any]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        status, found = asked(server, "GET", f"api/jobs/{job}")
        if status != 202:
            return status, found
        time.sleep(0.05)
    raise AssertionError(f"the job was not over after {seconds} s")


def until(true: Any, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def talk(port: int, data: bytes, *, hang_up: bool = True) -> bytes:
    """Send bytes, and read all that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        with suppress(OSError):
            connection.sendall(data)
            if hang_up:
                connection.shutdown(socket.SHUT_WR)
        received = b""
        with suppress(ConnectionResetError):
            while part := connection.recv(65_536):
                received += part
        return received


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def group_of(leader: int) -> set[int]:
    """The processes of a process group that still run."""
    return {pid for pid in psutil.pids() if _runs(pid) and _group(pid) == leader}


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except OSError:
        return -1


def gone(pids: set[int], seconds: float = 60.0) -> bool:
    """Whether all of the processes end within that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(_runs(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


def _runs(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def children_of(pid: int) -> set[int]:
    return {child.pid for child in psutil.Process(pid).children() if _runs(child.pid)}


def head(server: Server, *lines: str, method: str = "GET", path: str = "") -> bytes:
    own = [f"{method} {root_of(server)}{path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}"]
    return "\r\n".join([*own, *lines, "", ""]).encode("latin-1")


def post(server: Server, *lines: str) -> bytes:
    kind = "Content-Type: application/json"
    return head(server, kind, *lines, method="POST", path="api/approximate")
