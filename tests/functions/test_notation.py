"""What people type is read as they mean it; every hint proposes a formula that keeps the meaning.

The oracle is a table written by hand: the text, and what it means as a function of numpy arrays.
"""

import re
from typing import Any

import numpy as np
import pytest
from formulas import CORPUS
from hypothesis import given
from hypothesis import strategies as st
from namesakes import ELSEWHERE, NUMPY, Function
from notations import HINTS, READ

from uat.functions.expression import ExpressionError, compile_expression, compile_formula, reading
from uat.functions.expression.people import MACROS, TOLD
from uat.functions.expression.vocabulary import ALIASES, FUNCTIONS, SYNONYMS, is_function

X = np.array([-2.3, -1.6, -0.75, -0.2, 0.3, 0.5, 0.9, 1.25, 1.9, 2.4])
Y = X[::-1] * 0.7 + 0.11
Z = np.cos(X)


def same(text: str, meaning: Function) -> None:
    """The formula has the values of the oracle wherever either is a number, at inputs in order."""
    f = compile_expression(text)
    inputs = (X, Y, Z)[: len(f.names)]
    with np.errstate(all="ignore"):
        wanted = np.broadcast_to(np.asarray(meaning(*inputs), dtype=float), X.shape)
        np.testing.assert_allclose(f(*inputs), wanted, rtol=1e-12, atol=1e-14, err_msg=text)


@pytest.mark.parametrize(("text", "meaning"), READ, ids=[text for text, _ in READ])
def test_what_has_one_meaning_is_read(text: str, meaning: Function) -> None:
    same(text, meaning)
    f = compile_expression(text)
    assert f.typed == text
    again = compile_expression(f.text, f.names)
    assert again == f and again.typed == ""  # what is shown is plain
    assert reading(f).startswith(f.text)


@pytest.mark.parametrize(("text", "proposals"), HINTS, ids=[text for text, _ in HINTS])
def test_a_hint_keeps_the_meaning(text: str, proposals: dict[str, Function]) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_formula(text)
    sentence = caught.value.sentence
    assert "\n" not in sentence and 1 <= caught.value.column <= len(text)
    for proposal, meaning in proposals.items():
        assert proposal in sentence, sentence
        if not is_function(proposal):
            same(proposal, meaning)


# Every table is tried as a whole: nothing in it is an oracle for itself


@pytest.mark.parametrize("word", sorted(SYNONYMS))
def test_synonyms_are_in_use_for_nothing_else(word: str) -> None:
    name = SYNONYMS[word]
    count = min(FUNCTIONS[ALIASES.get(name, name)].arguments[0], 3)
    called = f"{word}({', '.join(['x', 'y', 'z'][:count])})"
    same(called, NUMPY[name])
    assert word not in {*FUNCTIONS, *ALIASES, *MACROS, *TOLD}


@pytest.mark.parametrize("word", sorted(word for word in MACROS if " " not in word))
def test_macros_compute_what_their_name_says(word: str) -> None:
    """As a call, inside of a larger formula, and of an argument that is not one name."""
    inner = ["x/2 + 1.3", "y*0.3 + 1"][: MACROS[word][0]]
    argument = [X / 2 + 1.3, Y * 0.3 + 1][: MACROS[word][0]]
    names = ("x", "y")
    f = compile_expression(f"2*{word}({', '.join(inner)})^2 - 1", names)
    with np.errstate(all="ignore"):
        wanted = 2 * ELSEWHERE[word](*argument) ** 2 - 1
    known = np.isfinite(wanted)
    assert known.any()
    np.testing.assert_allclose(f(X, Y)[known], wanted[known], rtol=1e-11, atol=1e-11)


# What stays an error


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ax^2+bx+c", "a, b and c need numbers"),
        ("a*x", "a needs a number"),
        ("=SIN(A1)", "write x for a cell"),
        ("x^2 // comment", "no comments"),
        ("x # comment", "no comments"),
        (r"\alpha x", "write one letter for it"),
        (r"\pm x", "LaTeX"),
        ("{x, y}", "where(condition, a, b)"),
        ("x:2", "a/b"),
        ("|x", "never closed"),
        ("|x|y|z|", "two ways"),
        ("x!!", "double factorial"),
        ("digamma(x)", "unknown function digamma"),
        ("erfi(x)", "unknown function erfi"),
        ("log3p(x)", "unknown function log3p"),
        ("np.foo(x)", "unknown function np.foo"),
        ("xⁿ", "a number"),
        ("d/dx x^2", "a formula has no derivative"),
        (r"\frac{d}{dx} x^2", "a formula has no derivative"),
        ("f'(x)", "a formula has no derivative"),
        ("∂x", "a formula has no derivative"),
        (r"\int_0^x t^2 dt", "a formula has no integral"),
        ("lim x->0 sin(x)/x", "a formula has no limit"),
        (r"\sum_{n=0}^{\infty} x^n", "write out the terms"),
        ("sum_{n=1}^5", "write out the terms"),
        (r"\sum_{n=1}^3 nx + 1", "put what is summed in brackets"),
        ("sum(x for n in range(999))", "200 terms"),
        ("1 + x + ...", "three points"),
        ("1_{x>0}", "where(condition, 1, 0)"),
        ("sin θ", "write one of them for it, such as t"),
        (r"\sin\theta", "write one letter for it"),
        (r"\phi(x)", "write what it computes"),
        ("f(x)=x^2, 0<x<1", "from 0 to 1 (-d 0:1)"),
        ("x^2, x in [-1,1]", "from -1 to 1 (-d -1:1)"),
        ("x.max(0)", "a point belongs inside a number"),
        ("x.where(x > 0, 1)", "a point belongs inside a number"),
        ("x>0 | x<1", "the word or between conditions"),
        ("{x<0: -1, 0<=x<1: x, x>1: 1}", "no value is given where none"),
        ("1 000 x", "between two numbers"),
        ("sech", "sech needs its argument in brackets: write sech(x)"),
        ("binom - x", "binom needs its argument in brackets: write binom(a, b)"),
        ("x[0]*y", "x1, x2, … for inputs"),
        ("y ~ x", "write what stands behind ~ alone"),
        ("x ± 1", "write both, as in (a + b, a - b)"),
        ("trunc(x, 2)", "trunc takes 1 argument, not 2"),
    ],
)
def test_the_rest_is_told(text: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=re.escape(says)):
        compile_expression(text)


def test_no_other_function_is_proposed_for_one_of_elsewhere() -> None:
    """A near word is a guess at a slip of the keys; a name that means something is none."""
    for word in ("digamma", "erfi", "erfinv", "beta", "zeta", "log3p", "exp3", "psi", "sinhc",
                 "phi", "Phi", "nan", "inf", "integral"):  # fmt: skip
        for text in (word, f"{word}(x)"):
            try:
                compile_expression(text)
            except ExpressionError as error:
                assert "did you mean" not in error.sentence, error.sentence


@pytest.mark.parametrize("case", CORPUS["readings"], ids=lambda case: case["text"])
def test_readings_of_the_corpus(case: dict[str, Any]) -> None:
    f = compile_expression(case["text"])
    assert (f.text, list(f.names)) == (case["reads"], case["names"])


def test_headings_name_the_inputs() -> None:
    assert compile_expression("f(x, y) = x").names == ("x", "y")
    assert compile_expression("lambda b, a: a - b").names == ("b", "a")
    assert compile_expression("f(x) = x", ("x", "y"))(1.0, 5.0) == 1.0
    with pytest.raises(ExpressionError, match="the inputs here are x"):
        compile_expression("f(t) = t", ("x",))


def test_names_that_are_given_are_not_taken_for_functions() -> None:
    f = compile_expression("beta*(1 - beta) + fact", ("beta", "fact"))
    assert f(0.25, 1.0) == 0.25 * 0.75 + 1.0 and f.typed == ""


def test_remarks_on_what_is_often_meant_otherwise() -> None:
    assert reading(compile_expression("x^1/3")) == "(x^1)/3; a root is x^(1/3)"
    assert "(x + 1)^(1/3)" in reading(compile_expression("(x + 1)^1/3"))
    assert "without a factor pi" in reading(compile_expression("sinc(x)"))
    assert reading(compile_expression("np.sinc(x)")) == "sinc(pi*x)"
    assert reading(compile_expression("x^2/3 + x²·π")) == ""
    assert reading(compile_formula("(cos t, sin t)")) == "(cos(t), sin(t))"


# Plain formulas in people's spelling


@st.composite
def spelled(draw: st.DrawFn, depth: int = 3) -> tuple[str, str]:
    """A formula twice: plain, and as people may write it."""

    def one_of(*choices: str) -> str:
        return draw(st.sampled_from(choices))

    kind = draw(st.integers(0, 8)) if depth else 0
    if kind <= 1:
        n, k = draw(st.integers(1, 9)), draw(st.integers(2, 3))
        raised = one_of(f"^{k}", "²³"[k - 2], f"^{{{k}}}")
        pairs = [("x", "x"), (f"{n}", f"{n}"), (f"{n}*x", f"{n}x"), ("pi*x", "πx"), ("0.5*x", "½x")]
        return draw(st.sampled_from([*pairs, (f"{n}*x^{k}", f"{n}x{raised}")]))
    a, people = draw(spelled(depth - 1))
    if kind == 2:
        word = one_of("sin", "cos", "atan")
        called = one_of("{}({})", "np.{}({})", "\\{}({})", "{}[{}]", "{} ({})")
        return f"{word}({a})", called.format(word, people)
    if kind == 3:
        return f"sin({a})^2", f"sin{one_of('²', '^2', '^{2}')}({people})"
    if kind == 4:
        return f"abs({a})", f"|{people}|"
    if kind == 5:
        return f"floor({a})", f"⌊{people}⌋"
    b, other = draw(spelled(depth - 1))
    if kind == 6:
        return f"({a})*({b})", f"({people}){one_of('', ' ', '·', '×')}({other})"
    if kind == 7:
        return f"({a})/({b})", f"({people}){one_of('/', '÷', '⁄')}({other})"
    return f"({a}) - ({b})", f"({people}) {one_of('-', '−', '–')} ({other})"


@given(spelled())
def test_people_and_plain_spelling_have_the_same_values(pair: tuple[str, str]) -> None:
    plain, people = pair
    f, own = compile_expression(people, ("x",)), compile_expression(plain, ("x",))
    np.testing.assert_array_equal(f(X), own(X))
    assert compile_expression(f.text, ("x",)).tree == f.tree
