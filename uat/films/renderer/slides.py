"""Write a film as slides: one HTML file that stops after each beat and works offline."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from uat.base.files import written_whole
from uat.base.palette import PALETTES
from uat.films.voice.pace import Beat
from uat.films.voice.sentences import is_question

TEMPLATE = Path(__file__).with_name("slides.html")


def save_slides(
    film: Path, beats: Sequence[Beat], seconds: float, fps: int, title: str, palette: str = "dark"
) -> Path:
    """Write the slides of a film beside it, and return their file.

    beats: what is said, which a lecturer reads as notes. seconds: how long the film is; title: a
    sentence about it; palette: of what is around the film. A beat that ends in a question shows it
    on a slide of its own.
    """
    words = {
        "title": html.escape(title),
        "type": f"video/{film.suffix[1:]}",
        "beats": json.dumps(stops(beats, seconds, fps)).replace("<", "\\u003c"),
        "film": base64.b64encode(film.read_bytes()).decode(),
        **asdict(PALETTES[palette]),
    }
    template = TEMPLATE.read_text(encoding="utf-8")
    page = re.sub(r"\{\{(\w+)\}\}", lambda name: words[name[1]], template)
    target = film.with_suffix(".html")
    with written_whole(target) as temporary:
        temporary.write_text(page, encoding="utf-8")
    return target


def stops(beats: Sequence[Beat], seconds: float, fps: int) -> list[dict[str, Any]]:
    """Return what is said in each beat, and when the film stops after it: on its last frame."""
    ends = [later.start for _, later in pairwise(beats)] + [seconds]
    if not beats:
        return [{"text": "", "stop": round(seconds - 0.5 / fps, 4), "question": ""}]
    return [
        {"text": beat.text, "stop": round(end - 0.5 / fps, 4), "question": _question(beat)}
        for beat, end in zip(beats, ends, strict=True)
    ]


def _question(beat: Beat) -> str:
    """Return the question with which a beat ends, or nothing."""
    last = beat.sentences[-1].text if beat.sentences else ""
    return last if is_question(last) else ""
