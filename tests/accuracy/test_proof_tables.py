"""A table of one input is proven as the polyline that it is read as, against exact fractions."""

from bisect import bisect_right
from fractions import Fraction

import numpy as np
import pytest
from click.testing import CliRunner

import uat
from uat.accuracy.proof.patches import Links
from uat.approximation import approximate
from uat.base.errors import InputError
from uat.cli import main


def polyline(x, y, at):
    """The value at a float, in exact arithmetic."""
    k = min(max(bisect_right(x, at) - 1, 0), len(x) - 2)
    x0, x1, y0, y1, t = map(Fraction, (x[k], x[k + 1], y[k], y[k + 1], at))
    return y0 + (y1 - y0) * (t - x0) / (x1 - x0)


def table(tmp_path, x, y):
    path = tmp_path / "samples.csv"
    rows = "\n".join(f"{a!r},{b!r}" for a, b in zip(x, y, strict=True))
    path.write_text(f"x,y\n{rows}\n")
    return str(path)


def samples(seed):
    """Samples of uneven distances, with steep and flat links, far from zero for some seeds."""
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.choice([1e-3, 0.1, 1.0, 3.0], 12)) + 100.0 * (seed % 3)
    y = rng.choice([-2.0, 0.0, 0.5, 7.0], 12) + 0.1 * rng.random(12) + 1000.0 * (seed % 2)
    return x.tolist(), y.tolist()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("construction", ["ramps", "steps"])
def test_the_bound_holds_and_is_sharp(tmp_path, seed, construction):
    x, y = samples(seed)
    tol = 0.1 * (max(y) - min(y))
    net = approximate(table(tmp_path, x, y), construction=construction, tol=tol, prove=True)
    kinks = -net.network.layers[0].biases / np.asarray(net.network.layers[0].weights).reshape(-1)
    even = np.linspace(x[0], x[-1], 2001)
    near = np.concatenate([np.nextafter(p, (-np.inf, np.inf)) for p in (*x, *kinks)])
    points = np.concatenate([x, kinks, near, even])
    points = points[(points >= x[0]) & (points <= x[-1])]
    values = net.network.forward(points[:, None])[:, 0].tolist()
    errors = [
        abs(polyline(x, y, t) - Fraction(v)) for t, v in zip(points.tolist(), values, strict=True)
    ]
    assert max(errors) <= Fraction(net.error.proven)
    assert net.error.proven <= tol
    # The slack of the proof is 1e-3 of the error; ramps err most at a knot or a kink.
    if construction == "ramps":
        assert net.error.proven <= 1.01 * float(max(errors)) + 1e-12 * max(map(abs, y))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_known_of_a_link_holds(seed):
    x, y = samples(seed)
    rng = np.random.default_rng(seed)
    links = Links(np.array(x), np.array(y), [(x[0], x[-1])])
    left, right = np.array(x[:-1]), np.array(x[1:])
    middle = left + (right - left) * rng.random(left.size)
    radius = np.minimum(middle - left, right - middle)
    known = links.local(middle, radius)
    for k in range(middle.size):
        for share in (-1.0, -0.3, 0.0, 0.7, 1.0):
            t = Fraction(share) * Fraction(radius[k])
            line = Fraction(known.value[k]) + Fraction(known.slope[k]) * t
            x0, x1, y0, y1 = map(Fraction, (x[k], x[k + 1], y[k], y[k + 1]))
            exact = y0 + (y1 - y0) * (Fraction(middle[k]) + t - x0) / (x1 - x0)
            assert abs(line - exact) <= Fraction(known.rest[k])
    assert np.all(known.rest <= 1e-14 * (1.0 + np.abs(known.value) + np.abs(known.slope) * right))


def test_a_bound_that_rests_on_a_given_slope_says_so(tmp_path):
    line = table(tmp_path, [0.0, 1.0, 2.0], [0.0, 1.5, 1.0])
    given = uat.approximate(line, construction="ramps", tol=0.1, prove=True, lipschitz=2.0)
    false = uat.approximate(line, construction="ramps", tol=0.1, prove=True, lipschitz=1.0)

    assert ", if f is nowhere steeper than 2\n" in given.summary()
    assert "f is steeper than 1: its slope is 1.5" in false.error.unproven
    assert false.error.proven is None and false.error.met is False


def test_each_curve_of_several_is_proven(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("time,left,right\n0,1,0\n1,3,-1\n2,2,4\n4,0,0\n")
    done = CliRunner().invoke(
        main, ["approximate", str(path), "--with", "ramps", "--tol", "0.1", "--prove"]
    )
    assert done.exit_code == 0, done.output
    assert "nowhere outside the tolerance 0.1" in done.stdout


def test_what_cannot_be_proven_says_so(tmp_path):
    path = tmp_path / "grid.csv"
    path.write_text("x,y,f\n0,0,1\n0,1,2\n1,0,3\n1,1,5\n")
    with pytest.raises(InputError, match="option --lipschitz"):
        uat.approximate(str(path), tol=1.0, prove=True)
    line = table(tmp_path, [0.0, 1.0], [0.0, 2.0])
    done = CliRunner().invoke(main, ["approximate", line, "--prove", "--save", "a.proof.json"])
    assert (done.exit_code, "holds f as a formula" in done.stderr) == (2, True)
