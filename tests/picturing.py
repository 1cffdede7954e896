"""What the tests of plots share: networks to draw, and what a picture shows."""

from functools import cache

import numpy as np
from matplotlib.text import Text

import uat

NIELSEN = "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)"

CASES = {
    "10 neurons": (NIELSEN, {"neurons": 10}),
    "700 neurons": (NIELSEN, {"neurons": 700}),
    "steps": (NIELSEN, {"construction": "steps", "tol": 0.01}),
    "jump": ("where(x < 0.4, -1, 1)", {"construction": "steps", "tol": 0.01}),
    "huge": ("1e6*sin(6*x)", {"tol": 3e4}),
    "tiny": ("1e-12*sin(6*x)", {"tol": 3e-14}),
    "tiniest": ("1e-300*sin(6*x)", {"tol": 3e-302}),
    "constant": ("3", {"construction": "steps"}),
    "one neuron": ("x", {"construction": "steps", "neurons": 1}),
    "overlap": (NIELSEN, {"neurons": 60, "overlap": 4}),
    "sigmoid output": (NIELSEN, {"neurons": 10, "output": "sigmoid", "steepness": 1000}),
    "soft tanh": (
        "sin(2*pi*x)",
        {"construction": "steps", "tol": 0.2, "activation": "tanh", "steepness": 30},
    ),
    "ideal steps": ("sin(2*pi*x)", {"construction": "steps", "tol": 0.2, "activation": "step"}),
    "pairs": (NIELSEN, {"neurons": 40, "activation": "relu"}),
    "ramps": (NIELSEN, {"construction": "ramps", "tol": 0.01}),
    "many": ("sin(1/(x + 0.05))", {"construction": "steps", "tol": 2e-4}),
    "long": (
        "sin(3*x) + 0.125*cos(20*x + 1) + 0.25*exp(-x)*cos(11*x) + x^2/(1 + x^4)",
        {"construction": "steps", "tol": 0.1},
    ),
}


@cache
def approximation(case: str) -> uat.Approximation:
    formula, options = CASES[case]
    return uat.approximate(formula, (0, 1), **options)


def forward(net, x):
    """The defining pass, a few points at a time."""
    parts = np.array_split(np.asarray(x, dtype=float), 40)
    return np.concatenate([net.network.forward(part[:, None])[:, 0] for part in parts])


def line(ax, label):
    (found,) = [found for found in ax.lines if found.get_label() == label]
    return found.get_xdata(), found.get_ydata()


def visible_texts(figure):
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    shown = [text for text in texts if not _is_outside(text)]
    return [(text, text.get_window_extent()) for text in shown]


def _is_outside(text) -> bool:
    """Tick labels that matplotlib keeps but does not draw, beyond the axes' limits."""
    for axes in text.figure.axes:
        if not axes.axison and text in axes.get_xticklabels() + axes.get_yticklabels():
            return True
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if text in (tick.label1, tick.label2):
                    return not (low <= tick.get_loc() <= high and text.get_visible())
    return False


def require_readable(figure, least: int = 1) -> None:
    """No text covers another, none is small, none leaves the page, and there are some."""
    figure.draw_without_rendering()
    texts = visible_texts(figure)

    assert len(texts) >= least
    width, height = figure.bbox.size
    for text, box in texts:
        assert text.get_fontsize() >= 9
        inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1
        assert inside, f"{text.get_text()!r} leaves the page"
    for i, (one, box) in enumerate(texts):
        for other, its in texts[i + 1 :]:
            across = min(box.x1, its.x1) - max(box.x0, its.x0)
            along = min(box.y1, its.y1) - max(box.y0, its.y0)
            touching = across > 1 and along > 1
            assert not touching, f"{one.get_text()!r} covers {other.get_text()!r}"
