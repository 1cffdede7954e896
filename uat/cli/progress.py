"""Show progress on standard error: a bar on a terminal, lines now and then elsewhere."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import TracebackType

import click

WIDTH = 30
LINE_SECONDS = 10.0
REDRAW_SECONDS = 0.1
SAYS_SOMETHING = 0.03  # of all frames: before, a guess of the time left would be wild


class Progress:
    """Frames done of all frames, with the time left; finished files go to standard output."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._gap = REDRAW_SECONDS if self._terminal else LINE_SECONDS
        self._started = self._shown = time.monotonic()
        self._drawn = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._wipe()

    def update(self, done: int, total: int) -> None:
        """Show how far it is, unless that was shown a moment ago."""
        now = time.monotonic()
        if now - self._shown < self._gap:
            return
        self._shown = now
        text = self._text(done, total, now - self._started)
        if self._terminal:
            filled = WIDTH * done // max(total, 1)
            bar = "#" * filled + "-" * (WIDTH - filled)
            click.echo(f"\r[{bar}] {text}\x1b[K", err=True, nl=False)
            self._drawn = True
        else:
            click.echo(f"rendering: {text}", err=True)

    def print(self, path: Path) -> None:
        """Print a finished file's path on a line of its own."""
        self._wipe()
        click.echo(path)

    def _wipe(self) -> None:
        if self._drawn:
            click.echo("\r\x1b[K", err=True, nl=False)
            self._drawn = False

    @staticmethod
    def _text(done: int, total: int, seconds: float) -> str:
        share = f"{done} of {total} frames, {100 * done // max(total, 1)}%"
        if done < SAYS_SOMETHING * total:
            return share
        return f"{share}, {_clock(seconds * (total - done) / max(done, 1))} left"


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    rest = f"{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
    return f"{hours}:{rest}" if hours else rest
