"""List the words of a formula: functions, constants, and what people write instead.

Where usage differs: log is the natural one; sinc(x) is sin(x)/x, and 1 at 0; round takes a half to
the even neighbour; heaviside(0) is 1/2 unless a second argument says otherwise; sign(0) is 0; mod,
% and // follow the sign of the divisor, as in Python. Angles are in radians.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from uat.functions.expression.people import UNKNOWN

MANY = 1_000_000


@dataclass(frozen=True)
class Function:
    """A function of formulas: its name, and how it is called.

    arguments: the fewest and the most that it takes.
    aliases: other names, parted by blanks, that are as plain as its own.
    synonyms: what it is called elsewhere, with the same arguments and the same values.
    printed: its name on paper; "" if it is the same.
    """

    arguments: tuple[int, int] = (1, 1)
    aliases: str = ""
    synonyms: str = ""
    printed: str = ""


# By their names, which are also those in the tables of the namespaces.
FUNCTIONS: dict[str, Function] = {
    "sin": Function(synonyms="sen sine sinus"),
    "cos": Function(synonyms="cosine cosinus kos"),
    "tan": Function(synonyms="tangent tangens tg"),
    "exp": Function(synonyms="exponential"),
    "log": Function(aliases="ln", synonyms="logarithm log_e", printed="ln"),
    "sqrt": Function(synonyms="raiz sqroot squareroot wurzel racine"),
    "abs": Function(synonyms="fabs absolute absval"),
    "sign": Function(aliases="sgn", synonyms="signum"),
    "min": Function(arguments=(2, MANY), synonyms="minimum fmin pmin"),
    "max": Function(arguments=(2, MANY), synonyms="maximum fmax pmax"),
    "where": Function(arguments=(3, 3), synonyms="iif ifelse if_then_else wenn"),
    "floor": Function(),
    "ceil": Function(synonyms="ceiling"),
    "round": Function(synonyms="rint roundeven"),
    "mod": Function(arguments=(2, 2), synonyms="floormod"),
    "cbrt": Function(synonyms="cuberoot cubrt curt"),
    "log2": Function(synonyms="lb ld"),
    "log10": Function(),
    "log1p": Function(),
    "expm1": Function(),
    "asin": Function(aliases="arcsin", synonyms="asen arcsen arcsine", printed="arcsin"),
    "acos": Function(aliases="arccos", printed="arccos"),
    "atan": Function(aliases="arctan", synonyms="arctg atg", printed="arctan"),
    "atan2": Function(arguments=(2, 2), aliases="arctan2"),
    "hypot": Function(arguments=(2, 2)),
    "sinh": Function(synonyms="sh"),
    "cosh": Function(synonyms="ch"),
    "tanh": Function(synonyms="th"),
    "asinh": Function(aliases="arcsinh arsinh", synonyms="arsh argsinh", printed="arsinh"),
    "acosh": Function(aliases="arccosh arcosh", synonyms="arch argcosh", printed="arcosh"),
    "atanh": Function(aliases="arctanh artanh", synonyms="arth argtanh", printed="artanh"),
    "cot": Function(synonyms="cotan cotangent ctg cotg"),
    "sec": Function(synonyms="secant"),
    "csc": Function(synonyms="cosec cosecant"),
    "sinc": Function(),
    "erf": Function(),
    "erfc": Function(),
    "gamma": Function(),
    "heaviside": Function(arguments=(1, 2), aliases="step", printed="H"),
    "sigmoid": Function(synonyms="logistic expit plogis logisticsigmoid"),
    "relu": Function(synonyms="ramp", printed="ReLU"),
    "clip": Function(arguments=(3, 3), synonyms="clamp"),
    "power": Function(arguments=(2, 2), aliases="pow", synonyms="potenz puissance"),
}

ALIASES = {alias: name for name, f in FUNCTIONS.items() for alias in f.aliases.split()}
SYNONYMS = {word: name for name, f in FUNCTIONS.items() for word in f.synonyms.split()}

CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau}

WORDS = ("and", "or", "not", "if", "else")


def is_function(name: str) -> bool:
    return name in FUNCTIONS or name in ALIASES


def suggestion(name: str, known: Iterable[str]) -> str:
    """Ask whether a similar word was meant by an unknown name, or return "".

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
    """Find the first word within one edit (two for six letters or more) of the same digits."""
    if len(name) < 2 or name in UNKNOWN:
        return ""
    digits = re.findall("[0-9]", name)
    near = [word for word in words if len(word) > 1 and re.findall("[0-9]", word) == digits]
    ranked = [(_edits(name, word), word) for word in near]
    fewest, word = min(ranked, key=lambda pair: pair[0], default=(3, ""))
    return word if fewest <= (1 if len(name) < 6 else 2) else ""


def _edits(a: str, b: str) -> int:
    """Count the letters to add, drop, change, or swap with a neighbour to turn a into b."""
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
