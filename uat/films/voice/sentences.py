"""Part a narration into sentences, and a sentence into lines that can be read at a glance."""

from __future__ import annotations

import re
import textwrap

LINE, LINES = 42, 2  # characters in a line of a subtitle, and its lines
CLAUSE = re.compile(r"(?<=[,;:])\s+|\s+(?=(?:and|but|or|so|because|that|which|where|when|if)\s)")


def sentences(text: str) -> list[str]:
    """Part a text at the ends of its sentences."""
    return [part for part in re.split(r"(?<=[.?!])\s+", " ".join(text.split())) if part]


def words(text: str) -> list[str]:
    """Return what is read as words: whatever has a letter or a digit, or is a sign between them."""
    return [word for word in text.split() if re.search(r"\w|[=+−<>]", word)]


def is_question(sentence: str) -> bool:
    return sentence.rstrip("\"'”").endswith("?")


def parts(sentence: str) -> list[str]:
    """Part a sentence into pieces that each fit into two lines, at clause ends if there are any."""
    if _fits(sentence):
        return [sentence]
    cut = _middle_cut(sentence)
    return [*parts(sentence[:cut].strip()), *parts(sentence[cut:].strip())]


def lines(text: str) -> str:
    """Break a piece into at most two lines, as alike as possible."""
    if len(text) <= LINE:
        return text
    width = next(w for w in range(len(text) // LINES, LINE + 1) if _rows(text, w) <= LINES)
    return "\n".join(_wrapped(text, width))


def _fits(text: str) -> bool:
    return _rows(text, LINE) <= LINES


def _rows(text: str, width: int) -> int:
    return len(_wrapped(text, max(1, width)))


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False)


def _middle_cut(text: str) -> int:
    """Return where to cut: the clause end nearest to the middle, else the space nearest to it."""
    middle = len(text) / 2
    places = [match.end() for match in CLAUSE.finditer(text) if match.start() > 0]
    near = [place for place in places if 0.2 < place / len(text) < 0.8]
    spaces = [match.end() for match in re.finditer(r"\s+", text)]
    return min(near or spaces or [LINE], key=lambda place: abs(place - middle))
