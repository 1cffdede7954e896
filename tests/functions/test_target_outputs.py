"""Functions of several inputs and outputs, pictures and decision regions as targets."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import uat
from uat.base.errors import InputError, TargetError
from uat.functions.expression import compile_formula
from uat.functions.target import make_target


def curve(t):
    return math.cos(t), math.sin(t)


@pytest.mark.parametrize(
    "f",
    [
        curve,
        lambda t: [np.cos(t), np.sin(t)],
        lambda t: (np.cos(t), np.sin(t)),
        lambda t: np.array([np.cos(t), np.sin(t)]),
        lambda t: np.stack([np.cos(t), np.sin(t)], axis=-1),
        "(cos(t), sin(t))",
        compile_formula("(cos(t), sin(t))"),
    ],
)
def test_a_curve_in_every_form(f):
    target = make_target(f, (0, 6))
    t = np.linspace(0, 6, 12).reshape(3, 4)
    assert (target.inputs, target.outputs, target.kind) == (1, 2, "function")
    np.testing.assert_allclose(target(t), np.stack([np.cos(t), np.sin(t)], axis=-1), rtol=1e-15)
    assert target(1.0).shape == (2,)
    assert target(t).dtype == np.float64
    for k, oracle in enumerate((np.cos, np.sin)):
        part = target.component(k)
        assert (part.outputs, part.box) == (1, target.box)
        np.testing.assert_allclose(part(t), oracle(t), rtol=1e-15)


@given(st.integers(1, 3), st.integers(1, 5), st.sampled_from(["first", "last", "tuple", "single"]))
def test_whole_arrays_give_what_single_calls_give(inputs, outputs, how):
    """Also where a number of outputs equals that of the points."""

    def parts(*x):
        return [sum((k + 1) * x[i] ** (i + k) for i in range(inputs)) + k for k in range(outputs)]

    def f(*x):
        found = parts(*x)
        if how == "single":
            return [float(value) for value in found]
        return tuple(found) if how == "tuple" else np.stack(found, 0 if how == "first" else -1)

    target = make_target(f, [(1, 2)] * inputs)
    for shape in ((), (7,), (outputs, outputs), (3,), (outputs,)):
        x = np.random.default_rng(0).uniform(1, 2, (inputs, *shape))
        wanted = np.stack(parts(*x), axis=-1) if outputs > 1 else parts(*x)[0]
        assert target.outputs == outputs
        np.testing.assert_allclose(target(*x), wanted, rtol=1e-12)


def test_constant_outputs_broadcast():
    target = make_target(lambda x, y: (1, x + y, 0.5))
    np.testing.assert_array_equal(target([1.0, 2.0], [3.0, 4.0]), [[1, 4, 0.5], [1, 6, 0.5]])


def test_whole_arrays_are_used_where_they_can_be():
    sizes = []

    def f(x, y):
        sizes.append(np.size(x))
        return np.sin(x) * y, np.cos(x) - y

    target = make_target(f)
    sizes.clear()
    target(np.zeros(500), np.zeros(500))
    assert sizes == [500]


@pytest.mark.parametrize("inputs", [([1, 2], [1, 2, 3]), ("a", 1), (1j, 1), ([[1], [1, 2]], 1)])
def test_inputs_that_do_not_fit(inputs):
    with pytest.raises(InputError, match=r"takes (arrays of numbers that fit|real numbers)"):
        make_target("x + y")(*inputs)


def test_a_function_may_write_to_its_arguments():
    def f(x, y):
        x *= 2
        return x, x + y

    target, x = make_target(f), np.array([1.0, 2.0])
    np.testing.assert_array_equal(target(x, 1.0), [[2, 3], [4, 5]])
    np.testing.assert_array_equal(x, [1, 2])


def wants_copy(x):
    y = x.copy()
    y[x > 0.5] = 1
    return y


@pytest.mark.parametrize(
    ("f", "meaning"),
    [
        (lambda x: x.clip(0, 0.5), lambda x: min(max(x, 0.0), 0.5)),
        (lambda x: (10 * x).astype(int), lambda x: float(int(10 * x))),
        (wants_copy, lambda x: 1.0 if x > 0.5 else x),
        (lambda x: np.interp(x, [0, 1], [0, 2]).reshape(x.shape), lambda x: 2 * x),
        (lambda x: np.array([float(v) ** 2 for v in x]), lambda x: x * x),
        (lambda x: x[:] + 1, lambda x: x + 1),
        (lambda x: [math.exp(v) for v in x], math.exp),
    ],
)
def test_functions_that_ask_for_what_only_arrays_have(f, meaning):
    target = make_target(f)
    x = np.linspace(0, 1, 41)
    assert target(x) == pytest.approx([meaning(t) for t in x.tolist()])
    net = uat.approximate(f, tol=0.2)
    assert net.error.met


def test_functions_of_arrays_with_several_inputs_and_outputs():
    target = make_target(lambda x, y: (x.clip(0, 0.5), y.copy()), ((0, 1), (0, 2)))
    assert target.outputs == 2
    assert target(np.array([0.7]), np.array([1.5])).tolist() == [[0.5, 1.5]]
    condition = make_target(lambda x, y: (x + y).astype(bool), ((0, 1), (0, 2)))
    assert condition.kind == "classes"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("py:./mod.py:scal", "write py:mod:scal$"),
        ("py:mod.py:scal", "write py:mod:scal$"),
        ("py:some/where/mod.py:scal", "py:mod:scal, and run uat in the folder some/where"),
        ("py:C:\\here\\mod.py:scal", "py:mod:scal, and run uat in the folder C:/here"),
    ],
)
def test_a_path_for_a_module_is_told_what_to_write(text, advice):
    with pytest.raises(InputError, match=advice):
        make_target(text)


def test_outputs_that_change_or_fail_are_told_with_the_place():
    with pytest.raises(TargetError, match=r"must return 2 real numbers; at 0\.9, 0\.2 .*tuple"):
        make_target(lambda x, y: (x, y) if x < 0.88 else (x, y, x))([0.1, 0.9], 0.2)
    with pytest.raises(TargetError, match=r"must return 2 real numbers.* NoneType"):
        make_target(lambda x: (x, x) if x < 0.88 else None)([0.9])
    holes = make_target(lambda x: (math.sqrt(x - 0.5), x))
    np.testing.assert_array_equal(np.isnan(holes([0.2, 0.6])), [[True, True], [False, False]])
    with pytest.raises(InputError, match="returns 2000 numbers; the most is 1000"):
        make_target(lambda x: np.zeros(2000))


class Nasty:
    """An object that cannot even be printed."""

    def __str__(self):
        raise RuntimeError

    __repr__ = __str__


def test_objects_that_cannot_be_printed():
    with pytest.raises(TargetError, match=r"one real number; .* Nasty"):
        make_target(lambda x: Nasty())([0.5])


def test_several_outputs_are_sampled_one_by_one():
    target = make_target("(t, 2*t)")
    with pytest.raises(InputError, match="sample each component"):
        target.sample(0.1)
    assert target.component(1).sample(0.1).y.max() == 2.0
    assert (target.component(1).name, target.component(1).formula) == ("2*t", "2*t")
    assert make_target(curve).component(1).name == "curve[1]"
    for k in (-1, 2):
        with pytest.raises(InputError, match="outputs 0 to 1"):
            target.component(k)
    single = make_target("x")
    assert single.component(0) is single


def test_formulas_of_several_outputs():
    target = make_target("(x*y, x/y)", [(1, 2), (1, 3)])
    assert target.formula == "(x*y, x/y)"
    assert target.formulas == ("x*y", "x/y")
    np.testing.assert_array_equal(target([1.0, 2.0], 4.0), [[4, 0.25], [8, 0.5]])


def test_tables_of_several_inputs_and_outputs(tmp_path):
    path = tmp_path / "grid.csv"
    rows = [f"{x},{y},{x + 2 * y},{x * y}" for x in range(3) for y in range(4)]
    path.write_text("x,y,u,v\n" + "\n".join(rows))
    target = make_target(path)
    assert (target.names, target.outputs) == (("x", "y"), 2)
    assert target.box == ((0.0, 2.0), (0.0, 3.0))
    np.testing.assert_allclose(target(0.5, 1.5), [3.5, 0.75])
    np.testing.assert_array_equal(target.lines[1], [0, 1, 2, 3])
    assert target.note == "bilinear between 3×4 samples"
    assert make_target(path, [(0, 1), (1, 2)]).box == ((0.0, 1.0), (1.0, 2.0))
    with pytest.raises(InputError, match="goes beyond"):
        make_target(path, [(0, 5), (0, 3)])
    with pytest.raises(InputError, match="goes beyond"):
        make_target(target, [(0, 1), (0, 3.5)])
    with pytest.raises(InputError, match=r"has 2 inputs .x, y.; the box has 1"):
        make_target(path, (0, 1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "classes:",
        "classes:classes:x<y",
        "\0.csv",
        "x" * 5000 + ".png",
        "py:",
        "a.png.",
        "..csv",
    ],
)
def test_odd_texts_end_in_a_sentence(text):
    with pytest.raises(Exception) as caught:
        make_target(text)
    assert type(caught.value).__module__ in ("uat.base.errors", "uat.functions.expression.error")
