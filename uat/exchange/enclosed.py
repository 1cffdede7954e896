"""A file for another program ends in comments that hold the network, so that uat can read it back.

The comments are the network's JSON, packed, under a checksum of all that stands above them: weights
that somebody has changed by hand are noticed, and not passed over.
"""

import base64
import hashlib
import json
import os
import re
import zlib
from typing import Any

from uat.base.errors import InputError, quoted
from uat.base.files import cannot
from uat.exchange.about import About
from uat.networks.network import Network

TITLE = "For uat.load, do not edit:"
WIDTH = 88  # characters of a line
MOST_BYTES = 2**30  # of a network that is unpacked


def with_network(text: str, network: Network, words: About, sign: str) -> str:
    """Add the comments to the text of a file. sign: what begins a comment."""
    data = json.dumps({"network": network.to_dict(), "about": words.to_dict()}, allow_nan=False)
    packed = base64.b64encode(zlib.compress(data.encode(), 9)).decode()
    lines = [f"{TITLE} {_digest(text)}"]
    lines += [packed[k : k + WIDTH] for k in range(0, len(packed), WIDTH)]
    return text + "".join(f"{sign} {line}\n" for line in lines)


def read_enclosed(path: str | os.PathLike[str], sign: str) -> tuple[Network, About]:
    """Read the network that a file's comments hold. sign: what begins a comment.

    Raises FileError or InputError.
    """
    name = os.fspath(path)
    try:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read().replace("\r\n", "\n")
    except OSError as error:
        raise cannot("read", path, error) from error
    except UnicodeDecodeError:
        raise InputError(f"{name} is no file that uat wrote: it is no text") from None
    above, title, rest = text.rpartition(f"{sign} {TITLE} ")
    if not title:
        raise InputError(
            f"{name} holds no network that uat could read: it was written by something else, or by "
            "an older uat"
        )
    digest, *lines = rest.split("\n")
    if digest.strip() != _digest(above):
        raise InputError(
            f"{name} was changed after uat wrote it, and its comments still hold the old network: "
            "save it again"
        )
    return _unpacked("".join(re.sub(r"^\S+ ", "", line) for line in lines if line), name)


def _unpacked(packed: str, name: str) -> tuple[Network, About]:
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(base64.b64decode(packed, validate=True), MOST_BYTES)
        data: Any = json.loads(content)
        return Network.from_dict(data["network"]), About.from_dict(data["about"])
    except (ValueError, TypeError, LookupError, RecursionError, zlib.error) as error:
        raise InputError(f"{name} is damaged: {quoted(error)}") from error


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
