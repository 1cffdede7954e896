"""Formulas: what they are worth, which inputs they have, and where they are wrong."""

import math
import pickle
from typing import Any

import numpy as np
import pytest
from formulas import CORPUS
from hypothesis import given
from hypothesis import strategies as st

from uat.base.errors import InputError
from uat.functions.expression import Expression, ExpressionError, compile_expression, parse_number
from uat.functions.expression.vocabulary import FUNCTIONS


def refused(text: str, names: tuple[str, ...] | None = None) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, names)
    return caught.value


# The corpus


@pytest.mark.parametrize("case", CORPUS["values"], ids=lambda case: case["text"])
def test_value(case: dict[str, Any]) -> None:
    f = compile_expression(case["text"])
    values = f(*np.array(case["at"]).T)
    wanted = np.array([float(value) for value in case["values"]])
    assert f.names == tuple(case["names"])
    np.testing.assert_allclose(values, wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("case", CORPUS["errors"], ids=lambda case: repr(case["text"]))
def test_error(case: dict[str, Any]) -> None:
    names = tuple(case["names"]) if "names" in case else None
    error = refused(case["text"], names)
    assert error.column == case["column"]
    assert case["says"] in error.sentence


def test_every_function_has_a_value_in_the_corpus() -> None:
    used = " ".join(case["text"] for case in CORPUS["values"])
    for name, f in FUNCTIONS.items():
        assert any(f"{word}(" in used for word in (name, *f.aliases.split())), name


# Errors show their place


@pytest.mark.parametrize(
    "text",
    ["x + 2 3", "\tx\t2", "x + " * 900 + "2 3" + " + x" * 900, "π*2 3", "2 3" + " + x" * 900],
)
def test_the_caret_stands_below_the_column(text: str) -> None:
    error = refused(text)
    _, shown, caret = str(error).split("\n")
    assert shown[caret.index("^")] == error.text[error.column - 1]
    assert len(shown) < 80


def test_an_error_survives_pickling() -> None:
    error = refused("x + 2 3")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.column, again.text) == (str(error), 7, "x + 2 3")


# Inputs


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("3", ("x",)),
        ("t^2", ("t",)),
        ("y", ("y",)),
        ("z*y", ("y", "z")),
        ("x + y + z", ("x", "y", "z")),
        ("x2", ("x1", "x2")),
        ("pi*e*tau", ("x",)),
    ],
)
def test_inputs_are_found_in_the_text(text: str, names: tuple[str, ...]) -> None:
    assert compile_expression(text).names == names


def test_inputs_may_be_given() -> None:
    f = compile_expression("2*speed + x", ("x", "speed", "unused"))
    assert f(1.0, 10.0, 0.0) == 21
    refused("x + y", ("x",))


@pytest.mark.parametrize(
    "name", ["sin", "ln", "pi", "compare", "lambda", "if", "_0", "", "é", "x y"]
)
def test_an_input_cannot_have_a_name_that_means_something(name: str) -> None:
    with pytest.raises(InputError, match="name of an input"):
        compile_expression("1", (name,))


def test_text_must_be_text() -> None:
    with pytest.raises(InputError, match="not bytes"):
        compile_expression(b"x")


# Arrays


def test_values_have_the_common_shape() -> None:
    f = compile_expression("x + y")
    assert f(np.zeros((3, 1)), np.zeros(4)).shape == (3, 4)
    assert compile_expression("3")(np.zeros((2, 5))).shape == (2, 5)
    assert f(1, 2).shape == ()
    assert compile_expression("x")(np.array([])).shape == (0,)
    assert compile_expression("x > 0")(np.arange(3)).dtype == np.float64
    with pytest.raises(InputError, match="that fit"):
        f(np.zeros(2), np.zeros(3))
    with pytest.raises(InputError, match="takes 2"):
        f(1.0)


def test_values_do_not_share_memory_with_inputs() -> None:
    x = np.array([1.0, 2.0])
    values = compile_expression("x")(x)
    values[0] = 5.0
    assert x[0] == 1.0


@pytest.mark.parametrize("text", ["where(x > 0, log(x), 0)", "1/x if x != 0 else 0", "sqrt(x)"])
def test_nothing_warns_and_the_other_branch_does_not_show(text: str) -> None:
    values = compile_expression(text)(np.array([-1.0, 0.0, 1.0]))
    assert np.isnan(values).any() == (text == "sqrt(x)")


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=8))
def test_one_number_gives_what_arrays_give(points: list[float]) -> None:
    f = compile_expression("x^3 - 2^x/(1 + x^2) + floor(x)*sinc(x) + sigmoid(x)")
    np.testing.assert_allclose(f(np.array(points)), [f(point) for point in points], rtol=1e-14)


# Conveniences


def test_it_tells_what_it_is() -> None:
    f = compile_expression(" x + 1 ")
    assert repr(f) == "Expression(text='x + 1', names=('x',))"
    assert pickle.loads(pickle.dumps(f)) == f == compile_expression("x + 1")
    assert isinstance(f, Expression) and hash(f) == hash(compile_expression("x + 1"))


@pytest.mark.parametrize(
    ("text", "value"),
    [("2*pi", 2 * math.pi), ("-1", -1), ("1e400", math.inf), (" sqrt(2) ", 2**0.5)],
)
def test_parse_number(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["x", "sqrt(-1)", "", "0:1", "1 2", "inf"])
def test_parse_number_refuses(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse_number(text)
