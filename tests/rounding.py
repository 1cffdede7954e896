"""Forward passes of any network in float32 and float16 with sums in several orders."""

import numpy as np

from uat.networks.matrices import dense

KINDS = {"float32": np.float32, "float16": np.float16}


def one_by_one(terms):
    total = terms[..., 0]
    for k in range(1, terms.shape[-1]):
        total = total + terms[..., k]
    return total


def pairwise(terms):
    while terms.shape[-1] > 1:
        if terms.shape[-1] % 2:
            terms = np.concatenate([terms, np.zeros_like(terms[..., :1])], axis=-1)
        terms = terms[..., ::2] + terms[..., 1::2]
    return terms[..., 0]


def shuffled(terms):
    order = np.random.default_rng(1).permutation(terms.shape[-1])
    return one_by_one(terms[..., order])


def by_size(terms):
    return one_by_one(np.take_along_axis(terms, np.argsort(-np.abs(terms), axis=-1), axis=-1))


ORDERS = {
    "forward": one_by_one,
    "reversed": lambda terms: one_by_one(terms[..., ::-1]),
    "pairwise": pairwise,
    "shuffled": shuffled,
    "by size": by_size,
}


def activated(name, z):
    kind = z.dtype.type
    if name == "linear":
        return z
    if name == "relu":
        return np.maximum(z, kind(0))
    if name == "step":
        return np.heaviside(z, kind(0.5))
    if name == "tanh":
        return np.tanh(z)
    assert name == "sigmoid"
    with np.errstate(over="ignore"):
        return kind(1) / (kind(1) + np.exp(-z))


def summed(weights, biases, values, order):
    """Round every product and every sum; the bias is the last term of the order."""
    terms = values[:, None, :] * weights[None]
    bias = np.broadcast_to(biases[None, :, None], (*terms.shape[:2], 1))
    return ORDERS[order](np.concatenate([terms, bias], axis=-1))


def fused(weights, biases, values):
    """Multiply and add without a rounding in between: each sum is rounded once, from float64."""
    kind, total = values.dtype.type, np.zeros((len(values), len(biases)), values.dtype)
    wide, columns = values.astype(float), weights.astype(float)
    for k in range(values.shape[1]):
        total = (total.astype(float) + wide[:, k : k + 1] * columns[:, k]).astype(kind)
    return total + biases


def forward(network, x, order):
    """Compute the network in the type of x, (n, inputs): (n,), as float64."""
    values, kind = x, x.dtype.type
    for layer in network.layers:
        weights, biases = dense(layer.weights).astype(kind), layer.biases.astype(kind)
        if order == "fused":
            z = fused(weights, biases, values)
        else:
            z = summed(weights, biases, values, order)
        assert z.dtype == kind
        values = activated(layer.activation.name, z)
    return values[:, 0].astype(float)
