"""A subject is what a film is about: the user's function, formula, range and tolerance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from manim import LEFT

from uat.base.palette import DARK
from uat.base.quoting import for_typst, typst_name
from uat.films.renderer.spec import FilmSpec
from uat.films.stage.clipped import ClippedFunction
from uat.films.stage.graph import Graph, padded
from uat.films.stage.text import BODY, TITLE_HEIGHT, fitting, formula, words
from uat.functions.catalogue import CATALOGUE
from uat.functions.expression import Expression
from uat.functions.target import Target, make_target

EXAMPLE = "nielsen"
ROUNDING = 1e-9  # of f's size: what varies by less is a constant
RESOLUTION = 1e-3  # of f's range: how finely jumps are looked for
VISIBLE = 0.03  # of f's range, rounded to one digit: a tolerance that can be seen


@dataclass(frozen=True, eq=False)
class Subject:
    """A function of one input, and how to show it.

    low, high: its least and largest value. tolerance: what the film works towards.
    code: its formula for Typst, or "" for a function that has none.
    """

    target: Target
    low: float
    high: float
    tolerance: float
    code: str

    @property
    def x_range(self) -> tuple[float, float]:
        return self.target.box[0]

    @property
    def y_range(self) -> tuple[float, float]:
        """The function's range, with room for the tolerance on both sides."""
        low, high = padded(self.low, self.high)
        room = 1.5 * self.tolerance
        return min(low, self.low - room), max(high, self.high + room)

    @property
    def x(self) -> str:
        """The input's name in Typst's math notation."""
        return typst_name(self.target.names[0])

    def title(self, width: float, size: float = BODY, color: str = DARK.target) -> Any:
        """Set `f(x) = …` no wider than `width`; only f's name, or f(x), if that is too long."""
        tries = [formula(f"f({self.x}) = {self.code}", size, color)] if self.code else []
        if not self.code or self.target.name in CATALOGUE:
            tries.append(words(f"$f({self.x})$: {for_typst(self.target.name)}", size, color))
        tries.append(formula(f"f({self.x})", size, color))
        return fitting(tries, width)


@lru_cache(maxsize=8)
def get_subject(spec: FilmSpec) -> Subject:
    """Return the film's function if it has one input and one output; else the example.

    Raises TargetError for poles.
    """
    target = make_target(EXAMPLE if spec.function is None else spec.function, spec.box)
    if target.inputs != 1 or target.outputs != 1:
        return get_subject(spec.of_nothing)
    (a, b) = target.box[0]
    coarse = target(np.linspace(a, b, 1025))
    finite = coarse[np.isfinite(coarse)]
    scale = float(np.ptp(finite)) or float(np.abs(finite[:1]).sum()) or 1.0
    y = target.sample(1e-3 * scale).y
    span = float(np.ptp(y)) or scale
    tolerance = spec.tolerance if spec.tolerance is not None else float(f"{VISIBLE * span:.0e}")
    return Subject(target, float(y.min()), float(y.max()), tolerance, code_of(target))


def code_of(target: Target) -> str:
    """Write f's formula in Typst; "" if it has none."""
    entry = CATALOGUE.get(target.name)
    if entry is not None and entry.typst:
        return entry.typst
    return target.function.typst() if isinstance(target.function, Expression) else ""


def varying_subject(spec: FilmSpec) -> Subject:
    """Return the film's function of one input; the example in the place of a constant."""
    subject = get_subject(spec)
    size = max(abs(subject.low), abs(subject.high))
    return subject if subject.high - subject.low > ROUNDING * size else _example(spec)


def continuous_subject(spec: FilmSpec) -> Subject:
    """Return the film's function of one input; the example if it is constant, or jumps."""
    return _example(spec) if has_jumps(varying_subject(spec)) else varying_subject(spec)


def unbroken_subject(spec: FilmSpec) -> Subject:
    """Return the film's function of one input, also a constant; the example if it jumps."""
    return _example(spec) if has_jumps(get_subject(spec)) else get_subject(spec)


def has_jumps(subject: Subject) -> bool:
    """Tell whether the function jumps inside its domain."""
    scale = (subject.high - subject.low) or 1.0
    return bool(subject.target.sample(RESOLUTION * scale).jumps)


def _example(spec: FilmSpec) -> Subject:
    return get_subject(spec.of_nothing)


class SubjectPicture:
    """The graph of a subject, its function, and its formula.

    x_range, y_range: what the graph shows; None for all of the function. title_width: how wide the
    formula may be. line_width: of the function's curve. options: of the graph, such as its place.
    """

    def __init__(
        self,
        subject: Subject,
        *,
        x_range: tuple[float, float] | None = None,
        y_range: tuple[float, float] | None = None,
        title_width: float = 9.2,
        line_width: float = 4.0,
        **options: Any,
    ) -> None:
        self.subject = subject
        self.graph = Graph(
            x_range or subject.x_range,
            y_range or subject.y_range,
            x_label=f"${subject.x}$",
            **options,
        )
        self.function = ClippedFunction(self.graph, subject.target, width=line_width)
        self.title = subject.title(title_width)
        self.title.move_to([self.graph.corner[0], TITLE_HEIGHT, 0.0], aligned_edge=LEFT)

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.function, self.title]
