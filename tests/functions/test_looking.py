"""What samples do not show is found: narrow spikes, boxes and kinks; and steep places are no jumps.

The oracles are closed forms: where a spike stands and how high it is says what the largest value,
and the largest error, must be.
"""

import numpy as np
import pytest

import uat
from uat.functions.sampling import sample
from uat.functions.target import make_target

NARROWEST = 1e-7  # of the domain, promised


def sampled(text, box=(0.0, 1.0), resolution=1e-3):
    return make_target(text, [box]).sample(resolution)


def random_spikes(seed):
    """A smooth function, and spikes on it at known places: their heights, widths and shapes."""
    rng = np.random.default_rng(seed)
    smooth = str(rng.choice(["0", "x", "sin(9*x)", "x^2-x", "exp(-x)", "abs(x-0.41)", "sqrt(x)"]))
    places = np.sort(rng.uniform(0.02, 0.98, rng.integers(1, 5)))
    heights = rng.uniform(0.05, 2.0, places.size) * rng.choice([-1, 1], places.size)
    widths = 10 ** rng.uniform(-7, -4, places.size)
    shape = str(
        rng.choice(
            [
                "exp(-((x-({p}))/{w})^2)",
                "1/(1+((x-({p}))/{w})^2)",
                "relu(1-abs(x-({p}))/{w})",
                "(1-tanh((x-({p}))/{w})^2)",
                "where(abs(x-({p}))<{w}, 1, 0)",
                "sqrt(relu(1-abs((x-({p}))/{w})))",
                "exp(-abs(x-({p}))/{w})*cos((x-({p}))/{w})",
            ]
        )
    )
    terms = [
        f"({h!r})*" + shape.format(p=repr(float(p)), w=repr(float(w)))
        for p, h, w in zip(places, heights.tolist(), widths, strict=True)
    ]
    return f"{smooth}+{'+'.join(terms)}", smooth, places, heights


@pytest.mark.parametrize("seed", range(60))
def test_every_spike_is_sampled_at_its_height(seed):
    text, smooth, places, heights = random_spikes(seed)

    samples = sampled(text)

    base = make_target(smooth, [(0.0, 1.0)])(places) if "x" in smooth else np.zeros(places.size)
    for place, height, below in zip(places, heights, base, strict=True):
        near = np.abs(samples.x - place) < 1e-3
        reached = samples.y[near].max() if height > 0 else samples.y[near].min()
        # The spike's own top, and tails of the others, which lie beyond and only add to it.
        assert abs(reached - (below + height)) <= 2e-3 * (1 + abs(height)) or (
            abs(reached) > abs(below + height)
        ), text
    assert samples.unseen == 0.0


@pytest.mark.parametrize("place", [0.4321, 0.5, 1e-6, 0.999999, 1 / 3, 0.123456789])
@pytest.mark.parametrize("construction", ["steps", "ramps"])
def test_a_network_follows_a_spike_or_says_that_it_does_not(place, construction):
    text = f"x+exp(-((x-{place!r})/1e-7)^2)"

    net = uat.approximate(text, box=(0, 1), tol=0.1, construction=construction)

    x = place + 1e-7 * np.linspace(-6, 6, 4001)
    x = x[(x >= 0) & (x <= 1)]
    f = x + np.exp(-(((x - place) / 1e-7) ** 2))
    true = np.abs(net.network.forward(x[:, None])[:, 0] - f).max()
    assert net.error.max >= (1 - 1e-3) * true
    assert net.error.met


@pytest.mark.parametrize(
    ("text", "largest"),
    [
        ("sin(x)*exp(-((x-0.4321)/1e-7)^2)", np.sin(0.4321)),
        ("cos(exp(-((x-0.4321)/1e-7)^2))", 1.0),
        ("tanh(3*exp(-((x-0.77)/1e-6)^2)) + exp(-((x-0.1)/1e-7)^2)/2", np.tanh(3)),
        ("max(x, 3-abs(x-0.3001)/1e-8)", 3.0),
        ("where(x < 0.6, x, 1-x) + 2*(0.3 < x and x < 0.3+1e-7)", 2.3),
        ("2*(0.3 < x and x < 0.3+1e-9)", 2.0),
        ("0.002/(1e-3+abs(sin(50*x)-0.3)*1e6)", 2.0),
    ],
)
def test_spikes_inside_other_functions(text, largest):
    assert sampled(text).y.max() == pytest.approx(largest, rel=1e-3)


def test_a_spike_lower_than_the_tolerance_is_seen_where_it_adds_to_the_error():
    """The steps of x are off by the tolerance at both ends of a piece; the spike stands at one."""
    net = uat.approximate("x+0.02*exp(-((x-0.2)/1e-7)^2)", box=(0, 1), tol=0.1)
    x = 0.2 + 1e-7 * np.linspace(-5, 5, 2001)
    f = x + 0.02 * np.exp(-(((x - 0.2) / 1e-7) ** 2))

    assert net.error.max >= (1 - 1e-3) * np.abs(net.network.forward(x[:, None])[:, 0] - f).max()


@pytest.mark.parametrize(
    "text",
    [
        *("abs(x)^(1/3)", "(1-cos(x))^(1/3)", "abs(x)^(1/50)", "cbrt(x)", "atan(1e15*x)"),
        *("sign(x)*abs(x)^0.01", "sign(x-0.3)*abs(x-0.3)^0.02", "1/(1+exp(-1e8*(x-0.3)))"),
        *(
            "sqrt(abs(x-0.3001))",
            "asin(clip(1e9*x,-1,1))",
            "abs(floor(min(x,0.9))+0.5)",
            "mod(x,1)*(1-mod(x,1))",
        ),
        *("where(x<0.25,x^2,x/4)", "max(0,x)^0.1", "acos(1-abs(x)/2)", "atan2(1,1e12*x)"),
    ],
)
@pytest.mark.parametrize("resolution", [1e-2, 1e-4, 1e-5])
def test_what_is_continuous_does_not_jump(text, resolution):
    assert sampled(text, (-1.0, 1.0), resolution).jumps == ()


@pytest.mark.parametrize(
    ("text", "jumps"),
    [
        ("floor(x+1e-9)", [-1e-9, 1 - 1e-9]),
        ("0.3 < x and x < 0.3+1e-7", [0.3, 0.3 + 1e-7]),
        ("0.3 < x and x < 0.3+1e-10", [0.3, 0.3 + 1e-10]),
        ("floor(pi*x)", [-3 / np.pi, -2 / np.pi, -1 / np.pi, 0, 1 / np.pi, 2 / np.pi, 3 / np.pi]),
        ("sign(x-0.3)*(1+abs(x-0.3)^0.5)", [0.3]),
        ("x+0.01*heaviside(x^2-1/2)", [-np.sqrt(0.5), np.sqrt(0.5)]),
        ("mod(x, 0.4)", [-0.8, -0.4, 0.0, 0.4, 0.8]),
        ("1e3*x^2+(x>0.123)", [0.123]),
        ("where(x < e/3, cbrt(x), 0)", [np.e / 3]),
        ("ceil(exp(x))", [np.log(0.5), np.log(1), np.log(2)][1:]),
        ("atan2(x, -1)", [0.0]),
        ("round(x*sqrt(2))", [-0.5 / np.sqrt(2), 0.5 / np.sqrt(2)]),
    ],
)
def test_every_jump_is_found_at_its_place(text, jumps):
    found = sampled(text, (-1.0, 1.0)).jumps

    assert len(found) == len(jumps)
    assert found == pytest.approx(jumps, rel=1e-14, abs=1e-15)


def test_nothing_is_asked_of_what_is_no_formula():
    """A callable has its values only: a spike between its samples stays unseen."""
    samples = sample(lambda x: np.exp(-(((x - 0.4321) / 1e-7) ** 2)), 0, 1, resolution=1e-3)

    assert samples.y.max() < 0.5


def test_where_time_ends_it_is_said_how_closely_was_looked():
    """This formula is 0, but its terms, of which each may be anything, hide that from ranges."""
    text = "+".join(f"sin({k}e5*x)^2+cos({k}e5*x)^2-1" for k in range(1, 4))

    samples = sampled(text, resolution=1e-6)

    assert samples.y.max() < 1e-10
    assert 1e-7 < samples.unseen < 1e-2


def test_ordinary_functions_keep_their_samples():
    for text in ("sin(6*x)", "x^2", "exp(x)", "0.2+0.4*x^2+0.3*x*sin(15*x)+0.05*cos(50*x)"):
        target = make_target(text, [(0.0, 1.0)])
        alone = sample(target, 0.0, 1.0, resolution=1e-4)
        assert target.sample(1e-4).x.size == alone.x.size
