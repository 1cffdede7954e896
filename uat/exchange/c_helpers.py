"""Define C functions, as text, for activations and for the parts of typed formulas.

They compute what numpy does. Each may call those that stand in its text.
"""

from uat.networks.activations import ACTIVATIONS
from uat.networks.formula.helpers import in_order

# Bodies of `static double NAME(double z)`
_OF_ONE = {
    # Activations, but for those that C has under the same name
    **{
        s.name: s.spelling.c
        for s in ACTIVATIONS.values()
        if s.spelling.c not in ("", "z", f"{s.name}(z)")
    },
    "sign": "isnan(z) ? z : (double)((z > 0.0) - (z < 0.0))",
    "round_even": "nearbyint(z)",
    "cot": "cos(z) / sin(z)",
    "sec": "1.0 / cos(z)",
    "csc": "1.0 / sin(z)",
    "sinc": "z == 0.0 ? 1.0 : sin(z) / z",
    "gamma_of": "tgamma(z)",
}

# Bodies of `static double NAME(double a, double b)`
_OF_TWO = {
    "floor_divide": "floor(a / b)",
    "modulus": "b == 0.0 ? NAN : a - b * floor(a / b)",
    "power": "b == 2.0 ? a * a : pow(a, b)",
    "smallest": "isnan(a) || isnan(b) ? NAN : fmin(a, b)",
    "largest": "isnan(a) || isnan(b) ? NAN : fmax(a, b)",
    "heaviside": "isnan(a) ? a : a == 0.0 ? b : (double)(a > 0.0)",
}

NAMES = frozenset(_OF_ONE) | frozenset(_OF_TWO)


def source(name: str) -> str:
    """Return the text of one function."""
    if name in _OF_ONE:
        return f"static double {name}(double z) {{ return {_OF_ONE[name]}; }}\n"
    return f"static double {name}(double a, double b) {{ return {_OF_TWO[name]}; }}\n"


def with_helpers(used: set[str]) -> list[str]:
    """Return the texts of all functions used, also by each other; those called come first."""
    return in_order(used & NAMES, NAMES, source)
