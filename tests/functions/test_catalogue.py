"""The catalogue holds the functions that it names: each against a formula written here afresh."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from uat.base.errors import InputError
from uat.functions.catalogue import CATALOGUE
from uat.functions.expression import compile_expression
from uat.functions.target import make_target


def weierstrass(x: Any) -> Any:
    k = np.arange(9).reshape(-1, 1)
    return np.sum(np.cos(3.0**k * np.pi * x) / 2.0**k, axis=0)


def peaks(u: Any, v: Any) -> Any:
    x, y = 3 * u, 3 * v
    hill = 3 * (1 - x) ** 2 * np.exp(-(x**2) - (y + 1) ** 2)
    ring = 10 * (x / 5 - x**3 - y**5) * np.exp(-(x**2) - y**2)
    return (hill - ring - np.exp(-((x + 1) ** 2) - y**2) / 3) / 8.1062


def spiral(x: Any, y: Any) -> Any:
    """Where the direction is within a quarter turn of that of the first arm at this radius."""
    turned = np.arctan2(x, y) - 2 * np.pi * 1.75 * np.hypot(x, y) / 5
    return np.cos(turned) > 0


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
    "circle": (lambda x, y: np.hypot(x, y) < 3, [(-6, 6), (-6, 6)]),
    "xor": (lambda x, y: np.sign(x) * np.sign(y) >= 0, [(-6, 6), (-6, 6)]),
    "blobs": (lambda x, y: y > -x, [(-6, 6), (-6, 6)]),
    "spiral": (spiral, [(-6, 6), (-6, 6)]),
}
CLASSES = ("circle", "xor", "blobs", "spiral")


def test_all_are_there_in_order() -> None:
    assert list(CATALOGUE) == list(ORACLES)


@pytest.mark.parametrize("key", ORACLES)
def test_entry(key: str) -> None:
    entry = CATALOGUE[key]
    oracle, box = ORACLES[key]
    f = compile_expression(entry.formula)
    if entry.kind == "classes":  # not on the border itself, where a rounding decides
        box = [(low + 1e-3, high) for low, high in box]
    grid = np.meshgrid(*(np.linspace(low, high, 201) for low, high in box))
    assert entry.key == key
    assert list(entry.box) == ORACLES[key][1]
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


@pytest.mark.parametrize("key", CLASSES)
@pytest.mark.parametrize("n", [0, 1, 501])
def test_points_without_noise_lie_in_the_region_of_their_class(key: str, n: int) -> None:
    inputs, labels = CATALOGUE[key].points(n, seed=3)
    target = make_target(key)
    assert inputs.shape == (n, 2) and labels.shape == (n,)
    assert np.count_nonzero(labels) == (n + 1) // 2
    np.testing.assert_array_equal(target.classify(*inputs.T), labels)
    assert np.abs(inputs).max(initial=0) < 6


@pytest.mark.parametrize("key", CLASSES)
def test_points_are_drawn_again_by_their_seed_only(key: str) -> None:
    first, again = (CATALOGUE[key].points(50, seed=1, noise=0.2) for _ in range(2))
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])
    if key != "spiral":
        assert not np.array_equal(first[0], CATALOGUE[key].points(50, seed=2, noise=0.2)[0])


@pytest.mark.parametrize("key", CLASSES)
def test_noise_mixes_the_classes(key: str) -> None:
    inputs, labels = CATALOGUE[key].points(4000, noise=0.5)
    wrong = np.mean(make_target(key).classify(*inputs.T) != labels)
    assert 0.02 < wrong < 0.5


def test_the_geometry_of_the_points() -> None:
    circle, label = CATALOGUE["circle"].points(2000)
    radius = np.hypot(*circle.T)
    assert radius[label == 1].max() <= 2.5 < 3.5 <= radius[label == 0].min()
    assert radius.max() <= 5
    assert np.abs(CATALOGUE["xor"].points(2000)[0]).min() >= 0.3
    assert np.abs(CATALOGUE["xor"].points(2000)[0]).max() <= 5.3
    arms, label = CATALOGUE["spiral"].points(100)
    np.testing.assert_allclose(arms[label == 1], -arms[label == 0], atol=1e-14)
    blobs, label = CATALOGUE["blobs"].points(20_000, noise=0.25)
    # The mean of n normal numbers of variance v is within 5 sqrt(v/n) of theirs, but for 1 in 10^6.
    for k, center in ((1, 2.0), (0, -2.0)):
        cloud = blobs[label == k]
        assert np.abs(cloud.mean(axis=0) - center).max() < 5 * np.sqrt(2.25 / 10_000)
        assert np.abs(cloud.var(axis=0) / 2.25 - 1).max() < 5 * np.sqrt(2 / 10_000)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": -1}, "number of points"),
        ({"n": 10**9}, "number of points"),
        ({"n": 2.5}, "number of points"),
        ({"n": 5, "noise": 0.6}, "noise is from"),
        ({"n": 5, "noise": float("nan")}, "noise is from"),
        ({"n": 5, "seed": -1}, "seed"),
    ],
)
def test_what_cannot_be_drawn(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        CATALOGUE["xor"].points(**arguments)


def test_functions_have_no_points() -> None:
    with pytest.raises(InputError, match="points are drawn from circle"):
        CATALOGUE["sine"].points(10)
