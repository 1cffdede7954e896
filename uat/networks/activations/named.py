"""List the activations that everybody knows, one record each; only here is one added."""

import math

import numpy as np

from uat.networks.activations import bodies
from uat.networks.activations.activation import Activation, Rise, Tails
from uat.networks.activations.facts import Rising, Settled, Spelling

_HALFWAY_UP_ELU = float(np.log(0.25 / np.sinh(0.5)))  # where exp(z + 1/2) - exp(z - 1/2) is 1/2
_FLAT, _RISING = (0.0, 0.0), (1.0, 0.0)

# Limits and radii are stated to two digits upwards; the tests check them in fifty digits.
ACTIVATIONS = {
    s.name: s
    for s in (
        Activation(
            "sigmoid",
            bodies.sigmoid,
            *(0.0, 1.0, 37.0),
            "1/(1 + exp(-z))",
            aliases=("logistic",),
            slope=bodies.sigmoid_slope,
            proof=Rising(40.0, 5e-18, 5e-18, 16, 0.25, bodies.sigmoid_within, 8),
            spelling=Spelling(
                python="0.5 * (1.0 + math.tanh(0.5 * z))",
                c="0.5 * (1.0 + tanh(0.5 * z))",
                javascript="sigmoid(z)",
                typst="0.5 * (1.0 + calc.tanh(0.5 * z))",
                onnx="sigmoid(z)",
                torch="Sigmoid",
                sklearn="logistic",
                tex_sign=r"\sigma",
                typst_sign="sigma",
            ),
        ),
        Activation(
            "tanh",
            np.tanh,
            *(-1.0, 1.0, 19.0),
            "tanh(z)",
            slope=bodies.tanh_slope,
            proof=Rising(20.0, 2e-17, 2e-17, 32, 1.0, bodies.tanh_within, 8),
            spelling=Spelling(
                python="math.tanh(z)",
                c="tanh(z)",
                javascript="Math.tanh(z)",
                typst="calc.tanh(z)",
                onnx="tanh(z)",
                torch="Tanh",
                sklearn="tanh",
                tex_sign=r"\tanh",
                typst_sign="tanh",
            ),
        ),
        Activation(
            "arctan",
            np.arctan,
            *(-np.pi / 2, np.pi / 2, np.inf),
            "arctan(z)",
            aliases=("atan",),
            slope=bodies.arctan_slope,
            proof=Rising(1e8, 1e-8, 1e-16, 32, 1.0),
            spelling=Spelling(
                python="math.atan(z)",
                c="atan(z)",
                javascript="Math.atan(z)",
                typst="calc.atan(z).rad()",
                onnx="atan(z)",
                tex_sign=r"\arctan",
                typst_sign="arctan",
            ),
        ),
        Activation(
            "hard_sigmoid",
            bodies.hard_sigmoid,
            *(0.0, 1.0, 3.0),
            "clip(z/6 + 1/2, 0, 1)",
            slope=bodies.hard_sigmoid_slope,
            kinks=(-3.0, 3.0),
            is_piecewise_linear=True,
            proof=Rising(3.0, 0.0, 0.0, 8, 1 / 6, bodies.hard_sigmoid_within),
            spelling=Spelling(
                python="min(max(z / 6.0 + 0.5, 0.0), 1.0)",
                c="fmin(fmax(z / 6.0 + 0.5, 0.0), 1.0)",
                javascript="Math.min(Math.max(z / 6 + 0.5, 0), 1)",
                typst="calc.min(calc.max(z / 6.0 + 0.5, 0.0), 1.0)",
                onnx="clip(z/6 + 0.5, 0, 1)",
                torch="Hardsigmoid",
            ),
        ),
        Activation(
            "softsign",
            bodies.softsign,
            *(-1.0, 1.0, np.inf),
            "z/(1 + abs(z))",
            slope=bodies.softsign_slope,
            proof=Rising(1e8, 1e-8, 1e-16, 8, 1.0),
            spelling=Spelling(
                python="z / (1.0 + abs(z)) if math.isfinite(z) else sign(z)",
                c="isinf(z) ? sign(z) : z / (1.0 + fabs(z))",
                javascript="z / (1 + Math.abs(z))",
                typst="z / (1.0 + calc.abs(z))",
                onnx="z/(abs(z) + 1)",
                torch="Softsign",
            ),
        ),
        Activation(
            "erf",
            bodies.erf,
            *(-1.0, 1.0, 5.9),
            "erf(z)",
            slope=bodies.erf_slope,
            proof=Rising(6.5, 4e-20, 6e-19, 32, 1.13, bodies.erf_within),
            spelling=Spelling(
                python="math.erf(z)",
                c="erf(z)",
                javascript="erf(z)",
                typst="calc.erf(z)",
                onnx="erf(z)",
            ),
        ),
        Activation(
            "step",
            bodies.step,
            *(0.0, 1.0, 0.0),
            "heaviside(z)",
            aliases=("heaviside",),
            slope=bodies.step_slope,
            proof=Rising(0.0, 0.0, 0.0, 0, math.inf, bodies.step_within, 0),
            spelling=Spelling(
                python="z if z != z else 0.5 * ((z > 0.0) + (z >= 0.0))",
                c="isnan(z) ? z : 0.5 * ((z > 0.0) + (z >= 0.0))",
                javascript="NUMERIC.heaviside(z)",
                typst="if z > 0.0 { 1.0 } else if z < 0.0 { 0.0 } else { 0.5 }",
                onnx="heaviside(z)",
                tex_sign="H",
                typst_sign="H",
            ),
        ),
        Activation(
            "relu",
            bodies.relu,
            *(0.0, np.inf, np.inf),
            "max(z, 0)",
            Tails(_FLAT, _RISING, 0.0),
            Rise(1.0, 0.0, 1.0, 0.5),
            slope=bodies.relu_slope,
            kinks=(0.0,),
            is_piecewise_linear=True,
            spelling=Spelling(
                python="max(z, 0.0)",
                c="z > 0.0 || isnan(z) ? z : 0.0",
                javascript="Math.max(z, 0)",
                typst="calc.max(z, 0.0)",
                onnx="relu(z)",
                torch="ReLU",
                sklearn="relu",
            ),
        ),
        Activation(
            "leaky_relu",
            bodies.leaky_relu,
            *(-np.inf, np.inf, np.inf),
            "max(z, 0.01*z)",
            Tails((bodies.LEAK, 0.0), _RISING, 0.0),
            Rise(1.0, bodies.LEAK, 1.0, 0.5),
            slope=bodies.leaky_relu_slope,
            kinks=(0.0,),
            pieces=("0.01*z", "z"),
            is_piecewise_linear=True,
            proof=Settled(-1.0, 1.0, 0.0),
            spelling=Spelling(
                python="max(z, 0.01 * z)",
                c="z > 0.0 ? z : 0.01 * z",
                javascript="Math.max(z, 0.01 * z)",
                typst="calc.max(z, 0.01 * z)",
                onnx="max(z, z*0.01)",
                torch="LeakyReLU",
            ),
        ),
        Activation(
            "elu",
            bodies.elu,
            *(-1.0, np.inf, np.inf),
            "where(z > 0, z, expm1(z))",
            Tails((0.0, -1.0), _RISING, 37.0),
            Rise(1.0, 0.0, 1.0, 37.0, center=_HALFWAY_UP_ELU),
            slope=bodies.elu_slope,
            kinks=(0.0,),
            pieces=("expm1(z)", "z"),
            proof=Settled(-40.0, 1.0, 4.3e-18),  # exp(-40) is less
            spelling=Spelling(
                python="z if z > 0.0 else math.expm1(z)",
                c="z > 0.0 ? z : expm1(z)",
                javascript="z > 0 ? z : Math.expm1(z)",
                typst="if z > 0.0 { z } else { calc.exp(z) - 1.0 }",
                onnx="max(z, 0) + expm1(min(z, 0))",
                torch="ELU",
            ),
        ),
        Activation(
            "softplus",
            bodies.softplus,
            *(0.0, np.inf, np.inf),
            "log(1 + exp(z))",
            Tails(_FLAT, _RISING, 37.0),
            Rise(1.0, 0.0, 1.0, 37.0),
            slope=bodies.softplus_slope,
            proof=Settled(-40.0, 40.0, 4.3e-18),  # exp(-40) is less
            spelling=Spelling(
                python="max(z, 0.0) + math.log1p(math.exp(-abs(z)))",
                c="fmax(z, 0.0) + log1p(exp(-fabs(z)))",
                javascript="Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))",
                typst="calc.max(z, 0.0) + calc.ln(1.0 + calc.exp(-calc.abs(z)))",
                onnx="max(z, 0) + log(exp(-abs(z)) + 1)",
                torch="Softplus threshold=700.0",  # its own, 20, cuts off what float64 still sees
            ),
        ),
        # A wide shift: the overshoot of a pair is inversely proportional to it.
        Activation(
            "gelu",
            bodies.gelu,
            *(0.0, np.inf, np.inf),
            "z*(1 + erf(z/sqrt(2)))/2",
            Tails(_FLAT, _RISING, 8.5),
            Rise(16.0, 0.0, 16.0, 17.0, 0.01063, (-8.7518, 8.7518)),
            slope=bodies.gelu_slope,
            proof=Settled(-9.0, 9.0, 1.1e-18),  # 9 (1 - Phi(9)) is less
            spelling=Spelling(
                python="0.5 * max(z, -50.0) * math.erfc(-math.sqrt(0.5) * z)",
                c="0.5 * fmax(z, -50.0) * erfc(-sqrt(0.5) * z)",
                javascript="0.5 * Math.max(z, -50) * erfc(-Math.SQRT1_2 * z)",
                typst="0.5 * z * (1.0 + calc.erf(z * calc.sqrt(0.5)))",
                onnx="z*(erf(z*0.7071067811865476) + 1)*0.5",
                torch="GELU",
            ),
        ),
        Activation(
            "swish",
            bodies.swish,
            *(0.0, np.inf, np.inf),
            "z/(1 + exp(-z))",
            Tails(_FLAT, _RISING, 41.0),
            Rise(32.0, 0.0, 32.0, 57.0, 0.008703, (-17.2785, 17.2785)),
            aliases=("silu",),
            slope=bodies.swish_slope,
            proof=Settled(-46.0, 46.0, 4.9e-19),  # 46 exp(-46) is less
            spelling=Spelling(
                python="(z if z >= 0.0 else max(z, -800.0) * math.exp(z)) / "
                "(1.0 + math.exp(-abs(z)))",
                c="(z >= 0.0 ? z : fmax(z, -800.0) * exp(z)) / (1.0 + exp(-fabs(z)))",
                javascript="(z >= 0 ? z : Math.max(z, -800) * Math.exp(-Math.abs(z))) / "
                "(1 + Math.exp(-Math.abs(z)))",
                typst="z * 0.5 * (1.0 + calc.tanh(0.5 * z))",
                onnx="z*sigmoid(z)",
                torch="SiLU",
            ),
        ),
        Activation(
            "linear",
            bodies.linear,
            *(-np.inf, np.inf, np.inf),
            "z",
            Tails(_RISING, _RISING, 0.0),
            aliases=("identity",),
            slope=bodies.linear_slope,
            is_piecewise_linear=True,
            spelling=Spelling(python="z", c="z", javascript="z", typst="z", onnx="z"),
        ),
    )
}

SIGMOID, LINEAR, RELU = ACTIVATIONS["sigmoid"], ACTIVATIONS["linear"], ACTIVATIONS["relu"]
