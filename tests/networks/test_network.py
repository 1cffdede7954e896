"""Networks against a hand-written forward pass, and files that keep every bit."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from uat.base.errors import FileError, InputError
from uat.networks.network import Layer, Network

finite = st.floats(allow_nan=False, allow_infinity=False)


def two_layer() -> Network:
    return Network(
        (
            Layer([[8.0], [-3.0], [0.5]], [-4.0, 1.0, 0.0], "sigmoid"),
            Layer([[1.0, -2.0, 0.5]], [0.25], "linear"),
        )
    )


def by_hand(x: float) -> float:
    """The same network in plain Python."""
    s = [1 / (1 + math.exp(-(w * x + b))) for w, b in ((8.0, -4.0), (-3.0, 1.0), (0.5, 0.0))]
    return s[0] - 2.0 * s[1] + 0.5 * s[2] + 0.25


@given(st.floats(-50, 50))
def test_forward_is_the_formula(x):
    assert two_layer().forward([[x]])[0, 0] == pytest.approx(by_hand(x), rel=1e-14, abs=1e-15)


def test_forward_agrees_with_a_loop_over_neurons():
    rng = np.random.default_rng(1)
    network = Network(
        (
            Layer(rng.normal(size=(5, 3)), rng.normal(size=5), "tanh"),
            Layer(rng.normal(size=(4, 5)), rng.normal(size=4), "relu"),
            Layer(rng.normal(size=(2, 4)), rng.normal(size=2), "linear"),
        )
    )
    x = rng.normal(size=(7, 3))
    for row, output in zip(x, network.forward(x), strict=True):
        values = list(row)
        for layer, function in zip(
            network.layers, (math.tanh, lambda z: max(z, 0.0), lambda z: z), strict=True
        ):
            values = [
                function(math.fsum([w * v for w, v in zip(weights, values, strict=True)]) + b)
                for weights, b in zip(layer.weights, layer.biases, strict=True)
            ]
        np.testing.assert_allclose(output, values, rtol=1e-12, atol=1e-14)


def test_activations_yield_every_layer():
    network = two_layer()
    hidden, output = network.activations([[0.5], [0.7]])
    assert hidden.shape == (2, 3)
    np.testing.assert_array_equal(output, network.forward([[0.5], [0.7]]))


def test_counts_and_repr():
    network = two_layer()
    assert network.widths == (1, 3, 1)
    assert (network.neurons, network.hidden_layers, network.parameters) == (3, 1, 10)
    assert repr(network) == "Network(1→3→1, sigmoid, 10 parameters)"
    assert repr(Network((Layer([[1.0]], [0.0], "linear"),))) == "Network(1→1, linear, 2 parameters)"


def test_zero_weights_are_no_parameters():
    assert Layer([[0.0, 1.0]], [0.0], "linear").parameters == 2


def test_arrays_cannot_be_written_to_nor_changed_from_outside():
    weights = np.ones((2, 1))
    layer = Layer(weights, [0.0, 0.0], "sigmoid")
    weights[0, 0] = 5.0
    assert layer.weights[0, 0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        layer.weights[0, 0] = 5.0


def test_sparse_layers_compute_the_same():
    dense = np.array([[0.0, 2.0, 0.0], [1.0, 0.0, -3.0]])
    x = np.random.default_rng(2).normal(size=(6, 3))
    plain, compressed = (
        Layer(dense, [0.1, 0.2], "tanh"),
        Layer(sparse.csr_array(dense), [0.1, 0.2], "tanh"),
    )
    # Three products and a bias in another order, twice; tanh is nowhere steeper than 1.
    sizes = np.abs(x) @ np.abs(dense).T + np.array([0.1, 0.2])
    room = 2 * ((3 + 2) * 2.0**-53 * sizes + 4 * 2.0**-52)
    assert (np.abs(compressed.forward(x) - plain.forward(x)) <= room).all()
    assert compressed == plain
    assert compressed.parameters == plain.parameters == 5


@pytest.mark.parametrize(
    ("weights", "biases", "message"),
    [
        ([[1.0], [2.0]], [0.0], "as many biases"),
        ([1.0], [0.0], "matrix"),
        ([[math.nan]], [0.0], "finite"),
        ([[1.0]], [math.inf], "finite"),
    ],
)
def test_layers_that_cannot_be_are_refused(weights, biases, message):
    with pytest.raises(InputError, match=message):
        Layer(weights, biases, "sigmoid")


def test_networks_that_cannot_be_are_refused():
    with pytest.raises(InputError, match="do not fit"):
        Network((Layer([[1.0]], [0.0], "relu"), Layer([[1.0, 2.0]], [0.0], "linear")))
    with pytest.raises(InputError, match="at least one layer"):
        Network(())
    with pytest.raises(InputError, match=r"\(n, 1\)"):
        two_layer().forward([1.0, 2.0])
    with pytest.raises(InputError, match="unknown activation"):
        Layer([[1.0]], [0.0], "sigmund")
    for word in ("mish", "sech", "ReLU6"):  # functions, which no near name is proposed for
        with pytest.raises(InputError, match=rf"write {word}\(z\)"):
            Layer([[1.0]], [0.0], word)
    with pytest.raises(InputError, match="'selu': choose one of"):
        Layer([[1.0]], [0.0], "selu")


@settings(deadline=None, max_examples=40)
@given(
    weights=st.lists(st.tuples(finite, finite, finite), min_size=1, max_size=6),
    bias=finite,
    suffix=st.sampled_from([".json", ".npz"]),
)
def test_files_keep_every_bit(tmp_path_factory, weights, bias, suffix):
    columns = np.array(weights)
    network = Network(
        (
            Layer(columns[:, :1], columns[:, 1], "sigmoid"),
            Layer(sparse.csr_array(columns[:, 2:].T), [bias], "linear"),
        )
    )
    path = tmp_path_factory.mktemp("networks") / f"net{suffix}"
    network.save(path)
    again = Network.load(path)
    assert again == network
    assert again.layers[1].is_sparse
    for old, new in zip(network.layers, again.layers, strict=True):
        assert old.biases.tobytes() == new.biases.tobytes()
    assert network.layers[0].weights.tobytes() == again.layers[0].weights.tobytes()


def test_equal_networks_hash_alike_and_others_differ():
    assert two_layer() == two_layer()
    assert hash(two_layer()) == hash(two_layer())
    first, last = two_layer().layers
    assert Network((first, Layer(last.weights, [0.3], "linear"))) != two_layer()
    assert Network((first, Layer(last.weights, last.biases, "sigmoid"))) != two_layer()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "uat-network"}', "\x00", "null"])
def test_files_that_are_no_networks_are_refused(tmp_path, content):
    for suffix in (".json", ".npz"):
        path = tmp_path / f"bad{suffix}"
        path.write_text(content)
        with pytest.raises(InputError):
            Network.load(path)


def test_a_json_file_with_a_wrong_layer_is_refused(tmp_path):
    data = two_layer().to_dict()
    data["layers"][0]["biases"] = [1.0]
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(data))
    with pytest.raises(InputError, match="as many biases"):
        Network.load(path)


def test_missing_files_and_unknown_suffixes(tmp_path):
    with pytest.raises(FileError, match="cannot read"):
        Network.load(tmp_path / "none.json")
    with pytest.raises(InputError, match=r"\.json or \.npz"):
        two_layer().save(tmp_path / "net.txt")
    with pytest.raises(FileError, match="cannot write"):
        two_layer().save(tmp_path / "no" / "net.json")


def test_a_layer_without_neurons_is_saved_and_read(tmp_path):
    network = Network((Layer(np.zeros((0, 1)), [], "sigmoid"), Layer([[]], [0.5], "linear")))
    for name in ("net.json", "net.npz"):
        network.save(tmp_path / name)
        again = Network.load(tmp_path / name)
        assert again.layers == network.layers
        assert again.forward([[3.0]]).tolist() == [[0.5]]
