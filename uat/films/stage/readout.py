"""Move a number: glyphs are cut once and put together in place at every frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from manim import RIGHT, VGroup, VMobject
from numpy.typing import NDArray

from uat.base.palette import DARK
from uat.films.stage.text import BODY, PREAMBLE, Label, cover, formula, number

# widths in em in New Computer Modern
ADVANCES = dict.fromkeys("0123456789", 0.5) | {
    ".": 0.278,
    ",": 0.278,
    "−": 0.778,
    "+": 0.778,
    "×": 0.778,
}
BEARING_OF_ZERO = 0.039
SMALL, RAISE = 0.7, 0.36  # exponents: their size, and how high they stand in em
SPACE = 0.2
EM_AT_48 = 0.5  # scene units


class Digits(VMobject):
    """Text of digits as one mobject, its left end on the baseline at `origin`."""

    def __init__(self, text: str, size: float = BODY, color: str = DARK.text) -> None:
        super().__init__(fill_color=color, fill_opacity=1.0, stroke_width=0.0)
        self.size = size
        self.origin = np.zeros(3)
        self.held_by: Any = self
        self.centered = False
        self.set_text(text)

    @property
    def font_size(self) -> float:
        return self.size

    @property
    def anchor(self) -> NDArray[np.float64]:
        """The left end on the baseline, or the middle if that stands on a point."""
        middle: NDArray[np.float64] = self.get_center() if self.centered else self.origin
        return middle

    @property
    def reach(self) -> tuple[float, float]:
        """How far it goes to the left and to the right of its anchor."""
        half = self.advance / 2
        return (half, half) if self.centered else (0.0, self.advance)

    def stand_on(self, point: Any) -> Digits:
        """Put the middle on a point, about which the text gets larger in other shapes."""
        self.centered = True
        return self.shift(np.asarray(point) - self.get_center())

    def set_text(self, text: str) -> Digits:
        """Show another text at the same place. `^` raises all that follows it."""
        self.text = text
        em = self.size / 48 * EM_AT_48
        pieces, x = [np.zeros((0, 3))], 0.0
        scale, lift = 1.0, 0.0
        for char in text:
            if char == "^":
                scale, lift = SMALL, RAISE
                continue
            if char == " ":
                x += SPACE * scale
                continue
            points, advance = _glyphs()[char]
            pieces.append(points * scale + np.array([x, lift, 0.0]))
            x += advance * scale
        self.points = np.concatenate(pieces) * em + self.origin
        self.advance = x * em
        return self

    def shift(self, *vectors: Any) -> Digits:
        self.origin = self.origin + sum(np.asarray(vector, dtype=float) for vector in vectors)
        super().shift(*vectors)
        return self


class Readout(VGroup):
    """A label and a number behind it, such as `w = 12.5`; `set_value` changes the number.

    write: how a value is written; the label is a Typst formula. Its left end stays in place when
    the number gets longer.
    """

    def __init__(
        self,
        label: str,
        value: float,
        write: Callable[[float], str] = number,
        size: float = BODY,
        color: str = DARK.text,
    ) -> None:
        super().__init__()
        self.write, self.value = write, value
        self.label = _on_baseline(label, size, color)
        self.digits = Digits(write(value), size, color)
        self.digits.shift(RIGHT * (self.label.get_right()[0] + 0.25 * size / 48))
        self.add(self.label, self.digits)
        if label:
            hold(self.label, self.digits)

    def set_value(self, value: float) -> Readout:
        """Show another number."""
        self.value = value
        self.digits.set_text(self.write(value))
        if self.digits.held_by is self.label:
            hold(self.label, self.digits)
        return self

    def stand_on(self, point: Any) -> Readout:
        """Put a number without a label on a point of a line, which it hides around its letters."""
        before = self.digits.get_center()
        self.label.shift(cover(self.digits).stand_on(point).get_center() - before)
        return self

    def shift(self, *vectors: Any) -> Readout:
        for part in self.submobjects:
            part.shift(*vectors)
        return self


def hold(label: Any, digits: Digits) -> None:
    """Let a label decide where its number stands in other shapes, and know how far that goes."""
    digits.held_by = label
    end = max(digits.origin[0] + digits.advance, label.get_right()[0])
    label.reach = (label.reach[0], float(end - label.anchor[0]))


def _on_baseline(code: str, size: float, color: str) -> Any:
    """Set a formula whose baseline lies at y = 0 and whose left end at x = 0."""
    text = formula("0 " + code, size, color)
    foot = text.submobjects[0].get_bottom()[1]
    zero = _glyphs()["0"][0][:, 1].min() * size / 48 * EM_AT_48
    text.remove(text.submobjects[0])
    text.shift((-text.get_left()[0], zero - foot, 0.0))
    text.code = code
    return text


@cache
def _glyphs() -> dict[str, tuple[NDArray[np.float64], float]]:
    """Return each character's outline, its origin on the baseline, and its advance, in em."""
    markup = " ".join(f"#box[{char}]" for char in ADVANCES)
    preamble = PREAMBLE + "\n#set text(spacing: 0pt)"
    row = Label(markup, preamble, 48.0, DARK.text).submobjects
    start = row[0].get_left()[0] / EM_AT_48 - BEARING_OF_ZERO
    baseline = row[1].get_bottom()[1] / EM_AT_48  # the foot of the 1 stands on it
    glyphs = {}
    for (char, advance), glyph in zip(ADVANCES.items(), row, strict=True):
        glyphs[char] = (glyph.points / EM_AT_48 - np.array([start, baseline, 0.0]), advance)
        start += advance
    return glyphs
