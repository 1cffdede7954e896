"""A proof is an upper bound: high-precision arithmetic never finds more, and no lie passes."""

import copy
import json
import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import uat
from uat.errors import InputError, TargetError
from uat.expression import compile_expression
from uat.network import Layer, Network
from uat.proof import Proof, check, prove
from uat.proof.jets import interval, jet, precision
from uat.proof.patches import taylor_patches
from uat.target import make_target

mpmath.mp.prec = 120


def cube_root(z):
    return mpmath.sign(z) * mpmath.cbrt(abs(z))


# The same functions, written once for uat and once for mpmath.
ORACLES = {
    "nielsen": lambda x: (
        mpmath.mpf("0.2")
        + mpmath.mpf(0.4) * x**2
        + mpmath.mpf(0.3) * x * mpmath.sin(15 * x)
        + mpmath.mpf(0.05) * mpmath.cos(50 * x)
    ),
    "sine": lambda x: mpmath.sin(2 * mpmath.pi * x),
    "runge": lambda x: 1 / (1 + 25 * x**2),
    "abs": abs,
    "sqrt": mpmath.sqrt,
    "chirp": lambda x: mpmath.sin(1 / x),
    "sign": lambda x: -1 if x < 0 else 1,
    "max(x, 0.3) - exp(-x)": lambda x: max(x, mpmath.mpf(0.3)) - mpmath.exp(-x),
    "where(x < 0.5, tanh(3*x), x^3)": lambda x: mpmath.tanh(3 * x) if x < 0.5 else x**3,
    "sinc(20*x) + cbrt(x - 0.5)": lambda x: mpmath.sinc(20 * x) + cube_root(x - 0.5),
    "floor(5*x) + atan(x)": lambda x: mpmath.floor(5 * x) + mpmath.atan(x),
    "abs(sin(9*x))*asinh(x)": lambda x: abs(mpmath.sin(9 * x)) * mpmath.asinh(x),
}  # fmt: skip


def proved(net, **options):
    return prove(net.network, net.target, samples=net.samples, **options)


def hard_points(proof, rng, count=300):
    """Random points; ends of the domain and of boxes; across every window of transition."""
    (a, b) = proof.target.box[0]
    layer = proof.network.layers[0]
    w = np.asarray(layer.weights)[:, 0]
    moving = w != 0
    steps = -layer.biases[moving] / w[moving]
    across = (steps[:, None] + rng.normal(size=(steps.size, 3)) * 3 / w[moving][:, None]).ravel()
    edges = proof.boxes.left
    beside = [np.nextafter(steps, -np.inf), steps, np.nextafter(steps, np.inf)]
    worst = proof.boxes.left[np.argsort(proof.boxes.bound)[-50:]]
    x = np.concatenate([a + (b - a) * rng.random(count), across, *beside, edges, worst, [a, b]])
    x = np.unique(np.append(x[(x >= a) & (x <= b)], proof.at[0]))
    for left, right in proof.excluded:
        x = x[(x < left) | (x > right)]
    return x if x.size <= 4 * count else np.sort(rng.choice(x, 4 * count, replace=False))


def largest_error(proof, oracle, x):
    """The sup over points of |f - network|, f in 120 bits, the network as float64 computes it."""
    outputs = proof.network.forward(x[:, None])[:, 0]
    values = (abs(oracle(mpmath.mpf(float(t))) - float(o)) for t, o in zip(x, outputs, strict=True))
    return max(values)


CASES = [
    ("nielsen", {"construction": "ramps", "neurons": 50}),
    ("sine", {"construction": "ramps", "neurons": 50}),
    ("runge", {"construction": "ramps", "neurons": 50}),
    ("abs", {"construction": "ramps", "tol": 0.01}),
    ("sqrt", {"construction": "ramps", "neurons": 50}),
    ("chirp", {"construction": "ramps", "neurons": 50}),
    ("nielsen", {"construction": "ramps", "tol": 1e-5}),
    ("nielsen", {"construction": "steps", "tol": 0.01}),
    ("sine", {"construction": "steps", "tol": 0.03, "activation": "tanh"}),
    ("runge", {"construction": "steps", "tol": 0.03, "activation": "arctan"}),
    ("nielsen", {"construction": "steps", "tol": 0.05, "activation": "step"}),
    ("nielsen", {"construction": "steps", "tol": 0.02, "output": "sigmoid"}),
    ("nielsen", {"construction": "bumps", "neurons": 100}),
    ("nielsen", {"construction": "bumps", "neurons": 40, "steepness": 60.0}),
    ("nielsen", {"construction": "bumps", "neurons": 40, "edges": "nielsen"}),
    ("sqrt", {"construction": "steps", "tol": 0.01}),
    ("sign", {"construction": "steps", "tol": 0.1}),
    ("max(x, 0.3) - exp(-x)", {"construction": "ramps", "tol": 0.003}),
    ("where(x < 0.5, tanh(3*x), x^3)", {"construction": "steps", "tol": 0.02}),
    ("sinc(20*x) + cbrt(x - 0.5)", {"construction": "ramps", "tol": 0.01}),
    ("floor(5*x) + atan(x)", {"construction": "steps", "tol": 0.02}),
    ("abs(sin(9*x))*asinh(x)", {"construction": "ramps", "tol": 0.01}),
]


@pytest.mark.parametrize(("name", "options"), CASES, ids=lambda value: str(value)[:60])
def test_the_bound_holds_at_every_hard_point_and_is_sharp(name, options):
    net = uat.approximate(name, **options)
    proof = proved(net)
    worst = largest_error(proof, ORACLES[name], hard_points(proof, np.random.default_rng(3)))

    assert proof.lower <= proof.bound
    assert worst <= proof.bound
    if name != "sign":  # that net is exact outside the window of the jump
        assert proof.bound <= 1.01 * net.error.max
        assert proof.bound <= 1.0101 * proof.lower
        assert worst >= 0.98 * proof.lower


def test_a_rough_function_is_proven_within_five_percent():
    net = uat.approximate("weierstrass", construction="ramps", neurons=100)

    assert proved(net).bound <= 1.05 * net.error.max


def test_every_box_holds_its_own_bound():
    net = uat.approximate("nielsen", construction="steps", tol=0.03)
    proof = proved(net)
    rng = np.random.default_rng(0)
    left, right = proof.boxes.left, proof.boxes.right
    for share in (0.0, 1.0, *rng.random(3)):
        x = np.clip(left + share * (right - left), left, right)
        error = np.abs(net.network.forward(x[:, None])[:, 0] - net.target(x))
        assert np.all(error <= proof.boxes.bound + 1e-14)


def test_the_boxes_cover_the_domain_without_gaps():
    proof = proved(uat.approximate("runge", construction="ramps", tol=0.01))

    assert proof.boxes.left[0] == -1.0 and proof.boxes.right[-1] == 1.0
    assert np.array_equal(proof.boxes.left[1:], proof.boxes.right[:-1])


def test_a_smaller_slack_is_sharper():
    net = uat.approximate("nielsen", construction="ramps", neurons=50)
    proofs = [proved(net, slack=slack) for slack in (0.1, 0.01, 0.001)]

    for proof, slack in zip(proofs, (0.1, 0.01, 0.001), strict=True):
        assert proof.bound <= (1 + slack) * proof.lower * (1 + 1e-4)
    assert proofs[2].boxes.left.size > proofs[1].boxes.left.size


def test_a_small_budget_gives_a_bound_that_holds_but_is_less_sharp():
    net = uat.approximate("nielsen", construction="ramps", neurons=20)
    rough = proved(net, budget=1)

    assert proved(net).bound < rough.bound < 10
    assert rough.bound >= net.error.max


def test_jumps_are_left_out_and_listed():
    net = uat.approximate("sign", construction="steps", tol=0.1)
    proof = proved(net)

    assert proof.excluded == net.error.excluded
    assert proof.bound < 1e-12
    assert "left out" in check(proof).reason


def test_a_jump_that_nobody_listed_is_in_the_bound():
    net = uat.approximate("where(x < 0.3, 0, 1)", construction="steps", tol=0.1)
    smooth = uat.approximate("x", construction="steps", tol=0.1).samples

    assert prove(net.network, net.target, samples=smooth).bound >= 0.5


# The verdict


@pytest.fixture(scope="module")
def honest():
    return proved(uat.approximate("sine", construction="ramps", tol=0.01)).to_dict()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("nielsen", {"construction": "ramps", "tol": 0.01}),
        ("sqrt", {"construction": "ramps", "tol": 0.01}),
        ("nielsen", {"construction": "steps", "tol": 0.05}),
        ("sine", {"construction": "steps", "tol": 0.1, "activation": "tanh"}),
        ("sine", {"construction": "steps", "tol": 0.1, "activation": "step"}),
        ("nielsen", {"construction": "bumps", "neurons": 20, "output": "sigmoid"}),
        ("floor(5*x) + x", {"construction": "steps", "tol": 0.1}),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_true_proof_passes_after_a_round_trip(name, options):
    proof = proved(uat.approximate(name, **options))
    verdict = check(json.loads(json.dumps(proof.to_dict(), allow_nan=False)))

    assert verdict, verdict.reason
    assert verdict.bound == proof.bound
    assert verdict.boxes == proof.boxes.left.size


def tampered(data, change):
    changed = copy.deepcopy(data)
    change(changed)
    return changed


def _shrink_bound(data):
    data["bound"] *= 0.9


def _shrink_one_box(data):
    worst = int(np.argmax(data["boxes"]["bound"]))
    data["boxes"]["bound"][worst] *= 0.98


def _shrink_all(data):
    data["boxes"]["bound"] = [0.97 * bound for bound in data["boxes"]["bound"]]
    data["bound"] *= 0.97
    data["lower"] = 0.0


def _remove_a_box(data):
    for column in data["boxes"].values():
        del column[len(column) // 2]


def _shorten_the_last_box(data):
    data["boxes"]["right"][-1] -= 1e-12


def _change_a_weight(data):
    data["network"]["layers"][1]["weights"][0][3] += 1.0


def _change_the_formula(data):
    data["formula"] = "sin(2*pi*x) + 0.005"


def _widen_the_domain(data):
    data["box"] = [[0.0, 1.5]]


def _leave_half_out(data):
    data["excluded"] = [[0.0, 0.5]]


def _claim_too_much(data):
    data["lower"] = 0.999999 * data["bound"]


def _not_a_number(data):
    data["boxes"]["bound"][0] = float("nan")


def _cut_off_columns(data):
    data["boxes"]["left"].pop()


def _rename(data):
    data["format"] = "something"


def _deepen(data):
    data["network"]["layers"].insert(1, {"activation": "relu", "weights": [[1.0]], "biases": [0]})


@pytest.mark.parametrize(
    "change",
    [
        _shrink_bound,
        _shrink_one_box,
        _shrink_all,
        _remove_a_box,
        _shorten_the_last_box,
        _change_a_weight,
        _change_the_formula,
        _widen_the_domain,
        _leave_half_out,
        _claim_too_much,
        _not_a_number,
        _cut_off_columns,
        _rename,
        _deepen,
    ],
)
def test_a_tampered_proof_is_refused(honest, change):
    verdict = check(tampered(honest, change))

    assert not verdict.ok
    assert verdict.reason


def test_a_proof_of_another_network_is_refused(honest):
    other = uat.approximate("sine", construction="ramps", tol=0.02).network
    honest = {**honest, "network": other.to_dict(), "lower": 0.0}

    assert not check(honest)


def test_a_proof_is_saved_and_loaded(honest, tmp_path):
    proof = Proof.from_dict(honest)
    proof.save(tmp_path / "proof.json")

    assert Proof.load(tmp_path / "proof.json").to_dict() == honest
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(InputError, match="not a proof file"):
        Proof.load(tmp_path / "broken.json")


# What has no proof


def test_a_callable_cannot_be_proven_without_a_constant():
    net = uat.approximate(lambda x: math.sin(3 * x), construction="ramps", tol=0.01)

    with pytest.raises(InputError, match="lipschitz"):
        proved(net)


def test_a_lipschitz_constant_bounds_a_callable():
    net = uat.approximate(lambda x: math.sin(3 * x), construction="ramps", tol=0.01)
    proof = proved(net, lipschitz=3.0, slack=0.05)
    worst = largest_error(proof, lambda x: mpmath.sin(3 * x), np.linspace(0, 1, 1001))

    assert worst <= proof.bound <= 1.06 * net.error.max
    assert "Lipschitz" in check(proof.to_dict()).reason
    assert not check(proof.to_dict()).ok


def test_a_pole_is_refused_with_its_place():
    network = uat.approximate("x", (-1, 1), construction="ramps", tol=0.1).network
    target = make_target("where(x == 0, 1, sin(x)/x)", (-1, 1))

    with pytest.raises(TargetError, match=r"near x = -?\d.*sinc"):
        prove(network, target, samples=make_target("x", (-1, 1)).sample(0.1))


def test_other_networks_are_refused():
    deep = Network(tuple(Layer([[1.0]], [0.0], s) for s in ("relu", "relu", "linear")))
    target = make_target("x")

    with pytest.raises(InputError, match="one hidden layer"):
        prove(deep, target)
    with pytest.raises(InputError, match="slack"):
        prove(deep, target, slack=0.0)


# Properties

weights = st.floats(-300, 300).filter(lambda w: w == 0 or abs(w) > 1e-3)
neurons = st.tuples(weights, st.floats(-100, 100), st.floats(-5, 5))
FORMULAS = {
    "x^3 - x": lambda x: x**3 - x,
    "exp(-x)*cos(7*x)": lambda x: mpmath.exp(-x) * mpmath.cos(7 * x),
    "abs(x - 0.4) + min(x, 0.2)": lambda x: abs(x - mpmath.mpf(0.4)) + min(x, mpmath.mpf(0.2)),
    "sqrt(abs(x))": lambda x: mpmath.sqrt(abs(x)),
    "log(2 + x)/(1 + x^2)": lambda x: mpmath.log(2 + x) / (1 + x**2),
    "tanh(30*x)": lambda x: mpmath.tanh(30 * x),
}


@settings(max_examples=60)
@given(
    st.lists(neurons, min_size=1, max_size=12),
    st.floats(-3, 3),
    st.sampled_from(["sigmoid", "tanh", "arctan", "step", "relu"]),
    st.sampled_from(["linear", "sigmoid"]),
    st.sampled_from(sorted(FORMULAS)),
    st.integers(0, 2**32 - 1),
)
def test_no_small_network_has_more_error_than_proven(rows, bias, hidden, output, formula, seed):
    w, b, a = np.array(rows).T
    network = Network((Layer(w[:, None], b, hidden), Layer(a[None, :], [bias], output)))
    target = make_target(formula, (-1.0, 1.0))
    proof = prove(network, target, samples=make_target("x", (-1, 1)).sample(0.1), budget=20_000)
    x = hard_points(proof, np.random.default_rng(seed), 60)

    assert largest_error(proof, FORMULAS[formula], x) <= proof.bound


@pytest.mark.parametrize("formula", sorted(FORMULAS))
def test_patches_enclose_the_function(formula):
    patches, left_out = taylor_patches(compile_expression(formula), [(-1.0, 1.0)], 1e-6)
    rng = np.random.default_rng(1)

    assert not left_out
    assert patches.errors.max() <= 1e-6
    middle = -1 + 2 * rng.random(200)
    local = patches.local(middle, np.zeros(200))
    for m, value, rest in zip(middle, local.value, local.rest, strict=True):
        assert abs(FORMULAS[formula](mpmath.mpf(m)) - value) <= rest


UNARY = {
    "sqrt(2 + x)": lambda x: mpmath.sqrt(2 + x),
    "cbrt(2 + x)": lambda x: mpmath.cbrt(2 + x),
    "log1p(x/2)": lambda x: mpmath.log1p(x / 2),
    "expm1(x)": mpmath.expm1,
    "asinh(3*x)": lambda x: mpmath.asinh(3 * x),
    "acosh(2 + x)": lambda x: mpmath.acosh(2 + x),
    "atanh(x/2)": lambda x: mpmath.atanh(x / 2),
    "asin(x/2)": lambda x: mpmath.asin(x / 2),
    "acos(x/2)": lambda x: mpmath.acos(x / 2),
    "atan2(x, 1 + x^2)": lambda x: mpmath.atan2(x, 1 + x**2),
    "atan2(2 + x, x - 3)": lambda x: mpmath.atan2(2 + x, x - 3),
    "hypot(x, 1)": lambda x: mpmath.sqrt(x**2 + 1),
    "sinc(x)": mpmath.sinc,
    "erf(x) + erfc(2*x)": lambda x: mpmath.erf(x) + mpmath.erfc(2 * x),
    "gamma(2 + x)": lambda x: mpmath.gamma(2 + x),
    "sigmoid(4*x)": lambda x: 1 / (1 + mpmath.exp(-4 * x)),
    "sinh(x)*cosh(x)": lambda x: mpmath.sinh(x) * mpmath.cosh(x),
    "(2 + x)^-3 + (2 + x)^0.7": lambda x: (2 + x) ** -3 + (2 + x) ** mpmath.mpf(0.7),
    "(2 + x)^x": lambda x: (2 + x) ** x,
    "tan(x) + sec(x)": lambda x: mpmath.tan(x) + mpmath.sec(x),
}


@pytest.mark.parametrize("formula", sorted(UNARY))
def test_jets_enclose_all_derivatives_on_a_box(formula):
    from flint import arb

    expression = compile_expression(formula, ("x",))
    with precision(5):
        box = jet(expression, interval(-0.25, 0.125, (-1.0, 1.0)), arb(1))
    assert all(ball.is_finite() for ball in box)
    for x in (-0.25, -0.1, 0.0, 0.125):
        with mpmath.workprec(240):
            truth = mpmath.taylor(UNARY[formula], mpmath.mpf(x), 4)
        for ball, value in zip(box, truth, strict=True):
            assert ball.overlaps(arb(mpmath.nstr(value, 25)) + arb(0, 1e-18))


@pytest.mark.parametrize("formula", ["abs(x)", "max(x, 0)", "sqrt(x)", "floor(x + 1)", "sign(x)"])
def test_jets_know_nothing_beyond_a_kink(formula):
    from flint import arb

    with precision(4):
        box = jet(compile_expression(formula), arb(0, 0.5), arb(1))
    assert not box[2].is_finite()
