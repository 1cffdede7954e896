"""Refuse names of files that could not be read or written, before any work is done."""

import os
from collections.abc import Sequence
from pathlib import Path

from uat.base.errors import FileError, InputError
from uat.base.packages import require_package
from uat.cli.reading import PICTURES
from uat.exchange.formats import FORMATS, format_of

ELSEWHERE = {  # what else a picture may be wanted as
    **dict.fromkeys(
        (".tex", ".pgf", ".tikz", ".eps"),
        "; LaTeX includes a .pdf, and --save net.tex writes the network as a formula",
    ),
    **dict.fromkeys((".jpg", ".jpeg", ".gif", ".webp"), "; graphs have sharp edges in a .png"),
}


def is_table(text: str) -> bool:
    """Tell whether a function is a file of samples, with or without columns."""
    from uat.functions.table.asked import SUFFIXES, split_columns

    return split_columns(text)[0].lower().endswith(SUFFIXES)


def check_files(
    plot: Sequence[str], save: Sequence[str], source: str, *, float32: bool = False
) -> None:
    """Refuse pictures and networks that could not be written, before any work is done."""
    if float32 and not any(form.has_float32 for path in save if (form := format_of(path))):
        raise InputError("--float32 is about a file of weights: add --save net.onnx")
    for path in save:
        check_writable(path, tuple(FORMATS), source)
        require_packages(path, float32=float32)
    if plot:
        require_package("matplotlib", purpose="draws plots")
    for path in plot:
        check_writable(path, PICTURES, source)


def check_writable(path: str, suffixes: Sequence[str], source: str = "") -> None:
    """Refuse a name that could not be written, before any work is done.

    source: what the command reads, which is never written over if it is a file.
    """
    if is_same_file(path, source):
        raise InputError(f"{path} is what is read: choose another name to write to")
    if (suffix := Path(path).suffix.lower()) not in suffixes:
        advice = ELSEWHERE.get(suffix, "") if suffixes is PICTURES else ""
        names = " or ".join(suffixes)
        raise InputError(f"cannot write {path}: use a name that ends in {names}{advice}")
    folder = Path(path).parent
    if not folder.is_dir():
        raise FileError(f"cannot write {path}: there is no folder {folder}")


def require_packages(path: str, *, float32: bool = False) -> None:
    """Refuse a file for which a package is missing, before any work is done."""
    form = format_of(path)
    if form and form.package:
        from uat.exchange.save import require_writer

        require_writer(path, "float32" if float32 else "float64")


def is_same_file(path: str, source: str) -> bool:
    """Tell whether both are names of one file; text that is no name of a file is none."""
    from uat.functions.table.asked import split_columns

    names = (source, split_columns(source)[0]) if source else ()
    try:
        return any(name and os.path.samefile(path, name) for name in names)
    except (OSError, ValueError):
        return False
