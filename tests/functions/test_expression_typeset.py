"""Formulas on paper: in Typst and in matplotlib's mathtext, which both must accept them."""

from pathlib import Path

import pytest
from formulas import CORPUS

from uat.functions.expression import Expression, compile_expression
from uat.functions.expression.vocabulary import FUNCTIONS


def typesettable() -> list[Expression]:
    calls = [f"{name}({', '.join('xyz'[: f.arguments[0]])})" for name, f in FUNCTIONS.items()]
    texts = [*calls, *(case["text"] for case in CORPUS["values"])]
    more = [
        compile_expression("speed*x_0", ("speed", "x_0")),
        compile_expression("x - (-x) - (x - 1) + abs(x)^2*(x/2)^3"),
        compile_expression("where(x < 0 and not (x > -1 or x < -2), floor(x/2), 1e-5*x^1e30)"),
    ]
    return [*(compile_expression(text) for text in texts), *more]


@pytest.mark.parametrize(
    ("text", "typst", "mathtext"),
    [
        (
            "0.2 + 0.4*x^2 + 0.3*x*sin(15*x)",
            "0.2 + 0.4 x^2 + 0.3 x sin(15 x)",
            r"0.2 + 0.4 x^2 + 0.3 x \, \sin(15 x)",
        ),
        ("1/(1 + 25*x^2)", "frac(1, 1 + 25 x^2)", r"\frac{1}{1 + 25 x^2}"),
        ("2*pi*x", "2 pi x", r"2 \pi x"),
        ("(x + 1)^(2*x)", "(x + 1)^(2 x)", r"(x + 1)^{2 x}"),
        ("sin(1/x)", "sin(frac(1, x))", r"\sin\left(\frac{1}{x}\right)"),
        ("2*3^x", "2 dot 3^x", r"2 \cdot 3^x"),
        ("x - (-x)", "x - (-x)", "x - (-x)"),
        ("(-x)^2", "(-x)^2", "(-x)^2"),
        ("x12", "x_(12)", "x_{12}"),
        ("abs(x)", "abs(x)", "|x|"),
        (
            "-1 if x < 0 else 1",
            'cases(-1 & quad "if" x < 0, 1 & quad "otherwise")',
            r"-1\ \mathrm{if}\ x < 0,\ \ 1\ \mathrm{otherwise}",
        ),
        ("(x <= 1)*x", "[x <= 1] x", r"[x \leq 1] x"),
        ("1e6*sin(x)", "10^(6) sin(x)", r"10^{6} \, \sin(x)"),
        ("2500000*x^2", "2.5 dot 10^(6) x^2", r"2.5 \cdot 10^{6} x^2"),
        ("300000^x", "(3 dot 10^(5))^x", r"(3 \cdot 10^{5})^x"),
        ("0.0001*x*y + 0.001", "10^(-4) x y + 0.001", "10^{-4} x y + 0.001"),
        ("10000*x + 123456", "10000 x + 123456", "10000 x + 123456"),
    ],
)
def test_formulas_are_typeset(text: str, typst: str, mathtext: str) -> None:
    f = compile_expression(text)
    assert f.typst() == typst
    assert f.mathtext() == f"${mathtext}$"


def test_all_mathtext_renders() -> None:
    from matplotlib.mathtext import MathTextParser

    parser = MathTextParser("path")
    for f in typesettable():
        assert parser.parse(f.mathtext()).width > 0


def test_all_typst_compiles(tmp_path: Path) -> None:
    import typst

    document = "\n\n".join(f"$ {f.typst()} $" for f in typesettable())
    (tmp_path / "formulas.typ").write_text(document, "utf-8")
    assert typst.compile(str(tmp_path / "formulas.typ")).startswith(b"%PDF")
