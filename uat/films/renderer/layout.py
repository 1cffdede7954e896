"""Place things in pictures of each shape: the stage, the caption, a heading, subtitles.

Chapters are laid out on a stage of 14.2 x 8 units. A wide picture is the stage. A square or upright
one keeps the stage's full width, with a heading above it and a larger caption below. Subtitles that
are burnt in get a strip of their own at the foot, where nothing else is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

STAGE_WIDTH, STAGE_HEIGHT = 128 / 9, 8.0
STRIP = 1.0  # units: two lines of subtitles under a wide picture


@dataclass(frozen=True)
class Layout:
    """Sizes and places in scene units; the stage is centred at the origin.

    width, height, middle: the picture, and the height of its middle above the stage's.
    caption, caption_scale, caption_width: its middle, its size, and where its lines are broken.
    heading: where the chapter is named, or None. strip: height of the subtitles' place at the foot.
    """

    width: float
    height: float
    middle: float
    caption: float
    caption_scale: float
    caption_width: float | None
    heading: float | None
    strip: float

    @property
    def foot(self) -> float:
        return self.middle - self.height / 2


def get_layout(shape: str, aspect: float, *, burn: bool = False) -> Layout:
    """Return the layout of a picture of that shape. aspect: its width in pixels over its height."""
    if shape == "wide":
        strip = STRIP if burn else 0.0
        height = STAGE_HEIGHT + strip
        return Layout(
            width=height * aspect,
            height=height,
            middle=-strip / 2,
            caption=-3.5,
            caption_scale=1.0,
            caption_width=None,
            heading=None,
            strip=strip,
        )
    height = STAGE_WIDTH / aspect
    room = (height - STAGE_HEIGHT) / 2
    scale = 1.5 if room < 5.0 else 2.0
    middle = -0.9 if burn and room < 5.0 else 0.0  # in a square the subtitles need the room
    return Layout(
        width=STAGE_WIDTH,
        height=height,
        middle=middle,
        caption=-STAGE_HEIGHT / 2 - min(0.15 * room, 1.2),
        caption_scale=scale,
        caption_width=0.88 * STAGE_WIDTH,
        heading=STAGE_HEIGHT / 2 + 0.42 * (room + middle),
        strip=1.05 * scale * STRIP if burn else 0.0,
    )
