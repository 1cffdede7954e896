"""Hyperparameters are what training does not learn: each has a usual name, and does one thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from uat.base.errors import InputError
from uat.networks.activations import LINEAR, SOFTMAX, Activation, get_activation

CHOICES: Mapping[str, tuple[str, ...]] = {
    "loss": ("mse", "cross_entropy"),
    "initialisation": ("he", "xavier"),
    "optimizer": ("adam", "sgd"),
    "schedule": ("constant", "step", "cosine"),
}


@dataclass(frozen=True)
class Hyperparameters:
    """All settings of a training run.

    layers: the numbers of inputs, of neurons in each hidden layer, and of outputs: more neurons
        can follow f more closely, more layers can reuse what the earlier ones have found.
    activation: the function s that every hidden neuron applies to its weighted input: without a
        bend in it, the whole network is a straight line.
    output: the activation of the last layer: linear lets the outputs be any numbers; softmax,
        which comes with cross_entropy, makes them probabilities.
    loss: what is made small: mse, the mean squared error, for numbers; cross_entropy, of the
        softmax of the outputs, for classes.
    initialisation: how large the random first weights are: xavier is the usual choice for tanh
        and sigmoid; he, up to twice as large, is for relu, and for any function of few inputs
        that wiggles.
    optimizer: how the gradient becomes a step: sgd goes straight downhill, with momentum if
        given; adam gives every parameter a step size of its own.
    learning_rate: how far one step goes: too small and training crawls, too large and the loss
        jumps about or explodes.
    schedule: how the learning rate changes: constant stays, step divides it by ten after each
        third of the epochs, cosine lets it glide to zero.
    momentum: the share of the last step that sgd keeps in the next one: it rolls through small
        dips and speeds up along valleys; adam has beta1 instead.
    beta1: how long adam remembers the direction of the gradient: the share that it keeps of the
        running mean.
    beta2: how long adam remembers the size of the gradient: the share that it keeps of the mean
        square.
    batch_size: the number of points from which one step takes its gradient: small batches make
        many rough steps, large ones few good ones.
    epochs: how often training goes through all points.
    weight_decay: how fast weights shrink by themselves, times the learning rate: small weights
        make smoother functions, which helps with noisy data.
    dropout: the share of hidden neurons that is silenced at random in each step, so that none
        relies on another: it helps large networks with noisy data, and harms here.
    validation: the share of the points that is held back: the loss on them shows whether the
        network has learnt the function or only the points.
    patience: early stopping: training ends after so many epochs without a smaller loss, and
        returns the best network; 0 never stops early.
    polish: the most L-BFGS steps that follow on all points at once: they go much deeper into
        the valley that gradient descent has found.
    seed: where the random numbers begin: the same seed gives the same network.
    """

    layers: tuple[int, ...] = (1, 64, 1)
    activation: str | Activation = "tanh"
    output: str | Activation = "linear"
    loss: str = "mse"
    initialisation: str = "he"
    optimizer: str = "adam"
    learning_rate: float = 0.01
    schedule: str = "constant"
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    batch_size: int = 64
    epochs: int = 500
    weight_decay: float = 0.0
    dropout: float = 0.0
    validation: float = 0.0
    patience: int = 0
    polish: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        layers = tuple(int(width) for width in self.layers)
        object.__setattr__(self, "layers", layers)
        object.__setattr__(self, "activation", get_activation(self.activation))
        object.__setattr__(self, "output", get_activation(self.output))
        if len(layers) < 2 or min(layers) < 1:
            raise InputError(f"layers are widths such as (1, 64, 1), each at least 1, not {layers}")
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise InputError(
                    f"{name} is one of {', '.join(choices)}, not {getattr(self, name)}"
                )
        self._check_softmax()
        self._check_numbers()

    def _check_softmax(self) -> None:
        """Require softmax for classes and nowhere else. Raises InputError."""
        if self.activation == SOFTMAX:
            raise InputError("softmax is for the output: choose another activation, such as tanh")
        if self.loss == "cross_entropy" and self.output in (LINEAR, SOFTMAX):
            object.__setattr__(self, "output", SOFTMAX)
        elif self.loss == "cross_entropy":
            raise InputError("cross_entropy goes with the output softmax: leave out output")
        elif self.output == SOFTMAX:
            raise InputError("the output softmax goes with the loss cross_entropy: ask for that")

    def _check_numbers(self) -> None:
        for name in ("batch_size", "epochs"):
            _check(name, getattr(self, name) >= 1, "at least 1", getattr(self, name))
        for name in ("patience", "polish", "seed"):
            _check(name, getattr(self, name) >= 0, "0 or more", getattr(self, name))
        for name in ("momentum", "beta1", "beta2", "dropout", "validation"):
            value = getattr(self, name)
            _check(name, 0.0 <= value < 1.0, "from 0 up to, but not, 1", value)
        rate, decay = self.learning_rate, self.weight_decay
        _check("learning_rate", 0.0 < rate < np.inf, "a positive number", rate)
        _check(
            "weight_decay", 0.0 <= rate * decay < 1.0, "0 or more, and below 1/learning_rate", decay
        )


def _check(name: str, fits: bool, wanted: str, value: Any) -> None:
    if not fits:
        raise InputError(f"{name} must be {wanted}, not {value}")


def with_layers(layers: Sequence[int], settings: Mapping[str, Any]) -> Hyperparameters:
    """Make hyperparameters from keywords. Raises InputError for a name that is none."""
    names = {f.name for f in fields(Hyperparameters)} - {"layers"}
    unknown = [name for name in settings if name not in names]
    if unknown:
        raise InputError(
            f"{unknown[0]} is no hyperparameter: choose from {', '.join(sorted(names))}"
        )
    return Hyperparameters(layers=tuple(layers), **settings)
