"""Networks of others are looked at: exact twins, what does nothing, the distance from f."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.neural_network import MLPRegressor

import uat
from uat.base.errors import FileError, InputError
from uat.inspection.twin import in_one_layer
from uat.networks.network import Layer, Network


def trained(seed, widths, activation="relu", scale=1.0):
    rng = np.random.default_rng(seed)
    kinds = [activation] * (len(widths) - 2) + ["linear"]
    return Network(
        tuple(
            Layer(scale * rng.normal(size=(n, m)), rng.normal(size=n), kind)
            for (m, n), kind in zip(pairwise(widths), kinds, strict=True)
        )
    )


def test_what_is_no_network_is_refused(tmp_path):
    fitted = LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])
    (tmp_path / "net.onnx").write_text("no graph")
    for wrong, words in (
        (fitted, "LinearRegression is no network"),
        (MLPRegressor(), "not fitted yet"),
        (3.0, "not float"),
        (trained(0, (3, 4, 1)), "3 inputs: uat looks at networks of one or two"),
        ("model.pkl", "runs code when it is read"),
        ("model.onx", "did you mean .onnx"),
        (tmp_path / "net.onnx", "no ONNX file"),
    ):
        with pytest.raises(InputError, match=words):
            uat.look(wrong)
    with pytest.raises(FileError, match=r"did you mean .*net\.onnx"):
        uat.look(tmp_path / "nett.onnx")


def exact(network, x):
    """The output at a fraction, in fractions; relu."""
    values = [Fraction(x)]
    for layer in network.layers:
        values = [
            sum((Fraction(w) * v for w, v in zip(row, values, strict=True)), Fraction(b))
            for row, b in zip(
                np.asarray(layer.weights).tolist(), layer.biases.tolist(), strict=True
            )
        ]
        if layer.activation.name == "relu":
            values = [max(v, Fraction(0)) for v in values]
    return values[0]


@pytest.mark.parametrize("seed", range(8))
def test_the_twin_of_one_input_is_the_same_polyline(seed):
    network = trained(seed, (1, 9, 7, 1))
    found = uat.look(network, (-2, 3))
    line = found.line
    assert line is not None
    twin = in_one_layer(line, found.cells)

    if twin.network.neurons < network.neurons:
        assert found.twin.network == twin.network
    assert found.straight == len(found.pieces) == line.breakpoints.size + 1
    assert twin.is_same and twin.bound is not None and twin.rounding is not None
    assert twin.network.neurons - line.breakpoints.size in (0, 1)
    assert twin.least == line.breakpoints.size
    places = np.random.default_rng(seed).uniform(-2, 3, 50).tolist() + line.x.tolist()
    apart = [exact(network, x) - exact(twin.network, x) for x in places]
    assert max(map(abs, apart)) <= Fraction(twin.bound)
    assert twin.bound <= 1e-12
    for piece in found.pieces:
        (low,), (high,) = piece.corners
        middle = (low + high) / 2
        value = piece.slopes[0][0] * middle + piece.offsets[0]
        np.testing.assert_allclose(value, network(middle), atol=1e-12)


def along_a_line(seed):
    """A network that depends on x + y alone."""
    rng = np.random.default_rng(seed)
    hidden = Layer(np.repeat(rng.normal(size=(7, 1)), 2, axis=1), 0.6 * rng.normal(size=7), "relu")
    return Network((hidden, Layer(rng.normal(size=(1, 7)), [0.0], "linear")))


@pytest.mark.parametrize("inputs", [1, 2])
def test_a_twin_within_a_tolerance(inputs):
    network = trained(4, (1, 8, 6, 1)) if inputs == 1 else along_a_line(0)
    box = [(-1, 1)] * inputs
    found = uat.look(network, box, tol="20%")
    points = np.random.default_rng(0).uniform(-1, 1, (20_000, inputs))
    apart = np.abs(network.predict(points) - found.twin.network.predict(points)).max()

    assert found.twin.tolerance is not None and found.twin.bound is not None
    assert 0.5 * found.twin.bound <= apart <= found.twin.bound + 1e-12
    assert found.twin.bound <= found.twin.tolerance * (1 + 1e-9)
    assert found.twin.network.neurons < uat.look(network, box).twin.network.neurons


@pytest.mark.parametrize("seed", range(4))
def test_the_twin_of_two_inputs_leaves_out_what_does_nothing(seed):
    rng = np.random.default_rng(seed)
    network = trained(seed, (2, 10, 8, 2))
    first = network.layers[0]
    bias = first.biases + rng.choice([0.0, 9.0, -9.0], 10)  # many are on or off everywhere
    network = Network((Layer(first.weights, bias, "relu"), *network.layers[1:]))
    found = uat.look(network, [(-1, 1), (-1, 1)])
    points = rng.uniform(-1, 1, (2000, 2))

    assert found.idle and found.twin.network.neurons < network.neurons
    np.testing.assert_allclose(
        found.twin.network.predict(points), network.predict(points), atol=1e-12
    )
    assert found.twin.bound is not None and found.twin.bound < 1e-12


@pytest.mark.parametrize(
    ("widths", "function"),
    [
        ((1, 6, 1), "sin(3*x)"),
        ((1, 6, 5, 1), "sin(3*x)"),
        ((2, 5, 1), "x*y"),
        ((2, 4, 3, 1), "x*y"),
    ],
)
def test_the_distance_from_f_is_measured_and_proven(widths, function):
    network = trained(1, widths)
    box = [(-1, 1)] * widths[0]
    found = uat.look(network, box, function=function, prove=True)
    axes = [np.linspace(-1, 1, 20_001 if widths[0] == 1 else 301)] * widths[0]
    points = np.stack([axis.reshape(-1) for axis in np.meshgrid(*axes)], axis=1)
    f = {1: lambda x: np.sin(3 * x), 2: lambda x, y: x * y}[widths[0]]
    largest = np.abs(network.predict(points) - f(*points.T)).max()

    assert found.error is not None and found.error.proven is not None
    assert 0.99 * found.error.max <= largest <= found.error.max * (1 + 1e-9)
    assert found.error.max <= found.error.proven <= 1.06 * found.error.max
    assert f"from {function}" in found.summary()


def test_an_approximation_is_looked_at_with_its_own_function():
    net = uat.approximate("x^2", (-1, 1), construction="ramps", tol=0.01)
    found = uat.look(net)

    assert found.box == ((-1.0, 1.0),) and found.error is not None
    assert found.error.max == pytest.approx(net.error.max, rel=1e-6)
    assert found.straight == len(net.pieces)
    with pytest.raises(InputError, match="say what f is"):
        uat.look(net.network, (-1, 1), prove=True)


def test_several_outputs_have_regions_and_no_close_twin():
    network = trained(0, (1, 5, 3))
    found = uat.look(network, (-1, 1))

    assert found.line is None and len(found.pieces[0].slopes) == 3
    for wrong, words in (({"tol": 0.1}, "one output"), ({"function": "sin(x)"}, "1 output, and")):
        with pytest.raises(InputError, match=words):
            uat.look(network, (-1, 1), **wrong)


@pytest.mark.parametrize("inputs", [1, 2])
def test_a_network_that_is_off_has_a_twin_without_it(inputs):
    hidden = Layer(np.ones((2, inputs)), [-5.0, -6.0], "relu")
    network = Network((hidden, Layer([[1.0, 1.0]], [3.0], "linear")))
    box = [(0, 1)] * inputs

    for found in (uat.look(network, box), uat.look(network, box, tol=0.1)):
        assert (found.regions, found.twin.network.neurons) == (1, 0)
        assert found.twin.bound == 0.0
        assert found.plot().axes
    assert uat.look(Network((Layer([[2.0] * inputs], [1.0], "linear"),)), box).regions == 1


LINE, CROSS = [[1.0], [-1.0]], [[1.0, 1.0], [-1.0, -1.0]]
STRAIGHT = {  # hidden weights, biases, activation, the weights after them, and the fewest neurons
    "identity": ([[1.0, 2.0], [0.0, 1.0], [3.0, 1.0]], [0.0, 1.0, 2.0], "linear", [[1.0] * 3], 1),
    "pair": (LINE, [0.0, 0.0], "relu", [[1.0, -1.0]], 1),
    "crosswise": (CROSS, [0.0, 0.0], "relu", [[1.0, -1.0]], 1),
    "nothing": ([[1.0], [1.0]], [0.0, 0.0], "relu", [[1.0, -1.0]], 0),
    "cancelled": ([[1.0, 1.0], [1.0, 1.0], [1.0, 0.0]], [0.0] * 3, "relu", [[1.0, -1.0, 1.0]], 1),
    "one of two outputs": (
        [[1.0, 1.0], [1.0, -1.0], [1.0, 0.0]],
        [5.0, 5.0, 0.0],
        "relu",
        [[1.0, 2.0, 1.0], [0.0, 0.0, 1.0]],
        2,
    ),
}


@pytest.mark.parametrize("name", STRAIGHT)
def test_what_is_straight_takes_the_fewest_neurons(name):
    """A constant none, a straight map one; what is said of the neurons is true."""
    weights, biases, kind, after, fewest = STRAIGHT[name]
    network = Network((Layer(weights, biases, kind), Layer(after, [0.5] * len(after), "linear")))
    box = [(-1, 2)] * network.widths[0]
    found = uat.look(network, box)
    points = np.random.default_rng(0).uniform(-1, 2, (500, len(box)))

    assert found.twin.network.neurons == fewest
    np.testing.assert_allclose(
        found.twin.network.forward(points), network.forward(points), atol=1e-13
    )
    assert found.twin.bound is not None and found.twin.bound < 1e-13
    said = found.summary()
    assert "bends the network" not in said
    assert ("passes a kink" in said) == (name in ("pair", "crosswise"))


def test_a_network_that_is_off_layer_by_layer_needs_no_neuron():
    layers = [Layer(np.ones((n, m)), [-5.0] * n, "relu") for m, n in ((1, 1), (1, 1), (1, 4))]
    found = uat.look(Network((*layers, Layer(np.ones((1, 4)), [3.0], "linear"))), (-1, 1))
    assert (found.twin.network.widths, found.twin.network([0.5])) == ((1, 0, 1), [3.0])
    assert "1 parameter)" in found.summary()


@pytest.mark.parametrize("kinks", [8, 9])
def test_no_single_piece_is_left_out_of_the_formula(kinks):
    """Nine pieces are written out; of ten two are left out."""
    at = np.linspace(-0.9, 0.9, kinks)
    hidden = Layer(np.ones((kinks, 1)), -at, "relu")
    said = uat.look(Network((hidden, Layer(np.ones((1, kinks)), [0.0], "linear"))), (-1, 1))
    assert ("… 2 more pieces …" in said.summary()) == (kinks == 9)
    assert ("more piece" in said.summary()) == (kinks == 9)


def test_breakpoints_are_told_apart_and_what_no_float_holds_is_refused():
    hidden = Layer([[1.0], [1.0]], [-0.5, -0.50000001], "relu")
    close = Network((hidden, Layer([[1.0, 1.0]], [0.0], "linear")))
    assert "on [0.5, 0.50000001]" in uat.look(close, (0.4, 0.6)).summary()
    huge = Network((Layer([[1e300]], [-1e299], "relu"), Layer([[1e300]], [0.0], "linear")))
    with pytest.raises(InputError, match="beyond all floats"):
        uat.look(huge)
    sigmoid = uat.approximate("x^2", tol=0.1)
    with pytest.raises(InputError, match="sigmoid neurons, which are not straight"):
        uat.look(sigmoid)
    assert "sin has no formula" in uat.look(close, function=np.sin, prove=True).summary()


def test_a_picture_claims_no_smaller_bound_than_is_proven():
    """The bound in the heading, read back as a number, is at least the proven one."""
    import re

    import matplotlib.pyplot as plt

    from uat.plots.looked import look_page

    net = uat.approximate("sin(x)", (0, 6), construction="ramps", tol=0.05)
    look = uat.look(net.network, box=[(0, 6)], function="sin(x)", prove=True)
    figure = look_page(look)
    texts = [text.get_text() for ax in figure.axes for text in ax.texts] + [
        ax.get_title(loc="left") for ax in figure.axes
    ]
    [said] = re.findall(r"proven at most ([\d.]+)", " ".join(texts))
    assert look.error.proven <= float(said) <= 1.01 * look.error.proven
    plt.close(figure)
