"""An activation is the function s(z) that a neuron applies to its weighted input z = w*x + b.

Some have names; any other can be typed as a formula in z. `examine` says how it makes steps, or why
it cannot.
"""

from uat.activations.activation import Activation, Array, Rise, Tails
from uat.activations.named import ACTIVATIONS, LINEAR, RELU, SIGMOID, logit
from uat.activations.softmax import SOFTMAX, softmax
from uat.activations.verdict import Verdict, examine, get_activation, rise_of

__all__ = [
    "ACTIVATIONS",
    "LINEAR",
    "RELU",
    "SIGMOID",
    "SOFTMAX",
    "Activation",
    "Array",
    "Rise",
    "Tails",
    "Verdict",
    "examine",
    "get_activation",
    "logit",
    "rise_of",
    "softmax",
]
