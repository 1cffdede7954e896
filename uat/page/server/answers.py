"""Write what the server sends back: whole, with headers that let nothing else use it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from uat.page.server.refused import Refused

ALWAYS = {
    "Cache-Control": "no-store",
    "Connection": "close",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NOTHING = "default-src 'none'; frame-ancestors 'none'"
RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


@dataclass(frozen=True)
class Answer:
    """An answer of HTTP. policy: the Content-Security-Policy."""

    status: int
    body: bytes = b""
    kind: str = "application/json"
    policy: str = NOTHING
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        lines = {
            **ALWAYS,
            "Content-Security-Policy": self.policy,
            "Content-Length": str(len(self.body)),
            "Content-Type": self.kind,
            **self.headers,
        }
        head = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        head += [f"{name}: {value}" for name, value in lines.items()]
        return "\r\n".join([*head, "", ""]).encode("latin-1") + self.body


def json_answer(status: int, data: dict[str, Any]) -> Answer:
    """Answer with plain data."""
    return Answer(status, json.dumps(data, allow_nan=False).encode())


def refusal(refused: Refused) -> Answer:
    """Answer with the sentence of a refused request."""
    body = json.dumps(refused.to_dict()).encode()
    return Answer(refused.status, body, headers=refused.headers)


def media(data: bytes, kind: str, wanted: str | None) -> Answer:
    """Answer with a film, or the part that a player wants. wanted: the header Range."""
    headers = {"Accept-Ranges": "bytes"}
    match = RANGE.fullmatch(wanted or "")
    if match is None:
        return Answer(200, data, kind, headers=headers)
    first = int(match[1])
    last = min(int(match[2]) if match[2] else len(data) - 1, len(data) - 1)
    if first > last:
        return Answer(416, b"", kind, headers={"Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    return Answer(206, data[first : last + 1], kind, headers=headers)
