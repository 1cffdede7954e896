"""Read a request off a socket: all of it before a point in time, none of it too large."""

from __future__ import annotations

import io
import socket
import time
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, parse_headers

from uat.page.server.refused import Refused

MOST_HEAD = 16_384  # bytes of the request line and all headers
MOST_BODY = 65_536
ONCE = ("Host", "Origin", "Content-Length", "Content-Type", "Range")
END = b"\r\n\r\n"
LINGERING = 0.5  # seconds


@dataclass(frozen=True)
class Request:
    """The head of a request, and what was read of its body. path: as it was sent, undecoded."""

    method: str
    path: str
    headers: Message
    rest: bytes


def read_request(connection: socket.socket, deadline: float) -> Request | None:
    """Read the head of the request; None if the other side went away without a word.

    deadline: of `time.monotonic`. Raises Refused.
    """
    data = b""
    while END not in data:
        if len(data) > MOST_HEAD:
            raise Refused(431, f"the headers are longer than {MOST_HEAD} bytes")
        part = _receive(connection, deadline)
        if not part and not data:
            return None
        if not part:
            raise Refused(400, "the request ends in its headers")
        data += part
    head, rest = data.split(END, 1)
    if len(head) > MOST_HEAD:
        raise Refused(431, f"the headers are longer than {MOST_HEAD} bytes")
    return _parsed(head, rest)


def read_body(connection: socket.socket, request: Request, deadline: float) -> bytes:
    """Read the body, as long as Content-Length says. Raises Refused."""
    length, data = _length(request.headers), request.rest
    while len(data) < length:
        part = _receive(connection, deadline)
        if not part:
            raise Refused(400, "the body is shorter than Content-Length says")
        data += part
    return data[:length]


def linger(connection: socket.socket) -> None:
    """Take in what the other side still sends, for a moment: else it may lose the answer."""
    deadline = time.monotonic() + LINGERING
    try:
        connection.shutdown(socket.SHUT_WR)
        while _receive(connection, deadline):
            pass
    except (OSError, Refused):
        pass


def _receive(connection: socket.socket, deadline: float) -> bytes:
    left = deadline - time.monotonic()
    try:
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)
        return connection.recv(65_536)
    except TimeoutError:
        raise Refused(408, "the request took too long to arrive") from None


def _parsed(head: bytes, rest: bytes) -> Request:
    """Parse the line and the headers of a request; rest: what came after them. Raises Refused."""
    first, _, others = head.partition(b"\r\n")
    words = first.split(b" ")
    printable = all(32 < byte < 127 for word in words for byte in word)
    if len(words) != 3 or not printable or words[2] not in (b"HTTP/1.1", b"HTTP/1.0"):
        raise Refused(400, "this is no request of HTTP/1.1")
    try:
        headers = parse_headers(io.BytesIO(others + END))
    except HTTPException as error:
        raise Refused(431, "there are too many headers, or one is too long") from error
    if headers.defects or any(len(headers.get_all(name, [])) > 1 for name in ONCE):
        raise Refused(400, "a header is damaged, or there twice")
    return Request(words[0].decode(), words[1].decode(), headers, rest)


def _length(headers: Message) -> int:
    if "Transfer-Encoding" in headers or "Content-Length" not in headers:
        raise Refused(411, "the body needs a Content-Length")
    text = str(headers["Content-Length"]).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise Refused(400, "Content-Length must be a whole number")
    if int(text) > MOST_BODY:
        raise Refused(413, f"the body is longer than {MOST_BODY} bytes")
    return int(text)
