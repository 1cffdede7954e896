"""The catalogue holds the functions that it names: each against a formula written here afresh."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from uat.catalogue import CATALOGUE
from uat.expression import compile_expression


def weierstrass(x: Any) -> Any:
    k = np.arange(9).reshape(-1, 1)
    return np.sum(np.cos(3.0**k * np.pi * x) / 2.0**k, axis=0)


def peaks(u: Any, v: Any) -> Any:
    x, y = 3 * u, 3 * v
    hill = 3 * (1 - x) ** 2 * np.exp(-(x**2) - (y + 1) ** 2)
    ring = 10 * (x / 5 - x**3 - y**5) * np.exp(-(x**2) - y**2)
    return (hill - ring - np.exp(-((x + 1) ** 2) - y**2) / 3) / 8.1062


ORACLES: dict[str, tuple[Callable[..., Any], list[tuple[float, float]]]] = {
    "nielsen": (
        lambda x: 0.2 + 0.4 * x * x + 0.3 * x * np.sin(15 * x) + np.cos(50 * x) / 20,
        [(0, 1)],
    ),
    "sine": (lambda x: np.sin(2 * np.pi * x), [(0, 1)]),
    "runge": (lambda x: 1 / (1 + (5 * x) ** 2), [(-1, 1)]),
    "abs": (np.abs, [(-1, 1)]),
    "sqrt": (np.sqrt, [(0, 1)]),
    "sign": (lambda x: 2.0 * (x >= 0) - 1, [(-1, 1)]),
    "chirp": (lambda x: np.sin(1 / x), [(0.05, 1)]),
    "weierstrass": (weierstrass, [(0, 1)]),
    "sincos": (lambda x, y: np.sin(3 * x) * np.cos(2 * y), [(-1, 1), (-1, 1)]),
    "gauss": (lambda x, y: np.exp(-10 * (x**2 + y**2)), [(-1, 1), (-1, 1)]),
    "cone": (np.hypot, [(-1, 1), (-1, 1)]),
    "checker": (lambda x, y: np.sign(x) * np.sign(y), [(-1, 1), (-1, 1)]),
    "peaks": (peaks, [(-1, 1), (-1, 1)]),
}


def test_all_are_there_in_order() -> None:
    assert list(CATALOGUE) == list(ORACLES)


@pytest.mark.parametrize("key", ORACLES)
def test_entry(key: str) -> None:
    entry = CATALOGUE[key]
    oracle, box = ORACLES[key]
    f = compile_expression(entry.formula)
    grid = np.meshgrid(*(np.linspace(low, high, 201) for low, high in entry.box))
    assert entry.key == key
    assert list(entry.box) == box
    assert entry.caption
    values = f(*(axis.ravel() for axis in grid))
    # A rounding of the angle 3^k pi x moves term k of weierstrass by up to 1.5^k pi 2^-52; all
    # nine together by less than 6e-14.
    wanted = oracle(*(axis.ravel() for axis in grid))
    np.testing.assert_allclose(values, wanted, rtol=1e-12, atol=2e-13)


def test_sign_is_one_at_zero() -> None:
    f = compile_expression(CATALOGUE["sign"].formula)
    np.testing.assert_array_equal(f(np.array([-1e-300, -0.0, 0.0, 1e-300])), [-1, 1, 1, 1])


def test_peaks_reaches_one() -> None:
    f = compile_expression(CATALOGUE["peaks"].formula)
    axis = np.linspace(-1, 1, 801)
    assert abs(np.abs(f(*np.meshgrid(axis, axis))).max() - 1) < 1e-4
