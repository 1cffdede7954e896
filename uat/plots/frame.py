"""Share between views axes, colours, titles that fit, and legends that cover nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

from uat.accuracy.measure import Error
from uat.approximation import Approximation
from uat.base.arrays import Array
from uat.base.nouns import noun_of
from uat.base.palette import LIGHT
from uat.base.quoting import for_mathtext, one_line
from uat.functions.expression import compile_expression
from uat.functions.target import Target
from uat.plots.layout import Layout, padded, size_asked, size_of_many, size_or
from uat.plots.numbers import count, number, round_numbers
from uat.plots.sheet import GRID_LINES, HEADS, LABELS, NOTEBOOK_DOTS, SMALL

LONGEST = 60  # characters of a formula in a title
LONGEST_NAME = 30  # of a name beside an axis
MARGIN = 0.015  # of the domain, on both sides
NOTES = "_notes"  # the label of the line below a title
Window = tuple[float, float]


def axes_for(ax: Axes | None) -> Axes:
    """Return the axes given; else pyplot's current ones if empty; else those of a new figure."""
    if ax is not None:
        return ax
    from matplotlib import pyplot

    size = size_asked.get()
    if size is None and pyplot.get_fignums() and not _is_used(pyplot.gcf().axes):
        return pyplot.gca()
    figure = pyplot.figure(figsize=size, layout=Layout(), facecolor=LIGHT.background)
    return figure.add_subplot()


def _is_used(axes: Sequence[Axes]) -> bool:
    from matplotlib import pyplot

    return bool(axes) and (pyplot.gca().has_data() or bool(pyplot.gca().texts))


def style(ax: Axes) -> None:
    """Quiet the axes: no box, grey marks, a faint grid."""
    ax.set_facecolor(LIGHT.background)
    ax.tick_params(colors=LIGHT.muted, labelsize=SMALL, length=3)
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(LIGHT.muted)


def number_axes(ax: Axes, target: Target, x_label: bool = True) -> None:
    """Set x from end to end of the domain, and round numbers on both axes."""
    style(ax)
    round_numbers(ax.xaxis, ax.yaxis)
    ax.grid(True, **GRID_LINES)
    ax.set_axisbelow(True)
    set_domain(ax, target)
    if x_label:
        ax.set_xlabel(input_name(target), **LABELS)


def set_domain(ax: Axes, target: Target) -> None:
    (a, b) = target.box[0]
    ax.set_xlim(a - MARGIN * (b - a), b + MARGIN * (b - a))


def input_name(target: Target) -> str:
    return symbol(target.names[0])


def symbol(name: str) -> str:
    """Write a name for the reader: one letter is set as mathematics, words stay words."""
    if name.isascii() and name[:1].isalpha() and (len(name) == 1 or name[1:].isdigit()):
        index = f"_{{{name[1:]}}}" if name[1:] else ""
        return f"${name[0]}{index}$"
    return escaped(shortened(name, LONGEST_NAME))


def function_name(target: Target) -> str:
    return "$f\\,($" + ", ".join(map(symbol, target.names)) + "$)$"


def escaped(text: str) -> str:
    """Escape text for matplotlib; what its font has no glyph for is shown by its number."""
    font = get_font(findfont(FontProperties()))
    return for_mathtext(
        "".join(c if font.get_char_index(ord(c)) else f"U+{ord(c):04X}" for c in one_line(text))
    )


def shortened(text: str, longest: int = LONGEST) -> str:
    return one_line(text, longest)


def headings(target: Target) -> list[str]:
    """List what can name the function in a title, best first: formula, text, a shorter text."""
    if target.name == "<lambda>":
        return [function_name(target)]
    choices = [escaped(shortened(target.name, longest)) for longest in (LONGEST, 36, 20)]
    if target.formula and len(target.formula) <= LONGEST and target.outputs == 1:
        expression = compile_expression(target.formula, target.names)
        choices.insert(0, function_name(target) + "$ = $" + expression.mathtext())
    return choices


def counts(approximation: Approximation) -> tuple[str, ...]:
    """Write counts as "47 bumps, 94 neurons · max error 0.00998, …"; return shorter forms, too."""
    largest, verdict = error_words(approximation.error)
    neurons = plural(approximation.network.neurons, "neuron")
    if approximation.kind.is_deep:
        pieces = plural(approximation.network.hidden_layers, "hidden layer")
    else:
        pieces = plural(len(approximation.pieces), approximation.kind.piece)
    longest = f"{pieces}, {neurons} · {largest}{verdict}"
    return longest, f"{neurons} · {largest}{verdict}", f"{neurons} · {largest}", largest


def error_words(error: Error) -> tuple[str, str]:
    """Write what counts of an error, and how it stands to the tolerance, "" without one."""
    size, unit = 1, ""
    counted = f"max error {number(error.max)}"
    if error.counts_squares:
        counted = f"rms error {number(error.rms)}"
    elif error.wrong is not None:
        size, unit = 100, " %"
        counted = f"{number(100 * error.wrong)} % in the wrong class"
    if error.tolerance is None:
        return counted, ""
    where = "within" if error.met else "NOT within"
    return counted, f", {where} the tolerance {number(size * error.tolerance)}{unit}"


def plural(number_of: int, unit: str) -> str:
    """Write a count as pictures do, with its noun."""
    return f"{count(number_of)} {noun_of(number_of, unit)}"


class Page(Figure):
    """A figure that notebooks show, also where pyplot was never imported."""

    def _repr_png_(self) -> bytes:
        from io import BytesIO

        picture = BytesIO()
        self.savefig(picture, format="png", dpi=NOTEBOOK_DOTS)
        return picture.getvalue()


def page(size: tuple[float, float], *, parts: bool = False, simpler: str = "") -> Page:
    """Make an empty figure that belongs to nobody: it needs no display and is not in pyplot.

    size: width and height in inches, where nobody asked for another one. parts: whether many parts
    share it, which need room. simpler: a view of fewer of them.
    """
    figsize = size_of_many(size, simpler) if parts else size_or(size)
    return Page(figsize=figsize, facecolor=LIGHT.background, layout=padded())


def figure_of(ax: Axes) -> Figure:
    """Return the whole figure that the axes are in."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def settle(ax: Axes) -> None:
    """Give the axes the place that the figure's layout, if it has one, has in mind for them."""
    engine = figure_of(ax).get_layout_engine()
    if engine:
        engine.execute(figure_of(ax))


def title(ax: Axes, choices: Sequence[str], *notes: str) -> None:
    """Write a heading above the axes and a smaller line below it: the first choices that fit."""
    lines = 1.5 if notes else 0.0
    pad = 5 + lines * SMALL
    heading = ax.set_title("", loc="left", **HEADS, pad=pad)
    _fit(ax, heading, choices)
    if r"\frac" in heading.get_text():
        heading.set_verticalalignment("bottom")  # a fraction reaches below the line it stands on
    if notes:
        below = ax.annotate("", (0, 1), (0, 4), "axes fraction", "offset points", va="bottom")
        below.set(fontsize=SMALL, color=LIGHT.muted, annotation_clip=False, label=NOTES)
        _fit(ax, below, notes)


def _fit(ax: Axes, text: Text, choices: Sequence[str]) -> None:
    """Set the first choice that is not wider than the axes, or the last."""
    width = ax.get_window_extent().width * 1.05
    for choice in choices:
        text.set_text(choice)
        if _width(text) <= width:
            return


def _width(text: Text) -> float:
    try:
        return text.get_window_extent().width
    except ValueError:  # mathematics that mathtext cannot set: take the next choice
        return float("inf")


def legend(ax: Axes, **options: Any) -> None:
    """Put a legend without a frame into the axes; options: as for matplotlib's own."""
    ax.legend(**{"frameon": False, "fontsize": SMALL, "labelcolor": LIGHT.text, **options})


def add_polygons(ax: Axes, corners: Iterable[Array], **options: Any) -> None:
    """Add polygons that leave the limits of the axes as they are; options: of a PolyCollection."""
    ax.add_collection(PolyCollection(list(corners), **options), autolim=False)


def legend_above(ax: Axes, low: float, high: float) -> None:
    """Put a legend in the axes' upper part, and limits that keep what is drawn below it.

    low, high: the range of what is drawn, in the units of y.
    """
    font = FontProperties(size=SMALL)
    handles, _ = ax.get_legend_handles_labels()
    for columns in range(len(handles), 0, -1):
        legend = ax.legend(
            loc="upper left",
            ncols=columns,
            prop=font,
            facecolor=LIGHT.background,
            edgecolor="none",
            framealpha=0.9,
            borderpad=0.2,
            handlelength=1.6,
            columnspacing=1.4,
            borderaxespad=0.3,
            labelcolor=LIGHT.text,
        )
        if legend.get_window_extent().width <= ax.get_window_extent().width:
            break
    share = legend.get_window_extent().height / ax.get_window_extent().height
    set_range(ax, low, high, above=min(1.1 * share, 0.5))


def set_range(ax: Axes, low: float, high: float, below: float = 0.0, above: float = 0.0) -> None:
    """Set limits of y with a small margin, and keep the given shares of the height free."""
    if low == high:
        pad = abs(low) / 10 or 1.0
        low, high = low - pad, high + pad
    margin = 0.04 * (high - low)
    low, high = low - margin, high + margin
    height = (high - low) / (1 - below - above)
    ax.set_ylim(low - below * height, high + above * height)


def shade_windows(ax: Axes, windows: Sequence[Window]) -> None:
    """Shade the intervals around jumps of f that the error leaves out with grey stripes."""
    if not windows:
        return
    ax.broken_barh(
        [(left, right - left) for left, right in windows],
        (0, 1),
        transform=ax.get_xaxis_transform(),
        facecolor=LIGHT.muted,
        edgecolor=LIGHT.muted,
        linewidth=2.5 if len(windows) < 100 else 0.5,
        alpha=0.25,
        zorder=0.5,
        label=f"left out: {noun_of(len(windows), 'jump')}",
    )


def mark_point(ax: Axes, x: float, y: float, label: str) -> None:
    """Draw a dot with a light rim over all else."""
    rim: dict[str, Any] = {"markersize": 6, "markeredgecolor": LIGHT.background}
    ax.plot([x], [y], "o", color=LIGHT.text, label=label, zorder=4, clip_on=False, **rim)
