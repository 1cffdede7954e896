"""Steps of training: gradients against differences and PyTorch, optimizers, schedules, dropout."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.comparison.training.hyperparameters import Hyperparameters
from uat.comparison.training.mlp import (
    LOSSES,
    MLP,
    Adam,
    Momentum,
    derivative_of,
    dropout_masks,
    learning_rate,
)
from uat.comparison.training.polish import lbfgs, loss_and_gradient
from uat.comparison.training.run import train
from uat.networks.activations import ACTIVATIONS, get_activation, softmax

TRAINABLE = [name for name in ACTIVATIONS if name != "step"]
TYPED = "z/(1 + z^2)"
LINEAR = ACTIVATIONS["linear"]


def small_net(activation: str, output: str = "linear", widths=(2, 5, 4, 3)) -> MLP:
    mlp = MLP(widths, get_activation(activation), get_activation(output))
    mlp.initialise("he", np.random.default_rng(1))
    return mlp


def small_data(loss: str) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(7, 2)), rng.normal(size=(7, 3))
    return x, softmax(y) if loss == "cross_entropy" else y


def differences(mlp: MLP, loss_of, masks=()) -> np.ndarray:
    """The gradient by central differences; their error is about h**2 and 1e-16/h."""
    h, found = 1e-5, np.zeros_like(mlp.parameters)
    for i, value in enumerate(mlp.parameters.copy()):
        sides = []
        for sign in (1.0, -1.0):
            mlp.parameters[i] = value + sign * h
            sides.append(loss_of(mlp))
        mlp.parameters[i] = value
        found[i] = (sides[0] - sides[1]) / (2 * h)
    return found


# Gradients


@pytest.mark.parametrize("name", [*TRAINABLE, TYPED])
def test_a_derivative_is_the_limit_of_differences(name):
    s = get_activation(name)
    z = np.linspace(-8.03, 8.01, 401)  # no kink among them
    h = 1e-5

    slopes = derivative_of(s)(z, s(z))

    # Of third derivatives below 2 and values below 9: h**2/3 + 9 eps/h.
    np.testing.assert_allclose(slopes, (s(z + h) - s(z - h)) / (2 * h), rtol=0, atol=5e-10)


@pytest.mark.parametrize("name", TRAINABLE)
def test_a_derivative_is_finite_wherever_z_is(name):
    z = np.array([-1e308, -1e10, -800.0, 0.0, 800.0, 1e10, 1e308])
    with np.errstate(over="ignore"):
        slopes = derivative_of(get_activation(name))(z, get_activation(name)(z))

    assert np.isfinite(slopes).all()


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", [*TRAINABLE, TYPED])
def test_backpropagation_gives_the_gradient(name, loss):
    mlp = small_net(name)
    x, y = small_data(loss)
    _, slope = LOSSES[loss](mlp.forward(x), y)
    mlp.backward(slope)
    gradient = mlp.gradient.copy()

    expected = differences(mlp, lambda net: LOSSES[loss](net.forward(x), y)[0])

    np.testing.assert_allclose(gradient, expected, rtol=0, atol=1e-8 * (1 + abs(gradient).max()))


@pytest.mark.parametrize("output", TRAINABLE)
def test_backpropagation_passes_through_the_activation_of_the_output(output):
    mlp = small_net("tanh", output)
    x, y = small_data("mse")
    mlp.backward(LOSSES["mse"](mlp.forward(x), y)[1])
    gradient = mlp.gradient.copy()

    expected = differences(mlp, lambda net: LOSSES["mse"](net.forward(x), y)[0])

    np.testing.assert_allclose(gradient, expected, rtol=0, atol=1e-8 * (1 + abs(gradient).max()))


@pytest.mark.parametrize("name", ["sigmoid", "relu", "gelu"])
def test_backpropagation_with_dropout_follows_the_neurons_that_are_left(name):
    mlp = small_net(name)
    x, y = small_data("mse")
    masks = dropout_masks(mlp, len(x), 0.4, np.random.default_rng(5))
    mlp.backward(LOSSES["mse"](mlp.forward(x, masks), y)[1], masks)
    gradient = mlp.gradient.copy()

    expected = differences(mlp, lambda net: LOSSES["mse"](net.forward(x, masks), y)[0])

    np.testing.assert_allclose(gradient, expected, rtol=0, atol=1e-8 * (1 + abs(gradient).max()))
    assert {mask.shape for mask in masks} == {(7, 5), (7, 4)}


def test_batches_add_up_to_the_gradient_of_all_points():
    mlp = small_net("tanh", widths=(2, 200, 90, 3))  # so wide that there are many batches
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(101, 2)), rng.normal(size=(101, 3))
    whole, slope = LOSSES["mse"](mlp.forward(x), y)
    mlp.backward(slope)
    expected = mlp.gradient.copy()

    loss, gradient = loss_and_gradient(mlp, x, y, "mse")

    # Sums of 2, 200, 90 and 303 terms in another order: some 10^3 roundings, each carried on by
    # weights that add up to less than 10^3. A batch that is missing changes the second digit.
    room = 1e6 * 2.0**-53
    assert loss == pytest.approx(whole, rel=room)
    np.testing.assert_allclose(gradient, expected, rtol=0, atol=room * np.abs(expected).max())


TORCH = {
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
    "softsign": "Softsign",
    "relu": "ReLU",
    "leaky_relu": "LeakyReLU",
    "elu": "ELU",
    "softplus": "Softplus",
    "gelu": "GELU",
    "swish": "SiLU",
    "linear": "Identity",
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", TORCH)
def test_gradients_are_those_of_pytorch(name, loss):
    torch = pytest.importorskip("torch")
    mlp = small_net(name)
    x, y = small_data(loss)
    value, slope = LOSSES[loss](mlp.forward(x), y)
    mlp.backward(slope)
    parts = []
    for w, b in zip(mlp.weights, mlp.biases, strict=True):
        linear = torch.nn.Linear(w.shape[1], w.shape[0]).double()
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(w))
            linear.bias.copy_(torch.tensor(b))
        parts += [linear, getattr(torch.nn, TORCH[name])()]
    net = torch.nn.Sequential(*parts[:-1])
    losses = {"mse": torch.nn.MSELoss(), "cross_entropy": torch.nn.CrossEntropyLoss()}
    theirs = losses[loss](net(torch.tensor(x)), torch.tensor(y))
    theirs.backward()

    assert value == pytest.approx(theirs.item(), rel=1e-12)
    gradient = np.concatenate([p.grad.numpy().reshape(-1) for p in net.parameters()])
    np.testing.assert_allclose(mlp.gradient, gradient, rtol=1e-9, atol=1e-12)


# Optimizers


def test_momentum_and_adam_step_as_in_pytorch():
    torch = pytest.importorskip("torch")
    settings = Hyperparameters(momentum=0.8)
    start = np.array([1.0, -2.0, 3.0])
    for ours, theirs in (
        (Momentum(3, settings), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8)),
        (Adam(3, settings), lambda p: torch.optim.Adam(p, lr=0.05)),
    ):
        mine, other = start.copy(), torch.tensor(start, requires_grad=True)
        optimizer = theirs([other])
        for _ in range(20):
            ours.step(mine, np.tanh(mine) + 0.1 * mine, 0.05)
            optimizer.zero_grad()
            (torch.log(torch.cosh(other)) + 0.05 * other**2).sum().backward()
            optimizer.step()
        np.testing.assert_allclose(mine, other.detach().numpy(), rtol=1e-10)


def test_momentum_is_a_sum_of_earlier_gradients():
    optimizer = Momentum(1, Hyperparameters(momentum=0.5))
    place = np.array([0.0])
    for gradient in (1.0, 2.0, 4.0):
        optimizer.step(place, np.array([gradient]), 0.1)

    # velocities -0.1 * (1, 2 + 1/2, 4 + 1 + 1/4)
    assert place[0] == pytest.approx(-0.1 * (1 + 2.5 + 5.25), rel=1e-14)


@given(st.floats(1e-3, 1e3))
def test_the_first_step_of_adam_has_the_length_of_the_learning_rate(gradient):
    place = np.zeros(2)
    Adam(2, Hyperparameters()).step(place, np.array([gradient, -gradient]), 0.01)

    # up to the 1e-8 that keeps it from dividing by 0
    np.testing.assert_allclose(place, [-0.01, 0.01], rtol=2e-5)


def test_lbfgs_finds_the_minimum_of_rosenbrock():
    from scipy.optimize import rosen, rosen_der

    *_, (place, value) = lbfgs(lambda p: (rosen(p), rosen_der(p)), np.full(6, -1.2), 300)

    np.testing.assert_allclose(place, 1.0, atol=1e-6)
    assert value < 1e-12


def test_lbfgs_never_goes_up_and_stops_at_the_bottom():
    matrix = np.diag([1.0, 10.0, 1000.0])
    steps = list(lbfgs(lambda p: (p @ matrix @ p / 2, matrix @ p), np.ones(3), 500))

    losses = [loss for _, loss in steps]
    assert losses == sorted(losses, reverse=True)
    assert len(steps) < 500
    assert losses[-1] < 1e-20


def test_schedules():
    def rates(schedule: str) -> list[float]:
        settings = Hyperparameters(learning_rate=0.1, schedule=schedule, epochs=6)
        return [learning_rate(settings, epoch) for epoch in range(6)]

    assert rates("constant") == [0.1] * 6
    np.testing.assert_allclose(rates("step"), [0.1, 0.1, 0.01, 0.01, 0.001, 0.001])
    angles = np.array([0, 30, 60, 90, 120, 150])
    np.testing.assert_allclose(rates("cosine"), 0.1 * np.cos(np.deg2rad(angles / 2)) ** 2)


@pytest.mark.parametrize("method, spread", [("he", 2 / 300), ("xavier", 2 / 500)])
def test_initial_weights_have_the_variance_of_the_paper(method, spread):
    mlp = MLP((300, 200, 1), LINEAR, LINEAR)
    mlp.initialise(method, np.random.default_rng(0))

    # 60,000 uniform numbers: the variance is right to about sqrt(0.8/60000).
    assert mlp.weights[0].var() == pytest.approx(spread, rel=0.02)
    assert abs(mlp.weights[0].mean()) < 0.02 * spread**0.5
    assert mlp.biases[0].std() == pytest.approx(spread**0.5, rel=0.2)


def test_weights_decay_and_biases_do_not():
    # Inputs are 0, so the loss pulls at no weight.
    settings = {"epochs": 10, "optimizer": "sgd", "learning_rate": 0.1, "batch_size": 4}
    x, y = np.zeros((8, 1)), np.ones((8, 1))
    before = train(x, y, (1, 1), scale=False, **settings).network.layers[0]
    after = train(x, y, (1, 1), scale=False, weight_decay=0.3, **settings).network.layers[0]

    # 20 steps of 1 - 0.1 * 0.3
    assert after.weights[0, 0] == pytest.approx(before.weights[0, 0] * 0.97**20, rel=1e-12)
    assert after.biases[0] == before.biases[0]


def test_steps_have_the_length_that_the_schedule_says():
    # Inputs are 0 and outputs 1: sgd moves the bias alone, by rate * 2 * (1 - bias).
    settings = {"optimizer": "sgd", "momentum": 0.0, "learning_rate": 0.1, "batch_size": 4}
    start = train([0.0], [1.0], (1, 1), scale=False, epochs=3, snapshots=2).history.snapshots[0]
    end = train(np.zeros(4), np.ones(4), (1, 1), scale=False, epochs=3, schedule="step", **settings)

    gap = 1 - start.network.layers[0].biases[0]
    gaps = gap * np.cumprod([1, 1 - 0.2, 1 - 0.02, 1 - 0.002])
    assert end.network.layers[0].biases[0] == pytest.approx(1 - gaps[3], rel=1e-12)
    np.testing.assert_allclose(end.history.loss, gaps[:3] ** 2, rtol=1e-12)
    np.testing.assert_allclose(end.history.learning_rate, [0.1, 0.01, 0.001])


def test_points_that_are_held_back_are_not_learnt():
    # A line through both points would be easy; through one alone it misses the other.
    trained = train([-1.0, 1.0], [0.0, 1.0], (1, 1), validation=0.5, epochs=50, polish=50)

    assert trained.history.loss[-1] < 1e-12
    assert trained.history.validation[-1] > 1e-3


def test_dropout_keeps_the_mean():
    mlp = small_net("relu", widths=(1, 500, 1))
    (mask,) = dropout_masks(mlp, 400, 0.25, np.random.default_rng(0))

    assert set(np.unique(mask)) == {0.0, 1 / 0.75}
    assert mask.mean() == pytest.approx(1.0, abs=5 * (0.25 / 0.75 / mask.size) ** 0.5)
    assert dropout_masks(mlp, 400, 0.0, np.random.default_rng(0)) == []
