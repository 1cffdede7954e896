"""PyTorch's module computes the network; tensors have the names that the module gives them."""

import numpy as np
import pytest
from exporting import KINDS, example, points, rounding
from safetensors.numpy import load_file

from uat.base.errors import InputError, MissingError
from uat.exchange.load import load
from uat.exchange.save import save
from uat.exchange.to_torch import to_torch
from uat.networks.activations import ACTIVATIONS
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

WITHOUT = ("arctan", "erf", "step")


def dense_layers(network):
    return tuple(
        Layer(dense(layer.weights), layer.biases, layer.activation) for layer in network.layers
    )


@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_in_single_precision_the_cost_is_measured(suffix, tmp_path):
    torch = pytest.importorskip("torch")
    net = example("ramps")
    written = save(net, tmp_path / f"net{suffix}", precision="float32")
    x = points(net.network, net.target.box, 2000)
    single = net.to_torch("float32")
    own = single(torch.from_numpy(x.astype(np.float32)))
    far = np.abs(own.detach().numpy() - net.network.forward(x.astype(np.float32))).max()
    assert own.dtype == torch.float32
    assert 0 < far <= 4 * written.difference
    # Rounding each weight and sum to float32 moves a sum of such size so far at most.
    size = sum(
        np.abs(dense(layer.weights)).sum() + np.abs(layer.biases).sum()
        for layer in net.network.layers
    )
    assert written.difference <= np.finfo(np.float32).eps * size * len(net.network.layers[0].biases)
    assert load(tmp_path / f"net{suffix}").network.widths == net.network.widths


@pytest.mark.parametrize("kind", KINDS)
def test_the_module_computes_the_network(kind, tmp_path, monkeypatch):
    torch = pytest.importorskip("torch")
    net = example(kind)
    net.save(tmp_path / "net.pt")
    monkeypatch.chdir(tmp_path)
    saved = torch.load("net.pt")
    made = {}
    exec(saved["rebuild"], made)
    module = made["module"]
    x = points(net.network, net.target.box)
    own = module(torch.from_numpy(x)).detach().numpy()

    assert type(module) is torch.nn.Sequential
    assert net.to_torch().load_state_dict(saved["state_dict"])
    assert load("net.pt").network.layers == dense_layers(net.network)
    assert np.all(np.abs(own - net.network.forward(x)) <= rounding(net.network, x))


@pytest.mark.parametrize("activation", sorted(set(ACTIVATIONS) - set(WITHOUT)))
def test_activations(activation):
    torch = pytest.importorskip("torch")
    random = np.random.default_rng(3)
    hidden = Layer(random.normal(0, 8, (30, 2)), random.normal(0, 4, 30), activation)
    network = Network((hidden, Layer(random.normal(0, 1, (1, 30)), [0.25], "linear")))
    x = points(network, ((-1.0, 1.0),) * 2, 2000)
    own = to_torch(network)(torch.from_numpy(x)).detach().numpy()
    assert np.all(np.abs(own - network.forward(x)) <= rounding(network, x))


def test_the_module_can_be_trained_further():
    torch = pytest.importorskip("torch")
    net = example("ramps")
    module = net.to_torch()
    x = torch.linspace(0, 1, 400, dtype=torch.float64)[:, None]
    y = torch.from_numpy(net.target(x.numpy()[:, 0]))[:, None]
    optimizer = torch.optim.LBFGS(module.parameters(), max_iter=20)

    def loss():
        optimizer.zero_grad()
        value = ((module(x) - y) ** 2).mean()
        value.backward()
        return value

    before = float(loss().detach())
    optimizer.step(loss)
    assert float(loss().detach()) < before


@pytest.mark.parametrize("kind", KINDS)
def test_tensors_have_the_names_of_a_sequential(kind, tmp_path):
    """The names and shapes that torch.nn.Sequential gives to Linear layers between activations."""
    network = example(kind).network
    save(network, tmp_path / "net.safetensors")
    tensors = load_file(tmp_path / "net.safetensors")
    x = points(network, example(kind).target.box, 1000)
    values = x
    for place, layer in enumerate(network.layers):
        weight, bias = tensors[f"{2 * place}.weight"], tensors[f"{2 * place}.bias"]
        values = layer.activation(values @ weight.T + bias)
    assert len(tensors) == 2 * len(network.layers)
    assert np.all(np.abs(values - network.forward(x)) <= rounding(network, x))


def test_without_pytorch_the_command_is_named(without):
    without("torch")
    with pytest.raises(MissingError, match="-m pip install torch brings it"):
        to_torch(example("ramps").network)


@pytest.mark.parametrize("activation", WITHOUT)
def test_activations_that_pytorch_lacks(activation):
    pytest.importorskip("torch")
    with pytest.raises(InputError, match="no module for the activation"):
        to_torch(Network((Layer([[1.0]], [0.0], activation),)))
