"""Define what can go wrong, each with the command line's exit status for it."""

from typing import ClassVar

MOST_QUOTED = 200  # characters of what another package says


class UatError(Exception):
    """An error that uat raises on purpose, the base of all: one sentence says what to do."""

    exit_status: ClassVar[int] = 1


class InputError(UatError, ValueError):
    """The user asked for something that has no meaning: a formula, a box or an option to mend."""

    exit_status: ClassVar[int] = 2


class TargetError(InputError):
    """The request is well formed, but this function on this box cannot be approximated as asked."""

    exit_status: ClassVar[int] = 1


class FileError(UatError):
    """A file could not be read or written."""


class MissingError(UatError, ImportError):
    """A package that only some users need is not installed: the sentence says how to get it."""


class RenderError(UatError):
    """A film could not be rendered; what was finished is kept."""


def quoted(error: BaseException) -> str:
    """Put another package's words on one line, not too long: they may repeat the file."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]} …"
