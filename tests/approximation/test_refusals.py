"""What has no network is refused in one sentence that says what to do."""

import numpy as np
import pytest
from click.testing import CliRunner

import uat
from uat.base.errors import InputError, TargetError
from uat.cli import main
from uat.functions.target import make_target


def raising(x):
    raise RuntimeError("boom")


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (raising, "raised RuntimeError at .*boom"),
        (lambda x: [[1, 2], [3, 4]], "must return one real number"),
        (lambda x: 1j * x, "must return one real number.* complex"),
        (lambda x: x * np.nan, "not a number everywhere"),
        (lambda x: x * 0 + np.inf, "infinite everywhere"),
        ("sin(1e9*x)", "varies too fast .* larger tolerance"),
        ("exp(-1/x)*sin(1e8*x)", "varies too fast"),
        ("1/(x - 0.5)", "pole|infinite"),
    ],
)
def test_functions_that_cannot_be_approximated_are_told(f, words):
    with pytest.raises(TargetError, match=words):
        uat.approximate(f)


def test_too_small_a_tolerance_is_not_called_a_pole():
    with pytest.raises(TargetError, match=r"varies too fast .* larger tolerance"):
        uat.approximate("sin(x)", construction="ramps", tol=1e-13)


@pytest.mark.parametrize("construction", ["bumps", "steps", "ramps", "folds"])
@pytest.mark.parametrize(
    ("f", "words"),
    [
        ("1.7e308*sin(6*x)", r"reaches 1.7e\+308, .* overflow: scale f down"),
        ("5e-324 + 0*x", "is at most 4.94e-324, .* lose digits: scale f up"),
        ("1e-310*sin(6*x)", "is at most 1e-310, .* lose digits: scale f up"),
    ],
)
def test_values_at_the_ends_of_the_float_range_are_refused(f, words, construction):
    with pytest.raises(TargetError, match=words):
        uat.approximate(f, construction=construction)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"tol": 0}, "must be a positive number"),
        ({"tol": -1}, "must be a positive number"),
        ({"tol": np.nan}, "must be a positive number"),
        ({"tol": "a"}, "must be a number, not 'a'"),
        ({"tol": 1e-18}, "below what float64 can tell apart .* use at least"),
        ({"tol": 1e-9}, "need more than 2,500,000 .* larger tolerance"),
        ({"tol": 1e-9, "construction": "steps"}, "more than 10,000,000 .* larger tolerance"),
        ({"neurons": 0}, "need at least 2 neurons"),
        ({"neurons": 1}, "need at least 2 neurons"),
        ({"neurons": -1}, "must be 0 … 10,000,000"),
        ({"neurons": 10**9}, "must be 0 … 10,000,000, not 1000000000"),
        ({"neurons": 2.5}, "must be 0 … 10,000,000"),
        ({"neurons": "many"}, "must be 0 … 10,000,000, not many"),
        ({"neurons": np.nan}, "must be 0 … 10,000,000"),
        ({"overlap": 10**9}, "whole number of copies"),
        ({"steepness": "steep"}, "must be a number, not 'steep'"),
        ({"steepness": np.inf}, "must be a positive number"),
    ],
)
def test_numbers_that_have_no_meaning(options, words):
    with pytest.raises((InputError, TargetError), match=words):
        uat.approximate("x", **options)


def leaves(x):
    raise SystemExit(3)


def says_much(x):
    raise RuntimeError("first\nsecond " + 1000 * "x")


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (leaves, r"raised SystemExit at .*: 3 \(test_refusals.py, line \d+\)$"),
        (says_much, r"^[^\n]*first second x{100,200} … \(test_refusals.py, line \d+\)$"),
    ],
)
def test_a_function_that_ends_the_program_or_says_much_is_one_sentence(f, words):
    with pytest.raises(TargetError, match=words):
        uat.approximate(f)


@pytest.mark.parametrize("neurons", ["a", 3.7, float("nan"), None.__class__])
def test_budgets_without_meaning_are_refused_for_curves_and_comparisons_too(neurons):
    with pytest.raises(InputError, match="number of neurons must be"):
        uat.approximate("(cos(t), sin(t))", (0, 1), neurons=neurons)
    with pytest.raises(InputError, match="number of neurons must be"):
        uat.compare("sin(x)", neurons=neurons)


def test_too_many_inputs_are_refused_before_memory_is_asked_for():
    names = [f"x{k}" for k in range(1, 10)]
    target = make_target("+".join(names), [(0, 1)] * 9)
    for construction, most in (("quadrants", 6), ("ridges", 7)):
        with pytest.raises(InputError, match=f"at most {most} inputs|ridges of at most {most}"):
            uat.approximate(target, construction=construction, tol=0.5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tol": 0.1, "neurons": 5}, "not both"),
        ({"tol": 0}, "positive"),
        ({"tol": -1}, "positive"),
        ({"tol": float("nan")}, "positive"),
        ({"tol": 1e-20}, "below what float64"),
        ({"neurons": -1}, "0 … 10,000,000"),
        ({"neurons": 10**9}, "0 … 10,000,000"),
        ({"neurons": 1}, "at least 2 neurons"),
        ({"construction": "bump"}, "choose one of bumps, steps, ramps"),
        ({"partition": "x"}, "choose one of uniform, fewest"),
        ({"heights": "x"}, "midrange, mean"),
        ({"edges": "x"}, "whole, nielsen"),
        ({"output": "x"}, "linear, sigmoid"),
        ({"steepness": 0}, "steepness must be"),
        ({"overlap": 0}, "whole number of copies"),
        ({"construction": "steps", "overlap": 2}, "partition uniform"),
        ({"construction": "steps", "heights": "mean"}, "use uniform"),
        ({"construction": "steps", "edges": "nielsen"}, "leave edges out, or use bumps"),
        ({"construction": "ramps", "edges": "nielsen"}, "leave edges out, or use bumps"),
        ({"lipschitz": 1.0}, "add prove"),
        ({"lipschitz": 1.0, "prove": True, "norm": "l2"}, "leave lipschitz out"),
        ({"lipschitz": 1.0, "prove": True, "precision": "float8"}, "leave lipschitz out"),
        ({"activation": "z^2"}, "cannot make a step"),
        ({"construction": "ramps", "steepness": 9.0}, "ramps have no steepness"),
        ({"construction": "ramps", "activation": "tanh"}, "made of relu"),
        ({"construction": "ramps", "output": "sigmoid"}, "no sigmoid output"),
        ({"construction": "ramps", "neurons": 0}, "at least 1 neuron here"),
        ({"box": (1, 0)}, "did you mean 0:1"),
    ],
)
def test_wrong_arguments_are_refused(options, message):
    with pytest.raises(InputError, match=message):
        uat.approximate("sin(x)", **options)


@pytest.mark.parametrize(
    ("option", "message"),
    [({"edges": "nielsen"}, "use towers"), ({"heights": "mean"}, "use partition uniform")],
)
def test_boxes_refuse_what_they_would_not_use(option, message):
    with pytest.raises(InputError, match=message):
        uat.approximate("x*y", tol=0.4, **option)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--float32"], "add --save"),
        (["--float32", "--save", "net.json"], "add --save"),
        (["--json", "--formula", "text"], "not both"),
        (["--at", "0.3", "--formula", "text"], "not both"),
        (["--lipschitz", "2"], "add prove"),
    ],
)
def test_options_that_would_not_be_used_are_refused(given, message):
    done = CliRunner().invoke(main, ["approximate", "x^2", "--tol", "0.3", *given])
    assert (done.exit_code, message in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("f", "box", "message"),
    [
        ("2*x", None, "rescale f to 0.1"),
        ("1/x", (-1, 1), "pole"),
        ("sqrt(x)", (-1, 1), "not a number between"),
    ],
)
def test_functions_that_cannot_be_met_are_refused(f, box, message):
    with pytest.raises(TargetError, match=message):
        uat.approximate(f, box, output="sigmoid" if box is None else "linear")
