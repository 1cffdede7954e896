"""Define one style sheet for all views: sizes of letters and pages, and how things are drawn.

Colours are those of `uat.base.palette`, which plots, page and films share; which one a construction
has, it says itself. Sizes of pages are in inches, width and height; letters are in points.
"""

from typing import Any

from uat.base.palette import LIGHT

HEADING, SENTENCE, LABEL, SMALL, FINE = 12.0, 11.0, 10.0, 9.0, 8.0  # letters

HEADS: dict[str, Any] = {"fontsize": HEADING, "color": LIGHT.text}
SENTENCES: dict[str, Any] = {"fontsize": SENTENCE, "color": LIGHT.text}
LABELS: dict[str, Any] = {"fontsize": LABEL, "color": LIGHT.text}  # of axes
GRID_LINES: dict[str, Any] = {"color": LIGHT.muted, "alpha": 0.15, "linewidth": 0.6}
TARGET: dict[str, Any] = {"color": LIGHT.target, "linewidth": 2.8, "alpha": 0.9}
CONTENDERS: dict[str, dict[str, Any]] = {
    "built": {"color": LIGHT.network, "marker": "o"},
    "trained": {"color": LIGHT.step, "marker": "s"},
    "classic": {"color": LIGHT.muted, "marker": "^"},
}
RISE, FALL = LIGHT.step, LIGHT.ramp  # of f or its slope, where a witness forces one

SINGLE, SQUARE = (10.0, 6.6), (8.4, 7.6)  # pages of one view
OVERVIEW, OVERVIEW_OF_PLANE, OVERVIEW_OF_CLASSES = (13.0, 8.2), (14.0, 9.6), (14.0, 6.4)
TUBE, PROOF, MINIMUM = (13.0, 8.2), (13.0, 6.2), (13.0, 6.2)  # with a close-up
INPUTS = (13.0, 7.4)
CURVES, SURFACES, NEURON, RIDGES = (13.0, 7.2), (13.0, 6.2), (13.0, 6.6), (13.0, 7.4)
HEAT, REGIONS, LOADED, NOTEBOOK = (14.0, 5.0), (9.2, 7.6), (12.0, 5.0), (6.4, 4.0)
LOOKED, LOOKED_PLANE = (14.0, 8.2), (14.0, 9.2)  # a network beside its twin
PICTURE = (14.0, 9.0)  # at most
ROW_OF_OUTPUTS = (14.0, 3.6)  # maps of one output
COMPARISON, ROW_OF_COMPARISON = (13.0, 4.6), 2.3  # the curves, and below them a row of graphs

DOTS, NOTEBOOK_DOTS, REPORT_DOTS = 150, 80, 110  # an inch: files, figures and reports in notebooks


def without_close_up(size: tuple[float, float]) -> tuple[float, float]:
    """Return the size of a page whose close-up would show nothing new."""
    return SINGLE[0], size[1]
