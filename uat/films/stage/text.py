"""Set all text with Typst, in one font, in a few sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import numpy as np
from manim import Typst, VGroup, VMobject, config
from manim.constants import SCALE_FACTOR_PER_FONT_POINT
from manim.utils.typst_file_writing import typst_to_svg_file

from uat.base.palette import DARK
from uat.films.renderer.outlines import kept_outlines
from uat.films.stage.glyphs import read_glyphs

PREAMBLE = '#set text(font: "New Computer Modern")\n#set par(leading: 0.55em)'
SIZE = 48.0  # at which texts are set, before they are scaled
STROKE_UNITS = 90.0  # stroke width in pixels of a picture 8 units and 720 pixels high

POINTS_A_UNIT = 960.0  # Typst's points on which a unit is wide, at font size 1

TITLE_HEIGHT = 3.35  # where a function's formula stands
TITLE_ROOM = 1.05  # how high it may be, so that neither the edge nor the graph cuts it off

HALO = 20.0  # pixels of background around the letters of a text that stands on a line

TITLE, BODY, SUBTITLE, LABEL, TICK = 46.0, 32.0, 28.0, 29.0, 24.0


class Label(VGroup):
    """A text: outlines of glyphs, nothing else, so that copying and fading it is cheap.

    code: what was set. font_size: in Manim's units, kept up to date by `scale`. held_by: the text
    with which it is placed as one in a picture that is no wide one.
    """

    held_by: Any

    def __init__(self, code: str, preamble: str, size: float, color: str) -> None:
        super().__init__(stroke_width=0.0)
        self.code, self.font_size = code, size
        for points, fill, stroke in _outlines(code, preamble):
            glyph = VMobject(color=color, fill_opacity=fill, stroke_width=stroke * size / SIZE)
            glyph.points = points * (size / SIZE)
            self.add(glyph)
        self.stand_at(self.get_center())
        self.hold_by(self)

    def split(self) -> list[Any]:
        """Return the glyphs, without what holds them."""
        return list(self.submobjects)

    @property
    def anchor(self) -> Any:
        """The point about which it gets larger in a picture that is no wide one."""
        return self.points[0].copy()

    def stand_at(self, point: Any) -> Label:
        """Get larger about a point, such as that of the axis beside which it stands.

        reach: how far to the left and to the right of it the text goes.
        """
        ends = (self.get_left()[0], self.get_right()[0])
        self.points = np.zeros((4, 3)) + point  # nothing to see: it goes where all go
        self.reach = (float(point[0] - ends[0]), float(ends[1] - point[0]))
        return self

    def move_to(self, *args: Any, **options: Any) -> Label:
        """Move as Manim does; a text that is aligned by an edge gets larger away from that."""
        super().move_to(*args, **options)
        if "aligned_edge" in options:
            self.stand_at(self.get_critical_point(options["aligned_edge"]))
        return self

    def hold_by(self, text: Any) -> None:
        """Let another text decide where this one stands."""
        parts: list[Any] = self.get_family()
        for part in parts:
            part.held_by = text

    def scale(self, scale_factor: float, *args: Any, **options: Any) -> Label:
        self.font_size *= scale_factor
        self.reach = (scale_factor * self.reach[0], scale_factor * self.reach[1])
        super().scale(scale_factor, *args, **options)
        return self


def cover(text: Any, width: float = HALO) -> Any:
    """Hide the lines that run behind a text around its letters."""
    return text.set_stroke(DARK.background, width, background=True)


def words(markup: str, size: float = BODY, color: str = DARK.text) -> Label:
    """Set running text in Typst markup; formulas stand between dollar signs."""
    return Label(markup, PREAMBLE, size, color)


def paragraph(markup: str, width: float, size: float = BODY, color: str = DARK.text) -> Label:
    """Set running text in centred lines no wider than `width`, in scene units."""
    points = width * POINTS_A_UNIT / size
    return words(f"#block(width: {points:.1f}pt)[#set align(center)\n{markup}]", size, color)


def formula(code: str, size: float = BODY, color: str = DARK.text) -> Label:
    """Set a formula in Typst's math notation."""
    return Label(f"$ {code} $", "", size, color)


@cache
def _outlines(code: str, preamble: str) -> list[tuple[Any, float, float]]:
    """Return each glyph's points, whether it is filled, and its stroke's width, at SIZE."""
    return kept_outlines(code, preamble, lambda: _set(code, preamble))


def _set(code: str, preamble: str) -> list[tuple[Any, float, float]]:
    """Set a text at SIZE about the origin: its glyphs, or what Manim makes of other shapes."""
    glyphs = read_glyphs(typst_to_svg_file(code, preamble=preamble))
    if glyphs is None:
        return _set_by_manim(code, preamble)
    if not glyphs:
        return []
    scale = SIZE * SCALE_FACTOR_PER_FONT_POINT
    ends = np.concatenate([glyph.points.reshape(-1, 4, 3)[:, ::3] for glyph in glyphs])
    middle = 0.5 * (ends.min(axis=(0, 1)) + ends.max(axis=(0, 1)))
    upright = scale * np.array([1.0, -1.0, 1.0])
    stroke = 0.5 * scale * STROKE_UNITS  # half as wide as Typst's, as Manim draws them
    return [((one.points - middle) * upright, one.fill, one.stroke * stroke) for one in glyphs]


def _set_by_manim(code: str, preamble: str) -> list[tuple[Any, float, float]]:
    text = Typst(code, font_size=SIZE, typst_preamble=preamble, use_svg_cache=False)
    scale = config.frame_width / config.pixel_width  # Manim gives strokes in pixels
    return [
        (
            glyph.points.copy(),
            glyph.get_fill_opacity(),
            glyph.get_stroke_width() * scale * STROKE_UNITS if glyph.get_stroke_opacity() else 0.0,
        )
        for glyph in text.family_members_with_points()
    ]


def fit(text: Label, width: float, least_size: float = TICK) -> bool:
    """Shrink a text to `width` and to the height of a title, but not below `least_size`.

    False if it still does not fit.
    """
    share = min(width / max(text.width, width), TITLE_ROOM / max(text.height, TITLE_ROOM))
    if share < 1.0:
        text.scale(max(least_size / text.font_size, share))
    return bool(text.width <= width * 1.001 and text.height <= TITLE_ROOM * 1.001)


def fitting(tries: Iterable[Label], width: float) -> Label:
    """Return the first text that fits into `width`; else the last, however small it gets."""
    for text in tries:
        if fit(text, width):
            return text
    fit(text, width, least_size=0.0)
    return text


def number(value: float, digits: int = 3) -> str:
    """Write a number as people do: `0.25`, `-3`, `12,000`, `2.5×10^6`, `3×10^-5`."""
    if value == 0.0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if -4 <= int(exponent) < 5:
        text = f"{value:.{max(0, digits - 1 - int(exponent))}f}"
        return grouped(_trimmed(text)).replace("-", "−")
    return f"{_trimmed(mantissa)}×10^{int(exponent)}".replace("-", "−")


def number_code(text: str) -> str:
    """Write in Typst what `number` wrote."""
    code = text.replace("−", "-").replace("×", " times ").replace(",", '","')
    return code.replace("^", "^(") + ")" if "^" in code else code


def count(value: int) -> str:
    """Write a whole number: `2000`, `12,000`."""
    return grouped(str(value))


def grouped(text: str) -> str:
    """Part five and more digits before the point into groups of three."""
    whole, point, decimals = text.partition(".")
    return f"{int(whole):,}{point}{decimals}" if len(whole.lstrip("-")) > 4 else text


def signed(value: float, decimals: int) -> str:
    """Write a number with a fixed count of decimals and a real minus sign."""
    return f"{value:.{decimals}f}".replace("-", "−")


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole(value: float) -> str:
    """Write a whole number, such as `12 000`."""
    return count(round(value))


def two_digits(value: float) -> str:
    """Write two digits, such as `0.25` or `2.5×10^6`."""
    return number(value, 2)


def three_digits(value: float) -> str:
    """Write three digits, such as `0.251` or `2.51×10^6`."""
    return number(value, 3)


def one_decimal(value: float) -> str:
    """Write one decimal, such as `−0.5`, never `−0.0`."""
    return signed(round(value, 1) + 0.0, 1)


def two_decimals(value: float) -> str:
    """Write two decimals, such as `−0.25`, never `−0.00`."""
    return signed(round(value, 2) + 0.0, 2)


def plus(decimals: int) -> Callable[[float], str]:
    """Write so many decimals behind a sign, such as `+0.25`, `−0.25` and `+0.00`."""

    def write(value: float) -> str:
        text = signed(round(value, decimals) + 0.0, decimals)
        return text if text.startswith("−") else f"+{text}"

    return write
