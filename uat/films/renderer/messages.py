"""Where Manim's messages go while a shot is played."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path


class _LogFile(logging.FileHandler):
    """The file of a shot's messages, told apart from files that others listen with."""


@contextlib.contextmanager
def messages(log: Path | None) -> Iterator[None]:
    """Send Manim's messages to a file, or nowhere if they do not go to a file already."""
    from manim import logger

    if log is None and any(isinstance(one, _LogFile) for one in logger.handlers):
        yield
        return
    level, spreads, handlers = logger.level, logger.propagate, list(logger.handlers)
    file: logging.Handler = logging.NullHandler()
    if log is not None:
        with contextlib.suppress(OSError):
            log.parent.mkdir(parents=True, exist_ok=True)
            file = _LogFile(log, mode="w", encoding="utf-8")
            file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.handlers, logger.propagate = [file], False
    logger.setLevel(logging.ERROR if log is None else logging.INFO)
    try:
        yield
    finally:
        file.close()
        logger.handlers, logger.propagate = handlers, spreads
        logger.setLevel(level)
