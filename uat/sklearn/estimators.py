"""Estimate with a built network as the model: a decision tree as towers.

A tree cuts space into boxes, one a leaf; each leaf becomes Nielsen's tower, a neuron that asks for
the steps on its sides. So the network computes the tree, for any number of features, without being
trained: two hidden layers, one neuron a cut and one a leaf. With one feature, `steps` and `ramps`
build the fewest neurons through the samples instead.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, TransformerMixin
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from uat.base.choices import require_known
from uat.base.errors import InputError
from uat.constructions.boxes.indicators import Indicators, indicator_network
from uat.constructions.registry import BEST, CONSTRUCTIONS
from uat.constructions.request import check_numbers
from uat.networks.activations import SIGMOID, SOFTMAX, Activation, get_activation, reach, rise_of
from uat.networks.network import Layer, Network
from uat.sklearn.trees import GrownTree

FROM_TREES = "towers"  # what a tree becomes; of one feature, constructions of one input, too
STEEPEST = 2.0**40  # weights of steps: beyond, w x + b would lose the place of the step
ROWS = 4096  # at a time in the forward pass
SURE = 1e-4  # added to the shares of classes in a leaf, so that scores are finite


class _Built(TransformerMixin, BaseEstimator):
    """The estimator that others share: a tree, its towers, and the forward pass."""

    network_: Network

    def transform(self, X: Any) -> Any:
        """Return outputs of the last hidden layer, (samples, neurons): which piece each is on."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False)
        *_, hidden, _ = [X, *self._activations(X)]
        return np.asarray(hidden)

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Name each neuron of the last hidden layer: `tower0`, `tower1`, …"""
        check_is_fitted(self)
        kind = getattr(self, "construction", "towers").removesuffix("s")
        count = self.network_.widths[-2]
        return np.array([f"{kind}{n}" for n in range(count)], dtype=object)

    @property
    def _n_features_out(self) -> int:
        return int(self.network_.widths[-2])

    def _activations(self, X: Any) -> list[Any]:
        parts = [list(self.network_.activations(X[k : k + ROWS])) for k in range(0, len(X), ROWS)]
        return [np.concatenate(layer) for layer in zip(*parts, strict=True)]

    def _output(self, X: Any) -> Any:
        check_is_fitted(self)
        X = validate_data(self, X, reset=False)
        return self._activations(np.asarray(X, dtype=float))[-1]


class UniversalRegressor(RegressorMixin, _Built):
    """A regressor that builds a network instead of training one.

    construction: "towers", for any number of features; of one feature "bumps", "steps", "ramps",
    "folds" or "best", of two "quadrants", "ridges", "facets" or "folds", as
    `uat.approximate` builds them for the samples, joined by lines or triangles.
    tol: the largest distance from a sample, in the units of y; None takes no tolerance.
    neurons: at most so many hidden neurons; None is no limit. With neither, 100 neurons.
    activation: the neurons of towers and steps; ramps are relu.
    steepness: the weight of the steps; None is so large that no sample lies in a window.

    After `fit`: network_, the `uat.Network`; n_features_in_. Its `predict` is that network's
    forward pass. `transform` gives the outputs of the last hidden layer.

    >>> from uat.sklearn import UniversalRegressor
    >>> X, y = [[0.0], [1.0], [2.0], [3.0]], [0.0, 0.0, 5.0, 5.0]
    >>> UniversalRegressor(tol=0.1).fit(X, y).predict([[0.5], [2.5]]).round(6)
    array([0., 5.])
    """

    def __init__(
        self,
        construction: str = FROM_TREES,
        *,
        tol: float | None = None,
        neurons: int | None = None,
        activation: str = "sigmoid",
        steepness: float | None = None,
    ) -> None:
        self.construction = construction
        self.tol = tol
        self.neurons = neurons
        self.activation = activation
        self.steepness = steepness

    def fit(self, X: Any, y: Any) -> Self:
        """Build the network from samples.

        X: (samples, features). y: (samples,), or (samples, outputs) for several outputs.
        Raises InputError, a ValueError, for parameters that cannot be.
        """
        X, y = validate_data(self, X, y, multi_output=True, y_numeric=True, dtype=np.float64)
        y = np.asarray(y, dtype=float)
        self._flat_ = y.ndim == 1
        columns = y.reshape(len(y), -1)
        _check(self, X)
        if self.construction == FROM_TREES:
            self.network_ = self._towers(X, columns)
        else:
            self.network_ = self._joined(X, columns)
        return self

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags

    def predict(self, X: Any) -> Any:
        """Return the network's outputs: (samples,), or (samples, outputs) for several."""
        output = self._output(X)
        return output[:, 0] if self._flat_ else output

    def _towers(self, X: Any, y: Any) -> Network:
        limit = 100 if self.tol is None and self.neurons is None else self.neurons
        tree = DecisionTreeRegressor(max_leaf_nodes=_leaves(self, limit), random_state=0)
        grown = GrownTree.from_samples(tree, X, y)
        heights = grown.tree.value.reshape(grown.tree.node_count, -1)
        closed = np.zeros(grown.tree.node_count, dtype=bool)
        if self.tol is not None:
            low, high = grown.ranges(y)
            closed = ((high - low) / 2 <= self.tol).all(axis=1)
            heights = np.where(closed[:, None], (low + high) / 2, heights)
        return _network(self, grown.boxes(heights, closed), X, "linear")

    def _joined(self, X: Any, y: Any) -> Network:
        """Join the samples, averaged at equal places, by lines or triangles, and approximate."""
        from uat.approximation import approximate

        if y.shape[1] > 1:
            raise InputError(f"{self.construction} are for one output; use towers")
        places, index = np.unique(X, axis=0, return_inverse=True)
        index = index.reshape(-1)
        if len(places) < 2:
            return Network((Layer([[0.0] * X.shape[1]], [float(y.mean())], "linear"),))
        values = np.bincount(index, weights=y[:, 0]) / np.bincount(index)
        return approximate((places, values), **self._options()).network

    def _options(self) -> dict[str, Any]:
        """Return what `approximate` is asked for."""
        options: dict[str, Any] = {"construction": self.construction, "tol": self.tol}
        if self.construction == BEST:
            return options
        if CONSTRUCTIONS[self.construction].activation != "relu":
            options |= {"activation": self.activation, "steepness": self.steepness}
        usual = None if self.tol or CONSTRUCTIONS[self.construction].is_deep else 100
        if self.tol is None:
            options["neurons"] = usual if self.neurons is None else self.neurons
        return options


class UniversalClassifier(ClassifierMixin, _Built):
    """A classifier that builds a network with a softmax instead of training one.

    neurons: at most so many hidden neurons; None is no limit. activation, steepness: of the steps
    and towers, as for `UniversalRegressor`.

    After `fit`: network_, classes_, n_features_in_. A tower's scores are the logarithms of the
    shares that the classes have in its box.

    >>> from uat.sklearn import UniversalClassifier
    >>> X, y = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], ["even", "odd", "odd", "even"]
    >>> UniversalClassifier().fit(X, y).predict([[0.1, 0.9], [0.9, 0.9]]).tolist()
    ['odd', 'even']
    """

    classes_: Any

    def __init__(
        self,
        *,
        neurons: int | None = None,
        activation: str = "sigmoid",
        steepness: float | None = None,
    ) -> None:
        self.neurons = neurons
        self.activation = activation
        self.steepness = steepness

    def fit(self, X: Any, y: Any) -> Self:
        """Build the network from samples: X (samples, features), y (samples,) of labels."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        _check(self, X)
        self.classes_, labels = np.unique(y, return_inverse=True)
        tree = DecisionTreeClassifier(max_leaf_nodes=_leaves(self, self.neurons), random_state=0)
        grown = GrownTree.from_samples(tree, X, labels)
        shares = grown.tree.value.reshape(grown.tree.node_count, -1)
        shares = shares / shares.sum(axis=1, keepdims=True)
        scores = np.log((shares + SURE) / (1.0 + SURE * shares.shape[1]))
        boxes = grown.boxes(scores, np.zeros(len(scores), dtype=bool))
        self.network_ = _network(self, boxes, X, SOFTMAX)
        return self

    def predict_proba(self, X: Any) -> Any:
        """Return the softmax's outputs, (samples, classes)."""
        return self._output(X)

    def predict(self, X: Any) -> Any:
        """Return the label with the largest probability for each sample."""
        shares = self.predict_proba(X)
        return self.classes_[np.argmax(shares, axis=1)]


def _leaves(estimator: Any, neurons: int | None) -> int | None:
    """Count the boxes that so many hidden neurons allow: a step may take a pair of them."""
    if neurons is None:
        return None
    neurons = int(neurons)
    size = get_activation(estimator.activation).neurons_per_step
    if neurons < 2 * size:
        raise InputError(f"a network of {estimator.activation} needs at least {2 * size} neurons")
    return max(2, (neurons // size + 2) // 2)


def _check(estimator: Any, X: Any) -> None:
    """Raise InputError for parameters that cannot be."""
    construction = getattr(estimator, "construction", FROM_TREES)
    known = (FROM_TREES, *(name for name in CONSTRUCTIONS if name != FROM_TREES), BEST)
    require_known("construction", construction, known)
    most = 1 if construction == BEST else CONSTRUCTIONS[construction].most_inputs
    least = 1 if construction == BEST else CONSTRUCTIONS[construction].least_inputs
    if construction != FROM_TREES and not least <= X.shape[1] <= most:
        count = X.shape[1]
        few = "one feature" if most == 1 else "two features" if least == 2 else "one feature or two"
        raise InputError(f"{construction} are for {few}, not {count}: use towers")
    check_numbers(getattr(estimator, "tol", None), estimator.neurons, estimator.steepness)
    if estimator.neurons is not None and estimator.neurons < 2:
        raise InputError(f"a network needs at least 2 neurons, not {estimator.neurons}")


def _network(estimator: Any, boxes: Indicators, X: Any, read_out: str | Activation) -> Network:
    activation = get_activation(estimator.activation)
    rise_of(activation)  # refuses what makes no steps, with the reason
    if not len(boxes.lows):
        weights = np.zeros((boxes.base.size, X.shape[1]))
        return Network((Layer(weights, boxes.base, read_out),))
    steepness = [
        estimator.steepness or _steepness(places, X[:, axis], activation)
        for axis, places in enumerate(boxes.cuts)
    ]
    return indicator_network(boxes, activation, steepness, read_out)


def _steepness(cuts: Any, values: Any, activation: Activation = SIGMOID) -> float:
    """Choose a power of two so large that no sample lies in the window of a cut."""
    if not cuts.size:
        return 1.0
    ordered = np.sort(values)
    after = np.searchsorted(ordered, cuts)
    right = ordered[np.minimum(after, ordered.size - 1)]
    left = ordered[np.maximum(after - 1, 0)]
    gap = np.minimum(np.abs(cuts - left), np.abs(right - cuts))
    least = float(np.min(gap[gap > 0], initial=np.inf))
    if not np.isfinite(least):
        return 1.0
    return float(min(2.0 ** np.ceil(np.log2(reach(activation) / least)), STEEPEST / least))
