"""Place things in pictures of each shape: the stage, a heading, subtitles.

Chapters are laid out on a stage of 14.2 x 8 units. A wide picture is the stage, at whose foot a
strip is left free for subtitles that are burnt in. A square or upright picture keeps the stage's
full width, with a heading above it and larger subtitles below.
"""

from __future__ import annotations

from dataclasses import dataclass

STAGE_WIDTH, STAGE_HEIGHT = 128 / 9, 8.0
STRIP = 0.85  # units: two lines of subtitles in a wide picture
MARGIN = 0.1  # units below them


@dataclass(frozen=True)
class Layout:
    """Sizes and places in scene units; the stage is centred at the origin.

    width, height: the picture. caption: the middle of the strip in which subtitles stand; strip:
    its height; caption_scale: the size of their letters, 1 in a wide picture.
    heading: where the chapter is named, or None.
    """

    width: float
    height: float
    caption: float
    caption_scale: float
    heading: float | None
    strip: float


def get_layout(shape: str, aspect: float) -> Layout:
    """Return the layout of a picture of that shape. aspect: its width in pixels over its height."""
    if shape == "wide":
        return Layout(
            width=STAGE_HEIGHT * aspect,
            height=STAGE_HEIGHT,
            caption=-STAGE_HEIGHT / 2 + MARGIN + STRIP / 2,
            caption_scale=1.0,
            heading=None,
            strip=STRIP,
        )
    height = STAGE_WIDTH / aspect
    room = (height - STAGE_HEIGHT) / 2
    scale = 1.5 if room < 5.0 else 1.8
    return Layout(
        width=STAGE_WIDTH,
        height=height,
        caption=-STAGE_HEIGHT / 2 - min(0.15 * room, 1.2) - scale * STRIP / 2,
        caption_scale=scale,
        heading=STAGE_HEIGHT / 2 + 0.42 * room,
        strip=scale * STRIP,
    )
