"""Whatever is typed, nothing of it runs as Python, and the answer is an error at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.base.errors import InputError
from uat.functions.expression import ExpressionError, compile_expression
from uat.functions.expression.tokens import MOST_CHARACTERS, MOST_TOKENS
from uat.functions.expression.tree import depth


def refused(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text)
    return caught.value


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_an_input_error(text: str) -> None:
    try:
        f = compile_expression(text)
    except InputError as error:
        assert str(error)
    else:
        assert f(*([0.5] * len(f.names))).dtype == np.float64


@pytest.mark.parametrize("control", ["\x1c", "\x1d", "\x85", "\u2028", "\x1b", "\x00"])
@pytest.mark.parametrize(
    "text", ["max(x0, {}(x2))", "q^T(cI{}x1)", "x = 2{}", "1/2x{}", "max(x;{}0)"]
)
def test_a_hint_repeats_nothing_that_breaks_a_line(text: str, control: str) -> None:
    error = refused(text.format(control))
    assert len(str(error).splitlines()) <= 3
    assert str(error).replace("\n", "").isprintable()
    assert error.sentence.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('id')",
        "().__class__.__mro__",
        "x.real",
        "(lambda: 0)()",
        "(x := 1)",
        "[x for x in y]",
        "{x for x in y}",
        "f'{x}'",
        "f'{__import__(\"os\")}'",
        "sin.__globals__",
        "sin(x).__class__",
        "sin(*x)",
        "sin(x=1)",
        "x[0]",
        "eval(x)",
        "__builtins__",
        "_0",
        "compare(x, 1)",
        "ｓin(x)",
        "ехр(x)",
        "ｘ",
        "x\0",
        "\x1b[31mx",
        "await x",
        "yield",
        "print",
        "1 if x",
        "(" * 60,
        "(" * 100_000 + "x" + ")" * 100_000,
        "[" * 9_000,
        "-" * 9_999 + "x",
        "x" * 10**8,
        "x+" * 10**7 + "x",
        "\n" * 10**7,
    ],
    ids=lambda text: repr(text[:30]),
)
def test_hostile_text_never_reaches_pythons_parser(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reached(*_: object, **__: object) -> None:
        raise AssertionError("reached")

    monkeypatch.setattr("uat.functions.expression.tree.ast.parse", reached)
    monkeypatch.setattr("uat.functions.expression.code.compile", reached, raising=False)
    error = refused(text)
    assert len(str(error)) < 400
    assert str(error).replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "-" * 3_000 + "x",
        "not " * 2_000 + "x",
        "x" + "^x" * 1_500,
        "x" + "/x" * 1_500,
        "1 if x else " * 800 + "1",
        "sin(" * 200 + "x" + ")" * 200,
        "(" * 200 + "x" + ")" * 200,
    ],
    ids=lambda text: text[:12],
)
def test_deep_formulas_are_refused_and_recursion_never_escapes(text: str) -> None:
    assert "deep" in refused(text).sentence


@pytest.mark.parametrize("text", ["9**9**9**9", "9" * 9_999, "1e99999^2", "gamma(1e300)", "1/0"])
def test_huge_arithmetic_is_infinite_at_once(text: str) -> None:
    assert compile_expression(text)(0.0) == np.inf


@pytest.mark.parametrize("sign", "+-*")
def test_long_chains_are_not_deep(sign: str) -> None:
    count = MOST_TOKENS // 2
    f = compile_expression(sign.join(["x"] * count))
    wanted = {"+": count, "-": 2 - count, "*": 1}[sign]
    assert depth(f.tree) <= 3
    assert f(1.0) == wanted


def test_sizes_are_limited_before_parsing() -> None:
    assert "characters" in refused("x" * (MOST_CHARACTERS + 1)).sentence
    assert "more than" in refused("x " * MOST_TOKENS).sentence
    assert refused("+x" * MOST_TOKENS).column == MOST_TOKENS + 1
