"""A function comes in many forms; all of them become the same kind of target."""

import math
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import uat
from uat.base.errors import FileError, InputError, TargetError
from uat.functions.target import make_target, parse_box


def test_text_is_an_expression_on_the_unit_interval():
    target = make_target("x^2 + 1")
    assert (target.box, target.names, target.formula) == (((0.0, 1.0),), ("x",), "x^2 + 1")
    np.testing.assert_array_equal(target([0.0, 0.5, 2.0]), [1.0, 1.25, 5.0])


def test_catalogue_names_have_their_own_box():
    assert make_target("runge").box == ((-1.0, 1.0),)
    assert make_target("runge", (0, 2)).box == ((0.0, 2.0),)
    assert make_target("runge")(0.2) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "f",
    [
        np.sin,
        math.sin,
        lambda x: np.sin(x),
        lambda x: float(math.sin(x)),
        lambda x: np.float32(math.sin(x)),
    ],
)
def test_callables_vectorised_or_not(f):
    target = make_target(f, (0, 3))
    x = np.linspace(0, 3, 11)
    np.testing.assert_allclose(target(x), np.sin(x), rtol=1e-7)
    assert target(x).dtype == np.float64
    assert target(x.reshape(1, 11)).shape == (1, 11)


def test_a_callable_that_branches_is_called_point_by_point():
    target = make_target(lambda x: -1.0 if x < 0.5 else 1.0)
    np.testing.assert_array_equal(target([0.2, 0.5, 0.8]), [-1, 1, 1])


def test_what_numpy_vectorizes_is_called_once_for_each_point():
    called = []

    def f(x):
        called.append(x)
        return -1.0 if x < 0.5 else 1.0

    target = make_target(np.vectorize(f))
    called.clear()
    np.testing.assert_array_equal(target([0.2, 0.5, 0.8]), [-1, 1, 1])
    assert called == [0.2, 0.5, 0.8]


def test_what_numpy_vectorize_is_told_besides_counts():
    whole = np.vectorize(lambda x: 2.5 * x, otypes=[int])
    np.testing.assert_array_equal(make_target(whole)([0.3, 0.5, 1.0]), [0, 1, 2])


def test_a_constant_callable_broadcasts():
    np.testing.assert_array_equal(make_target(lambda x: 2)(np.zeros(4)), [2.0] * 4)


def test_a_callable_that_is_wrong_on_arrays_is_called_point_by_point():
    def cumulative(x):
        return np.cumsum(np.atleast_1d(x)) if np.ndim(x) else x

    np.testing.assert_array_equal(make_target(cumulative)([1.0, 2.0, 3.0]), [1, 2, 3])


def test_mathematical_errors_are_holes_and_others_are_told():
    assert np.isnan(make_target(lambda x: math.sqrt(x - 0.5))([0.2])[0])

    def broken(x):
        raise KeyError("oops")

    with pytest.raises(TargetError, match=r"raised KeyError at 0\.5"):
        make_target(broken)([0.5])


@pytest.mark.parametrize("value", [1j, "text", None, [1.0, "a"], [[1.0, 2.0], [3.0, 4.0]], []])
def test_values_that_are_no_real_numbers_are_refused(value):
    with pytest.raises(TargetError, match="one real number"):
        make_target(lambda x: value)([0.5])


def test_several_inputs():
    assert make_target(np.hypot).inputs == 2
    assert make_target(lambda x, y, z: x + y + z).box == ((0.0, 1.0),) * 3
    target = make_target("x*y", [(0, 1), (0, 2)])
    np.testing.assert_array_equal(target([1.0, 2.0], 3.0), [3.0, 6.0])
    with pytest.raises(InputError, match="takes 2 inputs, not 1"):
        target(1.0)


def test_functions_of_modules(tmp_path, monkeypatch):
    (tmp_path / "my_functions.py").write_text("def cube(x):\n    return x**3\nnumber = 3\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert make_target("py:my_functions:cube")(2.0) == 8.0
    assert make_target("py:math:sin")(1.0) == pytest.approx(math.sin(1))
    for text, message in (
        ("py:my_functions", "write py:module:function"),
        ("py:my_functions:none", "none"),
        ("py:no_such_module:f", "no_such_module"),
        ("py:my_functions:number", "not a function"),
    ):
        with pytest.raises(InputError, match=message):
            make_target(text)


def test_tables(tmp_path):
    path = tmp_path / "samples.csv"
    path.write_text("t,v\n0,1\n4,3\n2,5\n")
    target = make_target(str(path))
    assert (target.box, target.names) == (((0.0, 4.0),), ("t",))
    assert target(1.0) == 3.0
    assert target.note == "linear between 3 samples"
    assert make_target(path, (1, 2)).box == ((1.0, 2.0),)
    with pytest.raises(InputError, match="goes beyond"):
        make_target(path, (0, 5))
    net = uat.approximate(path, construction="steps", tol=0.5)
    assert net.network.neurons == 4  # 1-2, 2-3, 3-4, 4-5-4, 4-3
    with pytest.raises(FileError, match="cannot read"):
        make_target("none.csv")


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((0, 1), ((0.0, 1.0),)),
        ([("0", "2*pi")], ((0.0, 2 * math.pi),)),
        (((-1, 1), (0, 2)), ((-1.0, 1.0), (0.0, 2.0))),
        (np.array([[0, 1], [2, 3]]), ((0.0, 1.0), (2.0, 3.0))),
    ],
)
def test_boxes(box, expected):
    assert parse_box(box) == expected


@pytest.mark.parametrize(
    ("box", "message"),
    [
        ((1, 0), "did you mean 0:1"),
        ((1, 1), "empty"),
        ((0, math.inf), "finite ends"),
        ((0, math.nan), "finite ends"),
        ((-1e308, 1e308), "finite ends"),
        ((1, 1 + 1e-12), "too narrow"),
        ((0, 1, 2), "two ends"),
        ("0:1", "a box is"),
        (3, "a box is"),
        ((), "a box is"),
        ((None, 1), "not a number"),
        (("0", "y"), "y"),
    ],
)
def test_boxes_that_are_none(box, message):
    with pytest.raises(InputError, match=message):
        parse_box(box)


def test_a_box_must_fit_the_function():
    with pytest.raises(InputError, match=r"has 1 input .*the box has 2"):
        make_target("sin(x)", [(0, 1), (0, 1)])
    with pytest.raises(InputError, match="has one input; the box has 2"):
        make_target(make_target("sin(x)"), [(0, 1), (0, 1)])
    with pytest.raises(InputError, match="hypot takes 2 inputs; the box has 1"):
        make_target(np.hypot, (0, 1))
    with pytest.raises(InputError, match="takes 1 input; the box has 2"):
        make_target(lambda x: x, [(0, 1), (0, 1)])
    assert make_target(lambda *x: sum(x), [(0, 1)] * 3)(1.0, 2.0, 3.0) == 6.0


@pytest.mark.parametrize("f", [lambda: 1.0, lambda x, *, a: a * x, type("Empty", (), {})])
def test_what_takes_no_number_alone_is_told_so(f):
    with pytest.raises(InputError, match=r"cannot be called with a number alone: give .*lambda x"):
        make_target(f, (0, 1))


@pytest.mark.parametrize("number", [Fraction, Decimal])
def test_numbers_of_other_kinds_are_numbers(number):
    f = make_target(lambda x: number(x) / 3, (0, 1))
    assert f(np.array([0.75, 0.5])).tolist() == pytest.approx([0.25, 1 / 6], abs=1e-16)


@pytest.mark.parametrize("f", [3, None, ["sin(x)"]])
def test_what_is_no_function(f):
    with pytest.raises(InputError, match=r"a function is a formula|one text"):
        make_target(f)


def test_a_name_almost_in_the_catalogue_is_recognised():
    with pytest.raises(InputError, match="did you mean nielsen"):
        make_target("nielsn")


@pytest.mark.parametrize("shape", ["number", "array", "plane"])
def test_noise_is_refused_before_millions_of_samples_are_spent_on_it(shape):
    generator = np.random.default_rng(0)
    noise = {
        "number": lambda x: float(x) + 0.01 * float(generator.standard_normal()),
        "array": lambda x: x + 0.01 * generator.standard_normal(np.shape(x)),
        "plane": lambda x, y: x + y + generator.standard_normal(np.shape(x)),
    }[shape]
    with pytest.raises(TargetError, match=r"another value when it is called again .*\.csv"):
        make_target(noise)


def test_a_function_that_is_not_a_number_somewhere_is_no_noise():
    make_target(lambda x: np.nan if x < 0.5 else x)


def test_names_that_no_file_can_have_are_one_sentence():
    for name in ("a\0b.png", "x" * 5000 + ".csv"):
        with pytest.raises((FileError, InputError)) as told:
            make_target(Path(name))
        assert len(str(told.value).splitlines()) == 1


def says_no(x):
    if x > 0.5:
        raise ValueError("my own complaint")
    return x


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (says_no, r"raised ValueError at 0\.\d+: my own complaint \(test_target\.py, line \d+\)"),
        (lambda x: int("a"), "invalid literal for int"),
        (lambda x: math.log(x - 0.5), "not a number between x = 0 and 0.5"),
    ],
)
def test_what_a_function_complains_of_is_passed_on(f, words):
    """But that a number has no value, as of math.log(-1), is a fact about the domain."""
    with pytest.raises(TargetError, match=words):
        uat.approximate(f, tol=0.1)
