"""Let those ask who know the token, from a page of this server, under its own name.

The name in Host keeps out pages whose name was bent to this machine (DNS rebinding), Origin and
Sec-Fetch-Site keep out pages of other sites, and the token keeps out other users of the machine.
"""

from __future__ import annotations

import hmac
from email.message import Message

from uat.page.server.refused import Refused

NAMES = ("127.0.0.1", "localhost")


def require_ours(path: str, headers: Message, token: str, port: int) -> str:
    """Return what stands behind the token in the path. Raises Refused for everybody else."""
    hosts = {f"{name}:{port}" for name in NAMES}
    if port == 80:
        hosts |= set(NAMES)
    host = headers.get("Host", "")
    if host not in hosts:
        raise Refused(403, "this server is asked as 127.0.0.1 or localhost only")
    if headers.get("Origin", f"http://{host}") != f"http://{host}":
        raise Refused(403, "pages of other sites may not ask this server")
    _, _, behind = path.partition("/")
    given, slash, rest = behind.partition("/")
    if not hmac.compare_digest(given.encode(), token.encode()) or not slash:
        raise Refused(403, "use the whole address that uat explore --serve printed")
    # the page itself may be opened from anywhere; what it asks for comes from itself
    opened = not rest and headers.get("Sec-Fetch-Dest") == "document"
    if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" and not opened:
        raise Refused(403, "pages of other sites may not ask this server")
    return rest
