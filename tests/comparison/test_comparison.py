"""The comparison: measured errors are true, counts are right, and nothing is left unsaid."""

import numpy as np
import pytest

import uat
from uat.base.errors import InputError, TargetError
from uat.comparison import Comparison, compare
from uat.functions.target import make_target


@pytest.fixture(scope="module")
def sine() -> Comparison:
    return compare("sin(x)", (0.0, 3.0), tol=0.02, train=False)


def test_without_training_nothing_is_trained(sine: Comparison) -> None:
    kinds = {entry.kind for entry in sine.entries}
    assert "built" in kinds
    assert "trained" not in kinds


def test_errors_are_those_of_a_grid_of_its_own(sine: Comparison) -> None:
    x = np.linspace(0.0, 3.0, 7919)  # its neighbours are 4e-4 apart: smooth models move 4e-7
    for entry in sine.entries:
        assert entry.predict is not None
        gap = np.abs(np.asarray(entry.predict(x)).ravel() - np.sin(x))
        assert gap.max() <= entry.sup * 1.01 + 1e-4, entry.name


def test_parameters_of_one_hidden_layer_are_three_each_and_one(sine: Comparison) -> None:
    for entry in sine.entries:
        if entry.name in ("steps", "bumps"):
            assert entry.neurons is not None
            assert entry.parameters == 3 * entry.neurons + 1


def test_a_shallow_relu_network_has_a_region_for_each_link(sine: Comparison) -> None:
    ramps = next(entry for entry in sine.entries if entry.name == "ramps")
    assert ramps.network is not None and ramps.regions is not None
    x = np.linspace(0.0, 3.0, 60_001)
    slopes = np.diff(ramps.network.forward(x[:, None])[:, 0]) / np.diff(x)
    assert ramps.regions == np.unique(np.round(slopes, 3)).size - _between(slopes)


def _between(slopes: np.ndarray) -> int:
    """Cells that hold a kink: their slope belongs to neither neighbour."""
    _, counts = np.unique(np.round(slopes, 3), return_counts=True)
    return int((counts == 1).sum())


def test_the_plain_data_has_the_promised_shape(sine: Comparison) -> None:
    found = sine.to_dict()
    assert found["box"] == [[0.0, 3.0]]
    for one in found["contenders"]:
        assert {"name", "kind", "network", "regions", "error", "seconds"} <= set(one)
        assert set(one["seconds"]) == {"build", "evaluate"}
    assert found["crossing"] is None or set(found["crossing"]) == {"tolerance", "shallow", "deep"}


def test_a_straight_line_is_told_so_first() -> None:
    found = compare("2*x + 1", train=False)
    assert "use linear regression" in found.table().splitlines()[0]


@pytest.mark.parametrize("tol", [-1.0, 0.0, float("nan")])
def test_bad_tolerances_are_refused(tol: float) -> None:
    with pytest.raises(InputError, match="positive"):
        compare("x", tol=tol, train=False)


@pytest.mark.parametrize("f", ["1/(x - 0.5)", "1.7e308*cos(9*x)", "0/0 + x"])
def test_a_comparison_of_what_nothing_can_approximate_is_one_sentence(f):
    with pytest.raises(TargetError) as told:
        uat.compare(f, train=False)
    assert "left out" not in str(told.value)  # the same reason is not repeated for each


def test_a_comparison_and_an_approximation_have_the_same_usual_tolerance():
    target = make_target("(x, x + 100)", (0, 1))
    compared = uat.compare(target, train=False)
    tolerance = next(entry.tolerance for entry in compared.entries if entry.tolerance)
    assert tolerance == pytest.approx(uat.approximate(target).error.tolerance, rel=1e-3)
