"""The page reads and computes formulas as Python does."""

from typing import Any

import numpy as np
import pytest
from cores import numbers, run
from formulas import CORPUS, WEIGHTS
from formulas import FORMULAS as RANDOM_FORMULAS
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from uat import approximate
from uat.functions.expression import ExpressionError, compile_expression

# Formulas


def test_values_of_the_corpus(core: Page) -> None:
    code = """(uat, cases) => cases.map(({text, at}) => {
        const read = uat["core/expression"].parse(text);
        const values = at.map((point) =>
            read.evaluate(Object.fromEntries(read.names.map((n, k) => [n, point[k]]))));
        return {names: read.names, values: values.map(String)};
    })"""
    for case, own in zip(CORPUS["values"], run(core, code, CORPUS["values"]), strict=True):
        assert own["names"] == case["names"], case["text"]
        values, wanted = numbers(own["values"]), numbers(case["values"])
        np.testing.assert_allclose(values, wanted, rtol=1e-12, atol=1e-12, err_msg=case["text"])


READ_AND_EVALUATE = """(uat, text, x, y) => {
    const names = ["x", "y"];
    const read = uat["core/expression"].parse(text, {names});
    return String(read.evaluate({x: Number(x), y: Number(y)}));
}"""


@settings(max_examples=60)
@given(RANDOM_FORMULAS, st.sampled_from(WEIGHTS), st.sampled_from(WEIGHTS))
def test_random_formulas_have_the_values_of_numpy(
    core: Page, pair: Any, x: float, y: float
) -> None:
    """Only operations that IEEE 754 rounds in one way: the same to the last bit."""
    spelled = [str(v).replace("inf", "Infinity").replace("nan", "NaN") for v in (x, y)]
    own = float(run(core, READ_AND_EVALUATE, pair.text, *spelled))
    np.testing.assert_array_equal(own, compile_expression(pair.text, ("x", "y"))(x, y))


def test_errors_of_the_corpus_are_pythons_to_the_letter(core: Page) -> None:
    code = """(uat, cases) => cases.map(({text, names}) => {
        try { uat["core/expression"].parse(text, {names}); return null; }
        catch (error) { return [error.name, error.message, error.column]; }
    })"""
    for case, own in zip(CORPUS["errors"], run(core, code, CORPUS["errors"]), strict=True):
        with pytest.raises(ExpressionError) as caught:
            compile_expression(case["text"], tuple(case["names"]) if "names" in case else None)
        assert own == ["ExpressionError", caught.value.sentence, caught.value.column], case


def test_readings_of_the_corpus_are_pythons(core: Page) -> None:
    code = """(uat, cases) => cases.map(({text}) => {
        const read = uat["core/expression"].parse(text);
        return [read.text, read.names, read.typed];
    })"""
    for case, own in zip(CORPUS["readings"], run(core, code, CORPUS["readings"]), strict=True):
        assert own == [case["reads"], case["names"], case["text"]]


# Pieces of what people type, in any order: most are wrong, and wrong in the same words
PIECES = (
    *("x", "y", "t", "e", "π", "2", "0.5", "½", "²", "⁻¹", "√", "|", "||", "(", ")", "+", "-", "*"),
    *("/", "^", "**", "%", ",", "=", "=>", "->", "?", ":", "!", "[", "]", "{", "}", "⌊", "⌋", "$"),
    *(";", ".", "&", "&&", "sin", "cos", "log", "atan2", "mod", "xor", "div", "if", "else", "and"),
    *("not", "trunc", "fmod", "root", "int", "H", "lg", "xy", "x1", "x_1", "ax", "a", "x = 1", "@"),
    *("sum(", "for n in range(3)", "sum_{n=1}^3", "\\begin{cases}", "\\end{cases}", "\\\\", "∜"),
    *("Piecewise[{{", "}}", "x>0", "y <-", "'", "ˣ", "⁻ˣ", "1½", "...", ".sin()", "then", "wenn"),
    *("!(", "AND(", "~", "#", "return", "d/dx", "\\int", "1,5", "max{", "=LOG(", "＋", "in [0,1]"),
    *("y =", "f(x) =", "lambda x:", "np.", "math.", "\\frac{", "}{", "\\sin", "^{", "log2x", "x0"),
    *("x[0]", "x[1]", "|>", "±", "coth", "fix", "frac", "log3", "binom", "iferror(1/x, 0)"),
)


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), max_size=7).map(" ".join), min_size=50, max_size=50)
)
def test_whatever_is_typed_is_read_as_in_python(core: Page, texts: list[str]) -> None:
    code = """(uat, texts) => texts.map((text) => {
        try {
            const read = uat["core/expression"].parse(text);
            return [read.text, read.names];
        } catch (error) { return [error.message, error.column]; }
    })"""
    for text, own in zip(texts, run(core, code, texts), strict=True):
        try:
            f = compile_expression(text)
            assert own == [f.text, list(f.names)], text
        except ExpressionError as error:
            assert own == [error.sentence, error.column], text


def test_functions_that_javascript_lacks(core: Page) -> None:
    """erf, erfc and gamma against mpmath, relative to their values."""
    import mpmath

    x = np.concatenate([np.linspace(-5.7, 26, 400), [1e-9, 0.5, 171.3, 100.25]]).tolist()
    code = "(uat, name, x) => x.map((v) => String(uat['core/functions'][name](v)))"
    for name, tolerance in (("erf", 4e-15), ("erfc", 2e-13), ("gamma", 2e-13)):
        own = numbers(run(core, code, name, x))
        with mpmath.workdps(40):
            exact = np.array([float(getattr(mpmath, name)(mpmath.mpf(v))) for v in x])
        kept = np.isfinite(exact) & (np.abs(exact) > 1e-290)
        np.testing.assert_allclose(own[kept], exact[kept], rtol=tolerance, err_msg=name)


@pytest.mark.parametrize("text", ["log(1+exp(x))", "exp(x)/(1+exp(x))"])
def test_where_only_floats_overflow_that_is_said_and_who_can_do_it(core: Page, text: str) -> None:
    code = """(uat, text) => {
        const read = uat["core/expression"].parse(text);
        const f = (x) => Float64Array.from(x, (v) => read.evaluate({x: v}));
        try { uat["core/sampling"].sample(f, [-1000, 1000], 0.1); return ""; }
        catch (error) { return error.message; }
    }"""
    said = run(core, code, text)
    assert " between x = 709.783 and 1000: choose a domain" in said
    assert said.endswith("if only floats overflow there, uat approximate builds it")
    assert approximate(text, (-1000, 1000), construction="steps", neurons=4).error.max < 600
