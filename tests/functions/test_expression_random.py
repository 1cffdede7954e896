"""Random formulas against oracles: Python's floats for values, its parser for the grammar."""

import ast
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from uat.functions.expression import NUMPY, ExpressionError, compile_expression
from uat.functions.expression.namespace import CALLED
from uat.functions.expression.vocabulary import CONSTANTS, FUNCTIONS

CORPUS = json.loads((Path(__file__).parents[1] / "data" / "expressions.json").read_text("utf-8"))
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


@given(FORMULAS, st.sampled_from(WEIGHTS), st.sampled_from(WEIGHTS))
def test_value_of_random_formula(pair: Pair, x: float, y: float) -> None:
    value = compile_expression(pair.text, ("x", "y"))(x, y)
    np.testing.assert_array_equal(value, pair.value(x, y))


@given(FORMULAS)
@example(Pair("(+(x + y)) + x", lambda x, y: x + y + x))
def test_printed_formula_reads_back_as_the_same_tree(pair: Pair) -> None:
    f = compile_expression(pair.text, ("x", "y"))
    printed = f.to_text()
    again = compile_expression(printed, ("x", "y"))
    assert again.tree == f.tree
    assert again.to_text() == printed


@pytest.mark.parametrize("case", CORPUS["values"], ids=lambda case: case["text"])
def test_printed_corpus_reads_back_as_the_same_tree(case: dict[str, Any]) -> None:
    f = compile_expression(case["text"])
    assert compile_expression(f.to_text(), f.names).tree == f.tree


VALUES = ["x", "y", "2", ".5", "1e3", "pi", "sin(", "min(", "abs(", "("]
SIGNS = ["+", "-", "*", "/", "//", "%", "^", "**", "<", "<=", "==", "!=", ")", ","]
WORDS = st.sampled_from([*VALUES, *SIGNS, "and", "or", "not", "if", "else"])


@given(st.lists(WORDS, max_size=12))
def test_the_grammar_accepts_what_python_accepts(words: list[str]) -> None:
    """Python's parser is the oracle, but for tuples, calls of numbers, and bare functions.

    What it accepts is as plain as it was typed; what it does not may be read as people mean it.
    """
    text = " ".join(words)
    python = text.replace("^", "**")
    try:
        tree = ast.parse(python, mode="eval")
        strange = any(
            isinstance(node, ast.Tuple)
            or (isinstance(node, ast.Call) and not isinstance(node.func, ast.Name))
            or (isinstance(node, ast.Call) and not _right_count(node))
            or (isinstance(node, ast.Starred))
            for node in ast.walk(tree)
        )
        accepted = not strange and text.strip() != ""
    except SyntaxError:
        accepted = False
    if "x (" in text or "y (" in text or "pi (" in text or ", )" in text:
        accepted = False
    try:
        f = compile_expression(text, ("x", "y"))
    except ExpressionError as error:
        assert not accepted, error
        assert 1 <= error.column <= max(1, len(text))
    else:
        assert accepted == (f.typed == "")
        assert compile_expression(f.text, ("x", "y")) == f
        assert compile_expression(f.to_text(), ("x", "y")).tree == f.tree


def _right_count(call: ast.Call) -> bool:
    assert isinstance(call.func, ast.Name)
    if call.func.id not in FUNCTIONS or call.keywords:
        return False
    fewest, most = FUNCTIONS[call.func.id]
    return fewest <= len(call.args) <= most


@given(FORMULAS)
def test_code_names_only_our_words(pair: Pair) -> None:
    code = compile_expression(pair.text, ("x", "y")).code
    ours = {*CALLED, *CONSTANTS, "x", "y", *(f"_{i}" for i in range(len(pair.text)))}
    assert set(code.co_names) <= ours
    assert NUMPY.words["__builtins__"] == {}
