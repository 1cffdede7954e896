"""Start the command line, as `uat` or as `python -m uat`."""

from __future__ import annotations

import io
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, TracebackType

AGAIN = 0.002  # seconds
PATIENCE = 5.0  # seconds that an interrupt waits for an import


def start() -> None:
    """Load the command line and run it; an interrupt ends it quietly, whenever it comes."""
    try:
        try:
            _listen()
            _buffer_output()
            from uat.cli import main

            main(prog_name="uat")
        finally:
            _stop_listening()
    except KeyboardInterrupt:
        print("Aborted!", file=sys.stderr)
        sys.exit(1)


def _listen() -> None:
    """Turn interrupts into KeyboardInterrupt, and repeat those that somebody swallows."""
    import signal

    handler = _Interrupt()
    signal.signal(signal.SIGINT, handler)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, handler)
        sys.unraisablehook = _swallowed  # by a callback, such as that of a weak reference
        sys.excepthook = _printed  # by a module in C, which raises something else then


def _buffer_output() -> None:
    """Write standard output through a buffer, where PYTHONUNBUFFERED took it away.

    Without one Python drops, without a word, what a full disk leaves of a text.
    """
    out = sys.stdout
    if isinstance(getattr(out, "buffer", None), io.RawIOBase):
        buffered = io.BufferedWriter(io.FileIO(out.fileno(), "w", closefd=False))
        sys.stdout = io.TextIOWrapper(buffered, out.encoding, out.errors, line_buffering=True)


def _stop_listening() -> None:
    """End the process without a word at an interrupt from here on: all has been said."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


class _Interrupt:
    """KeyboardInterrupt; while anything is imported a moment later.

    A module in C that is interrupted while it imports another says that the other cannot be found.
    A module that takes longer than PATIENCE is interrupted all the same.
    """

    waited = 0.0

    def __call__(self, signum: int, frame: FrameType | None) -> None:
        import signal

        if hasattr(signal, "setitimer") and self.waited < PATIENCE and _imports(frame):
            self.waited += AGAIN
            _again()
            return
        self.waited = 0.0
        raise KeyboardInterrupt


def _imports(frame: FrameType | None) -> bool:
    while frame is not None:
        if "importlib._bootstrap" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


def _again() -> None:
    import signal

    signal.setitimer(signal.ITIMER_REAL, AGAIN)


def _swallowed(caught: sys.UnraisableHookArgs) -> None:
    if issubclass(caught.exc_type, KeyboardInterrupt):
        _again()
    else:
        sys.__unraisablehook__(caught)


def _printed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        _again()
    else:
        sys.__excepthook__(kind, error, trace)


if __name__ == "__main__":
    start()
