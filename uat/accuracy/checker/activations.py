"""State activations a second time: what s(z) is, its lines, and what float64 adds to it.

On purpose not read from the records that networks are built with, of which only the name is used:
what is wrong there would then be wrong here too. Lemmas for the tails, for z > 0:
1/(1 + e^z) < e^-z; 1 - tanh z < 2e^(-2z); erfc z < e^(-z^2) for z > 1/2; pi/2 - arctan z < 1/z;
1 - z/(1 + z) < 1/z; log(1 + e^-z) < e^-z; z erfc(z/sqrt 2)/2 < e^(-z^2/2); z/(1 + e^z) < z e^-z.
"""

from __future__ import annotations

import math

from uat.accuracy.checker.shape import Shape
from uat.accuracy.checker.typed import typed_shape
from uat.networks.activations import Activation

_PI_HALF = 1.5707963267948966
SHAPES = {
    "sigmoid": Shape(
        ("1 - 1/(1 + exp(z))", "1/(1 + exp(-z))"),
        (0, 0), (0, 1), 45.0, 3e-20, 20.0, 0.0, 0.25, 1.0,
    ),
    "tanh": Shape(
        ("1 - 2/(1 + exp(2*z))", "2/(1 + exp(-2*z)) - 1"),
        (0, -1), (0, 1), 24.0, 3e-21, 16.0, 0.0, 1.0, 1.0,
    ),
    "arctan": Shape(
        ("atan(z)",), (0, -_PI_HALF), (0, _PI_HALF), 1e8, 1.0001e-8, 32.0, 0.0, 1.0, 1.6
    ),
    "erf": Shape(("erf(z)",), (0, -1), (0, 1), 6.8, 9e-21, 16.0, 0.0, 1.13, 1.0),
    "softsign": Shape(
        ("z/(1 - z)", "z/(1 + z)"),
        (0, -1), (0, 1), 1e8, 1.0001e-8, 4.0, 0.0, 1.0, 1.0, seams=(0.0,),
    ),
    "hard_sigmoid": Shape(
        ("0*z", "z/6 + 1/2", "0*z + 1"),
        (0, 0), (0, 1), 3.0, 0.0, 4.0, 0.0, 1 / 6, 1.0, seams=(-3.0, 3.0),
    ),
    "relu": Shape(
        ("0*z", "z"), (0, 0), (1, 0), 0.0, 0.0, 0.0, 0.0, 1.0, math.inf, seams=(0.0,)
    ),
    "leaky_relu": Shape(
        ("0.01*z", "z"), (0.01, 0), (1, 0), 0.0, 0.0, 0.0, 0.01, 1.0, math.inf, seams=(0.0,)
    ),
    "elu": Shape(
        ("expm1(z)", "z"),
        (0, -1), (1, 0), 45.0, 3e-20, 16.0, 0.0, 1.0, math.inf, seams=(0.0,),
    ),
    "softplus": Shape(
        ("log1p(exp(z))", "z + log1p(exp(-z))"),
        (0, 0), (1, 0), 45.0, 3e-20, 32.0, 1.0, 1.0, math.inf,
    ),
    # Where float64 is near its jump, anything between 0 and 1 counts.
    "step": Shape((), (0, 0), (0, 1), 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, seams=(0.0,)),
    "gelu": Shape(
        ("z*erfc(-z/sqrt(2))/2", "z - z*erfc(z/sqrt(2))/2"),
        (0, 0), (1, 0), 9.6, 1e-20, 4.0, 32.0, 1.13, math.inf, monotone=False,
    ),
    "swish": Shape(
        ("z/(1 + exp(-z))", "z - z/(1 + exp(z))"),
        (0, 0), (1, 0), 51.0, 4e-21, 4.0, 32.0, 1.1, math.inf, monotone=False,
    ),
}  # fmt: skip


def shape_of(activation: Activation, most: float) -> Shape:
    """State what is known of an activation for |z| <= most. Raises Refused if too little."""
    if activation.name in SHAPES:
        return SHAPES[activation.name]
    return typed_shape(activation, 2.0 ** math.ceil(math.log2(max(most, 1.0))))
