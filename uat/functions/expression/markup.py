"""Describe two ways to typeset formulas: Typst's and matplotlib's mathtext."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Markup:
    """How one typesetter writes things; the fields are templates for `str.format`."""

    brackets: str
    fraction: str
    power: str
    subscript: str
    word: str
    operator: str
    built_in: str
    remainder: str
    truth: str
    branch: str
    otherwise: str
    branches: str
    between_branches: str
    times: str
    beside_call: str
    signs: Mapping[str, str]
    names: Mapping[str, str]
    functions: Mapping[str, str]


TYPST = Markup(
    brackets="({0})",
    fraction="frac({0}, {1})",
    power="{0}^({1})",
    subscript="{0}_({1})",
    word='"{0}"',
    operator='op("{0}") ({1})',
    built_in="{0}({1})",
    remainder="{0} mod {1}",
    truth="[{0}]",
    branch='{0} & quad "if" {1}',
    otherwise='{0} & quad "otherwise"',
    branches="cases({0})",
    between_branches=", ",
    times=" dot ",
    beside_call=" ",
    signs={"==": "=", "and": '" and "', "or": '" or "', "not": '"not" '},
    names={"infinity": "infinity"},
    functions={
        "abs": "abs({0})",
        "sqrt": "sqrt({0})",
        "cbrt": "root(3, {0})",
        "floor": "floor({0})",
        "ceil": "ceil({0})",
        "floor_divide": "floor(frac({0}, {1}))",
        "log2": "log_2 ({0})",
        "log10": "log_10 ({0})",
        "gamma": "Gamma ({0})",
        "sigmoid": "sigma ({0})",
    },
)

MATHTEXT = Markup(
    brackets=r"\left({0}\right)",
    fraction=r"\frac{{{0}}}{{{1}}}",
    power="{0}^{{{1}}}",
    subscript="{0}_{{{1}}}",
    word=r"\mathrm{{{0}}}",
    operator=r"\operatorname{{{0}}}\left({1}\right)",
    built_in=r"\{0}\left({1}\right)",
    remainder=r"{0}\ \mathrm{{mod}}\ {1}",
    truth=r"\left[{0}\right]",
    branch=r"{0}\ \mathrm{{if}}\ {1}",
    otherwise=r"{0}\ \mathrm{{otherwise}}",
    branches="{0}",
    between_branches=r",\ \ ",
    times=r" \cdot ",
    beside_call=r" \, ",
    signs={
        "<=": r"\leq",
        ">=": r"\geq",
        "!=": r"\neq",
        "==": "=",
        "and": r"\ \mathrm{and}\ ",
        "or": r"\ \mathrm{or}\ ",
        "not": r"\mathrm{not}\ ",
    },
    names={"pi": r"\pi", "tau": r"\tau", "infinity": r"\infty"},
    functions={
        "abs": r"\left|{0}\right|",
        "sqrt": r"\sqrt{{{0}}}",
        "cbrt": r"\sqrt[3]{{{0}}}",
        "floor": r"\left\lfloor {0} \right\rfloor",
        "ceil": r"\left\lceil {0} \right\rceil",
        "floor_divide": r"\left\lfloor \frac{{{0}}}{{{1}}} \right\rfloor",
        "log2": r"\log_2\left({0}\right)",
        "log10": r"\log_{{10}}\left({0}\right)",
        "gamma": r"\Gamma\left({0}\right)",
        "sigmoid": r"\sigma\left({0}\right)",
    },
)
