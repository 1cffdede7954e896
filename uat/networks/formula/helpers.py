"""Define Python functions, as text, that never raise: they return infinity or NaN instead.

They are what numpy computes, with nothing but the module `math`. Each may call those in `NEEDS`.
"""

import re
from collections.abc import Callable, Set

from uat.networks.activations import ACTIVATIONS

_ONE_LINE = {
    # Activations, some of which typed formulas call too
    **{s.name: s.spelling.python for s in ACTIVATIONS.values() if s.spelling.python},
    # Functions of typed formulas
    "atan": "math.atan(z)",
    "erfc": "math.erfc(z)",
    "cbrt": "math.cbrt(z)",
    "asinh": "math.asinh(z)",
    "absolute": "abs(z)",
    "sign": "z if z != z else float((z > 0.0) - (z < 0.0))",
    "floor": "float(math.floor(z)) if math.isfinite(z) else z",
    "ceil": "float(math.ceil(z)) if math.isfinite(z) else z",
    "rounded": "float(round(z)) if math.isfinite(z) else z",
    "sin": "math.sin(z) if math.isfinite(z) else math.nan",
    "cos": "math.cos(z) if math.isfinite(z) else math.nan",
    "tan": "math.tan(z) if math.isfinite(z) else math.nan",
    "cot": "divide(cos(z), sin(z))",
    "sec": "divide(1.0, cos(z))",
    "csc": "divide(1.0, sin(z))",
    "sinc": "1.0 if z == 0.0 else divide(sin(z), z)",
    "asin": "math.asin(z) if abs(z) <= 1.0 else math.nan",
    "acos": "math.acos(z) if abs(z) <= 1.0 else math.nan",
    "acosh": "math.acosh(z) if z >= 1.0 else math.nan",
    "sqrt": "math.sqrt(z) if z >= 0.0 else math.nan",
    "exp": "math.exp(z) if not z > 709.782712893384 else math.inf",
    "expm1": "math.expm1(z) if not z > 709.782712893384 else math.inf",
    "sinh": "math.sinh(z) if not abs(z) > 710.4758600739439 else math.copysign(math.inf, z)",
    "cosh": "math.cosh(z) if not abs(z) > 710.4758600739439 else math.inf",
    "log": "math.log(z) if z > 0.0 else -math.inf if z == 0.0 else math.nan",
    "log2": "math.log2(z) if z > 0.0 else -math.inf if z == 0.0 else math.nan",
    "log10": "math.log10(z) if z > 0.0 else -math.inf if z == 0.0 else math.nan",
    "log1p": "math.log1p(z) if z > -1.0 else -math.inf if z == -1.0 else math.nan",
}

_WHOLE = {
    "atanh": """def atanh(z):
    if abs(z) < 1.0:
        return math.atanh(z)
    return math.copysign(math.inf, z) if abs(z) == 1.0 else math.nan
""",
    "gamma": """def gamma(z):
    try:
        return math.gamma(z)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if z == 0.0 else math.nan
""",
    "divide": """def divide(a, b):
    if b != 0.0:
        return a / b
    return math.nan if a == 0.0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)
""",
    "floor_divide": """def floor_divide(a, b):
    return a // b if b != 0.0 else divide(a, b)
""",
    "mod": """def mod(a, b):
    return a % b if b != 0.0 else math.nan
""",
    "power": """def power(a, b):
    if b == 2.0:
        return a * a
    odd = b % 2.0 == 1.0
    try:
        return math.pow(a, b)
    except OverflowError:
        return math.copysign(math.inf, a) if odd else math.inf
    except ValueError:
        if a != 0.0:
            return math.nan
        return math.copysign(math.inf, a) if odd else math.inf
""",
    "atan2": """def atan2(y, x):
    return math.atan2(y, x)
""",
    "hypot": """def hypot(a, b):
    return math.hypot(a, b)
""",
    "heaviside": """def heaviside(z, at_zero=0.5):
    return z if z != z else at_zero if z == 0.0 else float(z > 0.0)
""",
    "smallest": """def smallest(*values):
    return math.nan if any(v != v for v in values) else min(values)
""",
    "largest": """def largest(*values):
    return math.nan if any(v != v for v in values) else max(values)
""",
    "clip": """def clip(z, low, high):
    return smallest(largest(z, low), high)
""",
    "softmax": """def softmax(scores):
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = add(powers)
    return tuple(power / total for power in powers)
""",
    "add": '''def add(terms):
    """The sum, with what rounding took away put back at the end (Neumaier 1974)."""
    total = lost = 0.0
    for term in terms:
        new = total + term
        lost += (total - new) + term if abs(total) >= abs(term) else (term - new) + total
        total = new
    return total + lost if math.isfinite(total) else total
''',
}

NAMES = frozenset(_ONE_LINE) | frozenset(_WHOLE)


def source(name: str) -> str:
    """Return the text of one function."""
    if name in _WHOLE:
        return _WHOLE[name]
    return f"def {name}(z):\n    return {_ONE_LINE[name]}\n"


def with_helpers(used: set[str]) -> list[str]:
    """Return the texts of all functions used, also by each other; those called come first."""
    return in_order(used, NAMES, source)


def in_order(used: set[str], known: Set[str], source: Callable[[str], str]) -> list[str]:
    """Return the texts of functions that are used, each after those that it calls.

    source: gives the text of one function, in which a known name before a bracket is a call.
    """
    ordered: dict[str, str] = {}

    def gather(name: str) -> None:
        text = source(name)
        for called in sorted(known & set(re.findall(r"(?<![\w.])(\w+)\(", text)) - {name}):
            gather(called)
        ordered.setdefault(name, text)

    for name in sorted(used):
        gather(name)
    return list(ordered.values())
