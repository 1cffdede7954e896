"""Training: gradients against differences and PyTorch; optimizers, schedules, what ends a run."""

from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.activations import ACTIVATIONS, get_activation, softmax
from uat.errors import InputError, TargetError
from uat.network import Network
from uat.target import Target, make_target
from uat.training import (
    MLP,
    Hyperparameters,
    derivative_of,
    describe,
    train,
    train_on,
    training_points,
)
from uat.training.mlp import LOSSES, Adam, Momentum, dropout_masks, learning_rate
from uat.training.polish import lbfgs, loss_and_gradient

TRAINABLE = [name for name in ACTIVATIONS if name != "step"]
TYPED = "z/(1 + z^2)"
LINEAR = ACTIVATIONS["linear"]

X = np.linspace(-1.0, 1.0, 101)


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

    assert loss == pytest.approx(whole, rel=1e-13)
    np.testing.assert_allclose(gradient, expected, rtol=1e-10, atol=1e-13)


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


# A run


def test_training_learns_a_wave():
    trained = train(X, np.sin(4 * X), (1, 20, 1), epochs=300, schedule="cosine", polish=200)

    gap = trained(X) - np.sin(4 * X)
    assert np.abs(gap).max() < 1e-2
    # After L-BFGS the last loss is that of the network returned.
    assert trained.history.loss[-1] == pytest.approx(np.mean(gap**2), rel=1e-6)


@pytest.mark.parametrize("settings", [{}, {"optimizer": "sgd"}, {"activation": "relu"}])
def test_the_loss_falls(settings):
    losses = train(X, 100 + np.abs(X), (1, 8, 1), epochs=60, seed=1, **settings).history.loss

    assert losses[-1] < 0.1 * losses[0]


def test_linear_neurons_find_the_line_of_least_squares():
    y = np.exp(X)
    slope, offset = np.polyfit(X, y, 1)

    trained = train(X, y, (1, 3, 1), activation="linear", epochs=5, polish=100)

    np.testing.assert_allclose(trained(X), slope * X + offset, atol=1e-6)


def test_the_same_seed_gives_the_same_network():
    runs = [train(X, X**2, (1, 4, 4, 1), epochs=3, seed=seed) for seed in (7, 7, 8)]

    assert runs[0].network == runs[1].network
    assert runs[0].network != runs[2].network


@given(st.floats(-50, 50), st.floats(0.01, 100), st.floats(-50, 50), st.floats(0.01, 100))
def test_scaling_leaves_no_trace(shift, stretch, offset, height):
    # Shifted and stretched data give the shifted and stretched network.
    settings = {"layers": (1, 4, 1), "epochs": 2}
    plain = train(X, X**3, **settings)
    other = train(shift + stretch * X, offset + height * X**3, **settings)

    # Rounding of the data, about (50 + 100)/0.01 eps, grows in a few steps of Adam.
    found = (other(shift + stretch * X) - offset) / height
    np.testing.assert_allclose(found, plain(X), atol=1e-6)
    np.testing.assert_allclose(other.history.loss, height**2 * plain.history.loss, rtol=1e-5)


def test_a_constant_function_and_a_single_point_can_be_learnt():
    constant = train(X, np.full(101, 3.0), (1, 2, 1), epochs=20, polish=100)
    np.testing.assert_allclose(constant(X), 3.0, atol=1e-6)
    assert np.isfinite(train([2.0], [5.0], (1, 2, 1), epochs=1)([2.0])).all()


def test_classes_are_told_apart():
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, (300, 2))
    classes = (x[:, 0] > 0).astype(int) + (x[:, 0] > 0) * (x[:, 1] > 0)

    trained = train(x, classes, (2, 12, 3), loss="cross_entropy", epochs=60)

    shares = trained.network.forward(x)
    assert trained.network.layers[-1].activation.name == "softmax"
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-12)
    assert np.mean(shares.argmax(axis=1) == classes) > 0.95
    chosen = shares[np.arange(300), classes]
    loss = train(x, classes, (2, 12, 3), loss="cross_entropy", epochs=60, polish=5).history.loss
    assert loss[-1] < -np.log(chosen).mean() < loss[0]
    same = train(x, np.eye(3)[classes], (2, 12, 3), loss="cross_entropy", epochs=60)
    assert same.network == trained.network


def test_the_history_is_frozen_and_has_a_row_for_each_epoch():
    history = train(X, X**2, (1, 4, 1), epochs=5, polish=3, validation=0.2).history

    assert history.epochs == 8
    assert history.loss.shape == history.validation.shape == history.learning_rate.shape == (8,)
    np.testing.assert_array_equal(np.isnan(history.learning_rate), [False] * 5 + [True] * 3)
    assert (history.validation > 0).all()
    with pytest.raises(ValueError, match="read-only"):
        history.loss[0] = 0.0
    with pytest.raises(FrozenInstanceError):
        history.loss = np.zeros(8)
    assert np.isnan(train(X, X, (1, 1, 1), epochs=1).history.validation).all()


def test_snapshots_show_the_way():
    trained = train(X, X**2, (1, 4, 1), epochs=50, snapshots=6)
    snapshots = trained.history.snapshots

    epochs = [snapshot.epoch for snapshot in snapshots]
    assert epochs == sorted(set(epochs))
    assert (epochs[0], epochs[-1], len(epochs)) == (0, 50, 6)
    assert all(isinstance(snapshot.network, Network) for snapshot in snapshots)
    assert snapshots[-1].network == trained.network
    shorter = train(X, X**2, (1, 4, 1), epochs=epochs[2])
    assert snapshots[2].network == shorter.network
    assert train(X, X, (1, 1, 1), epochs=1).history.snapshots == ()


# What ends a run


@pytest.mark.parametrize("polish", [0, 50])
def test_ctrl_c_returns_what_there_is(polish):
    def interrupt(epoch: int, loss: float) -> None:
        if epoch == 5:
            raise KeyboardInterrupt

    settings = {"epochs": 3, "polish": polish} if polish else {"epochs": 20}
    trained = train(X, X**2, (1, 4, 1), progress=interrupt, snapshots=3, **settings)

    done = {"epochs": 3, "polish": 2} if polish else {"epochs": 5}
    assert trained.stopped == "interrupted"
    assert trained.history.epochs == 5
    assert trained.network == train(X, X**2, (1, 4, 1), **done).network
    assert trained.history.snapshots[-1].network == trained.network


def test_patience_returns_the_best_network():
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, 40)
    y = x + rng.normal(0, 1.0, 40)
    settings = {"validation": 0.5, "learning_rate": 0.05, "epochs": 400, "patience": 30}
    trained = train(x, y, (1, 60, 1), **settings)
    history = trained.history

    best = int(history.validation.argmin())
    assert trained.stopped == "early"
    assert history.epochs == best + 1 + 30 < 400
    shorter = train(x, y, (1, 60, 1), **{**settings, "epochs": best + 1})
    assert trained.network == shorter.network


def test_a_time_limit_ends_a_run():
    trained = train(X, X**2, (1, 4, 1), epochs=10**6, seconds=0.05)

    assert trained.stopped == "time"
    assert trained.seconds < 5
    assert 1 <= trained.history.epochs < 10**6


def test_progress_hears_of_every_epoch():
    heard: list[tuple[int, float]] = []
    trained = train(X, X**2, (1, 4, 1), epochs=4, progress=lambda *news: heard.append(news))

    assert heard == list(enumerate(trained.history.loss.tolist(), start=1))
    assert (trained.stopped, repr(trained)[:8]) == ("finished", "Trained(")


def test_an_explosion_says_what_to_do():
    with pytest.raises(InputError, match=r"exploded in epoch \d+: take a smaller learning_rate"):
        train(X, X**2, (1, 8, 8, 1), activation="relu", optimizer="sgd", learning_rate=1e6)


# What is asked for


def test_every_hyperparameter_says_in_a_sentence_what_it_does():
    told = describe()

    assert list(told) == [f.name for f in fields(Hyperparameters)]
    for name, (default, sentence) in told.items():
        assert sentence.endswith("."), name
        assert sentence[0].isupper() and len(sentence.split()) >= 7, name
        assert default == getattr(Hyperparameters, name)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"learning_rate": 0.0}, "learning_rate must be a positive number"),
        ({"learning_rate": np.nan}, "learning_rate must be"),
        ({"batch_size": 0}, "batch_size must be at least 1"),
        ({"epochs": 0}, "epochs must be at least 1"),
        ({"dropout": 1.0}, "dropout must be from 0"),
        ({"momentum": -0.1}, "momentum must be from 0"),
        ({"weight_decay": 200.0}, "weight_decay must be 0 or more"),
        ({"optimizer": "newton"}, "optimizer is one of adam, sgd"),
        ({"schedule": "up"}, "schedule is one of"),
        ({"loss": "mae"}, "loss is one of"),
        ({"activation": "step"}, "step is flat, .* train with sigmoid"),
        ({"activation": "floor(z)"}, "is flat"),
        ({"learning_rat": 0.1}, "learning_rat is no hyperparameter: choose from"),
        ({"layers": (1,)}, "layers are widths"),
        ({"layers": (1, 0, 1)}, "layers are widths"),
        ({"layers": (2, 4, 1)}, "the data have 1 inputs and 1 outputs"),
        ({"loss": "cross_entropy", "output": "sigmoid"}, "leave out output"),
        ({"output": "softmax"}, "goes with the loss cross_entropy"),
        ({"activation": "softmax"}, "softmax is for the output"),
        ({"loss": "cross_entropy", "layers": (1, 4, 3)}, "classes are whole numbers from 0 to 2"),
    ],
)
def test_what_has_no_meaning_is_refused_with_advice(change, message):
    with pytest.raises(InputError, match=message):
        train(X, X**2, **{"layers": (1, 4, 1), **change})


@pytest.mark.parametrize(
    "x, y, message",
    [
        ([1.0, 2.0], [1.0], "one row for each point"),
        ([], [], "one row for each point"),
        ([1.0, np.nan], [1.0, 2.0], "finite"),
    ],
)
def test_data_that_do_not_fit_are_refused(x, y, message):
    with pytest.raises(InputError, match=message):
        train(x, y, (1, 2, 1))


# Targets


def test_train_on_samples_a_target():
    target = make_target("sin(3*x)*cos(2*y)", ((-1, 1), (0, 2)))
    trained = train_on(target, (12,), points=400, epochs=20, polish=100)
    x, y = np.random.default_rng(0).uniform((-1, 0), (1, 2), (500, 2)).T

    assert trained.network.widths == (2, 12, 1)
    assert np.sqrt(np.mean((trained(x, y) - target(x, y)) ** 2)) < 0.05


def test_train_on_takes_several_outputs():
    def circle(t):
        return np.stack([np.cos(t), np.sin(t)], axis=-1)

    target = Target("circle", ((0.0, 6.0),), ("t",), circle, outputs=2)
    trained = train_on(target, (20,), points=200, epochs=20, polish=100)
    t = np.linspace(0, 6, 50)

    assert trained.network.widths == (1, 20, 2)
    assert np.abs(trained(t) - circle(t)).max() < 0.1


def test_regions_of_classes_are_trained_with_cross_entropy():
    target = make_target("classes:x^2 + y^2 < 0.5", ((-1, 1), (-1, 1)))
    trained = train_on(target, (12,), points=400, epochs=100)
    x, y = np.random.default_rng(0).uniform(-1, 1, (2, 500))

    assert trained.hyperparameters.loss == "cross_entropy"
    assert np.mean(trained(x, y).argmax(axis=1) == (x**2 + y**2 < 0.5)) > 0.93


def test_train_on_names_the_place_where_f_has_no_value():
    with pytest.raises(TargetError, match=r"no finite value at x = 0"):
        train_on(make_target("1/x", (0, 1)), (4,), points=11, epochs=1)


def test_points_of_one_and_two_inputs_are_grids_with_the_corners():
    np.testing.assert_allclose(training_points(((0, 2),), 5)[:, 0], [0, 0.5, 1, 1.5, 2])
    grid = {tuple(point) for point in training_points(((0, 1), (2, 4)), 9)}
    assert grid == {(a, b) for a in (0.0, 0.5, 1.0) for b in (2.0, 3.0, 4.0)}


def test_points_of_more_inputs_leave_no_holes():
    box = ((0, 1), (-2, 2), (5, 6))
    points = training_points(box, 1024)
    low, high = np.array(box, dtype=float).T
    octants = ((points - low) / (high - low) * 2).astype(int) @ [4, 2, 1]

    assert points.shape == (1024, 3)
    assert (np.abs(np.bincount(octants, minlength=8) - 128) <= 12).all()
