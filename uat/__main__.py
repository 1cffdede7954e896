"""`uat` and `python -m uat`."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

AGAIN = 0.002  # seconds


def start() -> None:
    """Load the command line and run it; an interrupt while it loads ends as quietly as later."""
    try:
        import signal

        signal.signal(signal.SIGINT, _interrupt)
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, _interrupt)
        from uat.cli import main

        main(prog_name="uat")
    except KeyboardInterrupt:
        print("Aborted!", file=sys.stderr)
        sys.exit(1)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    """KeyboardInterrupt; inside the import system a moment later.

    A callback there would swallow it, and modules in C that import each other print it.
    """
    import signal

    importing = frame is not None and "importlib._bootstrap" in frame.f_code.co_filename
    if importing and hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
        return
    raise KeyboardInterrupt


if __name__ == "__main__":
    start()
