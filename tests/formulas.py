"""Formulas with what they mean: those of the corpus, and random ones."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

CORPUS = json.loads((Path(__file__).parent / "data" / "expressions.json").read_text("utf-8"))
WEIGHTS = [-2.5, -1.0, -0.0, 0.0, 0.5, 1.0, 3.0, math.inf, math.nan]


class Pair(NamedTuple):
    text: str
    value: Callable[[float, float], float]


def divide(a: float, b: float) -> float:
    if b != 0:
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)


def smaller(a: float, b: float) -> float:
    return math.nan if math.isnan(a) or math.isnan(b) else min(a, b)


def floor(a: float) -> float:
    return float(math.floor(a)) if math.isfinite(a) else a


def grow(parts: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    """Formulas made of smaller ones, each in brackets, with the function that each means."""
    one: list[tuple[str, Callable[[float], float]]] = [
        ("-({})", lambda a: -a),
        ("+({})", lambda a: a),
        ("({})^2", lambda a: a * a),
        ("abs({})", abs),
        ("floor({})", floor),
        ("not ({})", lambda a: float(a == 0)),
    ]
    two: list[tuple[str, Callable[[float, float], float]]] = [
        ("({})+({})", lambda a, b: a + b),
        ("({}) - ({})", lambda a, b: a - b),
        ("({})*({})", lambda a, b: a * b),
        ("({})/({})", divide),
        ("min({}, {})", smaller),
        ("({}) <= ({})", lambda a, b: float(a <= b)),
        ("({}) != ({})", lambda a, b: float(a != b)),
        ("({}) and ({})", lambda a, b: float(a != 0 and b != 0)),
        ("({}) or ({})", lambda a, b: float(a != 0 or b != 0)),
    ]
    three: list[tuple[str, Callable[[float, float, float], float]]] = [
        ("where({}, {}, {})", lambda c, a, b: a if c != 0 else b),
        ("({1}) if ({0}) else ({2})", lambda c, a, b: a if c != 0 else b),
        ("({}) < ({}) >= ({})", lambda a, b, c: float(a < b >= c)),
    ]

    def make(form: str, function: Callable[..., float], *inner: Pair) -> Pair:
        text = form.format(*(pair.text for pair in inner))
        return Pair(text, lambda x, y: function(*(pair.value(x, y) for pair in inner)))

    return st.one_of(
        st.builds(lambda f, a: make(*f, a), st.sampled_from(one), parts),
        st.builds(lambda f, a, b: make(*f, a, b), st.sampled_from(two), parts, parts),
        st.builds(
            lambda f, a, b, c: make(*f, a, b, c), st.sampled_from(three), parts, parts, parts
        ),
    )


LEAVES = st.one_of(
    st.sampled_from([Pair("x", lambda x, y: x), Pair("y", lambda x, y: y)]),
    st.floats(0, 1e300).map(lambda number: Pair(repr(number), lambda x, y: number)),
    st.integers(0, 10**20).map(lambda number: Pair(str(number), lambda x, y: float(number))),
)
FORMULAS = st.recursive(LEAVES, grow, max_leaves=12)
