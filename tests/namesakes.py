"""What our functions compute, and those of other programs, written by hand."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.special

Function = Callable[..., Any]

sin, cos, tan, log, sqrt, exp = np.sin, np.cos, np.tan, np.log, np.sqrt, np.exp
trunc = np.trunc

NUMPY: dict[str, Function] = {
    "sin": sin, "cos": cos, "tan": tan, "cot": lambda x: 1 / tan(x), "sec": lambda x: 1 / cos(x),
    "csc": lambda x: 1 / sin(x), "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "exp": exp,
    "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "asinh": np.arcsinh, "abs": abs,
    "acosh": np.arccosh, "atanh": np.arctanh, "log": log, "log2": np.log2, "sqrt": sqrt,
    "cbrt": np.cbrt, "sign": np.sign, "ceil": np.ceil, "round": np.round, "floor": np.floor,
    "where": lambda x, a, b: np.where(x != 0, a, b), "max": np.maximum, "min": np.minimum,
    "sigmoid": scipy.special.expit, "relu": lambda x: np.maximum(x, 0), "mod": np.mod,
    "power": np.power, "clip": lambda x, low, high: np.minimum(np.maximum(x, low), high),
}  # fmt: skip
ELSEWHERE: dict[str, Function] = {
    "trunc": trunc, "truncate": trunc, "fix": np.fix, "fmod": np.fmod, "rem": np.fmod,
    "factorial": lambda x: scipy.special.gamma(x + 1), "fact": lambda x: scipy.special.gamma(x + 1),
    **dict.fromkeys(("lgamma", "gammaln", "lngamma", "loggamma"), scipy.special.gammaln),
    "square": np.square, "cube": lambda x: x**3, "reciprocal": lambda x: 1 / x, "exp2": np.exp2,
    "exp10": scipy.special.exp10, "sind": lambda x: sin(np.radians(x)),
    "cosd": lambda x: cos(np.radians(x)),
    "tand": lambda x: tan(np.radians(x)), "asind": lambda x: np.degrees(np.arcsin(x)),
    "acosd": lambda x: np.degrees(np.arccos(x)), "atand": lambda x: np.degrees(np.arctan(x)),
    "deg2rad": np.deg2rad, "radians": np.radians, "rad2deg": np.rad2deg, "degrees": np.degrees,
    "sinpi": lambda x: sin(np.pi * x), "cospi": lambda x: cos(np.pi * x),
    **dict.fromkeys(("coth", "cth"), lambda x: np.cosh(x) / np.sinh(x)),
    "sech": lambda x: 1 / np.cosh(x),
    **dict.fromkeys(("csch", "cosech"), lambda x: 1 / np.sinh(x)),
    **dict.fromkeys(("asec", "arcsec"), lambda x: np.arccos(1 / x)),
    **dict.fromkeys(("acsc", "arccsc"), lambda x: np.arcsin(1 / x)),
    **dict.fromkeys(("acoth", "arcoth", "arccoth"), lambda x: 0.5 * log((x + 1) / (x - 1))),
    **dict.fromkeys(("asech", "arsech", "arcsech"), lambda x: log(1 / x + sqrt(1 / x**2 - 1))),
    **dict.fromkeys(("acsch", "arcsch", "arccsch"), lambda x: log(1 / x + sqrt(1 / x**2 + 1))),
    "versin": lambda x: 1 - cos(x), "haversin": lambda x: sin(x / 2) ** 2,
    "softplus": lambda x: np.logaddexp(x, 0), "softsign": lambda x: x / (1 + abs(x)),
    "silu": lambda x: x / (1 + exp(-x)), "swish": lambda x: x / (1 + exp(-x)),
    "logit": scipy.special.logit, "erfcx": scipy.special.erfcx,
    "beta": scipy.special.beta,
    "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide,
    "negative": np.negative, "times": np.multiply, "plus": np.add, "rational": np.divide,
    **dict.fromkeys(("boole", "number", "float", "parsefloat"), lambda x: x),
    "fractionalpart": lambda x: np.modf(x)[0], "integerpart": trunc, "abs2": np.square,
    "dnorm": lambda x: exp(-x * x / 2) / sqrt(2 * math.pi), "pnorm": scipy.special.ndtr,
    "leaky_relu": lambda x, a: np.where(x > 0, x, a * x),
    "elu": lambda x: np.where(x > 0, x, exp(x) - 1),
    "mish": lambda x: x * np.tanh(np.logaddexp(x, 0)), "tanhshrink": lambda x: x - np.tanh(x),
    "logsigmoid": scipy.special.log_expit, "relu6": lambda x: np.minimum(np.maximum(x, 0), 6),
    "hardtanh": lambda x: np.maximum(np.minimum(x, 1), -1), "sigma": scipy.special.expit,
    **dict.fromkeys(("binomial", "binom", "nchoosek", "comb", "choose"), scipy.special.binom),
    "logaddexp": np.logaddexp,
}  # fmt: skip
