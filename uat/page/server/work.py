"""Carry out one order in a child process, `python -m uat.page.server.work`, and end.

The order is one line of JSON on standard input, which stays open: when it closes, the server is
gone, and the process ends with all of its own. Lines of JSON come back: how far it is, at last the
result or an error.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
import time
from typing import Any

from uat.base.errors import UatError

SAY_SECONDS = 0.1
MOST_MEMORY = 8 * 2**30  # bytes of addresses; the library says so when it is not enough


def main() -> None:
    """Read the order, carry it out, send the result."""
    out = os.dup(1)
    os.dup2(2, 1)  # whatever else prints must not stand between the lines
    order = json.loads(_first_line())
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    _limit_memory()
    _send(out, _result(order, _Say(out)))


def _result(order: dict[str, Any], say: _Say) -> dict[str, Any]:
    from uat.page.server.refused import refused_by_library
    from uat.page.server.tasks import carry_out

    try:
        return {"result": carry_out(order, say)}
    except UatError as error:
        refused = refused_by_library(error)
        return {"problem": refused.to_dict(), "status": refused.status}
    except MemoryError:
        return {"problem": {"error": "not enough memory: use fewer neurons"}, "status": 422}
    except Exception as error:
        sentence = f"the library failed: {type(error).__name__}: {error}"
        return {"problem": {"error": sentence}, "status": 500}


class _Say:
    """A sender of how far it is, a few times a second."""

    def __init__(self, out: int) -> None:
        self._out = out
        self._said = 0.0

    def __call__(self, progress: dict[str, Any]) -> None:
        now = time.monotonic()
        if now - self._said >= SAY_SECONDS:
            self._said = now
            _send(self._out, {"progress": progress})


def _send(out: int, message: dict[str, Any]) -> None:
    data = memoryview(json.dumps(message, allow_nan=False).encode() + b"\n")
    while data:
        data = data[os.write(out, data) :]


def _first_line() -> bytes:
    data = b""
    while not data.endswith(b"\n"):
        part = os.read(0, 65_536)
        if not part:
            os._exit(0)
        data += part
    return data


def _end_with_the_server() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    if os.getpgid(0) == os.getpid():  # the server gave it a group of its own
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit_memory() -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
