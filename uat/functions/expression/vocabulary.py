"""The words of a formula: its functions, its constants, and what people write instead of them.

Where usage differs: log is the natural one; sinc(x) is sin(x)/x, and 1 at 0; round takes a half to
the even neighbour; heaviside(0) is 1/2 unless a second argument says otherwise; sign(0) is 0; mod,
% and // follow the sign of the divisor, as in Python. Angles are in radians.
"""

import re
from collections.abc import Iterable

from uat.functions.expression.people import UNKNOWN

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


def is_function(name: str) -> bool:
    return name in FUNCTIONS or name in ALIASES


def suggestion(name: str, known: Iterable[str]) -> str:
    """A question after what was probably meant by an unknown name, or "": a slip of the keys.

    known: the inputs' names. A word of elsewhere that means something else is no slip.
    """
    if len(name) > 24:
        return ""
    inputs = tuple(known)
    lower = name.lower()
    words = (*inputs, *CONSTANTS, *FUNCTIONS, *ALIASES)
    if lower in ("true", "false"):
        return f"did you mean {int(lower == 'true')}?"
    nearest = lower if lower in words else _nearest(lower, words)
    return f"did you mean {nearest}?" if nearest else ""


def _nearest(name: str, words: Iterable[str]) -> str:
    """The first word within one edit (two for six letters or more) that has the same digits."""
    if len(name) < 2 or name in UNKNOWN:
        return ""
    digits = re.findall("[0-9]", name)
    near = [word for word in words if len(word) > 1 and re.findall("[0-9]", word) == digits]
    ranked = [(_edits(name, word), word) for word in near]
    fewest, word = min(ranked, key=lambda pair: pair[0], default=(3, ""))
    return word if fewest <= (1 if len(name) < 6 else 2) else ""


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
