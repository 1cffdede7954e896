"""A formula of one input may lack a value at a point: its values close to it count there."""

import numpy as np
import pytest

import uat
from uat.base.errors import InputError, TargetError
from uat.functions.target import make_target

NOTE = "f has no value at x = {}: its values close to it count there"


@pytest.mark.parametrize(
    ("text", "box", "place", "limit"),
    [
        ("sin(x)/x", (-10, 10), "0", 1.0),
        ("(x^2 - 1)/(x - 1)", (0, 2), "1", 2.0),
        ("x*log(x)", (0, 1), "0", 0.0),
        ("x/abs(x)", (-1, 1), "0", 1.0),
    ],
)
def test_the_values_close_by_count(text, box, place, limit):
    net = uat.approximate(
        text, box, construction="ramps" if "abs" not in text else "steps", tol=0.05
    )
    assert net.target.note.startswith(NOTE.format(place))
    assert net.error.met
    # Read 2^-30 of the domain away, where x log x has moved by that times its logarithm.
    assert float(net.target(float(place))) == pytest.approx(limit, abs=2.0**-30 * 20 * 21)
    said = f"no bound holds on the whole domain, as f has no value at x = {place}"
    with pytest.raises(InputError, match=said):
        uat.approximate(text, box, tol=0.05, prove=True)
    with pytest.raises(InputError, match=said):
        net.prove()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1/x", "pole"),
        ("sqrt(x)", "between x = -1 and 0:"),
        ("sqrt(x)/x", "between x = -1 and"),
        ("sin(1/x)", "too fast"),
    ],
)
def test_what_has_no_value_close_by_is_refused(text, said):
    with pytest.raises(TargetError, match=said):
        uat.approximate(text, (-1, 1), tol=0.1)


def test_nothing_is_noted_where_nothing_lacks():
    assert (
        uat.approximate("sinc(x)", (-1, 1), tol=0.1)
        .target.with_repairs_noted()
        .note.count("no value")
        == 0
    )


def test_samples_may_be_two_arguments_as_in_a_plot():
    x = np.linspace(0.0, 1.0, 30)
    one, two = make_target((x, np.sin(x))), make_target(x, np.sin(x))
    assert one.box == two.box
    np.testing.assert_array_equal(one(x), two(x))
    assert uat.approximate(list(x), list(np.sin(x)), tol=0.1).error.met
    assert make_target(np.sin(x), (0.0, 2.0)).box == ((0.0, 2.0),)  # a box has two ends
