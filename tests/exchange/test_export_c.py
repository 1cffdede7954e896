"""The C file compiles without a warning and computes the network, to rounding."""

import ctypes
import shutil
import subprocess

import numpy as np
import pytest
from exporting import KINDS, example, points, rounding

from uat.base.errors import InputError
from uat.exchange.save import save
from uat.networks.activations import ACTIVATIONS
from uat.networks.network import Layer, Network

STRICT = ["-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-pedantic"]
TYPED = [
    "1/(1+exp(-z)) + 0.2*sin(10*z)*exp(-abs(z))",
    "where(z > 0 and z <= 8, z, expm1(min(z, 0))) + mod(z, 3) + round(z)",
    "clip(z, -1, 2) + max(z, -z, 1)/(1 + z^2) + atan2(z, 2) + heaviside(z)",
]


def compiled(net, folder):
    """The function `network` of the saved file, on rows of numbers."""
    save(net, folder / "net.c")
    cc = shutil.which("cc") or shutil.which("gcc")
    command = [cc, *STRICT, "-shared", "-fPIC", "-o", folder / "net.so", folder / "net.c", "-lm"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    function = ctypes.CDLL(str(folder / "net.so")).network
    network = getattr(net, "network", net)
    inputs, outputs = network.widths[0], network.widths[-1]
    pointer = ctypes.POINTER(ctypes.c_double)
    function.restype = ctypes.c_double if outputs == 1 else None
    if inputs == outputs == 1:
        function.argtypes = [ctypes.c_double]
        return lambda x: np.array([[function(value)] for value in x[:, 0].tolist()])
    function.argtypes = [pointer] if outputs == 1 else [pointer, pointer]

    def run(x):
        x, y = np.ascontiguousarray(x), np.zeros((len(x), outputs))
        for row, out in zip(x, y, strict=True):
            if outputs == 1:
                out[0] = function(row.ctypes.data_as(pointer))
            else:
                function(row.ctypes.data_as(pointer), out.ctypes.data_as(pointer))
        return y

    return run


@pytest.mark.parametrize("kind", KINDS)
def test_constructions(kind, tmp_path):
    net = example(kind)
    x = points(net.network, net.target.box)
    difference = np.abs(compiled(net, tmp_path)(x) - net.network.forward(x))
    assert np.all(difference <= rounding(net.network, x))


@pytest.mark.parametrize("activation", [*ACTIVATIONS, *TYPED])
def test_activations(activation, tmp_path):
    random = np.random.default_rng(3)
    hidden = Layer(random.normal(0, 8, (30, 1)), random.normal(0, 4, 30), activation)
    network = Network((hidden, Layer(random.normal(0, 1, (1, 30)), [0.25], "linear")))
    x = points(network, ((-1.0, 1.0),), 1000)

    difference = np.abs(compiled(network, tmp_path)(x) - network.forward(x))
    # A typed formula's own roundings: its parts are below 100 and it has fewer than 40.
    slack = 100 * 40 * 2.0**-52 * np.abs(network.layers[1].weights).sum()
    allowed = rounding(network, x) + (slack if activation in TYPED else 0.0)
    assert np.all(difference <= allowed)


def test_a_constant_has_no_neurons(tmp_path):
    nothing = Layer(np.zeros((0, 1)), np.zeros(0), "sigmoid")
    net = Network((nothing, Layer(np.zeros((1, 0)), [0.5], "linear")))
    assert compiled(net, tmp_path)(np.array([[0.3]])).tolist() == [[0.5]]


def test_layers_that_read_nothing(tmp_path):
    network = Network((Layer([[0.0]], [0.5], "tanh"), Layer([[0.0]], [2.0], "linear")))
    assert compiled(network, tmp_path)(np.array([[3.0]])) == pytest.approx(2.0)


def test_an_activation_without_a_formula_is_refused(tmp_path):
    from uat.networks.activations import Activation

    odd = Activation("odd", np.cbrt, -np.inf, np.inf, np.inf, "cbrt(z)")
    network = Network((Layer([[1.0]], [0.5], odd),))
    with pytest.raises(InputError, match="no formula"):
        save(network, tmp_path / "net.c")
