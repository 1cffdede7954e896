"""Random formulas against oracles: Python's floats for values, its parser for the grammar."""

import ast
from typing import Any

import numpy as np
import pytest
from formulas import CORPUS, FORMULAS, WEIGHTS, Pair
from hypothesis import example, given
from hypothesis import strategies as st

from uat.functions.expression import NUMPY, ExpressionError, compile_expression
from uat.functions.expression.namespace import CALLED
from uat.functions.expression.vocabulary import CONSTANTS, FUNCTIONS


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
    fewest, most = FUNCTIONS[call.func.id].arguments
    return fewest <= len(call.args) <= most


@given(FORMULAS)
def test_code_names_only_our_words(pair: Pair) -> None:
    code = compile_expression(pair.text, ("x", "y")).code
    ours = {*CALLED, *CONSTANTS, "x", "y", *(f"_{i}" for i in range(len(pair.text)))}
    assert set(code.co_names) <= ours
    assert NUMPY.words["__builtins__"] == {}
