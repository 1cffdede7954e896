"""Activations against their definition in 50 digits (mpmath), and their stated limits and steps."""

import pickle

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.base.errors import InputError
from uat.exchange.save import save
from uat.networks.activations import ACTIVATIONS, Activation, examine, get_activation, logit
from uat.networks.network import Layer, Network

ORACLES = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "arctan": mpmath.atan,
    "hard_sigmoid": lambda z: min(max(z / 6 + mpmath.mpf(1) / 2, mpmath.mpf(0)), mpmath.mpf(1)),
    "softsign": lambda z: z / (1 + abs(z)),
    "erf": mpmath.erf,
    "step": lambda z: (mpmath.sign(z) + 1) / 2,
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "leaky_relu": lambda z: z if z > 0 else z * mpmath.mpf(0.01),
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
    "softplus": lambda z: mpmath.log1p(mpmath.exp(-abs(z))) + max(z, mpmath.mpf(0)),
    "gelu": lambda z: z * mpmath.ncdf(min(max(z, mpmath.mpf(-60)), mpmath.mpf(60))),
    "swish": lambda z: z / (1 + mpmath.exp(-z)),
    "linear": lambda z: z,
}
STEP_LIKE = {"sigmoid", "tanh", "arctan", "hard_sigmoid", "softsign", "erf", "step"}
PAIRS = {"relu", "leaky_relu", "elu", "softplus", "gelu", "swish"}


def true(name, z):
    """The activation in 50 digits, at a float or an mpmath number."""
    with mpmath.workdps(50):
        return ORACLES[name](mpmath.mpf(z))


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=st.floats(-1e300, 1e300) | st.floats(-50, 50))
def test_values_are_those_of_the_definition(name, z):
    expected = float(true(name, z))
    value = ACTIVATIONS[name](np.array([z]))[0]
    # gelu: erfc turns a rounding of its argument into z**2 times as much, below 1e-14
    rel = 1e-13 if name == "gelu" else 2e-15
    assert value == pytest.approx(expected, rel=rel, abs=2e-16)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_no_weighted_input_overflows(name):
    s = ACTIVATIONS[name]
    largest = np.finfo(float).max
    values = s(np.array([-largest, -1e17, -800.0, 800.0, 1e17, largest]))
    assert np.isfinite(values).all()
    for limit, z in ((s.low, -np.inf), (s.high, np.inf)):
        assert s(np.array([z]))[0] == pytest.approx(limit, abs=1e-300)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_limits_and_saturation_are_as_stated(name):
    s = ACTIVATIONS[name]
    if np.isfinite(s.saturation):
        z = np.array([s.saturation + 1e-9, 2 * s.saturation + 1.0, 1e3, 1e308])
        assert np.all(np.abs(s(z) - s.high) <= 2.0**-52 * max(1, abs(s.high)))
        assert np.all(np.abs(s(-z) - s.low) <= 2.0**-52 * max(1, abs(s.low)))
        beyond = s.saturation * (1 + 1e-9) + 1e-300
        for z, limit in ((beyond, s.high), (-beyond, s.low)):
            assert abs(true(name, z) - mpmath.mpf(limit)) <= 2.0**-53
    for limit, z in ((s.low, -1e300), (s.high, 1e300)):
        value = s(np.array([z]))[0]
        assert value == pytest.approx(limit) if np.isfinite(limit) else abs(value) > 1e200


@pytest.mark.parametrize("name", [name for name, s in ACTIVATIONS.items() if s.tails])
def test_tails_are_as_stated(name):
    tails = ACTIVATIONS[name].tails
    for (slope, offset), side in ((tails.left, -1), (tails.right, 1)):
        for stretch in (1.0000001, 1.01, 1.5, 10.0, 1e6):
            z = mpmath.mpf(side * (tails.radius * stretch + 1e-9))
            line = mpmath.mpf(slope) * z + mpmath.mpf(offset)
            value = true(name, z)
            assert abs(value - line) <= 2.0**-53 * max(1, abs(value)), (name, z)


@pytest.mark.parametrize("name", sorted(STEP_LIKE | PAIRS))
def test_steps_are_as_stated(name):
    """Limits, halfway point, saturation and overshoot of the step, from the definition alone."""
    rise = ACTIVATIONS[name].rise

    def step(z):
        with mpmath.workdps(50):
            parts = [sign * true(name, mpmath.mpf(z) + mpmath.mpf(b)) for b, sign in rise.copies]
            return (sum(parts) - mpmath.mpf(rise.low)) / mpmath.mpf(rise.height)

    assert float(step(0.0)) == pytest.approx(0.5, abs=1e-15)
    if np.isfinite(rise.saturation):
        for stretch in (1.0000001, 1.1, 2.0, 100.0):
            z = rise.saturation * stretch + 1e-9
            assert abs(step(z) - 1) <= 2.0**-52
            assert abs(step(-z)) <= 2.0**-52
    width = min(rise.saturation, 80.0) + 1e-9
    values = np.array([float(step(z)) for z in np.linspace(-width, width, 1201)])
    outside = max(values.max() - 1, -values.min(), 0.0)
    assert outside <= rise.overshoot + 1e-15
    assert outside >= 0.98 * rise.overshoot
    for turn in rise.turns:
        assert max(step(turn) - 1, -step(turn)) == pytest.approx(rise.overshoot, rel=2e-3)


def test_which_of_them_make_steps_and_how():
    kinds = {name: s.kind for name, s in ACTIVATIONS.items()}
    expected = dict.fromkeys(STEP_LIKE, "step-like") | dict.fromkeys(PAIRS, "pair")
    assert kinds == expected | {"linear": "refused"}
    assert {name for name, s in ACTIVATIONS.items() if s.is_step_like} == STEP_LIKE
    assert [name for name, s in ACTIVATIONS.items() if s.is_straight] == ["linear"]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_examination_of_the_formula_finds_what_is_stated(name):
    """Two ways to the same facts: written down by hand, and found from the function alone."""
    stated = ACTIVATIONS[name]
    found = examine(f"({stated.formula})").activation
    z = np.linspace(-60, 60, 2001)
    assert found.kind == stated.kind
    assert found(z) == pytest.approx(stated(z), rel=1e-12, abs=1e-14)
    assert (found.low, found.high) == pytest.approx((stated.low, stated.high), abs=1e-15)
    assert (found.tails is None) == (stated.tails is None)
    if found.tails is not None:
        assert found.tails.left == pytest.approx(stated.tails.left, abs=1e-14)
        assert found.tails.right == pytest.approx(stated.tails.right, abs=1e-14)
        assert found.tails.radius == pytest.approx(stated.tails.radius, rel=0.1)
    if found.rise is not None and found.rise.shift == stated.rise.shift:
        assert found.rise.saturation == pytest.approx(stated.rise.saturation, rel=0.1)
        assert found.rise.center == pytest.approx(stated.rise.center, abs=1e-6)
        assert found.rise.overshoot == pytest.approx(stated.rise.overshoot, rel=1e-2)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Leaky ReLU", "leaky_relu"),
        ("hard-sigmoid", "hard_sigmoid"),
        ("HardSigmoid", "hard_sigmoid"),
        ("SiLU", "swish"),
        ("identity", "linear"),
        ("Tanh", "tanh"),
    ],
)
def test_other_spellings(spelling, name):
    assert get_activation(spelling) is ACTIVATIONS[name]


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(InputError, match="sigmoid, tanh"):
        get_activation("sigmund")
    with pytest.raises(InputError, match="unknown name x"):
        get_activation("1/(1 + exp(-x))")


def test_the_shortest_way_to_make_one_still_works():
    s = Activation("half", lambda z: 0.5 * np.tanh(z), -0.5, 0.5, 19.0, "tanh(z)/2")
    assert s.kind == "step-like"
    assert s.rise.copies == ((0.0, 1.0),)
    assert s.tails.radius == 19.0


@pytest.mark.parametrize("name", ["gelu", "linear", "z^2", "log(1 + exp(z))", "sin(z)"])
@pytest.mark.parametrize("suffix", [".json", ".npz"])
def test_networks_of_any_activation_can_be_saved_and_loaded(name, suffix, tmp_path):
    network = Network((Layer([[2.0]], [1.0], name), Layer([[0.5]], [0.1], "linear")))
    network.save(tmp_path / f"net{suffix}")
    again = Network.load(tmp_path / f"net{suffix}")
    x = np.linspace(-900, 900, 101)[:, None]
    assert again == network
    assert np.array_equal(again.forward(x), network.forward(x))
    assert np.array_equal(pickle.loads(pickle.dumps(again)).forward(x), network.forward(x))


@pytest.mark.parametrize("name", [*ACTIVATIONS, "softmax", "z^2", "z/(1 + abs(z))"])
def test_a_copy_by_another_process_is_the_same_activation(name):
    s = get_activation(name)
    assert pickle.loads(pickle.dumps(s)) == s
    assert hash(pickle.loads(pickle.dumps(s))) == hash(s)


def test_a_classifier_from_another_process_is_written_as_files(tmp_path):
    network = Network((Layer([[1.0], [-1.0]], [0.0, 0.5], "softmax"),))
    copied = pickle.loads(pickle.dumps(network))
    for suffix in (".py", ".c", ".onnx", ".typ"):
        for made, name in ((network, "own"), (copied, "copy")):
            save(made, tmp_path / f"{name}{suffix}")
        own, copy = ((tmp_path / f"{name}{suffix}").read_bytes() for name in ("own", "copy"))
        assert own == copy


def test_a_file_runs_nothing_but_formulas(tmp_path):
    path = tmp_path / "net.json"
    Network((Layer([[2.0]], [1.0], "tanh"),)).save(path)
    text = path.read_text().replace('"tanh"', "\"__import__('os').getcwd()\"")
    path.write_text(text)
    with pytest.raises(InputError):
        Network.load(path)


@given(st.floats(1e-12, 1 - 1e-12))
@settings(max_examples=50)
def test_logit_inverts_the_sigmoid(p):
    assert ACTIVATIONS["sigmoid"](logit(np.array([p])))[0] == pytest.approx(p, rel=1e-9, abs=1e-16)
