"""Write the sum as people write it: in plain text, in LaTeX or in Typst."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from uat.functions.expression import compile_expression
from uat.functions.expression.expression import Expression
from uat.functions.expression.printing import number_text
from uat.networks.activations import Activation
from uat.networks.matrices import dense
from uat.networks.network import Network

WIDTH = 96  # columns of a line of text
Term = tuple[str, str]  # a sign, "+" or "-", and what follows it


@dataclass(frozen=True)
class Notation:
    """A notation says how one style (text, LaTeX, Typst) writes things.

    power_of_ten: template of a number with an exponent; "" keeps the e of Python.
    times: between a weight and what it multiplies. brackets, elided: templates.
    sign: how the style writes a known activation, "" by its name; a typed formula is called s.
    defined: writes the formula of an activation.
    left, equals, minus, between: the name of the network, and signs with their spaces.
    """

    power_of_ten: str
    times: str
    brackets: str
    elided: str
    sign: Callable[[Activation], str]
    left: str
    between: str
    defined: Callable[[Expression], str]

    def number(self, value: float) -> str:
        """Write a number that is not negative."""
        digits, e, exponent = number_text(value).partition("e")
        if not e or not self.power_of_ten:
            return digits + e + exponent
        return self.power_of_ten.format(digits, int(exponent))

    def product(self, factor: float, rest: str) -> str:
        return rest if factor == 1.0 else f"{self.number(factor)}{self.times}{rest}"


TEXT = Notation(
    power_of_ten="",
    times="*",
    brackets="({})",
    elided="… {} more terms …",
    sign=lambda s: "",
    left="network(x)",
    between="\n",
    defined=Expression.to_text,
)
LATEX = Notation(
    power_of_ten=r"{} \times 10^{{{}}}",
    times=r" \, ",
    brackets=r"\left({}\right)",
    elided=r"\cdots \ \mathrm{{{}\ more\ terms}}\ \cdots",
    sign=lambda s: s.spelling.tex_sign,
    left=r"N\left(x\right)",
    between=r", \quad ",
    defined=lambda expression: expression.mathtext().strip("$"),
)
TYPST = Notation(
    power_of_ten="{} times 10^({})",
    times=" ",
    brackets="({})",
    elided='dots.c "{} more terms" dots.c',
    sign=lambda s: s.spelling.typst_sign,
    left="N(x)",
    between=", quad ",
    defined=Expression.typst,
)


def write_sum(network: Network, notation: Notation, most: int | None) -> str:
    """Write the network, and below or beside it what its activations are."""
    hidden, output = network.layers
    names = _names([hidden.activation, output.activation], notation)
    terms = _elided(_terms(network, notation, names), notation, most)
    added = _joined(terms, notation)
    if names[1]:
        added = names[1] + notation.brackets.format(added.replace("\n", "\n "))
    lines = [f"{notation.left} = {added}"]
    for name, s in dict(zip(names, (hidden.activation, output.activation), strict=True)).items():
        definition = notation.defined(compile_expression(s.formula, ("z",)))
        called = name + notation.brackets.format("z")
        if name and definition != called:
            lines.append(f"{called} = {definition}")
    return notation.between.join(lines)


def _names(activations: list[Activation], notation: Notation) -> list[str]:
    """Name the activations; a straight line without a formula of its own has no name."""
    names: list[str] = []
    for s in activations:
        if s.name == "linear":
            names.append("")
        elif s.name == s.formula:
            names.append("s" if "s" not in names else "t")
        else:
            names.append(notation.sign(s) or _word(s.name, notation))
    return names


def _word(name: str, notation: Notation) -> str:
    """Write a name that the notation has no sign for."""
    if notation is LATEX:
        return r"\mathrm{" + name.replace("_", r"\ ") + "}"
    return f'op("{name.replace("_", " ")}")' if notation is TYPST else name


def _terms(network: Network, notation: Notation, names: list[str]) -> list[Term]:
    """Write the output bias, and for each neuron its weight and what it multiplies."""
    hidden, output = network.layers
    weights, heights = (_column(layer.weights) for layer in (hidden, output))
    bias = float(output.biases[0])
    terms = [_signed(bias, notation.number(abs(bias)))] if bias or not heights.any() else []
    for height, weight, offset in zip(
        heights.tolist(), weights.tolist(), hidden.biases.tolist(), strict=True
    ):
        if height:
            inside = _weighted_input(weight, offset, notation)
            if names[0] or inside != "x":
                inside = names[0] + notation.brackets.format(inside)
            terms.append(_signed(height, notation.product(abs(height), inside)))
    return terms


def _column(weights: object) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Write the weights of a layer of one input or one output, in a row."""
    return dense(weights).reshape(-1)


def _weighted_input(weight: float, offset: float, notation: Notation) -> str:
    """Write the weighted input w x + b."""
    parts = [_signed(weight, notation.product(abs(weight), "x"))] if weight else []
    if offset or not weight:
        parts.append(_signed(offset, notation.number(abs(offset))))
    return _row(parts)


def _signed(value: float, body: str) -> Term:
    return ("-" if value < 0 else "+"), body


def _elided(terms: list[Term], notation: Notation, most: int | None) -> list[Term]:
    """Leave out the middle of more than `most` terms, and say how many are left out."""
    if most is None or len(terms) <= most:
        return terms
    first, last = most - most // 2, most // 2
    gap = notation.elided.format(f"{len(terms) - most:,}")
    return [*terms[:first], ("+", gap), *terms[-last:]]


def _row(terms: list[Term]) -> str:
    """Write a + b - c, on one line."""
    (sign, body), *rest = terms
    start = f"-{body}" if sign == "-" else body
    return start + "".join(f" {sign} {body}" for sign, body in rest)


def _joined(terms: list[Term], notation: Notation) -> str:
    """Join the terms of the sum; in plain text on lines that are not too long."""
    if notation is not TEXT:
        return _row(terms)
    lines, indent = [""], " " * len(f"{notation.left} =")
    for place, term in enumerate(terms):
        piece = _row([term]) if place == 0 else f" {term[0]} {term[1]}"
        if place and len(indent) + len(lines[-1]) + len(piece) > WIDTH:
            lines.append(indent)
        lines[-1] += piece
    return "\n".join(lines)
