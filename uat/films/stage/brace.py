"""Mark a length with a curly brace that is set in place."""

from __future__ import annotations

import numpy as np
from manim import VMobject
from numpy.typing import ArrayLike

from uat.base.palette import DARK

DEPTH = 0.26  # scene units from the length to the brace's tip


class CurlyBrace(VMobject):
    """A brace along the line from `start` to `stop`, its tip on the right of that direction.

    `set_ends` marks another length in place; a very short one gets a flat brace.
    """

    def __init__(self, start: ArrayLike, stop: ArrayLike, color: str = DARK.text) -> None:
        super().__init__(color=color, stroke_width=3.0)
        self.set_ends(start, stop)

    def set_ends(self, start: ArrayLike, stop: ArrayLike) -> CurlyBrace:
        """Mark the length between two points of the scene."""
        first, last = np.asarray(start, dtype=float), np.asarray(stop, dtype=float)
        length = float(np.linalg.norm(last - first)) or 1e-6
        along = (last - first) / length
        out = np.array([along[1], -along[0], 0.0])
        half = min(DEPTH, length / 2) / 2
        self.tip = (first + last) / 2 + 2 * half * out
        flat = [first + half * (out + along), self.tip - half * (out + along)]
        back = [self.tip - half * (out - along), last + half * (out - along)]
        bends = [
            (first, first + half * out, flat[0], flat[0]),
            (flat[0], flat[0], flat[1], flat[1]),
            (flat[1], flat[1] + half * along, self.tip, self.tip),
            (self.tip, self.tip, back[0] - half * along, back[0]),
            (back[0], back[0], back[1], back[1]),
            (back[1], back[1], last + half * out, last),
        ]
        self.points = np.array(bends).reshape(-1, 3)
        return self
