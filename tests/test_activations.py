"""Activations against their definition in 50 digits (mpmath), and their stated limits."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.activations import ACTIVATIONS, get_activation, logit
from uat.errors import InputError

ORACLES = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "arctan": mpmath.atan,
    "step": lambda z: (mpmath.sign(z) + 1) / 2,
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "linear": lambda z: z,
}


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=st.floats(-1e300, 1e300))
def test_values_are_those_of_the_definition(name, z):
    with mpmath.workdps(50):
        expected = float(ORACLES[name](mpmath.mpf(z)))
    assert ACTIVATIONS[name](np.array([z]))[0] == pytest.approx(expected, rel=1e-15, abs=2e-16)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_limits_and_saturation_are_as_stated(name):
    s = ACTIVATIONS[name]
    if np.isfinite(s.saturation):
        z = np.array([s.saturation + 1e-9, 2 * s.saturation + 1.0, 1e3, 1e308])
        assert np.all(np.abs(s(z) - s.high) <= 2.0**-52 * max(1, abs(s.high)))
        assert np.all(np.abs(s(-z) - s.low) <= 2.0**-52 * max(1, abs(s.low)))
    for limit, z in ((s.low, -1e300), (s.high, 1e300)):
        value = s(np.array([z]))[0]
        assert value == pytest.approx(limit) if np.isfinite(limit) else abs(value) > 1e200


def test_only_some_can_make_steps():
    assert {name for name, s in ACTIVATIONS.items() if s.is_step_like} == {
        "sigmoid",
        "tanh",
        "arctan",
        "step",
    }


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(InputError, match="sigmoid, tanh"):
        get_activation("sigmund")


@given(st.floats(1e-12, 1 - 1e-12))
def test_logit_inverts_the_sigmoid(p):
    assert ACTIVATIONS["sigmoid"](logit(np.array([p])))[0] == pytest.approx(p, rel=1e-9, abs=1e-16)
