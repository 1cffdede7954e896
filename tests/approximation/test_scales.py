"""Huge and tiny values, constants and jumps are approximated like any others."""

import numpy as np
import pytest

import uat


@pytest.mark.parametrize("scale", ["1e300", "1e-300", "1"])
def test_huge_and_tiny_values_keep_the_relative_tolerance(scale):
    """The same staircase as for size one: only the output layer is multiplied."""
    net = uat.approximate(f"{scale}*sin(6*x)", construction="steps")
    plain = uat.approximate("sin(6*x)", construction="steps")
    x = np.linspace(0, 1, 1001)
    size = float(scale)
    assert net.network.neurons == pytest.approx(plain.network.neurons, abs=1)
    # 1 % of the range, by an independent look at even points.
    assert np.abs(net(x) / size - np.sin(6 * x)).max() <= 0.0201


@pytest.mark.parametrize("f", ["3", "0", "-1e300", "1e-300"])
def test_constants_are_exact(f):
    net = uat.approximate(f)
    np.testing.assert_array_equal(net(np.linspace(0, 1, 7)), float(f))


def test_jumps_are_kept():
    net = uat.approximate("floor(7*x)", construction="steps")
    middles = (np.arange(7) + 0.5) / 7
    np.testing.assert_allclose(net(middles), np.arange(7), rtol=1e-12, atol=1e-12)
