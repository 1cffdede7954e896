"""Complex numbers and what is no number are refused at every door, and nothing is cut off."""

import numpy as np
import pytest
from scipy import sparse

import uat
from uat.base.errors import InputError
from uat.functions.expression import compile_expression
from uat.functions.target import make_target
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network
from uat.networks.regions.line import regions

NETWORK = Network(
    (Layer([[1.0], [2.0]], [0.0, -1.0], "relu"), Layer([[1.0, 1.0]], [0.0], "linear"))
)
RAMP = uat.approximate("abs(x)", (-1, 1), construction="ramps", tol=0.1)
DOORS = {
    "forward": lambda x: NETWORK.forward(np.reshape(x, (-1, 1))),
    "activations": lambda x: list(NETWORK.activations(np.reshape(x, (-1, 1)))),
    "evaluate": lambda x: evaluate(NETWORK, x),
    "approximation": RAMP,
    "target": make_target("x^2"),
    "expression": compile_expression("x^2"),
    "polyline": regions(NETWORK, (-1, 1)),
    "weights": lambda x: Layer(np.reshape(x, (-1, 1)), np.zeros(np.size(x)), "relu"),
    "biases": lambda x: Layer(np.ones((np.size(x), 1)), np.reshape(x, -1), "relu"),
}
WRONG = [
    1j,
    0.5 + 0j,
    [0.25, 0.5j],
    np.array([1 + 1j, 2.0], dtype=np.complex64),
    "one",
    [0.5, "one"],
    [None, {}],
]


@pytest.mark.parametrize("values", WRONG, ids=repr)
@pytest.mark.parametrize("door", DOORS)
def test_what_is_no_real_number_is_refused(door, values):
    with pytest.raises(InputError, match="real numbers"):
        DOORS[door](values)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("values", [[0, 1], [True, False], np.float32([0.5, 0.25]), ["0.5", "1"]])
def test_real_numbers_of_any_type_are_taken(door, values):
    DOORS[door](values)


def test_sparse_complex_weights_are_refused():
    with pytest.raises(InputError, match="real weights"):
        Layer(sparse.csr_array(np.array([[1j]])), [0.0], "relu")


def test_inputs_that_do_not_broadcast():
    with pytest.raises(InputError, match="fit"):
        make_target("x*y")(np.zeros(2), np.zeros(3))
