"""Fit the models of scikit-learn that one would use instead of a network."""

import importlib
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

from uat.base.arrays import Array, real_arrays
from uat.base.ties import first_of_least
from uat.comparison.contenders.contender import Contender
from uat.comparison.training.sampled import training_data, usual_points
from uat.comparison.training.scaling import Scaling, scaling_of
from uat.functions.target import Target

HELD_BACK = 5  # every fifth point is for choosing between settings
SOLVED = 1e-20  # of the mean square of f: 1e-10 of f, which solving for coefficients may lose

DEGREES = (1, 2, 3, 5, 7, 9, 12, 15, 20, 25, 30)
MOST_TERMS = 500
BELL_WIDTHS = (1.0, 10.0, 100.0, 1000.0)  # gamma, for inputs in [-1, 1]


@dataclass(frozen=True)
class Fitted:
    """A fitted model of scikit-learn, on scaled data.

    model: it. parameters: how many numbers it stores. readable: whether one can read it, and why.
    """

    model: Any
    parameters: int
    readable: str


@dataclass(frozen=True)
class Case:
    """A case is what is to be modelled.

    x, y: scaled samples of f, (n, inputs) and (n, outputs). budget: the number of parameters, for
        models that can be held to it.
    """

    target: Target
    scaling: Scaling
    x: Array
    y: Array
    budget: int

    @property
    def inputs(self) -> int:
        return int(self.x.shape[1])

    @property
    def outputs(self) -> int:
        return int(self.y.shape[1])

    def best(self, candidates: Sequence[Any]) -> Any:
        """Choose the candidate nearest to f at held-out points, and fit it to all points.

        Of those that are as near as rounding lets them be, the first, which is the simplest.
        """
        held = np.arange(len(self.x)) % HELD_BACK == HELD_BACK // 2
        errors = [
            np.mean(np.square(self.fit(c, ~held).predict(self.x[held]) - self.wanted(held)))
            for c in candidates
        ]
        noise = SOLVED * float(np.mean(np.square(self.y)))
        return self.fit(candidates[first_of_least(errors, noise)], slice(None))

    def fit(self, model: Any, rows: Any) -> Any:
        return model.fit(self.x[rows], self.wanted(rows))

    def wanted(self, rows: Any) -> Array:
        """Shape outputs as scikit-learn likes them: one output is no matrix."""
        wanted: Array = self.y[rows, 0] if self.outputs == 1 else self.y[rows]
        return wanted


def linear_regression(case: Case) -> Fitted:
    from sklearn.linear_model import LinearRegression

    model = case.fit(LinearRegression(), slice(None))
    what = "a line" if case.inputs == 1 else "a plane"
    return Fitted(model, case.outputs * (case.inputs + 1), f"yes: {what}")


def polynomial_ridge(case: Case) -> Fitted:
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures

    def terms(degree: int) -> int:
        return comb(case.inputs + degree, degree)

    most = min(case.budget // case.outputs, MOST_TERMS)
    degrees = [d for d in DEGREES if d == 1 or terms(d) <= most]
    models = [make_pipeline(PolynomialFeatures(d), Ridge(alpha=1e-9)) for d in degrees]
    model = case.best(models)
    degree = int(model[0].degree)
    parameters = terms(degree) * case.outputs
    word = "yes" if parameters <= 6 else "hardly"
    return Fitted(model, parameters, f"{word}: a polynomial of degree {degree}")


def decision_tree(case: Case) -> Fitted:
    """Fit a tree: a question stores a threshold and, of several inputs, which one it is about."""
    from sklearn.tree import DecisionTreeRegressor

    question = 1 if case.inputs == 1 else 2
    leaves = max(2, (case.budget + question) // (question + case.outputs))
    model = case.fit(DecisionTreeRegressor(max_leaf_nodes=leaves, random_state=0), slice(None))
    leaves = int(model.get_n_leaves())
    word = "yes" if leaves <= 16 else "hardly"
    parameters = (leaves - 1) * question + leaves * case.outputs
    return Fitted(model, parameters, f"{word}: {leaves - 1} yes-or-no questions about the input")


def nearest_neighbours(case: Case) -> Fitted:
    """Remember so few points that their numbers fit into the budget."""
    from sklearn.neighbors import KNeighborsRegressor

    each = case.inputs + case.outputs
    most = max(2**case.inputs, case.budget // each)
    x, y = training_data(case.target, most)
    while len(x) > most > 2**case.inputs:  # a grid is rounded up
        most -= 1
        x, y = training_data(case.target, most)
    model = KNeighborsRegressor(min(2**case.inputs, len(x)), weights="distance")
    y = case.scaling.outputs(y)
    model.fit(case.scaling.inputs(x), y[:, 0] if case.outputs == 1 else y)
    return Fitted(model, len(x) * each, f"no rule: it looks up its {len(x)} points")


def support_vectors(case: Case) -> Fitted:
    from sklearn.svm import SVR

    models = [_for_each_output(SVR(C=100.0, epsilon=0.01, gamma=g), case) for g in BELL_WIDTHS]
    model = case.best(models)
    count = sum(int(part.n_support_[0]) for part in _parts(model))
    parameters = count * (case.inputs + 1) + case.outputs
    return Fitted(model, parameters, f"no: a sum of {count} bells")


def gradient_boosting(case: Case) -> Fitted:
    from sklearn.ensemble import GradientBoostingRegressor

    model = _for_each_output(GradientBoostingRegressor(n_estimators=200, random_state=0), case)
    case.fit(model, slice(None))
    trees = [tree for part in _parts(model) for tree in part.estimators_[:, 0]]
    question = 1 if case.inputs == 1 else 2
    leaves = sum(int(tree.get_n_leaves()) for tree in trees)
    parameters = leaves + (leaves - len(trees)) * question + case.outputs
    return Fitted(model, parameters, f"no: a sum of {len(trees)} small trees")


def _for_each_output(model: Any, case: Case) -> Any:
    from sklearn.multioutput import MultiOutputRegressor

    return model if case.outputs == 1 else MultiOutputRegressor(model)


def _parts(model: Any) -> list[Any]:
    """Return the models of the single outputs."""
    return list(getattr(model, "estimators_", [])) if hasattr(model, "estimator") else [model]


CLASSIC: dict[str, Callable[[Case], Fitted]] = {
    "linear regression": linear_regression,
    "polynomial ridge": polynomial_ridge,
    "decision tree": decision_tree,
    "nearest neighbours": nearest_neighbours,
    "support vector regression": support_vectors,
    "gradient boosting": gradient_boosting,
}


def classic(target: Target, name: str, *, parameters: int) -> Contender:
    """Fit one of the models of `CLASSIC` to samples of f. Needs scikit-learn.

    parameters: the budget of polynomial, tree and neighbours; the others take what they need.
    """
    x, y = training_data(target, usual_points(target))
    scaling = scaling_of(x, y, scale_outputs=True)
    case = Case(target, scaling, scaling.inputs(x), scaling.outputs(y), parameters)
    importlib.import_module("sklearn")  # loading it is no part of fitting

    began = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a candidate that does not converge is not chosen
        fitted = CLASSIC[name](case)
    taken = time.perf_counter() - began
    predict = _prediction(fitted.model, scaling)
    return Contender(
        name=name,
        kind="classic",
        predict=predict,
        network=None,
        parameters=fitted.parameters,
        seconds=taken,
        readable=fitted.readable,
    )


def _prediction(model: Any, scaling: Scaling) -> Callable[..., Array]:
    """Return the model as a function of one array for each input."""

    def predict(*inputs: Array) -> Array:
        arrays = real_arrays(inputs, "the model")
        points = np.stack([array.reshape(-1) for array in arrays], axis=1)
        found = np.asarray(model.predict(scaling.inputs(points))).reshape(len(points), -1)
        values = found * scaling.spread + scaling.mean
        shape = arrays[0].shape
        return values.reshape(shape if values.shape[1] == 1 else (*shape, values.shape[1]))

    return predict
