"""No point outside the windows has a larger error than the proven bound, by an oracle of its own.

f has spikes narrower than any grid, kinks, steep slopes and jumps at places that no one told the
network or the proof. The oracle is f and a forward pass in 50 digits, at the worst points that
somebody who knows these places can choose.
"""

import itertools
import json

import mpmath
import numpy as np
import pytest
from boxing import network_of
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

import uat
from uat.accuracy.proof.boxes import prove_boxes
from uat.accuracy.proof.front import check_any
from uat.constructions.boxes.partition.boxes import Grid
from uat.constructions.boxes.quadrants import quadrants
from uat.functions.target import make_target

mpmath.mp.dps = 50


def forward(network, point):
    """The network in 60 digits, as a number of mpmath."""
    before, ctx.prec = ctx.prec, 200
    values = [arb(x) for x in point]
    for layer in network.layers:
        weights = layer.weights
        rows = weights.toarray() if hasattr(weights, "toarray") else np.asarray(weights)
        sums = [
            sum((arb(w) * values[j] for j, w in enumerate(row) if w), arb(b))
            for row, b in zip(rows.tolist(), layer.biases.tolist(), strict=True)
        ]
        is_sigmoid = layer.activation.name == "sigmoid"
        values = [1 / (1 + (-z).exp()) for z in sums] if is_sigmoid else sums
    text = values[0].str(50, radius=False)
    ctx.prec = before
    return mpmath.mpf(text)


# Each kind: a formula of v with a place c, a height h and a width w, and the same in mpmath.
KINDS = {
    "spike": (
        "{h!r}*exp(-(({v} - {c!r})/{w!r})^2)",
        lambda v, c, h, w: h * mpmath.exp(-(((v - c) / w) ** 2)),
    ),
    "kink": (
        "{h!r}*sqrt(abs({v} - {c!r}))",
        lambda v, c, h, w: h * mpmath.sqrt(abs(v - c)),
    ),
    "steep": (
        "{h!r}*tanh(({v} - {c!r})/{w!r})",
        lambda v, c, h, w: h * mpmath.tanh((v - c) / w),
    ),
    "jump": (
        "{h!r}*sign({v} - {c!r})",
        lambda v, c, h, w: h * mpmath.sign(v - c),
    ),
}  # fmt: skip


@st.composite
def cases(draw, inputs):
    """A plane, and two features: (kind, input, place, height, width)."""
    slopes = [draw(st.integers(-4, 4)) / 4 for _ in range(inputs)]
    features = []
    for _ in range(2):
        place = draw(st.integers(1, 9)) / 10 + draw(st.integers(1, 9)) / 127
        features.append((
            draw(st.sampled_from(sorted(KINDS))),
            draw(st.integers(0, inputs - 1)),
            min(place, 0.97),
            draw(st.sampled_from([0.25, 0.5, 1.0])),
            10.0 ** -draw(st.integers(3, 9)),
        ))  # fmt: skip
    return slopes, features, draw(st.booleans())


def built(case, inputs, counts):
    """f as a target and in mpmath, and a network that may have cuts where f jumps."""
    slopes, features, aligned = case
    names = "xyz"[:inputs]
    terms = [f"{slope!r}*{name}" for slope, name in zip(slopes, names, strict=True)]
    terms += [
        KINDS[kind][0].format(v=names[k], c=c, h=h, w=w) for kind, k, c, h, w in features
    ]  # fmt: skip
    target = make_target(" + ".join(terms), ((0.0, 1.0),) * inputs)

    def exact(point):
        plane = mpmath.fsum(mpmath.mpf(s) * x for s, x in zip(slopes, point, strict=True))
        return plane + mpmath.fsum(
            KINDS[kind][1](mpmath.mpf(point[k]), mpmath.mpf(c), h, mpmath.mpf(w))
            for kind, k, c, h, w in features
        )

    edges = [np.linspace(0.0, 1.0, n + 1) for n in counts]
    for kind, k, c, *_ in features:
        if aligned and kind == "jump" and np.abs(edges[k] - c).min() > 0.01:
            edges[k] = np.sort(np.append(edges[k], c))
    middles = np.meshgrid(*[0.5 * (line[1:] + line[:-1]) for line in edges], indexing="ij")
    grid = Grid(tuple(edges), target(*middles)[..., None].copy(), 0.0)
    network, weights = network_of(quadrants(grid), target, jumps=True)
    return target, exact, network, edges, weights


def adversarial(features, edges, weights, inputs, seed):
    """Points next to every feature, in windows and at their ends, and at the ends of the domain."""
    lot = np.random.default_rng(seed)
    axes = []
    for k in range(inputs):
        places = [0.0, 1.0, *lot.uniform(0, 1, 2)]
        for cut in edges[k][1:-1]:
            places += [cut + z / weights[k] for z in (-40.0, -1.0, 0.0, 1e-3, 1.0, 40.0)]
        for _, axis, c, _, w in features:
            if axis == k:
                places += [c, np.nextafter(c, 0), np.nextafter(c, 1), c - w, c + w, c + 3 * w]
        some = lot.permutation(len(places))[:14]
        near = [c for _, axis, c, *_ in features if axis == k]
        chosen = [*near, *(places[i] for i in some)]
        axes.append(sorted({float(np.clip(x, 0.0, 1.0)) for x in chosen}))
    points = list(itertools.product(*axes))
    return [points[i] for i in lot.permutation(len(points))[:60]] + [
        tuple(c if axis == k else float(x) for k, x in enumerate(lot.uniform(0, 1, inputs)))
        for _, axis, c, *_ in features
    ]


def require_true(case, inputs, counts, budget=2_000_000):
    target, exact, network, edges, weights = built(case, inputs, counts)
    proof = prove_boxes(network, target, slack=0.1, budget=budget)
    features = case[1]
    for point in adversarial(features, edges, weights, inputs, 7):
        if not proof.left_out.holds(*point):
            error = abs(exact(point) - forward(network, point))
            assert error <= proof.bound, (point, float(error), proof.bound)
    jumps = {(k, c) for kind, k, c, *_ in features if kind == "jump"}
    for (low, high), place in zip(proof.left_out.windows, proof.left_out.places, strict=True):
        assert all(a < b for a, b in zip(low, high, strict=True))
        assert any(
            place[k] is not None and abs(place[k] - c) < 1e-12 and low[k] <= c <= high[k]
            for k, c in jumps
        )
    assert proof.left_out.share(target.box) <= 0.01
    assert proof.lower <= proof.bound


@given(case=cases(2))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_the_bound_holds_everywhere_outside_the_windows(case):
    require_true(case, 2, (4, 3))


@given(case=cases(3))
@settings(max_examples=4, deadline=None, derandomize=True)
def test_it_does_in_three_inputs(case):
    """With few balls: what is open then is bounded as it stands, less sharply, never wrong."""
    require_true(case, 3, (2, 2, 2), budget=40_000)


def test_a_spike_that_no_grid_sees_is_in_the_bound():
    """The face of a box on which f only rises has no width; it is not left out for that."""
    target = make_target("x+exp(-((y-0.3001)/1e-5)^2)", ((0.0, 1.0),) * 2)
    plane = Grid(
        (np.array([0, 0.45, 1.0]), np.array([0.0, 1.0])), np.array([[0.2], [0.7]])[..., None], 0.0
    )
    network, _ = network_of(quadrants(plane), target)
    proof = prove_boxes(network, target)
    error = abs(mpmath.mpf(0.77667) + 1 - forward(network, (0.77667, 0.3001)))

    assert not proof.left_out
    assert 1.0 < error <= proof.bound
    # f - 0.7 is at most 1.3 at x = 1, f - 0.2 at most 1.25 at x = 0.45.
    assert proof.bound <= 1.3 * 1.03
    assert proof.lower > 1.2


@pytest.mark.parametrize(
    ("formula", "tol", "jumps"),
    [
        ("x+exp(-((y-0.3001)/1e-5)^2)", 0.2, set()),  # the boxes are told where the spike is
        ("x+sign(y-0.5)", 0.3, {(None, 0.5)}),
    ],
)
def test_building_measuring_proof_and_checker_speak_of_the_same_points(formula, tol, jumps):
    net = uat.approximate(formula, ((0, 1), (0, 1)), tol=tol, prove=True)
    found = {
        tuple(None if x is None else round(x, 9) for x in place)
        for place in net.error.left_out.places
    }
    wanted = {tuple(None if x is None else round(x, 9) for x in place) for place in jumps}

    assert net.error.proven <= tol
    assert net.error.left_out == net.proof.left_out
    assert net.error.max <= net.error.proven
    assert found == wanted
    assert check_any(json.loads(json.dumps(net.proof.to_dict()))).ok
