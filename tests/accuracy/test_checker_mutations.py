"""A thousand random changes to real proofs: none that makes the statement false is accepted.

What is false is decided here, by other means: an own forward pass and own values of the formula, at
points that are dense and on purpose: ends, kinks, windows, and wherever a change put something.
"""

import copy
import json
import math
import random

import numpy as np
import pytest

import uat
from uat.accuracy.checker import check
from uat.accuracy.proof import prove
from uat.functions.target import make_target
from uat.networks.network import Layer, Network

SEED, CHANGES = 20261128, 1000
SPIKE = 0.43717
WORDS = {
    **{name: getattr(np, name) for name in ("sin", "cos", "exp", "log", "sqrt", "sign", "floor")},
    "asin": np.arcsin,
    "tanh": np.tanh,
    "abs": np.abs,
    "max": np.maximum,
    "pi": np.pi,
}
ACTIVATIONS = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-np.clip(z, -700, 700))),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "linear": lambda z: z,
    "step": lambda z: np.where(z > 0, 1.0, np.where(z < 0, 0.0, 0.5)),
    "softsign": lambda z: z / (1 + np.abs(z)),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
}
PROOFS = {
    "ramps": ("x^2", {"construction": "ramps", "tol": 0.1, "box": (-1, 1)}),
    "steps": ("x^3", {"construction": "steps", "tol": 0.4, "box": (-1, 1.5)}),
    "jump": ("x + sign(x - 0.3)", {"construction": "steps", "tol": 0.3}),
    "softsign": ("sin(3*x)", {"construction": "steps", "tol": 0.3, "activation": "softsign"}),
    "quadrants": ("x*y", {"construction": "quadrants", "tol": 0.3}),
}
SHARES = {"ridges": 1, "quadrants": 4, "softsign": 4, "jump": 8, "steps": 8, "ramps": 8}


@pytest.fixture(scope="module")
def proofs():
    found = {}
    for key, (f, options) in PROOFS.items():
        data = uat.approximate(f, prove=True, **options).proof.to_dict()
        found[key] = data
    hidden = Layer([[1.0, -1.0], [0.0, 1.0]], [0.0, 0.0], "relu")
    ridges = Network((hidden, Layer([[1.0, 1.0]], [0.1], "linear")))
    target = make_target("max(x, y) + 0.3*sin(3*x)", [(0, 1), (0, 1)])
    found["ridges"] = prove(ridges, target).to_dict()
    return json.loads(json.dumps(found))


def values_of(formula, names, points):
    text = formula.replace("^", "**")
    with np.errstate(all="ignore"):
        value = eval(text, {"__builtins__": {}, **WORDS}, dict(zip(names, points.T, strict=True)))
    return np.broadcast_to(value, len(points)).astype(float)


def matrix_of(data, rows):
    if isinstance(data, list):
        return np.array(data, dtype=float)
    matrix = np.zeros(data["shape"])
    np.add.at(matrix, (data["rows"], data["columns"]), data["values"])
    return matrix


def forward(network, points):
    values = points
    for layer in network["layers"]:
        weights = matrix_of(layer["weights"], len(layer["biases"]))
        z = values @ weights.T + np.array(layer["biases"], dtype=float)
        values = ACTIVATIONS[layer["activation"]](z)
    return values[:, 0]


def places(data, k, rng):
    """Numbers along one input at which something may happen."""
    low, high = data["box"][k]
    first = data["network"]["layers"][0]
    weights, biases = matrix_of(first["weights"], 0), np.array(first["biases"], dtype=float)
    with np.errstate(all="ignore"):
        steps = -biases / weights[:, k]
    steps = steps[np.isfinite(steps)]
    ends = [
        end for window in data["left_out"]["windows"] for side in window for end in side[k : k + 1]
    ]
    own = np.concatenate([steps, ends, data["at"][k : k + 1], [low, high, 0.0, SPIKE, 0.3]])
    width = high - low
    near = [own + sign * width * 10.0**-e for sign in (1, -1) for e in range(2, 16, 2)]
    found = np.concatenate([own, *near, np.linspace(low, high, 1201), rng.uniform(low, high, 200)])
    beside = np.concatenate([found, np.nextafter(own, -math.inf), np.nextafter(own, math.inf)])
    return np.unique(beside[(beside >= low) & (beside <= high)])


def is_false(data, at_jumps=math.inf):
    """Whether the statement of a proof file is surely false. Raises where it is no statement.

    at_jumps: what the checker says of |f - network| in windows.
    """
    rng = np.random.default_rng(3)
    bound, lower, names = float(data["bound"]), float(data["lower"]), data["names"]
    axes = [places(data, k, rng) for k in range(len(names))]
    if len(names) == 1:
        points = axes[0][:, None]
    else:
        some = [axis if axis.size < 400 else rng.choice(axis, 400, replace=False) for axis in axes]
        points = np.stack([m.ravel() for m in np.meshgrid(*some)], axis=1)
    inside = np.zeros(len(points), dtype=bool)
    for low, high in data["left_out"]["windows"]:
        inside |= ((points >= low) & (points <= high)).all(axis=1)
        if not jumps(data, low, high):
            return True
    error = np.abs(values_of(data["formula"], names, points) - forward(data["network"], points))
    room = 1e-9 * (1 + bound)
    if not (error <= np.where(inside, at_jumps, bound) + room).all():
        return True
    at = np.array([data["at"]], dtype=float)
    reached = abs(values_of(data["formula"], names, at) - forward(data["network"], at))[0]
    return not (0 <= lower <= bound and reached >= lower - room)


def jumps(data, low, high):
    """Whether f jumps in a window of one input: halved down to neighbouring floats."""
    x = np.linspace(low[0], high[0], 4001)[:, None]
    y = values_of(data["formula"], data["names"], x)
    i = int(np.argmax(np.abs(np.diff(y))))
    a, b = float(x[i, 0]), float(x[i + 1, 0])
    while a < (middle := 0.5 * (a + b)) < b:
        ends = values_of(data["formula"], data["names"], np.array([[a], [middle], [b]]))
        a, b = (a, middle) if abs(ends[1] - ends[0]) > abs(ends[2] - ends[1]) else (middle, b)
    ends = values_of(data["formula"], data["names"], np.array([[a], [b]]))
    return bool(abs(ends[1] - ends[0]) > 1e-6)


def leaves(data, path=()):
    """The paths of everything in lists and objects."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))


def at_path(data, path):
    for key in path:
        data = data[key]
    return data


NUMBERS = (
    lambda x, lot: math.nextafter(x, lot.choice((-1, 1)) * math.inf),
    lambda x, lot: x * (1 + lot.uniform(-1e-3, 1e-3)),
    lambda x, lot: x * lot.choice((0.5, 0.9, 0.99, 1.01, 1.1, 2, 10, 1e6, 1e-6)),
    lambda x, lot: -x,
    lambda x, lot: x + lot.choice((-1, 1)) * lot.choice((1e-6, 1e-3, 0.1, 1.0)),
    lambda x, lot: lot.choice((0.0, 1.0, -1.0, 1e300, 10**400, 2**60, True, None)),
    lambda x, lot: lot.choice((float("nan"), float("inf"), str(x), [x], {})),
)
ADDED = (
    "+ 0.01", "- 1e-3", "+ 0*sqrt({0} - 0.9)", "+ 0*log({0})", "+ 0/{0}", "+ 0*asin(3*{0})",
    "+ exp(-(({0} - 0.43717)/1e-6)^2)", "+ 100*exp(-(({0} - 0.3001)/1e-5)^2)", "*1.02", "+ 1e-13",
    "+ sign({0} - 0.43717)", "+ 1/{0}", "+ 0*{0}", "+ sqrt(-1)",
)  # fmt: skip


def change_leaf(data, lot):
    paths = [path for path in leaves(data) if path[0] not in ("seconds", "versions", "function")]
    top = lot.choice(sorted({path[0] for path in paths}))
    path = lot.choice([path for path in paths if path[0] == top])
    parent, key = at_path(data, path[:-1]), path[-1]
    value = parent[key]
    kind = lot.random()
    if isinstance(value, float | int) and not isinstance(value, bool) and kind < 0.8:
        parent[key] = lot.choice(NUMBERS)(value, lot)
    elif isinstance(parent, list):
        other = lot.randrange(len(parent))
        if kind < 0.4:
            parent[key], parent[other] = parent[other], parent[key]
        elif kind < 0.7:
            parent.insert(other, copy.deepcopy(value))
        else:
            del parent[key]
    elif kind < 0.5:
        del parent[key]
    else:
        other = lot.choice(sorted(parent))
        parent[key], parent[other] = parent[other], parent[key]


def change_formula(data, lot):
    data["formula"] += lot.choice(ADDED).format(lot.choice(data["names"]))


def change_activation(data, lot):
    lot.choice(data["network"]["layers"])["activation"] = lot.choice(sorted(ACTIVATIONS))


def change_weight(data, lot):
    layer = lot.choice(data["network"]["layers"])
    row = lot.choice([layer["biases"], *(layer["weights"] if isinstance(layer["weights"], list)
                                         else [layer["weights"]["values"]])])  # fmt: skip
    k = lot.randrange(len(row))
    row[k] = lot.choice(NUMBERS[:5])(row[k], lot)


def change_bounds(data, lot):
    factor = lot.choice((0.5, 0.9, 0.99, 0.999, 1.0, 1.01, 2))
    data["bound"] *= factor
    data["boxes"]["bound"] = [factor * bound for bound in data["boxes"]["bound"]]
    data["lower"] = lot.choice((0.0, factor * data["lower"], data["lower"]))


def change_windows(data, lot):
    box, places_of = data["box"], data["left_out"]["places"]
    windows = data["left_out"]["windows"]
    width = lot.choice((1e-9, 1e-5, 1e-3, 0.004, 0.5))
    start = [lot.uniform(low, high) for low, high in box]
    stop = [x + width * (high - low) for x, (low, high) in zip(start, box, strict=True)]
    if windows and lot.random() < 0.6:
        low, high = lot.choice(windows)
        which = lot.choice((low, high))
        which[0] += lot.choice((-1, 1)) * width
    else:
        windows.append(lot.choice(([start, stop], [stop, start])))
        places_of.append([lot.choice((None, x)) for x in start])


def change_box(data, lot):
    interval = lot.choice(data["box"])
    interval[lot.randrange(2)] += lot.choice((-1, 1)) * lot.choice((1e-15, 1e-9, 1e-3, 0.5))


KINDS = (change_leaf,) * 6 + (change_formula, change_activation, change_weight, change_weight,
                              change_bounds, change_windows, change_box)  # fmt: skip


def test_no_changed_proof_that_is_false_is_accepted(proofs):
    lot = random.Random(SEED)
    names = [key for key, share in SHARES.items() for _ in range(share)]
    accepted, lies = 0, []
    for data in proofs.values():
        verdict = check(data)
        assert verdict.ok and not is_false(data, verdict.bound_at_jumps or math.inf)
    for number in range(CHANGES):
        key, changes = lot.choice(names), lot.choice((1, 1, 1, 2))
        data = copy.deepcopy(proofs[key])
        for _ in range(changes):
            change = lot.choice(KINDS)
            try:
                change(data, lot)
            except (TypeError, KeyError, IndexError, AttributeError, OverflowError, ValueError):
                continue  # the first change left nothing to change
        verdict = check(data)
        assert verdict.ok or verdict.reason
        if verdict.ok:
            accepted += 1
            if is_false(data, verdict.bound_at_jumps or math.inf):
                lies.append((number, key, verdict.reason))
    assert not lies
    assert 50 <= accepted <= 500  # what stays true: words, bounds made larger, an ulp
