"""Draw error against number of neurons on log axes, with the slopes that theory promises."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogFormatter, LogLocator, NullFormatter

from uat.approximation.growth import Curve, Growth
from uat.base.palette import LIGHT
from uat.constructions.registry import CONSTRUCTIONS
from uat.plots.frame import axes_for, escaped, headings, plural, shortened, style, title
from uat.plots.numbers import number
from uat.plots.sheet import LABELS, SMALL

LAW_PART = 30.0  # a law's line covers so large a factor in neurons: laws hold in the end
AIR = 1.6  # above and below the points, as a factor
APART = 0.055  # least distance of names at the right end, in heights of the axes


def plot_growth(growth: Growth, ax: Axes | None = None) -> Axes:
    """Draw the measured error of every network of `growth`, and each law as a dashed line.

    ax: as for `plot`. A law's line has the slope that theory gives and passes through the largest
    network. Each curve is named at its right end, with the slope that was measured. Returns the
    axes.
    """
    ax = axes_for(ax)
    style(ax)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.grid(True, which="major", color=LIGHT.muted, alpha=0.2, linewidth=0.6)
    for curve in growth.curves:
        if curve.neurons:
            _draw(ax, curve)
    _set_limits(ax, growth)
    _labels(ax)
    _name_curves(ax, growth)
    title(ax, headings(growth.target), *_notes(growth))
    return ax


def _draw(ax: Axes, curve: Curve) -> None:
    """Draw the measured points, and the law through the last of them."""
    x, y = np.array(curve.neurons, dtype=float), np.array(curve.errors)
    color = _color(curve)
    ax.plot(
        x,
        y,
        color=color,
        marker=CONSTRUCTIONS[curve.construction].marker,
        markersize=6.5,
        linewidth=1.6,
        markeredgecolor=LIGHT.background,
        label=curve.construction,
        zorder=3,
    )
    if curve.slope is not None:
        late = np.geomspace(max(x[0], x[-1] / LAW_PART), x[-1], 2)
        law = y[-1] * (late / x[-1]) ** curve.law
        ax.plot(late, law, color=color, linestyle="--", linewidth=1.0, alpha=0.8, zorder=2)


def _color(curve: Curve) -> str:
    """Return the colour of the curve's construction."""
    color: str = getattr(LIGHT, CONSTRUCTIONS[curve.construction].color)
    return color


def _set_limits(ax: Axes, growth: Growth) -> None:
    """Set limits around all measured points; a law may leave the picture."""
    curves = [curve for curve in growth.curves if curve.neurons]
    x = [n for curve in curves for n in curve.neurons] or [1, 10]
    y = [e for curve in curves for e in curve.errors] or [0.1, 1.0]
    ax.set_xlim(min(x) / 1.2, max(x) * 1.2)
    ax.set_ylim(min(y) / AIR, max(y) * AIR)


def _name_curves(ax: Axes, growth: Growth) -> None:
    """Write to the right of each curve its name and slope; move those apart that would touch."""
    drawn = [curve for curve in growth.curves if curve.neurons]
    if not drawn:
        return
    low, high = np.log(ax.get_ylim())
    shares = (np.log([curve.errors[-1] for curve in drawn]) - low) / (high - low)
    for curve, share in zip(drawn, _spread(shares), strict=True):
        ax.annotate(
            _name(curve),
            (1.0, share),
            (6, 0),
            "axes fraction",
            "offset points",
            va="center",
            fontsize=SMALL,
            color=_color(curve),
            annotation_clip=False,
        )


def _spread(shares: np.typing.NDArray[np.float64]) -> list[float]:
    """Return the same heights in the same order, at least two lines apart."""
    order = np.argsort(shares)
    places = shares.copy()
    for before, index in pairwise(order.tolist()):
        places[index] = max(places[index], places[before] + 2 * APART)
    return [float(place) for place in places]


def _name(curve: Curve) -> str:
    """Write the name of a curve, as in "ramps (relu) / slope −2.01, law −2"."""
    name = f"{curve.construction} ({escaped(shortened(curve.activation, 16))})"
    if curve.slope is None:
        return name
    return f"{name}\nslope {number(curve.slope)}, law {number(curve.law)}"


def _labels(ax: Axes) -> None:
    ax.set_xlabel("neurons", **LABELS)
    ax.set_ylabel("largest |network − $f$|", **LABELS)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(LogLocator(10, numticks=12))
        axis.set_minor_formatter(NullFormatter())
        axis.set_major_formatter(_Powers())
    ax.tick_params(which="minor", length=2, color=LIGHT.muted)


class _Powers(LogFormatter):
    """Labels of powers of ten: 10, 100, 0.001, 10⁻⁶."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return number(x)


def _notes(growth: Growth) -> tuple[str, ...]:
    built = sum(len(curve.neurons) for curve in growth.curves)
    said = [
        f"{c.construction} are exact from {plural(c.exact, 'neuron')} on"
        for c in growth.curves
        if c.exact
    ]
    said += [f"{curve.construction}: {curve.note}" for curve in growth.curves if curve.note]
    short = f"{plural(built, 'network')}, each built and measured; dashed: the laws"
    return (" · ".join([short, *said]), short)
