"""Show an approximation in a notebook: a picture, the network, the error."""

import base64
import html
import io

from matplotlib.figure import Figure

from uat.approximation import Approximation
from uat.base.palette import LIGHT
from uat.plots.frame import plural, shortened
from uat.plots.function import plot
from uat.plots.numbers import number
from uat.plots.sheet import NOTEBOOK, REPORT_DOTS

LONGEST = 200  # characters of a formula
_CELL = 'style="text-align: left; padding: 2px 12px 2px 0"'


def report_html(approximation: Approximation) -> str:
    """Write HTML that stands alone: the plot as an inline picture, and a table of escaped facts."""
    rows = "".join(
        f"<tr><th {_CELL}>{html.escape(name)}</th><td {_CELL}>{html.escape(value)}</td></tr>"
        for name, value in _facts(approximation)
    )
    name = html.escape(shortened(approximation.target.name, LONGEST), quote=True)
    picture = base64.b64encode(_picture(approximation)).decode("ascii")
    return (
        f'<div><img alt="{name} and its network" src="data:image/png;base64,{picture}" '
        f'style="max-width: 100%"><table>{rows}</table></div>'
    )


def _picture(approximation: Approximation) -> bytes:
    figure = Figure(
        figsize=NOTEBOOK, dpi=REPORT_DOTS, layout="constrained", facecolor=LIGHT.background
    )
    plot(approximation, figure.add_subplot())
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


def _facts(approximation: Approximation) -> list[tuple[str, str]]:
    target, network, error = approximation.target, approximation.network, approximation.error
    facts = [
        ("function", shortened(target.name, LONGEST)),
        ("domain", _domain(approximation)),
        ("network", repr(network)),
        ("built from", _construction(approximation)),
        ("error", f"max {number(error.max)} at {_place(approximation)}"),
        ("", f"mean {number(error.mean)}, rms {number(error.rms)}"),
    ]
    if error.tolerance is not None:
        verdict = "met" if error.met else "NOT met"
        facts.append(("tolerance", f"{number(error.tolerance)}, {verdict}"))
    if error.holes is not None and error.holes.count:
        holes = plural(error.holes.count, "corner" if target.inputs == 2 else "edge")
        facts.append(("holes", f"{holes}, the deepest {number(error.holes.depth)}"))
    if error.wrong is not None:
        facts.append(("wrong class", f"{number(100 * error.wrong)} % of the domain"))
    if error.left_out:
        windows = error.left_out.words(target.names)
        facts.append(("left out", f"{windows}: no steep but smooth neuron can follow f there"))
    return facts


def _domain(approximation: Approximation) -> str:
    sides = (f"[{number(a, 6)}, {number(b, 6)}]" for a, b in approximation.target.box)
    return " × ".join(sides)


def _place(approximation: Approximation) -> str:
    places = zip(approximation.target.names, approximation.error.at, strict=False)
    return ", ".join(f"{name} = {number(x, 6)}" for name, x in places)


def _construction(approximation: Approximation) -> str:
    if approximation.ridges is not None:
        return "ridges"
    parts = approximation.components or (approximation,)
    pieces = sum(len(part.pieces) for part in parts)
    if approximation.target.inputs > 1:
        pieces = sum(partition.pieces for partition in approximation.partitions)
    copies = f", in {approximation.overlap} shifted copies" if approximation.overlap > 1 else ""
    return f"{plural(pieces, approximation.kind.shape)}{copies}"
