"""Turn chapters into films: spec, shots, worker processes, cache by content, joining.

What is asked for: chapters, spec, taken, layout. One shot: shades, camera, still, encode, messages,
shot. Kept from run to run: cache, store, outlines, lengths (with running). Many shots: workers,
cluster, drawing. A film: join, sounding, gif, poster, slides, clips, reel, narration, manifest,
show. Whether it can be read: findings, checking. All of it: asked, produce.
"""

import warnings

from uat.films.renderer.chapters import ChapterFile, find_chapters, get_chapter
from uat.films.renderer.produce import render
from uat.films.renderer.spec import QUALITIES, FilmSpec, Quality, ShotSpec

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

# pydub, which Manim imports, has string literals that Python warns of since 3.12 when compiling.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=".*pydub")
