"""Place the labels of points so that no label hides another one or a point."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from matplotlib.text import Text
from matplotlib.transforms import Bbox

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

Side = Literal["left", "right"]

STEPS, LINE = 9, 11.0  # how many lines up and down are tried, and their height in points
ASIDE, ABOVE, BELOW = 5.0, 3.0, -10.0  # points from the mark to the text
NEAR = 16.0  # points: a label further away is tied to its mark by a thin line
MARK = 5.0  # pixels around a mark that stay free
# Where a label may be, seen from its mark: the nearest places first.
PLACES: list[tuple[float, float, Side]] = [
    (side * ASIDE, ABOVE + LINE * k if up else BELOW - LINE * k, "left" if side > 0 else "right")
    for k in range(STEPS)
    for up in (True, False)
    for side in (1, -1)
]


def keep_apart(ax: Axes, labels: Iterable[Annotation], others: Iterable[Bbox] = ()) -> None:
    """Move each label to the nearest free place beside its mark, from the highest mark down.

    The axes must have been laid out. labels: annotations with an arrow, whose marks are at their
    `xy`. others: boxes in pixels that stay free, too. A label that has no free place stays nearest
    to its mark.
    """
    ordered = sorted(labels, key=lambda label: -float(ax.transData.transform(label.xy)[1]))
    marks = [ax.transData.transform(label.xy) for label in ordered]
    taken = [Bbox.from_extents(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in marks]
    taken += others
    room = ax.get_window_extent()
    for label in ordered:
        place = next((p for p in PLACES if _is_free(_put(label, p), room, taken)), PLACES[0])
        taken.append(_put(label, place))
        if label.arrow_patch is not None:
            label.arrow_patch.set_visible(abs(place[1]) > NEAR)


def _put(label: Annotation, place: tuple[float, float, Side]) -> Bbox:
    """Move a label, and return the box of its text in pixels, without the line to its mark."""
    label.set_position(place[:2])
    label.set_horizontalalignment(place[2])
    return Text.get_window_extent(label)


def _is_free(box: Bbox, room: Bbox, taken: list[Bbox]) -> bool:
    inside = room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1
    return inside and not any(box.overlaps(other) for other in taken)
