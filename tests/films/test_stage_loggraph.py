"""Logarithmic axes: data where they belong, and round numbers at the marks."""

import numpy as np
import pytest

pytest.importorskip("manim")

from uat.films.stage.loggraph import LogGraph, decade_ticks


def test_a_factor_is_a_distance():
    graph = LogGraph((1.0, 1e4), (1e-6, 1.0), width=8.0, height=3.0, center=(1.0, 0.5, 0.0))
    places = graph.at([1.0, 1e2, 1e4], [1e-6, 1e-4, 1.0])
    np.testing.assert_allclose(places[:, 0], [-3.0, 1.0, 5.0], atol=1e-12)
    np.testing.assert_allclose(places[:, 1], [-1.0, 0.0, 2.0], atol=1e-12)


def test_marks_are_powers_of_ten():
    ticks = decade_ticks(-6.2, 1.3)
    assert ticks.values == (-6.0, -4.0, -2.0, 0.0)
    assert ticks.labels == ("10^(-6)", "10^(-4)", "10^(-2)", "1")
    assert decade_ticks(-2.0, 1.0).labels == ("10^(-2)", "10^(-1)", "1", "10")


def test_hundreds_are_powers_beside_powers_only():
    assert decade_ticks(0.0, 3.0).labels == ("1", "10", "100", "1000")
    assert decade_ticks(1.0, 4.0).labels == ("10", "10^(2)", "10^(3)", "10^(4)")


@pytest.mark.parametrize("low", [-7.3, -1.2, 0.4, 4.7])
def test_a_short_range_has_marks_in_between(low):
    ticks = decade_ticks(low, low + 0.8)
    assert 2 <= len(ticks.values) <= 7
    assert all(low <= value <= low + 0.8 for value in ticks.values)
    for value, label in zip(ticks.values, ticks.labels, strict=True):
        number = label.replace(" times 10^(", "e").replace(")", "").replace('","', "")
        assert float(number) == pytest.approx(10.0**value, rel=1e-9)
