"""From chapters to films: spec, shots, worker processes, cache by content, packet joining."""

from uat.film.chapters import ChapterFile, find_chapters, get_chapter
from uat.film.produce import render
from uat.film.spec import QUALITIES, FilmSpec, Quality, ShotSpec

__all__ = [
    "QUALITIES",
    "ChapterFile",
    "FilmSpec",
    "Quality",
    "ShotSpec",
    "find_chapters",
    "get_chapter",
    "render",
]
