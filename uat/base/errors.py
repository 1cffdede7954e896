"""What can go wrong, each with the exit status that the command line gives it."""

from typing import ClassVar

MOST_QUOTED = 200  # characters of what another package says


class UatError(Exception):
    """Base of every error that uat raises on purpose: one sentence that says what to do."""

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
    """What another package says is wrong, on one line and not too long: it may repeat the file."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]} …"
