"""Every activation: what is known of s(z) holds, and so does what is proven of its networks."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proving import FORMULAS, NEURONS, ORACLES, hard_points, largest_error, proved, proved_small

import uat
from uat.accuracy.proof import check
from uat.accuracy.proof.curve import curve_of
from uat.accuracy.proof.shapes import Shape
from uat.base.errors import InputError
from uat.networks.activations import ACTIVATIONS, Activation, get_activation

WAVY = "1/(1+exp(-z)) + 0.2*sin(10*z)*exp(-abs(z))"
SLOW = "z/sqrt(1 + z^2)"
CASES = "where(z > 0, 1 - exp(-z)/2, exp(z)/2)"


def sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


# The same functions, for mpmath.
TRUE = {
    "sigmoid": sigmoid,
    "tanh": mpmath.tanh,
    "arctan": mpmath.atan,
    "erf": mpmath.erf,
    "softsign": lambda z: z / (1 + abs(z)),
    "hard_sigmoid": lambda z: min(max(z / 6 + mpmath.mpf(0.5), 0), 1),
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "leaky_relu": lambda z: max(z, mpmath.mpf(0.01) * z),
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
    "gelu": lambda z: z * mpmath.erfc(-z / mpmath.sqrt(2)) / 2,
    "swish": lambda z: z * sigmoid(z),
    WAVY: lambda z: sigmoid(z) + mpmath.mpf(0.2) * mpmath.sin(10 * z) * mpmath.exp(-abs(z)),
    SLOW: lambda z: z / mpmath.sqrt(1 + z * z),
    CASES: lambda z: 1 - mpmath.exp(-z) / 2 if z > 0 else mpmath.exp(z) / 2,
    "log(1+exp(z))": lambda z: mpmath.log1p(mpmath.exp(z)),
    "max(z, 0.1*z)": lambda z: max(z, mpmath.mpf(0.1) * z),
}
SHAPES = {name: shape for name, s in ACTIVATIONS.items() if (shape := Shape.of(s)) is not None}
CURVES = sorted(set(TRUE) - set(SHAPES) - {"relu"})


def inputs(rng, count):
    """Of both signs and all sizes up to 1e4, and 0."""
    z = rng.choice([-1.0, 1.0], count) * 10 ** rng.uniform(-9, 4, count)
    return np.concatenate([[0.0], z, rng.uniform(-50, 50, count)])


@pytest.mark.parametrize("name", sorted(set(SHAPES) - {"step"}))
def test_float64_is_as_near_as_a_shape_says(name):
    z = inputs(np.random.default_rng(1), 500)
    values = get_activation(name)(z)
    for at, value in zip(z.tolist(), values.tolist(), strict=True):
        true = TRUE[name](mpmath.mpf(at))
        assert abs(true - value) <= SHAPES[name].error
        if abs(at) > SHAPES[name].known.radius:
            limit = mpmath.mpf(float(SHAPES[name].limits()[at > 0]))
            assert abs(true - limit) <= SHAPES[name].known.tail + 1e-16


@pytest.mark.parametrize("name", sorted(set(SHAPES) - {"step"}))
def test_slopes_are_as_near_as_a_shape_says_and_fall(name):
    shape = SHAPES[name]
    z = np.sort(np.abs(inputs(np.random.default_rng(4), 500)))
    slopes = shape.slope(z)
    for at, slope in zip(z.tolist(), slopes.tolist(), strict=True):
        with mpmath.workdps(60):  # differences of sixty digits are right to more than twenty
            true = mpmath.diff(TRUE[name], mpmath.mpf(at), direction=1)
            assert abs(true - slope) <= shape.error + 1e-20
            assert true <= shape.known.steepest * (1 + 2.0**-52)  # 1/6 is rounded
            if at > shape.known.radius:
                assert true <= shape.known.slope_tail + 1e-20
    assert (np.diff(slopes) <= 2 * shape.error).all()
    assert (np.abs(slopes - shape.slope(-z)) <= 2 * shape.error).all()


@pytest.mark.parametrize("name", CURVES)
def test_a_curve_holds_its_activation_and_float64(name):
    curve, s = curve_of(get_activation(name), 1e4), get_activation(name)
    z = inputs(np.random.default_rng(2), 400)
    for at, value in zip(z.tolist(), s(z).tolist(), strict=True):
        true = TRUE[name](mpmath.mpf(at))
        if abs(at) <= curve.radius:
            i = max(0, int(np.searchsorted(curve.patches.lefts, at, side="right")) - 1)
            u = (mpmath.mpf(at) - curve.patches.centres[i]) / curve.patches.scales[i]
            polynomial = mpmath.polyval(
                [mpmath.mpf(c) for c in curve.patches.coefficients[i][::-1]], u
            )
            assert abs(true - polynomial) <= curve.patches.errors[i] + 1e-30
            rounding = curve.rounding + curve.growing * (1 + abs(at))
        else:
            slope, offset = curve.right if at > 0 else curve.left
            assert abs(true - (slope * mpmath.mpf(at) + offset)) <= curve.tail
            rounding = curve.tail + curve.growing * (1 + abs(at))
        assert abs(true - value) <= rounding


@pytest.mark.parametrize("name", CURVES)
def test_no_slope_is_steeper_than_a_curve_says(name):
    curve, rng = curve_of(get_activation(name), 1e4), np.random.default_rng(3)
    for left, right, steep in zip(
        curve.patches.lefts, curve.patches.rights, curve.steepness, strict=True
    ):
        a, b = sorted(rng.uniform(left, right, 2))
        rise = abs(TRUE[name](mpmath.mpf(b)) - TRUE[name](mpmath.mpf(a)))
        assert rise <= steep * (mpmath.mpf(b) - mpmath.mpf(a)) + curve.play


OTHERS = ["erf", "softsign", "hard_sigmoid", *CURVES]


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("construction", ["steps", "bumps"])
def test_steps_of_any_activation_are_proven_and_sharply(name, construction):
    net = uat.approximate("nielsen", construction=construction, tol=0.1, activation=name)
    proof = proved(net)
    worst = largest_error(proof, ORACLES["nielsen"], hard_points(proof, np.random.default_rng(4)))

    assert worst <= proof.bound <= 1.01 * net.error.max
    assert proof.bound <= 1.0101 * proof.lower


@pytest.mark.parametrize("name", ["gelu", "elu", "softsign", WAVY, CASES])
def test_their_proofs_are_checked(name):
    net = uat.approximate("nielsen", construction="steps", tol=0.1, activation=name)
    proof = proved(net)
    verdict = check(proof.to_dict())
    assert verdict, verdict.reason

    lie = proof.to_dict()
    lie["network"]["layers"][1]["weights"][0][2] *= 1.5
    lie["lower"] = 0.0
    assert not check(lie)


def test_a_sigmoid_output_over_pairs_is_proven():
    net = uat.approximate(
        "nielsen", construction="steps", tol=0.1, activation="gelu", output="sigmoid"
    )
    proof = proved(net)
    assert proof.bound <= 1.01 * net.error.max
    assert check(proof)


@settings(max_examples=80)
@given(
    st.lists(NEURONS, min_size=1, max_size=10),
    st.floats(-3, 3),
    st.sampled_from(OTHERS),
    st.sampled_from(["linear", "sigmoid"]),
    st.sampled_from(sorted(FORMULAS)),
    st.integers(0, 2**32 - 1),
)
def test_no_small_network_has_more_error_than_proven(rows, bias, hidden, output, formula, seed):
    """Neither as float64 computes it, nor in exact arithmetic."""
    proof = proved_small(rows, bias, hidden, output=output, formula=formula)
    x = hard_points(proof, np.random.default_rng(seed), 60)

    assert largest_error(proof, FORMULAS[formula], x) <= proof.bound
    for at in x[:: max(1, x.size // 8)].tolist():
        terms = [
            mpmath.mpf(r[2]) * TRUE[hidden](mpmath.mpf(r[0]) * mpmath.mpf(at) + mpmath.mpf(r[1]))
            for r in rows
        ]
        total = mpmath.mpf(bias) + mpmath.fsum(terms)
        exact = sigmoid(total) if output == "sigmoid" else total
        assert abs(FORMULAS[formula](mpmath.mpf(at)) - exact) <= proof.bound


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("z*tanh(log(1 + exp(z)))", "cannot be bounded"),
        ("heaviside(z) + tanh(z)", "jumps"),
    ],
)
def test_what_balls_do_not_know_is_refused_with_a_sentence(formula, reason):
    net = uat.approximate("nielsen", construction="steps", tol=0.2, activation=formula)
    with pytest.raises(InputError, match=reason):
        proved(net)


def test_code_that_is_not_its_formula_proves_nothing():
    """Balls know the formula; what a function of the user's computes is known to nobody."""
    wavy = Activation(
        "wavy", lambda z: 0.5 * np.tanh(z) + 0.05 * np.sin(z), -0.5, 0.5, 19.0, "tanh(z)/2"
    )
    net = uat.approximate("x^2", (0, 1), tol=0.1, activation=wavy)
    with pytest.raises(InputError, match="wavy has no formula that could be studied for a proof"):
        net.prove()
    asked = uat.approximate("x^2", (0, 1), tol=0.1, activation=wavy, prove=True)
    assert asked.error.proven is None and asked.proof is None


def test_every_named_activation_is_covered():
    steps = {name for name, s in ACTIVATIONS.items() if s.rise is not None}
    assert steps == {"step", "relu", *SHAPES, *(set(CURVES) & set(ACTIVATIONS))}
