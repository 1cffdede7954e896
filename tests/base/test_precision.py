"""A precision rounds as the machine's own types and ml_dtypes do, and knows all of its numbers."""

import ml_dtypes
import numpy as np
import pytest

from uat.base.choices import PrecisionName
from uat.base.errors import InputError
from uat.base.precision import NAMES, PRECISIONS, precision_of

KINDS = {
    "float32": np.float32,
    "float16": np.float16,
    "float8_e4m3": ml_dtypes.float8_e4m3fn,
    "float8_e5m2": ml_dtypes.float8_e5m2,
}


def spread(low: int, high: int) -> np.ndarray:
    rng = np.random.default_rng(7)
    sizes = rng.uniform(1, 2, 20_000) * 2.0 ** rng.integers(low, high, 20_000)
    return sizes * rng.choice([-1.0, 1.0], 20_000)


@pytest.mark.parametrize("name", KINDS)
def test_rounding_is_that_of_the_type_with_ties_and_subnormal_numbers(name):
    floats = PRECISIONS[name]
    top = int(np.frexp(floats.largest)[1]) - 1
    values = spread(floats.least - floats.digits - 3, top)
    numbers = floats.round(values)
    ties = 0.5 * (numbers + floats.round(numbers * (1 + 2 * floats.unit)))
    for these in (values, ties, np.array([0.0, -0.0, floats.largest, -floats.largest])):
        with np.errstate(all="ignore"):
            own = these.astype(KINDS[name]).astype(float)
        np.testing.assert_array_equal(floats.round(these), own)


@pytest.mark.parametrize("name", KINDS)
def test_what_is_beyond_the_largest_number_is_infinite(name):
    floats = PRECISIONS[name]
    beyond = floats.largest * (1 + 1.01 * floats.unit * 2)
    assert floats.round(np.array([beyond, -beyond])).tolist() == [np.inf, -np.inf]


@pytest.mark.parametrize("name", ["float8_e4m3", "float8_e5m2", "float16"])
def test_all_numbers_are_those_of_all_codes(name):
    floats, kind = PRECISIONS[name], KINDS[name]
    whole = np.uint16 if name == "float16" else np.uint8
    codes = np.arange(np.iinfo(whole).max + 1).astype(whole).view(kind).astype(float)
    finite = np.unique(codes[np.isfinite(codes)])
    np.testing.assert_array_equal(floats.numbers(-np.inf, np.inf, np.inf), finite)


@pytest.mark.parametrize(("low", "high"), [(1e6, 1e6 + 1), (-3.0, -2.9999), (0.9999, 1.0001)])
def test_float32_numbers_of_a_narrow_interval_are_all_there(low, high):
    found = PRECISIONS["float32"].numbers(low, high, 10_000)
    x, expected = np.float32(low), []
    while float(x) <= high:
        if float(x) >= low:
            expected.append(float(x))
        x = np.nextafter(x, np.float32(np.inf))
    assert found.tolist() == expected


def test_float32_has_too_many_numbers_from_0_to_1():
    assert PRECISIONS["float32"].numbers(0.0, 1.0, 10_000) is None


def test_gamma_is_no_less_than_any_product_of_roundings():
    for floats in PRECISIONS.values():
        for count in (1, 5, 40):
            if count * floats.unit < 0.5:
                bound = float(floats.gamma(count))
                assert max((1 + floats.unit) ** count - 1, 1 - (1 - floats.unit) ** count) <= bound
    assert PRECISIONS["float16"].gamma(1024) == np.inf


def test_names_are_those_that_can_be_chosen():
    assert PrecisionName.__args__ == NAMES
    assert precision_of("float8") is PRECISIONS["float8_e4m3"]
    assert precision_of(None) is precision_of("float64") is PRECISIONS["float64"]
    with pytest.raises(InputError, match="did you mean float32"):
        precision_of("float31")
