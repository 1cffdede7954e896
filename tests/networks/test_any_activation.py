"""Any s(z) that is typed: which make steps, which do not, why, and the networks they make."""

import mpmath
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import uat
from uat.base.errors import InputError
from uat.constructions.line.partition import best_links
from uat.constructions.line.ramps import line_network
from uat.functions.target import make_target
from uat.networks.activations import ACTIVATIONS, examine, get_activation
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

ODD = "1/(1+exp(-z)) + 0.2*sin(10*z)*exp(-abs(z))"  # Nielsen's question: does it work?
WILD = "1/(1+exp(-z)) + 3*sin(10*z)*exp(-abs(z))"
EPS = 2.0**-52

# Formula, limits at both ends
STEPS = [
    (ODD, 0, 1),
    (WILD, 0, 1),
    ("1/(1 + exp(-z))", 0, 1),
    ("exp(z)/(1 + exp(z))", 0, 1),
    ("1 - sigmoid(z)", 1, 0),
    ("1000 + sigmoid(z)", 1000, 1001),
    ("sigmoid(z - 50)", 0, 1),
    ("tanh(z/1000)", -1, 1),
    ("sigmoid(1000*z)", 0, 1),
    ("arctan(z)^3", -((mpmath.pi / 2) ** 3), (mpmath.pi / 2) ** 3),
    ("z/(1 + abs(z))", -1, 1),
    ("z/sqrt(1 + z^2)", -1, 1),
    ("1/(1 + exp(-exp(z)))", 0.5, 1),
    ("0 if z < 0 else 3", 0, 3),
    ("clip(z, -1, 2)", -1, 2),
    ("cos(z)/(1 + z^2) + sigmoid(z)", 0, 1),
    ("erf(z) + sinc(z)", -1, 1),
    ("1e300*tanh(z)", -1e300, 1e300),
    ("1e-300*tanh(z)", -1e-300, 1e-300),
]


@pytest.mark.parametrize(("text", "low", "high"), STEPS)
def test_two_limits_make_a_step(text, low, high):
    verdict = examine(text)
    rise = verdict.activation.rise
    assert verdict.kind == "step-like"
    assert "two different limits" in verdict.reason
    assert (rise.low, rise.high) == pytest.approx((float(low), float(high)), rel=1e-12, abs=1e-320)
    assert len(rise.copies) == 1


# Formula, slopes at both ends
PAIRS = [
    ("max(z, 0)", 0, 1),
    ("abs(z)", -1, 1),
    ("log(1 + exp(z))", 0, 1),
    ("z*sigmoid(z)", 0, 1),
    ("pi*max(z, 0) - z", -1, float(mpmath.pi) - 1),
    ("sqrt(z^2 + 1)", -1, 1),
    ("where(z > 0, z, exp(z) - 1)", 0, 1),
    ("relu(z) + sqrt(abs(z))", 0, 1),
    ("max(-1, z, 3*z)", 0, 3),
]


@pytest.mark.parametrize(("text", "left", "right"), PAIRS)
def test_two_slopes_make_a_pair(text, left, right):
    verdict = examine(text)
    rise = verdict.activation.rise
    assert verdict.kind == "pair"
    assert "pair of shifted copies" in verdict.reason
    assert rise.low / rise.shift == pytest.approx(left, abs=1e-9)
    assert rise.high / rise.shift == pytest.approx(right, abs=1e-9)
    assert [sign for _, sign in rise.copies] == [1.0, -1.0]


REFUSED = [
    ("2*z + 1", "straight line"),
    ("z^2 - z*(z - 1)", "straight line"),
    ("z^2", "polynomial of degree 2"),
    ("(z - 1)^7/3", "polynomial of degree 7"),
    ("3", "constant, 3"),
    ("sin(z)^2 + cos(z)^2", "constant, 1"),
    ("sin(z)", "swinging between -1 and 1"),
    ("sigmoid(z) + 0.1*sin(z)", "swinging"),
    ("mod(z, 1)", "no limit"),
    ("exp(-z^2)", "tends to 0 on both sides"),
    ("sinc(z)", "tends to 0 on both sides"),
    ("z + exp(-z^2)", "rises by 1 per unit of z on both sides"),
    ("floor(z)", "rises by 1 per unit of z on both sides"),
    ("z*abs(z)", "grows without bound"),
    ("log(1 + abs(z))", "no limit"),
    ("exp(z)", "infinite for z above 709.783"),
    ("sqrt(z)", "not a number for z below 0"),
    ("asin(z)", "not a number for z below -1"),
    ("1/z", "infinite at z = 0"),
    ("sin(z)/z", "not a number at z = 0"),
    ("1/(z - 0.3)", "pole or never settles near z = 0.3"),
    ("tan(z)", "pole or never settles near z = 1.5708"),
    ("log(abs(z - 1/3))", "pole or never settles near z = 0.333333"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_the_others_are_refused_with_the_reason(text, reason):
    verdict = examine(text)
    assert verdict.kind == "refused"
    assert reason in verdict.reason
    assert verdict.activation.rise is None
    if not verdict.activation.is_straight:
        with pytest.raises(InputError, match="cannot make a step"):
            uat.approximate("sin(x)", construction="steps", activation=text)


def test_a_refused_activation_still_computes():
    z = np.linspace(-3, 3, 7)
    assert np.array_equal(get_activation("z^2")(z), z * z)
    assert Network((Layer([[2.0]], [1.0], "z^2"),)).forward([[3.0]])[0, 0] == 49.0


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    low=st.floats(-50, 50).map(lambda v: round(v, 2)),
    high=st.floats(-50, 50).map(lambda v: round(v, 2)),
    scale=st.sampled_from([0.01, 0.3, 1.0, 7.0, 300.0]),
    place=st.floats(-20, 20).map(lambda v: round(v, 2)),
)
def test_stretched_and_shifted_sigmoids_are_seen_through(low, high, scale, place):
    text = f"({low}) + ({high} - ({low}))/(1 + exp(-(z - ({place}))/{scale}))"
    verdict = examine(text)
    if low == high:
        assert verdict.kind == "refused"
        return
    rise = verdict.activation.rise
    assert verdict.kind == "step-like"
    assert (rise.low, rise.high) == pytest.approx((low, high), abs=1e-12 * max(abs(low), abs(high)))
    assert rise.center == pytest.approx(place, abs=1e-6 * scale + 1e-9)
    assert rise.overshoot == 0.0
    true = 53 * np.log(2) * scale  # where exp(-z/scale) is 2**-53
    assert 0.9 * true <= rise.saturation <= 1.3 * true


def oracle(text, z):
    """The typed functions of the next test, in 60 digits."""
    with mpmath.workdps(60):
        z = mpmath.mpf(z)
        return {
            "log(1 + exp(z))": lambda: max(z, mpmath.mpf(0)) + mpmath.log1p(mpmath.exp(-abs(z))),
            "exp(z)/(1 + exp(z))": lambda: 1 / (1 + mpmath.exp(-z)),
            "z/sqrt(1 + z^2)": lambda: z / mpmath.sqrt(1 + z * z),
            "sqrt(z^2 + 1)": lambda: mpmath.sqrt(1 + z * z),
        }[text]()


@pytest.mark.parametrize(
    "text", ["log(1 + exp(z))", "exp(z)/(1 + exp(z))", "z/sqrt(1 + z^2)", "sqrt(z^2 + 1)"]
)
@given(z=st.floats(-1e307, 1e307) | st.floats(-1000, 1000))
@settings(max_examples=30)
def test_where_float64_overflows_the_straight_lines_take_over(text, z):
    value = get_activation(text)(np.array([z]))[0]
    assert value == pytest.approx(float(oracle(text, z)), rel=1e-13, abs=4e-16)


EVERY = [*(name for name, s in ACTIVATIONS.items() if s.rise), ODD]
EVERY += ["log(1 + exp(z))", "1 - sigmoid(z)", "sigmoid(z - 50)", "tanh(z/1000)"]


@pytest.mark.parametrize("activation", EVERY)
@pytest.mark.parametrize("construction", ["steps", "bumps"])
def test_every_one_of_them_meets_the_tolerance(activation, construction):
    net = uat.approximate("nielsen", construction=construction, tol=0.03, activation=activation)
    x = np.concatenate([np.linspace(0, 1, 4001), np.random.default_rng(1).random(4000)])
    edges = net.partition.edges
    rise = net.activation.rise
    turns = np.array([0.0, *rise.turns, -1.0, 1.0, -0.3, 0.3]) / net.steepness
    x = np.concatenate([x, (edges[:, None] + turns).reshape(-1)])
    x = np.random.default_rng(2).permutation(x[(x >= 0) & (x <= 1)])[:4000]
    difference = np.abs(net.network.forward(x[:, None])[:, 0] - net.target(x))
    assert net.error.met
    assert difference.max() <= 0.03 * (1 + 1e-6)
    per_step = len(rise.copies)
    steps = len(net.pieces) * (1 if construction == "steps" else 2)
    assert net.network.neurons == per_step * steps
    if rise.overshoot == 0.0:
        assert steps == (28 if construction == "steps" else 234)


def test_overshooting_steps_get_room_and_no_more():
    """A step that leaves its limits by q misses by up to (1 + 2q) times the pieces' own error."""
    net = uat.approximate("nielsen", construction="steps", tol=0.03, activation=WILD)
    room = 1 + 2 * net.activation.rise.overshoot
    assert net.partition.error <= 0.03 / room * (1 + 1e-6)
    assert 0.98 * 0.03 <= net.error.max <= 0.03 * (1 + 1e-6)


def test_a_number_of_neurons_counts_pairs():
    for construction, size in (("steps", 2), ("bumps", 4)):
        net = uat.approximate("nielsen", construction=construction, neurons=40, activation="relu")
        assert net.network.neurons <= 40
        assert net.network.neurons % size == 0
        assert net.network.neurons >= 40 - 2 * size
    with pytest.raises(InputError, match="at least 4 neurons"):
        uat.approximate("nielsen", construction="bumps", neurons=3, activation="relu")


@pytest.mark.parametrize("activation", [*ACTIVATIONS, "log(1 + exp(z))", "abs(z)", WILD])
@pytest.mark.parametrize("seed", [0, 1])
def test_evaluate_agrees_with_forward(activation, seed):
    random = np.random.default_rng(seed)
    weights = random.choice([-1, 1], 60) * 10 ** random.uniform(-1, 3, 60)
    hidden = Layer(weights[:, None], random.normal(0, 300, 60), activation)
    heights = random.normal(0, 1, (1, 60))
    network = Network((hidden, Layer(heights, [0.3], "linear")))
    x = np.sort(random.uniform(-2, 2, 3000))
    sizes = np.abs(heights) @ (2 + np.abs(hidden.weighted_input(x[:, None])).T)
    difference = np.abs(evaluate(network, x) - network.forward(x[:, None])[:, 0])
    # each term: its lines to 2**-52 of |z|, its products and its part of the dense sum to rounding
    assert np.all(difference <= (60 + 16) * EPS * sizes[0] * (10 if activation == WILD else 1))


LINES = [
    # f, box, the best line's error: half the height of the equioscillation
    ("x^2", (1, 3), 0.5),
    ("x^2", (0, 1), 0.125),
    ("exp(x)", (0, 1), None),
    ("abs(x)", (-1, 1), 0.5),
    ("sin(2*pi*x)", (0, 1), None),
    ("3*x - 2", (0, 5), 0.0),
    ("sign(x)", (-1, 1), 1.0),
    ("sqrt(x)", (0, 1), 0.125),
]


def best_error(f, a, b):
    """The best line by linear programming on a fine grid."""
    from scipy.optimize import linprog

    x = np.linspace(a, b, 2001)
    y = f(x)
    one, none = np.ones_like(x), np.zeros(2)
    upper = np.column_stack([x, one, -one])
    lower = np.column_stack([-x, -one, -one])
    found = linprog(
        [*none, 1.0], np.vstack([upper, lower]), np.concatenate([y, -y]), bounds=[(None, None)] * 3
    )
    return found.fun


@pytest.mark.parametrize(("text", "box", "error"), LINES)
@pytest.mark.parametrize("construction", ["steps", "bumps", "ramps"])
def test_linear_neurons_give_the_best_line_and_say_its_error(text, box, error, construction):
    net = uat.approximate(text, box=box, construction=construction, tol=1e-3, activation="linear")
    assert net.network.widths == (1, 1, 1)
    assert net.network.layers[0].activation.name == "linear"
    expected = error if error is not None else best_error(net.target, *box)
    assert net.error.max == pytest.approx(expected, rel=1e-4, abs=1e-12)
    assert net.error.met is (expected <= 1e-3)
    x = np.linspace(*box, 7)
    assert np.allclose(np.diff(net(x), 2), 0, atol=1e-12)
    assert len(net.pieces) == 1


def test_a_typed_line_is_as_good_as_the_named_one():
    named = uat.approximate("nielsen", activation="linear")
    typed = uat.approximate("nielsen", activation="5 - 2*z")
    x = np.linspace(0, 1, 101)
    assert typed(x) == pytest.approx(named(x), abs=1e-13)
    assert typed.error.max == pytest.approx(named.error.max)
    samples = make_target("nielsen").sample(1e-4)
    line = best_links(samples, 1)
    assert line_network(line).forward(x[:, None])[:, 0] == pytest.approx(named(x), abs=1e-3)


def test_the_reason_for_a_line_can_be_read():
    assert "no network of it bends" in str(examine("linear"))
    with pytest.raises(InputError, match="linear output"):
        uat.approximate("0.5 + 0.1*x", activation="linear", output="sigmoid")
