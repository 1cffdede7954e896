"""Serve requests from a socket, in threads: limits, guard, route, answer."""

from __future__ import annotations

import errno
import secrets
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from uat.base.errors import InputError
from uat.page.server.answers import Answer, json_answer, media, refusal
from uat.page.server.guard import require_ours
from uat.page.server.jobs import SECONDS, Job, Jobs
from uat.page.server.orders import TASKS, read_order
from uat.page.server.reading import Request, linger, read_body, read_request
from uat.page.server.refused import Refused

KINDS = {"film": ("film.mp4", "video/mp4"), "subtitles": ("film.vtt", "text/vtt; charset=utf-8")}


@dataclass(frozen=True)
class Limits:
    """connections: at once, of those that know the token; strangers: of those that may yet show it.

    reading, writing: seconds for a whole request, a whole answer. jobs: seconds by task.
    """

    connections: int = 96
    strangers: int = 256
    reading: float = 10.0
    writing: float = 30.0
    jobs: Mapping[str, float] = field(default_factory=lambda: dict(SECONDS))


class Server(socketserver.ThreadingTCPServer):
    """The page and the library behind it, for whoever knows `address`.

    function, box: what the page begins with, as `uat.page.build_page` takes them. port: 0 for a
    free one. language: what the page speaks. Raises InputError for a port that is taken and for
    what the page cannot show.
    """

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self,
        function: Any = None,
        box: Any = None,
        *,
        port: int = 0,
        language: str = "en",
        limits: Limits | None = None,
    ) -> None:
        from uat.films.renderer import find_chapters

        chapters = find_chapters()
        self.limits = limits or Limits()
        descriptions = {name: chapter.description for name, chapter in chapters.items()}
        self._page = _page(function, box, descriptions, language)
        self._chapters = tuple(chapters)
        self._lock = threading.Lock()
        self._strangers: dict[socket.socket, None] = {}  # the first has waited longest
        self._known: set[socket.socket] = set()
        self._token = secrets.token_urlsafe(32)
        try:
            super().__init__(("127.0.0.1", port), _Connection)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            why = "taken" if error.errno == errno.EADDRINUSE else "not allowed"
            raise InputError(f"port {port} is {why}: choose another, or leave --port out") from None
        self.port = int(self.server_address[1])
        self.jobs = Jobs(self.limits.jobs)

    @property
    def address(self) -> str:
        """Where the page is; the token in it is the key to everything."""
        return f"http://127.0.0.1:{self.port}/{self._token}/"

    def close(self) -> None:
        """Close the socket, and end all jobs with their processes."""
        self.server_close()
        self.jobs.close()

    # Threads

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start a thread for each connection; of too many strangers, hang up on the oldest."""
        with self._lock:
            self._strangers[request] = None
            if len(self._strangers) > self.limits.strangers:
                oldest = next(iter(self._strangers))
                del self._strangers[oldest]
                with suppress(OSError):
                    oldest.shutdown(socket.SHUT_RDWR)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._strangers.pop(request, None)
                self._known.discard(request)

    def _admit(self, connection: socket.socket) -> None:
        """Count a connection that has shown the token. Raises Refused if there are too many."""
        with self._lock:
            self._strangers.pop(connection, None)
            if len(self._known) >= self.limits.connections:
                raise Refused(503, "too many connections at once: try again", Retry_After="1")
            self._known.add(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that broke."""

    # The way of a request

    def answer(self, connection: socket.socket) -> Answer | None:
        """Read one request and answer it; None if there was none."""
        deadline = time.monotonic() + self.limits.reading
        try:
            request = read_request(connection, deadline)
            if request is None:
                return None
            rest = require_ours(request.path, request.headers, self._token, self.port)
            self._admit(connection)
            return self._route(request, rest)(connection, deadline)
        except Refused as refused:
            return refusal(refused)
        except OSError:
            return None
        except Exception as error:
            return refusal(Refused(500, f"the server failed: {type(error).__name__}"))

    def _route(self, request: Request, rest: str) -> Callable[[socket.socket, float], Answer]:
        """Choose what answers. rest: the path behind the token. Raises Refused."""
        place, _, name = rest.rpartition("/")
        if rest.partition("?")[0] == "":  # ?present and ?language are for the page
            _require_method(request, "GET")
            return lambda *_: self._page
        if place == "api" and name in TASKS:
            _require_method(request, "POST")
            return lambda *way: self._submit(name, request, *way)
        if place == "api/jobs":
            _require_method(request, "GET", "DELETE")
            return lambda *_: self._job(name, request.method)
        above, _, job = place.rpartition("/")
        if above == "api/jobs" and name in KINDS:
            _require_method(request, "GET")
            return lambda *_: self._media(job, name, request.headers.get("Range"))
        raise Refused(404, "there is nothing here")

    def _submit(
        self, task: str, request: Request, connection: socket.socket, deadline: float
    ) -> Answer:
        kind = request.headers.get_content_type()
        if kind != "application/json":
            raise Refused(415, "orders are sent as application/json")
        order = read_order(task, read_body(connection, request, deadline), self._chapters)
        job = self.jobs.submit(order)
        return json_answer(202, {"job": job.id, "state": job.state})

    def _job(self, name: str, method: str) -> Answer:
        if method == "DELETE":
            self.jobs.cancel(name)
            return json_answer(200, {})
        return _told(self.jobs.get(name))

    def _media(self, name: str, what: str, wanted: str | None) -> Answer:
        """Answer with a file whose name and folder the server has chosen."""
        job = self.jobs.get(name)
        file, kind = KINDS[what]
        if job.state != "done" or job.order["task"] != "render":
            raise Refused(404, "this job has no film, or not yet")
        try:
            return media((job.folder / file).read_bytes(), kind, wanted)
        except OSError:
            raise Refused(404, f"this job has no {what}") from None


class _Connection(socketserver.BaseRequestHandler):
    """A connection is one request and its answer; then it is closed."""

    server: Server
    request: socket.socket

    def handle(self) -> None:
        answer = self.server.answer(self.request)
        if answer is None:
            return
        self.request.settimeout(self.server.limits.writing)
        with suppress(OSError):
            self.request.sendall(answer.to_bytes())
            linger(self.request)


def _told(job: Job) -> Answer:
    """Say how far a job is, its result, or why there is none."""
    if job.state == "done":
        return Answer(200, job.result)
    if job.state == "failed":
        status, problem = job.problem
        return json_answer(status, problem)
    if job.state == "late":
        sentence = f"not done after {job.seconds:g} s, and stopped: ask for less"
        return json_answer(504, {"error": sentence})
    if job.state == "cancelled":
        return json_answer(410, {"error": "this job was cancelled"})
    return json_answer(202, {"state": job.state, **job.progress})


def _require_method(request: Request, *methods: str) -> None:
    if request.method not in methods:
        raise Refused(405, f"use {' or '.join(methods)} here", Allow=", ".join(methods))


def _page(function: Any, box: Any, chapters: dict[str, str], language: str) -> Answer:
    """Return the page, made once; its policy also stands in its own head."""
    from uat.page import build_page
    from uat.page.build import policy_of

    text = build_page(function, box, library={"chapters": chapters}, language=language)
    policy = f"{policy_of(text)}; frame-ancestors 'none'"
    return Answer(200, text.encode(), "text/html; charset=utf-8", policy)
