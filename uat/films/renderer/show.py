"""A film's path is shown by a notebook as the film."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

MOST_BYTES = 20 * 2**20  # larger films are linked, not put into the notebook
VIDEOS = {".mp4": "video/mp4", ".webm": "video/webm"}
PICTURES = {".gif": "image/gif", ".png": "image/png", ".jpg": "image/jpeg"}

if TYPE_CHECKING:
    Plain = Path
else:
    Plain = type(Path())  # before Python 3.12 only the path of a system can be derived from


class Film(Plain):
    """A path in every respect; Jupyter shows what it leads to."""

    def _repr_html_(self) -> str:
        kind = (VIDEOS | PICTURES).get(self.suffix)
        if kind is None or not self.is_file():
            return escape(str(self))
        source = self.as_posix()
        if self.stat().st_size <= MOST_BYTES:
            source = f"data:{kind};base64,{base64.b64encode(self.read_bytes()).decode()}"
        if self.suffix in VIDEOS:
            return f'<video controls width="640" src="{escape(source)}"></video>'
        return f'<img width="640" src="{escape(source)}" alt="{escape(self.name)}">'
