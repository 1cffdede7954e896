"""The words of a formula: its functions, its constants, and what people write instead of them.

Where usage differs: log is the natural one; sinc(x) is sin(x)/x, and 1 at 0; round takes a half to
the even neighbour; heaviside(0) is 1/2 unless a second argument says otherwise; sign(0) is 0; mod,
% and // follow the sign of the divisor, as in Python. Angles are in radians.
"""

import re
from collections.abc import Iterable

MANY = 1_000_000

# Name: (fewest arguments, most arguments). The names are also those of the namespaces' methods.
FUNCTIONS: dict[str, tuple[int, int]] = {
    "sin": (1, 1),
    "cos": (1, 1),
    "tan": (1, 1),
    "exp": (1, 1),
    "log": (1, 1),
    "sqrt": (1, 1),
    "abs": (1, 1),
    "sign": (1, 1),
    "min": (2, MANY),
    "max": (2, MANY),
    "where": (3, 3),
    "floor": (1, 1),
    "ceil": (1, 1),
    "round": (1, 1),
    "mod": (2, 2),
    "cbrt": (1, 1),
    "log2": (1, 1),
    "log10": (1, 1),
    "log1p": (1, 1),
    "expm1": (1, 1),
    "asin": (1, 1),
    "acos": (1, 1),
    "atan": (1, 1),
    "atan2": (2, 2),
    "hypot": (2, 2),
    "sinh": (1, 1),
    "cosh": (1, 1),
    "tanh": (1, 1),
    "asinh": (1, 1),
    "acosh": (1, 1),
    "atanh": (1, 1),
    "cot": (1, 1),
    "sec": (1, 1),
    "csc": (1, 1),
    "sinc": (1, 1),
    "erf": (1, 1),
    "erfc": (1, 1),
    "gamma": (1, 1),
    "heaviside": (1, 2),
    "sigmoid": (1, 1),
    "relu": (1, 1),
    "clip": (3, 3),
    "power": (2, 2),
}

ALIASES: dict[str, str] = {
    "ln": "log",
    "sgn": "sign",
    "step": "heaviside",
    "pow": "power",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arctan2": "atan2",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "arsinh": "asinh",
    "arcosh": "acosh",
    "artanh": "atanh",
}

CONSTANTS = ("pi", "e", "tau")

WORDS = ("and", "or", "not", "if", "else")

# What other languages and programs call our functions.
_FOREIGN = {
    "sen": "sin",
    "sine": "sin",
    "sinus": "sin",
    "cosine": "cos",
    "cosinus": "cos",
    "tangent": "tan",
    "logarithm": "log",
    "root": "sqrt",
    "tg": "tan",
    "ctg": "cot",
    "cotg": "cot",
    "cosec": "csc",
    "arctg": "atan",
    "sh": "sinh",
    "ch": "cosh",
    "th": "tanh",
    "fabs": "abs",
    "raiz": "sqrt",
    "log_2": "log2",
    "ceiling": "ceil",
    "trunc": "floor",
    "int": "floor",
    "fmod": "mod",
    "iif": "where",
    "piecewise": "where",
    "maximum": "max",
    "minimum": "min",
    "exponential": "exp",
    "sigma": "sigmoid",
    "logistic": "sigmoid",
    "factorial": "gamma",
    "true": "1",
    "false": "0",
}


def is_function(name: str) -> bool:
    return name in FUNCTIONS or name in ALIASES


def suggestion(name: str, known: Iterable[str]) -> str:
    """What was probably meant by an unknown name, or "".

    known: the inputs' names. Tries other spellings, names run together (`xy`, `sinx`), and then
    the nearest known word.
    """
    if len(name) > 24:
        return ""
    inputs = tuple(known)
    words = (*inputs, *CONSTANTS, *FUNCTIONS, *ALIASES)
    lower = name.lower()
    if lower in words:
        return lower
    if lower in _FOREIGN:
        return _FOREIGN[lower]
    return _split(name, inputs) or _nearest(lower, words)


def _split(name: str, inputs: tuple[str, ...]) -> str:
    """`xy` as x*y, `sinx` as sin(x), `xsin` as x*sin, `x2` as x^2, if the name is known words."""
    if all(letter in inputs for letter in name):
        return "*".join(name)
    for word in (*inputs, *CONSTANTS, *FUNCTIONS, *ALIASES):
        rest = name.removeprefix(word)
        if rest == name or not rest:
            continue
        if is_function(word) and rest in (*inputs, *CONSTANTS):
            return f"{word}({rest})"
        if not is_function(word) and (rest in (*inputs, *CONSTANTS) or is_function(rest)):
            return f"{word}*{rest}"
        if word in inputs and re.fullmatch("[0-9]+", rest):
            return f"{word}^{rest}"
    return ""


def _nearest(name: str, words: Iterable[str]) -> str:
    """The first word within one edit (two for five letters or more); never for a single letter."""
    if len(name) < 2:
        return ""
    ranked = [(_edits(name, word), word) for word in words if len(word) > 1]
    fewest, word = min(ranked, key=lambda pair: pair[0])
    return word if fewest <= (1 if len(name) < 5 else 2) else ""


def _edits(a: str, b: str) -> int:
    """How many letters to add, drop, change, or swap with their neighbour to turn a into b."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if last and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]
