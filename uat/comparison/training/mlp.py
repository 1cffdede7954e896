"""A network learns by going downhill: see how wrong it is, find which way is down, step, repeat.

The whole of it, in the order of the lesson:

1. `MLP.forward`: from inputs to outputs, layer by layer, z = W a + b and a = s(z).
2. a loss: one number that says how wrong the outputs are, and its derivative.
   Gradient descent needs to know how steep an activation is: s'(z), for every s.
3. `MLP.backward`: backpropagation, the chain rule from the last layer to the first. It gives the
   derivative of the loss by every weight and bias at once.
4. an optimizer: turns that gradient into a step downhill.
5. `descend`: mini-batch after mini-batch, epoch after epoch.

All weights and biases are one long vector, of which each layer sees its own part. An optimizer
needs to know nothing of layers.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.comparison.training.hyperparameters import Hyperparameters
from uat.networks.activations import Activation, Slope

Loss = Callable[[Array, Array], tuple[float, Array]]


class MLP:
    """A multilayer perceptron whose weights and biases can be changed.

    widths: numbers of inputs, of neurons in each hidden layer, and of outputs.
    hidden, output: the activations of the hidden layers and of the last one.
    parameters: all weights and biases, one vector; weights[l], of shape (neurons, inputs), and
        biases[l] are views of it. gradient and its views: the same for the loss's derivatives.
    """

    def __init__(self, widths: Sequence[int], hidden: Activation, output: Activation) -> None:
        self.widths = tuple(widths)
        self.activations = (hidden,) * (len(widths) - 2) + (output,)
        self.derivatives: list[Slope] = [derivative_of(s) for s in self.activations]
        self.parameters = np.zeros(sum(n * (m + 1) for m, n in pairwise(self.widths)))
        self.gradient = np.zeros_like(self.parameters)
        self.weights, self.biases = self.views(self.parameters)
        self.weight_gradients, self.bias_gradients = self.views(self.gradient)

    def views(self, vector: Array) -> tuple[list[Array], list[Array]]:
        """Return the weights and biases of each layer, where they lie in the vector."""
        weights, biases, start = [], [], 0
        for inputs, neurons in pairwise(self.widths):
            middle, end = start + neurons * inputs, start + neurons * (inputs + 1)
            weights.append(vector[start:middle].reshape(neurons, inputs))
            biases.append(vector[middle:end])
            start = end
        return weights, biases

    def initialise(self, method: str, rng: np.random.Generator) -> None:
        """Draw weights of a size that keeps values from dying out or exploding with depth.

        Xavier (Glorot & Bengio 2010) for activations that are steepest at 0, He (He et al. 2015)
        for those that are 0 on one side. Biases are drawn, too, so that neurons bend at
        different places.
        """
        for weights, biases in zip(self.weights, self.biases, strict=True):
            neurons, inputs = weights.shape
            spread = inputs if method == "he" else inputs + neurons
            limit = math.sqrt(6.0 / spread)
            weights[:] = rng.uniform(-limit, limit, weights.shape)
            biases[:] = rng.uniform(-limit, limit, biases.shape)

    def forward(self, x: Array, masks: Sequence[Array] = ()) -> Array:
        """Compute outputs (n, outputs) for every row of x (n, inputs), and remember every z and a.

        masks: for dropout, what each hidden layer's outputs are multiplied by.
        """
        self.z, self.a = [], [x]
        layers = zip(self.weights, self.biases, self.activations, strict=True)
        for layer, (weights, biases, s) in enumerate(layers):
            z = self.a[-1] @ weights.T
            z += biases
            self.z.append(z)
            self.a.append(s(z))
            if layer < len(masks):
                self.a[-1] = self.a[-1] * masks[layer]
        return self.a[-1]

    def backward(self, slope: Array, masks: Sequence[Array] = ()) -> None:
        """Backpropagate into `gradient`. slope: the derivative of the loss by each output.

        delta is the derivative of the loss by the weighted inputs z of a layer. A weight's
        derivative is its neuron's delta times what came in, summed over the points.
        """
        for layer in reversed(range(len(self.weights))):
            if layer < len(masks):
                slope = slope * masks[layer]
                a = self.activations[layer](self.z[layer])  # before dropout
            else:
                a = self.a[layer + 1]
            delta = slope * self.derivatives[layer](self.z[layer], a)
            np.matmul(delta.T, self.a[layer], out=self.weight_gradients[layer])
            np.sum(delta, axis=0, out=self.bias_gradients[layer])
            if layer:
                slope = delta @ self.weights[layer]


def mean_squared_error(output: Array, y: Array) -> tuple[float, Array]:
    """Return the mean of (output - y)^2 over all points and outputs, and its derivative."""
    gap = output - y
    loss = float(np.vdot(gap, gap)) / gap.size
    gap *= 2.0 / gap.size
    return loss, gap


def cross_entropy(output: Array, y: Array) -> tuple[float, Array]:
    """Return the mean over points of -sum(y log p), and its derivative, which is p - y.

    output: (n, classes), any numbers z, of which softmax makes probabilities p = e^z / sum(e^z).
    y: (n, classes), the probability of each class: 1 for the right one.
    """
    shifted = output - output.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -float(np.vdot(y, log_p)) / len(y), (np.exp(log_p) - y) / len(y)


LOSSES: dict[str, Loss] = {"mse": mean_squared_error, "cross_entropy": cross_entropy}


class Momentum:
    """Gradient descent with a memory: a ball that rolls downhill. momentum 0 is the plain kind."""

    def __init__(self, size: int, settings: Hyperparameters) -> None:
        self.momentum, self.velocity = settings.momentum, np.zeros(size)

    def step(self, parameters: Array, gradient: Array, rate: float) -> None:
        self.velocity *= self.momentum
        self.velocity -= rate * gradient
        parameters += self.velocity


class Adam:
    """Each parameter has its own step: its gradient's mean over its size (Kingma & Ba 2015)."""

    def __init__(self, size: int, settings: Hyperparameters) -> None:
        self.beta1, self.beta2, self.count = settings.beta1, settings.beta2, 0
        self.mean, self.square = np.zeros(size), np.zeros(size)

    def step(self, parameters: Array, gradient: Array, rate: float) -> None:
        self.count += 1
        self.mean += (1.0 - self.beta1) * (gradient - self.mean)
        self.square += (1.0 - self.beta2) * (gradient * gradient - self.square)
        # Both began at 0: divide by the share of them that is not that beginning.
        size = np.sqrt(self.square / (1.0 - self.beta2**self.count))
        parameters -= rate / (1.0 - self.beta1**self.count) * self.mean / (size + 1e-8)


OPTIMIZERS: dict[str, Callable[[int, Hyperparameters], Momentum | Adam]] = {
    "sgd": Momentum,
    "adam": Adam,
}


def learning_rate(settings: Hyperparameters, epoch: int) -> float:
    """Return the learning rate in an epoch, counted from 0, by the schedule."""
    done = epoch / settings.epochs
    if settings.schedule == "step":
        return settings.learning_rate * 0.1 ** math.floor(3 * done)
    if settings.schedule == "cosine":
        return settings.learning_rate * 0.5 * (1.0 + math.cos(math.pi * done))
    return settings.learning_rate


def dropout_masks(mlp: MLP, points: int, share: float, rng: np.random.Generator) -> list[Array]:
    """Draw masks for each hidden layer: 0 silences a neuron, others make up for the loss."""
    shapes = [(points, neurons) for neurons in mlp.widths[1:-1]] if share else []
    return [(rng.random(shape) >= share) / (1.0 - share) for shape in shapes]


def descend(
    mlp: MLP, x: Array, y: Array, settings: Hyperparameters, rng: np.random.Generator
) -> Iterator[tuple[float, float]]:
    """Train, and yield after every epoch its loss, the mean over mini-batches, and its rate."""
    loss_of = LOSSES[settings.loss]
    optimizer = OPTIMIZERS[settings.optimizer](mlp.parameters.size, settings)
    for epoch in range(settings.epochs):
        rate, total = learning_rate(settings, epoch), 0.0
        order = rng.permutation(len(x))  # a new order each epoch, so that batches differ
        x_mixed, y_mixed = x[order], y[order]
        for start in range(0, len(x), settings.batch_size):
            batch = slice(start, start + settings.batch_size)
            points = len(x_mixed[batch])
            masks = dropout_masks(mlp, points, settings.dropout, rng)
            loss, slope = loss_of(mlp.forward(x_mixed[batch], masks), y_mixed[batch])
            mlp.backward(slope, masks)
            for weights in mlp.weights if settings.weight_decay else ():
                weights *= 1.0 - rate * settings.weight_decay
            optimizer.step(mlp.parameters, mlp.gradient, rate)
            total += loss * points
        yield total / len(x), rate


_PROBES = np.linspace(-20.0, 20.0, 2001)


def derivative_of(activation: Activation) -> Slope:
    """Return s' as a function of z and s(z): the record's, or differences right to 1e-10.

    Raises InputError for an s that is flat wherever it does not jump: it shows no way downhill.
    """

    def from_differences(z: Array, a: Array) -> Array:
        h = 2.0**-17 * np.maximum(1.0, np.abs(z))
        slopes: Array = (activation(z + h) - activation(z - h)) / (2.0 * h)
        return slopes

    derivative = activation.slope or from_differences
    slopes = derivative(_PROBES, activation(_PROBES))
    if not np.any((np.abs(slopes) > 0.0) & (np.abs(slopes) < 1e3)):
        raise InputError(
            f"{activation.name} is flat, so gradient descent finds no way downhill: train with "
            "sigmoid, tanh or relu, or let uat build the network without training"
        )
    return derivative
