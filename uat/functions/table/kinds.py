"""Tell what a file is that has the name of a table and holds something else."""

from __future__ import annotations

import json

# How files begin that are no text, and what to do with them.
BINARY = (
    (b"PK\x03\x04", "save the sheet as .csv, or unpack the archive first"),
    (b"\xd0\xcf\x11\xe0", "save the sheet as .csv"),
    (b"\x1f\x8b", "it is packed with gzip: unpack it first"),
    (b"BZh", "it is packed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "it is packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "it is packed with zstd: unpack it first"),
    (
        b"\x93NUMPY",
        "it is an array of numpy: give numpy.load of it to uat.approximate in Python",
    ),
    (
        b"PAR1",
        "it is a Parquet file: give pandas.read_parquet of it to uat.approximate in Python",
    ),
    (b"\x89HDF", "it is an HDF5 file: write its samples as .csv"),
    (b"SQLite format 3", "it is a database of SQLite: write its samples as .csv"),
    (b"%PDF", "it is a PDF: write its samples as .csv"),
    (b"\x89PNG", "it is a picture: name it .png"),
    (b"\xff\xd8\xff", "it is a picture: name it .jpg"),
)
_POINTER = "version https://git-lfs"
_HTML = ("<!doctype html", "<html", "<table", "<head", "<body")


def no_text(content: bytes) -> str:
    """Say what to do with a file that is no text; "" for what may be one."""
    return next((advice for begin, advice in BINARY if content.startswith(begin)), "")


def no_table(text: str) -> str:
    """Say of a text that it is a page, JSON, XML, or a pointer of Git, and no table; or ""."""
    begin = text[:200].lstrip().lower()
    if begin.startswith(_HTML):
        return "is a web page, not a table: download the table itself, or save it as .csv"
    if begin.startswith(("<?xml", "<svg")):
        return "is XML, not a table: write its samples as .csv"
    if begin.startswith(_POINTER):
        return "is a pointer of Git LFS, not the file itself: fetch it with git lfs pull"
    if begin[:1] in ("{", "[") and _is_json(text):
        return "is JSON, not a table: give pandas.read_json of it to uat.approximate in Python"
    return ""


def _is_json(text: str) -> bool:
    """Tell whether a text, or its first line, is JSON: objects, or lists of several things."""
    for part in (text, text.lstrip().split("\n", 1)[0]):
        try:
            return isinstance(json.loads(part), dict | list)
        except (ValueError, RecursionError):
            pass
    return False
