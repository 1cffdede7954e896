"""Typeset a tree as mathematics on paper: one printer for two tables, Typst's and mathtext's."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from uat.functions.expression.printing import ATOM, MINUS, POWER, PRODUCT, number_text, strength
from uat.functions.expression.tree import Apply, Comparison, Name, Number, Tree, children
from uat.functions.expression.vocabulary import FUNCTIONS


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


_CONDITIONS = ("all_of", "any_of", "negation")
_BUILT_IN = {"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "exp", "ln"}
_BUILT_IN |= {"arcsin", "arccos", "arctan", "min", "max"}


@dataclass(frozen=True)
class Typesetter:
    """The printer of trees in one markup."""

    markup: Markup

    def write(self, tree: Tree) -> str:
        match tree:
            case Number(value):
                return self._number(value)
            case Name(name):
                return self._name(name)
            case Comparison() | Apply("all_of" | "any_of" | "negation"):
                return _fill(self.markup.truth, self._condition(tree))
            case Apply("add", (first, *rest)):
                return self._part(first, PRODUCT) + "".join(self._term(term) for term in rest)
            case Apply("multiply", factors):
                return self._product(factors)
            case Apply("divide", (over, under)):
                return _fill(self.markup.fraction, self.write(over), self.write(under))
            case Apply("negate", (operand,)):
                return "-" + self._part(operand, PRODUCT)
            case Apply("power", (base, exponent)):
                return self._power(base, exponent)
            case Apply("mod", (left, right)):
                parts = self._part(left, PRODUCT), self._part(right, POWER)
                return _fill(self.markup.remainder, *parts)
            case Apply("where"):
                return self._branches(tree)
            case Apply(function, arguments):
                return self._call(function, [self.write(argument) for argument in arguments])

    def _part(self, tree: Tree, weakest: int) -> str:
        """Write a part of a larger formula, in brackets if it would fall apart without them."""
        text = self.write(tree)
        fits = _strength(tree) >= weakest
        return text if fits else _fill(self.markup.brackets, text)

    def _term(self, tree: Tree) -> str:
        negative = isinstance(tree, Apply) and tree.function == "negate"
        term = children(tree)[0] if negative else tree
        text = self._part(term, PRODUCT)
        if text.startswith("-"):
            text = _fill(self.markup.brackets, text)
        return f" - {text}" if negative else f" + {text}"

    def _product(self, factors: tuple[Tree, ...]) -> str:
        """Write factors side by side, with a dot where two numbers would run together."""
        text = self._part(factors[0], PRODUCT)
        for left, right in pairwise(factors):
            part = self._part(right, POWER)
            if part[0].isdigit() or (isinstance(left, Number) and _is_quotient(right)):
                text += self.markup.times + part
            else:
                text += (self.markup.beside_call if _is_call(left, right) else " ") + part
        return text

    def _power(self, base: Tree, exponent: Tree) -> str:
        below, above = self._part(base, ATOM), self.write(exponent)
        if _is_quotient(base):
            below = _fill(self.markup.brackets, below)
        if len(above) == 1:
            return f"{below}^{above}"
        return _fill(self.markup.power, below, above)

    def _branches(self, tree: Tree) -> str:
        rows = []
        while isinstance(tree, Apply) and tree.function == "where":
            condition, value, tree = tree.arguments
            rows.append(_fill(self.markup.branch, self.write(value), self._condition(condition)))
        rows.append(_fill(self.markup.otherwise, self.write(tree)))
        return _fill(self.markup.branches, self.markup.between_branches.join(rows))

    def _condition(self, tree: Tree) -> str:
        signs = self.markup.signs
        match tree:
            case Comparison(links, operands):
                parts = [self.write(operand) for operand in operands]
                rest = zip(links, parts[1:], strict=True)
                return parts[0] + "".join(f" {signs.get(sign, sign)} {part}" for sign, part in rest)
            case Apply("all_of", operands):
                return signs["and"].join(self._clause(operand) for operand in operands)
            case Apply("any_of", operands):
                return signs["or"].join(self._clause(operand) for operand in operands)
            case Apply("negation", (operand,)):
                return signs["not"] + self._clause(operand)
        return f"{self.write(tree)} {signs.get('!=', '!=')} 0"

    def _clause(self, tree: Tree) -> str:
        text = self._condition(tree)
        compound = isinstance(tree, Apply) and tree.function in _CONDITIONS
        return _fill(self.markup.brackets, text) if compound else text

    def _call(self, function: str, arguments: list[str]) -> str:
        if template := self.markup.functions.get(function):
            return _fill(template, *arguments)
        known = FUNCTIONS.get(function)
        name = (known and known.printed) or function
        template = self.markup.built_in if name in _BUILT_IN else self.markup.operator
        return _fill(template, name, ", ".join(arguments))

    def _name(self, name: str) -> str:
        letter, digits = name[0], name[1:]
        if name in ("pi", "tau"):
            return self.markup.names.get(name, name)
        if digits.isdigit():
            return _fill(self.markup.subscript, letter, digits)
        return name if not digits else _fill(self.markup.word, name.replace("_", " "))

    def _number(self, value: float) -> str:
        text = _digits(value)
        if value == float("inf"):
            return self.markup.names["infinity"]
        digits, e, power = text.partition("e")
        if not e:
            return text
        ten = _fill(self.markup.power, "10", str(int(power)))
        return ten if digits == "1" else digits + self.markup.times + ten


def _digits(value: float) -> str:
    """Write a number with a power of ten where zeros would have to be counted: 2e6, 1e-4."""
    text = number_text(value)
    short = f"{value:.2e}".split("e")
    if value in (0.0, float("inf")) or 1e-3 <= value < 1e5 or float("e".join(short)) != value:
        return text
    return f"{short[0].rstrip('0').rstrip('.')}e{int(short[1])}"


def _fill(template: str, *parts: str) -> str:
    """Fill the template with its parts; brackets grow only around fractions."""
    if not any("frac" in part for part in (template, *parts)):
        template = template.replace(r"\left", "").replace(r"\right", "")
    return template.format(*parts)


def _strength(tree: Tree) -> int:
    """Rank a node's binding as in print: fractions hold together, and branches do not."""
    match tree:
        case Apply("divide" | "floor_divide"):
            return ATOM
        case Apply("where"):
            return 0
        case Number(value):
            return PRODUCT if "e" in _digits(value) else ATOM
        case Comparison() | Apply("all_of" | "any_of" | "negation"):
            return ATOM
        case Apply("negate"):
            return MINUS
    return strength(tree)


def _is_call(*trees: Tree) -> bool:
    """Tell whether one of them is a function with its name in front, which needs air."""
    calls = FUNCTIONS.keys() - {"power", "mod", "where"}
    return any(isinstance(tree, Apply) and tree.function in calls for tree in trees)


def _is_quotient(tree: Tree) -> bool:
    return isinstance(tree, Apply) and tree.function == "divide"
