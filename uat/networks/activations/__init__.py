"""An activation is the function s(z) that a neuron applies to its weighted input z = w*x + b.

Some have names: `named` holds one record each, which all others read. Any other can be typed as
a formula in z. `examine` says how it makes steps, or why it cannot.

The record: facts, activation, bodies, named, softmax. What is typed: exact (values
in balls), limits, polynomials, holes, shape, typed. Both: bends, verdict. For proofs: intervals.
"""

from uat.networks.activations.activation import Activation, Rise, Slope, Tails, reach
from uat.networks.activations.bodies import logit
from uat.networks.activations.facts import Rising, Settled, Spelling
from uat.networks.activations.named import ACTIVATIONS, LINEAR, RELU, SIGMOID
from uat.networks.activations.softmax import SOFTMAX, softmax
from uat.networks.activations.verdict import Verdict, examine, get_activation, rise_of

__all__ = [
    "ACTIVATIONS",
    "LINEAR",
    "RELU",
    "SIGMOID",
    "SOFTMAX",
    "Activation",
    "Rise",
    "Rising",
    "Settled",
    "Slope",
    "Spelling",
    "Tails",
    "Verdict",
    "examine",
    "get_activation",
    "logit",
    "reach",
    "rise_of",
    "softmax",
]
