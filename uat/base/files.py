"""A file is written whole or not at all: to a temporary name beside it, then renamed.

What is read may be damaged: that is told in one sentence.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from uat.base.errors import FileError, InputError, quoted


@contextlib.contextmanager
def written_whole(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a temporary path with the same suffix; on success it takes the name `path`.

    The caller writes the file at the yielded path. If the body raises, nothing is left behind and
    an older file at `path` stays as it was. Raises FileError when the folder is missing, cannot be
    written to, or the disk is full; InputError for "-", which means standard output elsewhere.
    """
    target = Path(path)
    if str(target) == "-":
        raise InputError("- is no file's name: choose one, such as out.txt")
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{target.stem}-", suffix=f".part{target.suffix}", dir=target.parent
        )
    except OSError as error:
        raise cannot("write", target, error) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _publish(temporary, target)
    except OSError as error:
        raise cannot("write", target, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _publish(temporary: Path, target: Path) -> None:
    """Sync the finished file to disk and give it its name, with the permissions of a new file."""
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(target)


def cannot(verb: str, path: str | os.PathLike[str], error: OSError | ValueError) -> FileError:
    """Make an error for people: cannot read net.json: no such file or directory.

    verb: "read", "write" and so on. error: a ValueError is that of a name with a NUL in it.
    """
    reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    return FileError(f"cannot {verb} {os.fspath(path)}: {reason.lower()}")


def read_json(path: str | os.PathLike[str], kind: str) -> Any:
    """Read a JSON file. kind: what it should be, such as "a proof file".

    Raises FileError if it cannot be read, InputError if it is not JSON.
    """
    name = os.fspath(path)
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except OSError as error:
        raise cannot("read", name, error) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not {kind}: it is no text") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} is not {kind}: {quoted(error)}") from error
