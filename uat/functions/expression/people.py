"""List what people and other programs call things: words, macros, modules, LaTeX.

A word is listed as read only if it has one meaning; where usage differs, `TOLD` holds a sentence
with every writing. In templates a and b stand for the arguments. The page reads these same tables.
"""

# Functions that formulas do not have, by what they compute: (how many arguments, a formula).
MACROS = {
    **dict.fromkeys(("trunc", "truncate", "fix"), (1, "sign(a)*floor(abs(a))")),
    **dict.fromkeys(("fmod", "rem"), (2, "sign(a)*mod(abs(a), abs(b))")),
    **dict.fromkeys(("factorial", "fact"), (1, "gamma(a + 1)")),
    **dict.fromkeys(("lgamma", "gammaln", "lngamma", "loggamma"), (1, "log(abs(gamma(a)))")),
    **{"square": (1, "a^2"), "cube": (1, "a^3"), "reciprocal": (1, "1/a")},
    **{"exp2": (1, "2^a"), "exp10": (1, "10^a")},
    **{"sind": (1, "sin(a*pi/180)"), "cosd": (1, "cos(a*pi/180)"), "tand": (1, "tan(a*pi/180)")},
    **{"asind": (1, "asin(a)*180/pi"), "acosd": (1, "acos(a)*180/pi")},
    **{"atand": (1, "atan(a)*180/pi")},
    **dict.fromkeys(("deg2rad", "radians"), (1, "a*pi/180")),
    **dict.fromkeys(("rad2deg", "degrees"), (1, "a*180/pi")),
    **{"sinpi": (1, "sin(pi*a)"), "cospi": (1, "cos(pi*a)")},
    **dict.fromkeys(("coth", "cth"), (1, "1/tanh(a)")),
    **{"sech": (1, "1/cosh(a)"), "csch": (1, "1/sinh(a)"), "cosech": (1, "1/sinh(a)")},
    **dict.fromkeys(("asec", "arcsec"), (1, "acos(1/a)")),
    **dict.fromkeys(("acsc", "arccsc"), (1, "asin(1/a)")),
    **dict.fromkeys(("acoth", "arcoth", "arccoth"), (1, "atanh(1/a)")),
    **dict.fromkeys(("asech", "arsech", "arcsech"), (1, "acosh(1/a)")),
    **dict.fromkeys(("acsch", "arcsch", "arccsch"), (1, "asinh(1/a)")),
    **{"versin": (1, "1 - cos(a)"), "haversin": (1, "(1 - cos(a))/2")},
    **{"softplus": (1, "log(1 + exp(a))"), "softsign": (1, "a/(1 + abs(a))")},
    **{"silu": (1, "a*sigmoid(a)"), "swish": (1, "a*sigmoid(a)"), "logit": (1, "log(a/(1 - a))")},
    **{"erfcx": (1, "exp(a^2)*erfc(a)"), "beta": (2, "gamma(a)*gamma(b)/gamma(a + b)")},
    **dict.fromkeys(("boole", "number", "float", "parsefloat"), (1, "1*a")),
    **{"times": (2, "a*b"), "plus": (2, "a + b")},
    **{"fractionalpart": (1, "sign(a)*mod(abs(a), 1)"), "abs2": (1, "a^2")},
    **{"integerpart": (1, "sign(a)*floor(abs(a))"), "rational": (2, "a/b")},
    **{"dnorm": (1, "exp(-a^2/2)/sqrt(2*pi)"), "pnorm": (1, "(1 + erf(a/sqrt(2)))/2")},
    **{"leaky_relu": (2, "max(a, 0) + b*min(a, 0)"), "elu": (1, "where(a > 0, a, expm1(a))")},
    **{"mish": (1, "a*tanh(log(1 + exp(a)))"), "tanhshrink": (1, "a - tanh(a)")},
    **{"logsigmoid": (1, "-log(1 + exp(-a))"), "relu6": (1, "clip(a, 0, 6)")},
    **{"hardtanh": (1, "clip(a, -1, 1)"), "sigma": (1, "sigmoid(a)")},
    **dict.fromkeys(
        ("binomial", "binom", "nchoosek", "comb", "choose"),
        (2, "gamma(a + 1)/(gamma(b + 1)*gamma(a - b + 1))"),
    ),
    **{"logaddexp": (2, "log(exp(a) + exp(b))"), "multiply": (2, "a*b")},
    **{"add": (2, "a + b"), "subtract": (2, "a - b")},
    **{"divide": (2, "a/b"), "negative": (1, "-a")},
    # What follows is never typed so: functions of modules.
    **{"sinc of a module": (1, "sinc(pi*a)"), "round of javascript": (1, "floor(a + 0.5)")},
    **{"log to a base": (2, "log(a)/log(b)"), "remainder of ieee": (2, "a - b*round(a/b)")},
    **{"log of a sheet": (1, "log10(a)"), "whole part of a sheet": (1, "floor(a)")},
    **{"angle of a point": (2, "atan2(b, a)")},
    **{"round of a sheet": (2, "sign(a)*floor(abs(a)*10^(b) + 0.5)/10^(b)")},
}

# Words of which usage differs; what to write for each meaning.
TOLD = {
    "lg": "lg is log10 in ISO 80000-2 and log2 in computing: write log10({a}) or log2({a})",
    "int": "int differs below 0: write sign({a})*floor(abs({a})), which cuts towards 0, or "
    "floor({a}), which rounds down",
    "frac": "frac differs below 0: write mod({a}, 1), which is never negative, or "
    "sign({a})*mod(abs({a}), 1), which has the sign of its argument",
    "sqr": "sqr is a square or a root: write ({a})^2 or sqrt({a})",
    "acot": "acot has two conventions: write pi/2 - atan({a}), which is continuous, or "
    "atan(1/({a})), which jumps at 0",
    "remainder": "remainder has two conventions: write mod({a}, {b}), which has the sign of the "
    "divisor, or {a} - ({b})*round(({a})/({b})), which goes to the nearest multiple",
    "nint": "nint rounds a half away from 0: write sign({a})*floor(abs({a}) + 0.5), or round({a}), "
    "which takes a half to the even neighbour",
    "piecewise": "write where(condition, a, b), or a if condition else b",
    "root": "write sqrt({a}), cbrt({a}), or root({a}, n) with a whole number n",
    "heaviside": "write heaviside({a}), which is 1/2 at 0, or heaviside({a}, 1), which is 1 at 0",
    "div": "write {a} // {b}, which rounds down, or sign({a}/{b})*floor(abs({a}/{b})), which cuts "
    "towards 0",
    "gelu": "gelu is ({a})/2*(1 + erf(({a})/sqrt(2))), or a formula with tanh near it: write one",
    "rect": "write where(abs({a}) < 0.5, 1, 0), or with heaviside for 1/2 at its ends",
    "tri": "write max(0, 1 - abs({a}))",
    "sawtooth": "write mod({a}, 1) for teeth that rise from 0 to 1, or 2*mod({a}, 1) - 1 from -1",
    "gauss": "write exp(-({a})^2), or exp(-({a})^2/2)/sqrt(2*pi) for the normal density",
    "mean": "write ({a} + {b})/2",
    "norm": "write hypot({a}, {b}) for the length of ({a}, {b}), or abs({a}) for that of a number",
    "iferror": "write where(condition, {a}, {b}) with the condition under which {a} has a value",
    "xor": "write ({a}) != ({b}) for conditions, or ({a})*({b}) < 0 for different signs",
}
ALSO_TOLD = {
    **{"arccot": "acot", "arcctg": "acot", "unitstep": "heaviside", "fractional": "frac"},
    **{"heavisidetheta": "heaviside", "triangle": "tri", "gaussian": "gauss", "bell": "gauss"},
    **{"normpdf": "gauss", "average": "mean", "ifna": "iferror", "wennfehler": "iferror"},
    **{"nthroot": "root", "nroot": "root", "surd": "root"},
}

UNIT_STEPS = ("H", "u", "h")  # letters that mean it in front of a bracket, if they are no input

# Functions of elsewhere with nothing like them here: no near word is proposed for them.
UNKNOWN = (
    *("digamma", "trigamma", "psi", "erfi", "erfinv", "erfcinv", "zeta", "bessel", "airy", "ei"),
    *("li", "si", "ci", "j0", "j1", "y0", "y1", "median", "sum", "prod", "std", "diff", "real"),
    *("rand", "random", "randn", "imag", "conj", "arg", "gcd", "lcm", "selu", "pulse"),
    *("dirac", "delta", "softmax", "sinint", "sinhc", "tanc", "exprel", "cis", "gd", "hyp"),
    *("lambertw", "phi", "nan", "inf", "infinity", "integral", "integrate"),
    *("derivative", "limit"),
)

# Before a point, as in np.sin: which module it is.
MODULES = {
    **dict.fromkeys(("np", "numpy", "jnp", "cp", "scipy", "special", "sc", "jax"), "numpy"),
    **dict.fromkeys(("torch", "nn", "F", "tf", "keras", "K", "xp"), "numpy"),
    **dict.fromkeys(("math", "cmath", "sympy", "sp", "mpmath", "mp"), "math"),
    **dict.fromkeys(("Math", "std"), "javascript"),
}
# What differs there from our function of the same name.
IN_MODULE = {
    "numpy": {"sinc": "sinc of a module", "remainder": "mod", "float_power": "power"},
    "math": {"remainder": "remainder of ieee", "re": "re", "im": "im"},
    "javascript": {"round": "round of javascript", "E": "e"},
}

# What functions are behind the = of a spreadsheet, where that differs from ours.
SHEET = {
    **{"log": "log of a sheet", "int": "whole part of a sheet", "atan2": "angle of a point"},
    **{"round": "round of a sheet", "si": "where", "se": "where"},
}

GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "iota"),
    *("kappa", "lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi"),
    *("omega", "Delta", "Theta", "Lambda", "Xi", "Sigma", "Phi", "Psi", "Omega", "ell"),
)

NO_METHODS = ("max", "min", "where")  # x.max(0) is of an axis, x.where(c, a) has x in the middle

ELSE = ("otherwise", "else", "true", "sonst", "sinon")  # where no other case holds
IF = ("if", "for", "when", "falls", "wenn", "für", "si", "where")  # in front of a case

# What is done to a function, and no formula does.
OPERATIONS = {
    **dict.fromkeys(("∂", "diff", "derivative", "grad", "gradient", "nabla", "∇"), "derivative"),
    **dict.fromkeys(("∫", "int", "integral", "integrate", "nintegrate"), "integral"),
    **dict.fromkeys(("lim", "limit"), "limit"),
}

# f^-1 by f: the inverse function, or "" where f^-1 may also be 1/f.
INVERSES = {
    **{"sin": "asin", "cos": "acos", "tan": "atan", "sinh": "asinh", "cosh": "acosh"},
    **{"tanh": "atanh", "sec": "asec", "csc": "acsc", "cot": "acot", "coth": "acoth"},
    **{"sech": "asech", "csch": "acsch"},
}

# LaTeX commands that stand for one sign or word here, without their backslash.
LATEX = {
    **dict.fromkeys(("(", ")", "[", "]"), ""),  # where a formula begins and ends
    **dict.fromkeys((",", ";", ":", "!", " ", "quad", "qquad", "left", "right", "big", "Big"), ""),
    **dict.fromkeys(("displaystyle", "limits", "bigl", "bigr", "Bigl", "Bigr"), ""),
    **dict.fromkeys(("cdot", "times", "ast"), "*"),
    **{"div": "/", "pi": "pi", "tau": "tau", "land": "and", "lor": "or", "wedge": "and"},
    **dict.fromkeys(("le", "leq", "leqslant"), "<="),
    **dict.fromkeys(("ge", "geq", "geqslant"), ">="),
    **{"{": "{", "}": "}", "bmod": "mod", "in": "∈", "neg": "¬", "lnot": "¬", "infty": "∞"},
    **dict.fromkeys(("lVert", "rVert", "Vert"), "|"),
    **dict.fromkeys(("ldots", "cdots", "dots"), "…"),
    **{"ne": "!=", "neq": "!=", "lt": "<", "gt": ">", "vee": "or", "mapsto": "↦", "to": "→"},
    **dict.fromkeys(("lvert", "rvert", "vert", "mid", "|"), "|"),
    **{"lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "lbrace": "{", "rbrace": "}"},
}
