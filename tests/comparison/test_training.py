"""Training: what a run learns, what ends it, and what may be asked for."""

import inspect
import re
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.base.errors import InputError, TargetError
from uat.comparison.training.hyperparameters import Hyperparameters
from uat.comparison.training.run import train
from uat.comparison.training.sampled import train_on, training_points
from uat.comparison.training.scaling import scaling_of
from uat.functions.target import Target, make_target
from uat.networks.network import Network

X = np.linspace(-1.0, 1.0, 101)


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


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_outputs_of_any_size_are_scaled(size):
    """Their squares are beyond all floats, or vanish in them."""
    x = np.linspace(0, 3, 50)[:, None]
    y = size * np.sin(x)
    spread = scaling_of(x, y, scale_outputs=True).spread
    assert spread / size == pytest.approx(np.std(np.sin(x)))
    trained = train(x, y, (1, 3, 1), epochs=2)
    assert np.isfinite(trained.network.predict(x)).all()


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
    _, *told = re.split(r"^(\w+): ", inspect.getdoc(Hyperparameters) or "", flags=re.MULTILINE)

    assert told[::2] == [f.name for f in fields(Hyperparameters)]
    for name, sentence in zip(told[::2], told[1::2], strict=True):
        assert sentence.strip().endswith("."), name
        assert len(sentence.split()) >= 7, name


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
