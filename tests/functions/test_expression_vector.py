"""Several formulas in brackets are read as one text, and each computes by itself."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.base.errors import InputError
from uat.functions.expression import (
    FLINT,
    SYMPY,
    Expression,
    ExpressionError,
    Vector,
    compile_expression,
    compile_formula,
)

PARTS = ["cos(t)", "sin(t)", "2", "t^2 - 1", "max(t, 0.5, t*t)", "(t + 1)*(t - 1)", "((t))", "t²"]


def vector(text, names=None):
    found = compile_formula(text, names)
    assert isinstance(found, Vector)
    return found


def test_a_circle():
    circle = vector("(cos(t), sin(t))")
    t = np.linspace(0, 6, 12).reshape(3, 4)
    assert circle.names == ("t",)
    np.testing.assert_array_equal(circle(t), np.stack([np.cos(t), np.sin(t)], axis=-1))
    assert circle(1.0).shape == (2,)


@given(st.lists(st.sampled_from(PARTS), min_size=2, max_size=6), st.sampled_from(["", " ", "\t "]))
def test_the_components_are_what_they_are_alone(parts, blank):
    text = "(" + f"{blank},{blank}".join(parts) + f"{blank})"
    found = vector(f" {text} ", ("t",))
    assert found.text == text
    assert [part.text for part in found.components] == parts
    for component, part in zip(found.components, parts, strict=True):
        assert component == compile_expression(part, ("t",))


def test_inputs_are_found_over_all_components():
    found = vector("(x, 1, y*x)")
    assert found.names == ("x", "y")
    assert [part.names for part in found.components] == [("x", "y")] * 3
    np.testing.assert_array_equal(found([1.0, 2.0], 3.0), [[1, 1, 3], [2, 1, 6]])
    assert vector("(x2, 1)").names == ("x1", "x2")
    assert vector("(2, 3)").names == ("x",)


def test_other_arithmetics_give_a_value_for_each():
    circle = vector("(cos(t), sin(t))")
    import sympy

    t = sympy.Symbol("t", real=True)
    assert circle.evaluate(SYMPY, t) == (sympy.cos(t), sympy.sin(t))
    ball = FLINT.number(0.5)
    assert [float(value.mid()) for value in circle.evaluate(FLINT, ball)] == pytest.approx(
        [np.cos(0.5), np.sin(0.5)]
    )


def test_it_prints_and_is_read_again():
    found = vector("(x^2, sin(2*x)/y)")
    again = vector(found.to_text())
    assert [part.tree for part in again.components] == [part.tree for part in found.components]
    assert found.mathtext().startswith("$(") and found.mathtext().endswith(")$")
    assert "sin" in found.typst()
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("text", ["(x + 1)*(y + 2)", "(x)", "((x + y))", "min(x, y)", "(x) + (y)"])
def test_one_formula_stays_one(text):
    found = compile_formula(text)
    assert isinstance(found, Expression)
    assert found == compile_expression(text)


@pytest.mark.parametrize(
    ("text", "column", "sentence"),
    [
        ("(cos(t), sin(t)", 1, "never closed"),
        ("(cos(t), sin(u))", 14, "unknown name u"),
        ("cos(t), sin(t)", 7, "several values stand in brackets"),
        ("3,5", 2, "write 3.5"),
        ("(x,)", 4, "something is missing between , and )"),
        ("(,x)", 2, "something is missing between ( and ,"),
        ("(x,,y)", 4, "something is missing"),
        ("(x, y) + 1", 8, "nothing may follow"),
        ("(x, y), (y, x)", 7, "nothing may follow"),
        ("2*(x, y)", 5, "a comma belongs between"),
        ("((x, y), 1)", 4, "a comma belongs between"),
        ("sin((x, y))", 7, "a comma belongs between"),
        ("(x if y > 0, 1)", 4, "if without else"),
        ("(x, max(y))", 5, "max takes 2 or more"),
        ("(x, y] ", 6, "round brackets"),
        ("(x,", 3, "missing after ,"),
    ],
)
def test_errors_know_their_column(text, column, sentence):
    with pytest.raises(ExpressionError) as caught:
        compile_formula(text)
    assert sentence in caught.value.sentence
    assert (caught.value.column, caught.value.text) == (column, text.strip())


def test_one_value_is_asked_for_elsewhere():
    with pytest.raises(ExpressionError, match="a comma belongs between"):
        compile_expression("(x, y)")
    with pytest.raises(InputError, match="takes 1"):
        vector("(cos(t), sin(t))")(1.0, 2.0)


@given(st.text(alphabet="xyt,()+*2 <", max_size=12))
def test_any_text_is_read_or_refused(text):
    try:
        found = compile_formula(text)
    except ExpressionError as error:
        assert 1 <= error.column <= max(1, len(error.text))
        return
    inputs = [0.5] * len(found.names)
    shape = (len(found.components),) if isinstance(found, Vector) else ()
    assert found(*inputs).shape == shape


def test_very_many_values():
    assert len(vector("(" + ",".join(["x"] * 1500) + ")").components) == 1500


@pytest.mark.parametrize(
    ("text", "is_condition"),
    [
        ("x^2 + y^2 < 0.5", True),
        ("(x < 1)", True),
        ("0 < x <= 1", True),
        ("x < 1 and y > 2", True),
        ("x < 1 or y", True),
        ("not x", True),
        ("1*(x < 1)", False),
        ("where(x < 1, 0, 1)", False),
        ("x", False),
    ],
)
def test_conditions_are_recognised(text, is_condition):
    assert compile_expression(text).is_condition is is_condition
