"""A network computed in fewer digits is what a loop over numpy's own small floats gives."""

import ml_dtypes
import numpy as np
import pytest
from scipy.sparse import csr_array

from uat.accuracy.measure import computed as measuring
from uat.accuracy.measure.computed import at_inputs
from uat.base.precision import PRECISIONS
from uat.functions.target import make_target
from uat.networks.computed import computed, rounded
from uat.networks.network import Layer, Network

KINDS = {
    "float32": np.float32,
    "float16": np.float16,
    "float8_e4m3": ml_dtypes.float8_e4m3fn,
    "float8_e5m2": ml_dtypes.float8_e5m2,
}


def network() -> Network:
    rng = np.random.default_rng(2)
    return Network(
        (
            Layer(rng.normal(size=(5, 2)), rng.normal(size=5), "relu"),
            Layer(csr_array(rng.normal(size=(4, 5)).round(1)), rng.normal(size=4), "relu"),
            Layer(rng.normal(size=(2, 4)), rng.normal(size=2), "linear"),
        )
    )


@pytest.mark.parametrize("name", KINDS)
def test_every_operation_is_rounded_as_the_type_rounds(name):
    floats, kind = PRECISIONS[name], KINDS[name]
    net = rounded(network(), floats)
    x = floats.round(np.random.default_rng(4).normal(size=(200, 2)))
    values = x.astype(kind)
    for layer in net.layers:
        weights = np.asarray(layer.weights if not layer.is_sparse else layer.weights.toarray())
        sums = np.zeros((len(values), layer.neurons), dtype=kind)
        for k in range(layer.inputs):
            product = (values[:, k : k + 1] * weights[:, k].astype(kind)).astype(kind)
            sums = (sums + product).astype(kind)
        sums = (sums + layer.biases.astype(kind)).astype(kind)
        relu = layer.activation.name == "relu"
        values = np.where(sums > 0, sums, kind(0)).astype(kind) if relu else sums
    np.testing.assert_array_equal(computed(net, x, floats), values.astype(float))


@pytest.mark.parametrize("name", KINDS)
def test_weights_are_numbers_of_the_type(name):
    for before, layer in zip(
        network().layers, rounded(network(), PRECISIONS[name]).layers, strict=True
    ):
        dense = [np.asarray(w if isinstance(w, np.ndarray) else w.toarray())
                 for w in (before.weights, layer.weights)]  # fmt: skip
        np.testing.assert_array_equal(dense[0].astype(KINDS[name]).astype(float), dense[1])


def test_float64_leaves_a_network_as_it_is():
    net = network()
    assert rounded(net, PRECISIONS["float64"]) is net


def test_wide_layers_are_summed_up_at_once(monkeypatch):
    """300,000 bumps' sums took a loop over neurons for each few inputs, and so many minutes."""
    floats, count = PRECISIONS["float32"], 50_000
    monkeypatch.setattr(measuring, "MUCH", 2**24)
    rng = np.random.default_rng(7)
    hidden = Layer(rng.normal(size=(count, 1)), rng.normal(size=count), "relu")
    net = rounded(Network((hidden, Layer(rng.normal(size=(1, count)), [0.5], "linear"))), floats)
    target = make_target("x", (0.0, 1.0))
    x, _, values = at_inputs(net, target, floats)
    assert 257 <= len(x) <= 2**24 / count
    heights = np.maximum(
        np.float32(x[5, 0]) * np.float32(net.layers[0].weights[:, 0])
        + np.float32(net.layers[0].biases), np.float32(0),
    )  # fmt: skip
    total = np.float32(0)
    for height, weight in zip(heights, net.layers[1].weights[0].astype(np.float32), strict=True):
        total += height * weight
    assert values[5, 0] == total + np.float32(0.5)
