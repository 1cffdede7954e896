"""What the tests of proofs share: the same functions in 120 bits, and points that are hard."""

import mpmath
import numpy as np
from hypothesis import strategies as st

from uat.accuracy.proof.line import prove
from uat.functions.target import make_target
from uat.networks.network import Layer, Network

mpmath.mp.prec = 120


def cube_root(z):
    return mpmath.sign(z) * mpmath.cbrt(abs(z))


# The same functions, written once for uat and once for mpmath.
ORACLES = {
    "nielsen": lambda x: (
        mpmath.mpf("0.2")
        + mpmath.mpf(0.4) * x**2
        + mpmath.mpf(0.3) * x * mpmath.sin(15 * x)
        + mpmath.mpf(0.05) * mpmath.cos(50 * x)
    ),
    "sine": lambda x: mpmath.sin(2 * mpmath.pi * x),
    "runge": lambda x: 1 / (1 + 25 * x**2),
    "abs": abs,
    "sqrt": mpmath.sqrt,
    "chirp": lambda x: mpmath.sin(1 / x),
    "sign": lambda x: -1 if x < 0 else 1,
    "max(x, 0.3) - exp(-x)": lambda x: max(x, mpmath.mpf(0.3)) - mpmath.exp(-x),
    "where(x < 0.5, tanh(3*x), x^3)": lambda x: mpmath.tanh(3 * x) if x < 0.5 else x**3,
    "sinc(20*x) + cbrt(x - 0.5)": lambda x: mpmath.sinc(20 * x) + cube_root(x - 0.5),
    "floor(5*x) + atan(x)": lambda x: mpmath.floor(5 * x) + mpmath.atan(x),
    "abs(sin(9*x))*asinh(x)": lambda x: abs(mpmath.sin(9 * x)) * mpmath.asinh(x),
}  # fmt: skip


def proved(net, **options):
    return prove(net.network, net.target, samples=net.samples, **options)


def hard_points(proof, rng, count=300):
    """Random points; ends of the domain and of boxes; across every window of transition."""
    (a, b) = proof.target.box[0]
    layer = proof.network.layers[0]
    w = np.asarray(layer.weights)[:, 0]
    moving = w != 0
    steps = -layer.biases[moving] / w[moving]
    across = (steps[:, None] + rng.normal(size=(steps.size, 3)) * 3 / w[moving][:, None]).ravel()
    edges = proof.boxes.left
    beside = [np.nextafter(steps, -np.inf), steps, np.nextafter(steps, np.inf)]
    worst = proof.boxes.left[np.argsort(proof.boxes.bound)[-50:]]
    x = np.concatenate([a + (b - a) * rng.random(count), across, *beside, edges, worst, [a, b]])
    x = np.unique(np.append(x[(x >= a) & (x <= b)], proof.at[0]))
    for left, right in proof.excluded:
        x = x[(x < left) | (x > right)]
    return x if x.size <= 4 * count else np.sort(rng.choice(x, 4 * count, replace=False))


def largest_error(proof, oracle, x):
    """The sup over points of |f - network|, f in 120 bits, the network as float64 computes it."""
    outputs = proof.network.forward(x[:, None])[:, 0]
    values = (abs(oracle(mpmath.mpf(float(t))) - float(o)) for t, o in zip(x, outputs, strict=True))
    return max(values)


# More of them, on [-1, 1].
FORMULAS = {
    "x^3 - x": lambda x: x**3 - x,
    "exp(-x)*cos(7*x)": lambda x: mpmath.exp(-x) * mpmath.cos(7 * x),
    "abs(x - 0.4) + min(x, 0.2)": lambda x: abs(x - mpmath.mpf(0.4)) + min(x, mpmath.mpf(0.2)),
    "sqrt(abs(x))": lambda x: mpmath.sqrt(abs(x)),
    "log(2 + x)/(1 + x^2)": lambda x: mpmath.log(2 + x) / (1 + x**2),
    "tanh(30*x)": lambda x: mpmath.tanh(30 * x),
}


_WEIGHTS = st.floats(-300, 300).filter(lambda w: w == 0 or abs(w) > 1e-3)
NEURONS = st.tuples(_WEIGHTS, st.floats(-100, 100), st.floats(-5, 5))


def proved_small(rows, bias, hidden, *, output, formula):
    """A proof about a formula on -1 … 1 and neurons: each a weight, a bias, an output weight."""
    w, b, a = np.array(rows).T
    network = Network((Layer(w[:, None], b, hidden), Layer(a[None, :], [bias], output)))
    samples = make_target("x", (-1, 1)).sample(0.1)
    return prove(network, make_target(formula, (-1.0, 1.0)), samples=samples, budget=20_000)
