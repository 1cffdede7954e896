"""Draw the square on which a relief stands, with its inputs' names and marks of heights."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import VGroup, VMobject

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.curves import corners
from uat.films.stage.relief import View
from uat.films.stage.text import BODY, LABEL, fit, formula

CORNERS = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]])
NAME_AT = np.array([[0.0, -1.0], [-1.0, 0.0]])  # the middles of the edges that bear names
OUTWARD = 0.42  # scene units from an edge to its name
WIDEST = 2.4  # scene units that a name may take
MARK = 0.12  # scene units: a mark's length
ROD = np.array([-1.0, 1.0])  # the corner at which heights are marked: the left one at first


class Floor(VGroup):
    """The outline of a relief's box on its ground; `set_view` follows the camera.

    names: Typst formulas of both inputs. marks: heights from 0 to 1 and what is written there; they
    stand at a rod at the corner that is on the left while the view's turn is within 0 to 90.
    """

    def __init__(
        self,
        view: View,
        names: tuple[str, str] = ("x", "y"),
        marks: tuple[tuple[float, str], ...] = (),
    ) -> None:
        super().__init__()
        self.outline = VMobject(color=DARK.muted, stroke_width=2.0)
        labels = [formula(name, BODY, DARK.muted) for name in names]
        for label in labels:
            fit(label, WIDEST)
        self.names = VGroup(*labels)
        self.heights = tuple(height for height, _ in marks)
        self.marks = VGroup(*(formula(text, LABEL, DARK.muted) for _, text in marks))
        self.add(self.outline, self.names, self.marks)
        self.set_view(view)

    def set_view(self, view: View) -> Floor:
        """Turn the floor to stand as seen from there."""
        self.view = view
        paths = [corners(self._place(CORNERS, 0.0))]
        for name, middle in zip(self.names, NAME_AT, strict=True):
            name.move_to(self._outside(middle, name.width))
        if self.heights:
            paths += self._rod()
        self.outline.points = np.concatenate(paths)
        return self

    def _rod(self) -> list[Array]:
        """Draw the rod and its marks, as paths, and move the texts."""
        paths = [corners(self._place(np.stack([ROD, ROD]), np.array([0.0, max(self.heights)])))]
        for height, text in zip(self.heights, self.marks, strict=True):
            foot = self._place(ROD[None, :], height)[0]
            left = foot - np.array([MARK, 0.0, 0.0])
            paths.append(corners(np.stack([left, foot])))
            text.move_to(left - np.array([0.12 + text.width / 2, 0.0, 0.0]))
        return paths

    def _outside(self, middle: Array, width: float) -> Array:
        """Return a point beyond the middle of an edge, straight away from the floor's middle.

        width: of what shall stand there; a word stands further to the side than a letter.
        """
        here, center = self._place(np.stack([middle, 0.0 * middle]), 0.0)
        away = here - center
        place: Array = here + OUTWARD * away / max(float(np.linalg.norm(away)), 1e-9)
        place[0] += np.sign(away[0]) * 0.5 * max(0.0, width - OUTWARD)
        return place

    def _place(self, floor: Array, height: Any) -> Array:
        flat = self.view.to_screen(*np.broadcast_arrays(floor[:, 0], floor[:, 1], height))
        return np.concatenate([flat, np.zeros((len(flat), 1))], axis=1)
