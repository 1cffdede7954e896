"""Write figures to files whose letters stay letters; the same picture is the same file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from uat.base.errors import InputError
from uat.base.files import written_whole
from uat.plots.sheet import DOTS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".png", ".svg", ".pdf")
# TrueType in .pdf, text in .svg; ids and dates that are not drawn by lot.
LETTERS = {"pdf.fonttype": 42, "ps.fonttype": 42, "svg.fonttype": "none", "svg.hashsalt": "uat"}
UNDATED: dict[str, dict[str, Any]] = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}


def require_picture(path: str | os.PathLike[str]) -> None:
    """Raise InputError unless the name is that of a picture that can be written."""
    if os.path.splitext(path)[1].lower() not in SUFFIXES:
        raise InputError(
            f"cannot write a picture as {os.fspath(path)!r}: use a name that ends in "
            + " or ".join(SUFFIXES)
        )


def save_figure(figure: Figure, path: str | os.PathLike[str]) -> None:
    """Write a .png, .svg or .pdf file, whole or not at all. Raises InputError or FileError.

    Letters of .pdf are TrueType, those of .svg text, unless the user's `rcParams` say otherwise.
    """
    require_picture(path)
    suffix = os.path.splitext(path)[1].lower()
    own: Any = mpl.rcParams
    usual: Any = mpl.rcParamsDefault
    letters: Any = {key: LETTERS[key] for key in LETTERS if own[key] == usual[key]}
    with written_whole(path) as temporary, mpl.rc_context(letters):
        figure.savefig(temporary, dpi=DOTS, format=suffix[1:], metadata=UNDATED.get(suffix))
