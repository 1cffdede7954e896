"""The estimators are scikit-learn's in behaviour, and compute what the tree computes."""

import doctest
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_iris, make_friedman1, make_moons
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.utils.estimator_checks import estimator_checks_generator

import uat.sklearn
from uat.base.errors import InputError
from uat.constructions.registry import CONSTRUCTIONS
from uat.sklearn import UniversalClassifier, UniversalRegressor

ESTIMATORS = [
    UniversalRegressor(),
    UniversalRegressor(tol=0.5),
    UniversalClassifier(),
]
CHECKS = [pair for estimator in ESTIMATORS for pair in estimator_checks_generator(estimator)]


@pytest.mark.parametrize(
    ("estimator", "check"),
    CHECKS,
    ids=[f"{e!r}-{getattr(c, 'func', c).__name__}" for e, c in CHECKS],
)
def test_scikit_learns_own_checks(estimator, check):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # checks warn of data that they make themselves
        check(estimator)


@pytest.mark.parametrize("neurons", [2, 10, 40])
def test_the_network_is_the_tree(neurons):
    """At the samples and away from cuts: the same leaves, the same means."""
    X, y = make_friedman1(200, random_state=0)
    own = UniversalRegressor(neurons=neurons).fit(X, y)
    leaves = max(2, (neurons + 2) // 2)
    tree = DecisionTreeRegressor(max_leaf_nodes=leaves, random_state=0).fit(X, y)

    assert own.predict(X) == pytest.approx(tree.predict(X), abs=1e-9)
    assert own.network_.neurons <= neurons
    assert own.network_.hidden_layers == 2


def test_classes_are_the_trees_and_probabilities_add_up():
    X, y = load_iris(return_X_y=True)
    own = UniversalClassifier().fit(X, y)
    tree = DecisionTreeClassifier(random_state=0).fit(X, y)

    assert (own.predict(X) == tree.predict(X)).all()
    assert own.predict_proba(X).sum(axis=1) == pytest.approx(1.0)
    assert own.predict_proba(X) == pytest.approx(tree.predict_proba(X), abs=1e-3)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 2), st.floats(0.01, 1.0))
def test_the_tolerance_holds_at_every_sample(seed, features, outputs, tol):
    random = np.random.default_rng(seed)
    X = random.integers(0, 8, (30, features)) / 4.0
    X += random.uniform(0, 1e-3, X.shape)
    y = random.normal(0, 1, (30, outputs))
    own = UniversalRegressor(tol=tol).fit(X, y)
    assert np.abs(own.predict(X) - y).max() <= tol * (1 + 1e-9)


@pytest.mark.parametrize("construction", ["bumps", "steps", "ramps"])
def test_one_feature_takes_the_fewest_neurons(construction):
    x = np.linspace(0, 1, 200)
    y = np.sin(6 * x)
    own = UniversalRegressor(construction, tol=0.05).fit(x[:, None], y)
    other = UniversalRegressor(tol=0.05).fit(x[:, None], y)

    # 1e-9 is what the construction allows for rounding, and again what this sum does
    assert np.abs(own.predict(x[:, None]) - y).max() <= 0.05 * (1 + 2e-9)
    if construction != "bumps":  # those take two neurons for a plateau, as towers do
        assert own.network_.neurons < other.network_.neurons


def test_it_works_in_pipelines_and_searches():
    X, y = make_friedman1(150, random_state=1)
    model = make_pipeline(StandardScaler(), UniversalRegressor(neurons=30))
    assert cross_val_score(model, X, y, cv=3).mean() > 0.2
    line = np.sin(6 * X[:, 0])
    search = GridSearchCV(UniversalRegressor(), {"neurons": [4, 40]}, cv=3).fit(X[:, :1], line)
    assert search.best_params_ == {"neurons": 40}


def test_the_last_hidden_layer_says_on_which_box_a_sample_is():
    X, y = make_friedman1(50, random_state=1)
    own = UniversalRegressor(neurons=10).fit(X, y)
    names = own.get_feature_names_out()
    towers = own.transform(X)
    assert towers.shape == (50, len(names)) and names[0] == "tower0"
    # a sample is on one box, or on none where the base is its leaf
    assert set(towers.sum(axis=1).round(6)) <= {0.0, 1.0}
    assert own.set_output(transform="default") is own


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"construction": "pyramids"}, "unknown construction"),
        ({"construction": "ramps"}, "one feature"),
        ({"tol": 0.1, "neurons": 10}, "not both"),
        ({"tol": -1.0}, "positive"),
        ({"neurons": 1}, "at least 2"),
        ({"steepness": 0.0}, "steepness"),
        ({"activation": "linear"}, "linear"),
    ],
)
def test_parameters_that_cannot_be(options, message):
    X, y = make_friedman1(20, random_state=1)
    with pytest.raises(InputError, match=message):
        UniversalRegressor(**options).fit(X, y)


@pytest.mark.parametrize("features", [[0.0, 1e-7], [16777216.0, 16777217.0], [0.0, 1e-300]])
def test_features_are_told_apart_in_float64(features):
    """Trees compare float32 numbers, in which these pairs are the same."""
    X = [[value] for value in features]
    assert UniversalClassifier().fit(X, [0, 1]).predict(X).tolist() == [0, 1]
    assert UniversalRegressor(tol=0.1).fit(X, [0.0, 1.0]).predict(X) == pytest.approx([0.0, 1.0])
    pair = [[3.0, value] for value in features]
    assert UniversalClassifier().fit(pair, ["a", "b"]).predict(pair).tolist() == ["a", "b"]


def test_cuts_are_halfway_between_samples_of_the_node():
    X = [[0.0], [1.0], [4.0], [10.0]]
    network = UniversalRegressor(tol=0.1).fit(X, [0.0, 0.0, 1.0, 1.0]).network_
    step = network.layers[0]
    assert -step.biases / np.asarray(step.weights)[:, 0] == pytest.approx([2.5])


def test_whole_floats_are_numbers_of_neurons_and_others_are_named():
    X, y = make_friedman1(50, random_state=1)
    for estimator in (UniversalRegressor, UniversalClassifier):
        labels = y if estimator is UniversalRegressor else y > y.mean()
        many = estimator(neurons=20.0).fit(X, labels)
        assert many.network_.neurons == estimator(neurons=20).fit(X, labels).network_.neurons
        for wrong in ("20", 20.5, float("nan"), [20]):
            with pytest.raises(InputError, match="number of neurons"):
                estimator(neurons=wrong).fit(X, labels)


def test_the_examples_in_its_documentation():
    assert doctest.testmod(uat.sklearn).failed == 0


def test_pairs_of_neurons_count_twice_for_estimators():
    X, y = make_moons(80, noise=0.1, random_state=0)
    for activation in ("relu", "sigmoid"):
        fitted = UniversalClassifier(neurons=20, activation=activation).fit(X, y)
        assert 2 <= fitted.network_.neurons <= 20


ONE_FEATURE = [*(name for name, kind in CONSTRUCTIONS.items() if kind.fits(1)), "towers", "best"]


def test_a_grid_over_all_constructions_runs():
    x = np.linspace(0, 1, 24)[:, None]
    search = GridSearchCV(
        UniversalRegressor(tol=0.2), {"construction": ONE_FEATURE}, cv=2, error_score="raise"
    )
    search.fit(x, np.sin(3 * x[:, 0]))
    assert set(search.cv_results_["param_construction"]) == set(ONE_FEATURE)
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()


def test_every_construction_is_known():
    x, y = np.random.default_rng(0).random((9, 3)), np.arange(9.0)
    for name, kind in CONSTRUCTIONS.items():
        if name != "towers" and kind.most_inputs < 3:
            with pytest.raises(InputError, match=f"{name} are for .*, not 3: use towers"):
                UniversalRegressor(name).fit(x, y)
    with pytest.raises(InputError, match="did you mean steps"):
        UniversalRegressor("step").fit(x, y)
