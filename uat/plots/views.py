"""List every view by its name: what it shows, of what it can be drawn, and who draws it.

The command line, its documentation and `Approximation.plot` read this registry. It loads no
matplotlib: who draws a view is imported when it is first drawn. A view builds nothing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from uat.base.choices import require_known
from uat.base.errors import InputError
from uat.base.nouns import counted
from uat.plots.sheet import SQUARE
from uat.plots.view import CURVE, LINE, LOOKED, PLANE, View

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from uat.approximation import Approximation
    from uat.approximation.growth import Growth
    from uat.inspection import Look


def draw(
    shown: Approximation | Growth | Look, view: str | None = None, ax: Axes | None = None
) -> Figure:
    """Draw a view, by its name, as a figure of its own or into axes; return the figure.

    shown: an approximation; the growth of its error, whose only view is "growth"; or a network that
    was looked at, whose only view is its page. view: a name of `VIEWS`; default "overview". ax: as
    for `View.draw`. Raises InputError for a view that does not fit, with a sentence that says which
    ones do.
    """
    from uat.approximation import Approximation

    if not isinstance(shown, Approximation):
        from uat.approximation.growth import Growth

        return (VIEWS["growth"] if isinstance(shown, Growth) else LOOK).draw(shown, ax)
    found = find(shown, view)
    if found.of_growth:
        raise InputError(
            f"the view {found.name} shows networks of many sizes, which have to be built: draw "
            "uat.grow(f), or ask for net.plot(view='growth')"
        )
    return found.draw(shown, ax)


def find(approximation: Approximation, view: str | None = None) -> View:
    """Return the view of that name; default the overview. Raises InputError if it does not fit."""
    view = view or "overview"
    fitting = fitting_names(approximation)
    if view not in VIEWS:
        require_known("view", view, fitting)
    if not VIEWS[view].fits(approximation):
        target = approximation.target
        raise InputError(
            f"the view {view} does not fit {approximation.construction} of "
            f"{counted(target.inputs, 'input')}: choose one of {', '.join(fitting)}"
        )
    return VIEWS[view]


def fitting_names(approximation: Approximation) -> tuple[str, ...]:
    """Return the names of the views that can be drawn of the approximation."""
    return tuple(name for name, view in VIEWS.items() if view.fits(approximation))


def save_plot(
    shown: Approximation | Growth | Look, path: str | os.PathLike[str], view: str | None = None
) -> Figure:
    """Write a view to a .png, .svg or .pdf file, whole or not at all; return its figure.

    shown, view: as for `draw`. Raises InputError for another suffix or a view that does not fit,
    FileError if the file cannot be written.
    """
    from uat.plots.saving import require_picture, save_figure

    require_picture(path)
    figure = draw(shown, view)
    save_figure(figure, path)
    return figure


def _has_pieces(approximation: Approximation) -> bool:
    return not approximation.kind.is_deep


def _has_minimum(approximation: Approximation) -> bool:
    return approximation.kind.witnesses is not None


def _grows(approximation: Approximation) -> bool:
    several = approximation.target.inputs > 1 and _has_pieces(approximation)
    return (several or _has_minimum(approximation)) and _has_one_output(approximation)


def _has_boxes(approximation: Approximation) -> bool:
    return _has_pieces(approximation) and approximation.indicators is not None


def _has_gates(approximation: Approximation) -> bool:
    layers = approximation.network.layers
    boxes = _has_boxes(approximation) and len(layers) == 3
    return boxes and layers[1].neurons > 0


def _has_one_output(approximation: Approximation) -> bool:
    return approximation.target.outputs == 1


ANY = (LINE, CURVE, PLANE)

# In the order in which they are offered.
VIEWS = {
    view.name: view
    for view in (
        View("overview", "everything that matters, on one page", ANY, "overview_page:overview"),
        View(
            "function",
            "f, the network, and the band that the network has to stay in",
            (LINE,),
            single="function:plot",
        ),
        View(
            "error",
            "network - f along the domain, and where it is largest",
            (LINE,),
            single="error:plot_error",
        ),
        View(
            "pieces",
            "the pieces one by one, as their own neurons compute them, and their sum",
            (LINE,),
            single="pieces:plot_pieces",
            needs=_has_pieces,
        ),
        View(
            "surfaces",
            "f and the network as surfaces",
            (PLANE,),
            "plane.surfaces:plot_surfaces",
            needs=_has_one_output,
        ),
        View(
            "heat",
            "f, the network and the error as maps of colour",
            (PLANE,),
            "plane.heat:plot_heat",
        ),
        View(
            "boxes",
            "the boxes on which the network keeps one height",
            (PLANE,),
            single="plane.boxes:plot_boxes",
            size=SQUARE,
            needs=_has_boxes,
        ),
        View(
            "contours",
            "lines of equal height of f and of the network",
            (PLANE,),
            single="plane.contours:plot_contours",
            size=SQUARE,
            needs=_has_one_output,
        ),
        View(
            "neuron",
            "one neuron of hidden layer 2: the steps that it adds, and its output",
            (PLANE,),
            "plane.neuron:plot_neuron",
            needs=_has_gates,
        ),
        View(
            "curve",
            "the outputs over the input, and two of them as a curve",
            (CURVE,),
            "curve_page:curve_page",
        ),
        View(
            "network",
            "neurons and wires, with their weights",
            ANY,
            single="plane.towers:plot_wires",
        ),
        View(
            "tube",
            "the tube f ± tolerance, the network in it, and where its pieces meet",
            (LINE,),
            "tube:tube_page",
            needs=_has_pieces,
        ),
        View(
            "proof",
            "the boxes of the proof, each as high as its bound",
            (LINE,),
            "proof:proof_page",
            needs=lambda net: _has_pieces(net) and not net.plan.precision.at_once,
        ),
        View(
            "minimum",
            "the points of f that force each piece: why no smaller network stays in the tube",
            (LINE,),
            "minimum:minimum_page",
            needs=_has_minimum,
        ),
        View(
            "inputs",
            "of float8, every number in the domain: f, the network and the error at each",
            (LINE,),
            "inputs:inputs_page",
            needs=lambda approximation: approximation.plan.precision.at_once,
        ),
        View(
            "picture",
            "the picture, the network's picture, and the error of each pixel",
            (PLANE,),
            "plane.picture:plot_picture",
            needs=lambda approximation: approximation.target.kind == "picture",
        ),
        View(
            "regions",
            "the regions in which the network decides for each class",
            (PLANE,),
            "plane.regions:regions_page",
            needs=lambda approximation: approximation.target.kind == "classes",
        ),
        View(
            "ridges",
            "the directions, and the profile along each",
            (PLANE,),
            "plane.ridges:plot_ridges",
            needs=lambda approximation: approximation.ridges is not None,
        ),
        View(
            "facets",
            "the triangles of a surface, each in the colour of its height",
            (PLANE,),
            single="plane.polygons:plot_facets",
            size=SQUARE,
            needs=lambda approximation: approximation.surface is not None,
        ),
        View(
            "growth",
            "the error against the number of neurons, measured, with the laws of theory",
            (LINE, PLANE),
            single="growth:plot_growth",
            needs=_grows,
            of_growth=True,
        ),
    )
}


# Not of an approximation, so that `--view` does not offer it.
LOOK = View(
    "look",
    "a network's regions, function and error, and it beside its twin",
    (LOOKED,),
    "looked:look_page",
)


def summary() -> str:
    """Name all views, by what they are for; of several outputs, those of nothing else."""
    rows = {what: [v.name for v in VIEWS.values() if what in v.of] for what in (LINE, PLANE)}
    rows[CURVE] = [view.name for view in VIEWS.values() if view.of == (CURVE,)]
    return " ".join(f"{what}: {', '.join(names)}." for what, names in rows.items())
