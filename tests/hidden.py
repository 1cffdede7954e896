"""Networks of one hidden layer, drawn at random; activations that somebody typed."""

import numpy as np

from uat.networks.network import Layer, Network

ODD = "1/(1+exp(-z)) + 0.2*sin(10*z)*exp(-abs(z))"
TYPED = [ODD, "log(1 + exp(z))", "where(z > 0, z, expm1(z))", "clip(z, -1, 2)", "z/(1 + z^2)^0.5"]


def random_network(activation, neurons=40, seed=0, output="linear"):
    random = np.random.default_rng(seed)
    weights = random.choice([-1, 1], neurons) * 10 ** random.uniform(0, 4, neurons)
    places = random.uniform(0, 1, neurons)
    hidden = Layer(weights[:, None], -weights * places, activation)
    return Network((hidden, Layer(random.normal(0, 1, (1, neurons)), [0.25], output)))


def points(network, seed=1):
    """An even grid, and the windows of all neurons."""
    hidden = network.layers[0]
    weights = np.asarray(hidden.weights)[:, 0]
    near = np.linspace(-40, 40, 21)
    windows = (near[:, None] - hidden.biases) / weights
    x = np.concatenate([np.linspace(-0.5, 1.5, 501), windows.reshape(-1), [0.0, -0.0]])
    return x[np.abs(x) < 10]
