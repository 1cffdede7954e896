"""Every float8 number in the domain is drawn and listed, with what float8 makes of the network."""

import json
import math

import ml_dtypes
import numpy as np
import pytest
from click.testing import CliRunner
from picturing import require_readable

import uat
from uat.cli import main
from uat.plots import draw
from uat.plots.views import fitting_names

KINDS = {"float8_e4m3": ml_dtypes.float8_e4m3fn, "float8_e5m2": ml_dtypes.float8_e5m2}
CASES = {
    "most of e4m3": ("abs(x)/100", (-224, 224), "float8_e4m3", 0.5),
    "a part of it": ("sin(x)", (-6, 6), "float8_e4m3", 0.25),
    "e5m2": ("x^2", (0, 1), "float8_e5m2", 0.3),
}


def net_of(case):
    f, box, precision, tol = CASES[case]
    return uat.approximate(f, box, construction="ramps", tol=tol, precision=precision)


def codes_in(kind, low, high):
    """Return the finite ones among all 256 codes that lie in an interval, 0 once, ascending."""
    every = np.arange(256, dtype=np.uint8).view(kind).astype(float)
    return np.unique(every[np.isfinite(every) & (low <= every) & (every <= high)])


def in_float8(network, x, kind):
    """Compute relu neurons and their sum from left to right, each operation rounded by ml_dtypes.

    A product and a sum of two float8 numbers are exact in float64, or within its rounding.
    """

    def rounded(values):
        return np.asarray(values, dtype=float).astype(kind).astype(float)

    hidden, last = network.layers
    values = rounded(rounded(x[:, None] * hidden.weights[:, 0]) + hidden.biases)
    total = np.zeros(x.size)
    for value, weight in zip(np.maximum(values, 0.0).T, last.weights[0], strict=True):
        total = rounded(total + rounded(value * weight))
    return rounded(total + last.biases[0])


@pytest.mark.parametrize("case", CASES)
def test_every_number_of_the_domain_is_drawn_with_f_and_the_network(case):
    net = net_of(case)
    kind = KINDS[net.plan.precision.name]
    x = codes_in(kind, *net.target.box[0])
    figure = draw(net, "inputs")
    require_readable(figure, 5)
    above, below = figure.axes
    shown = {line.get_label(): line.get_ydata() for line in above.lines}
    expected = in_float8(net.network, x, kind)
    np.testing.assert_array_equal(shown["network"], expected)
    np.testing.assert_allclose(shown["$f$"], net.target(x), rtol=1e-15)
    bars = [segment[1, 1] for segment in below.collections[0].get_segments()]
    np.testing.assert_allclose(bars, expected - net.target(x), rtol=1e-12, atol=1e-15)
    assert np.abs(bars).max() == pytest.approx(net.error.max)


def test_of_256_codes_those_in_the_domain_are_drawn_once():
    figure = draw(net_of("most of e4m3"), "inputs")
    # Two codes are NaN, 0 and -0 are one number, and eight of each sign are beyond 224.
    assert figure.axes[0].lines[0].get_ydata().size == 256 - 2 - 1 - 16


def test_other_precisions_have_no_such_view():
    net = uat.approximate("x^2", tol=0.1, construction="ramps", precision="float16")
    assert "inputs" not in fitting_names(net) and "inputs" in fitting_names(net_of("e5m2"))
    with pytest.raises(uat.InputError, match="inputs does not fit"):
        draw(net, "inputs")


def test_the_command_draws_the_inputs_and_lists_them(tmp_path):
    given = ["approximate", "sin(x)", "-d", "-6:6", "--with", "ramps", "--tol", "0.25"]
    given += ["--precision", "float8"]
    path = tmp_path / "inputs.png"
    result = CliRunner().invoke(main, [*given, "--view", "inputs", "--plot", str(path)])
    assert path.read_bytes().startswith(b"\x89PNG")
    assert "--view inputs" in result.output
    rows = json.loads(CliRunner().invoke(main, [*given, "--json"]).stdout)["inputs"]
    kind = KINDS["float8_e4m3"]
    assert [row["x"] for row in rows] == codes_in(kind, -6, 6).tolist()
    for row in rows:
        assert row["f"] == pytest.approx(math.sin(row["x"]), abs=1e-12)
        assert float(np.asarray(row["network"]).astype(kind)) == row["network"]
