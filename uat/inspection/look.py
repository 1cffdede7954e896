"""Look at a network: count its regions, name what does nothing, build its twin, compare it to f."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from uat.accuracy.measure import Error
from uat.approximation.front import number_of, share_of
from uat.base.errors import InputError
from uat.base.nouns import counted
from uat.constructions.request import require_positive
from uat.exchange.foreign import Given, read_network
from uat.exchange.save import save
from uat.functions.target import Target, make_target
from uat.functions.target.box import parse_box
from uat.inspection.distance import distance
from uat.inspection.twin import Twin, find_twin, polyline
from uat.networks.activations import ACTIVATIONS, get_activation
from uat.networks.activations.bends import bends_of
from uat.networks.network import Network
from uat.networks.regions.cells import Cell, layer_cells
from uat.networks.regions.idle import Idle, Survey
from uat.networks.regions.line import Line
from uat.networks.regions.merging import merge

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Box = tuple[tuple[float, float], ...]
MOST_INPUTS = 2
STRAIGHT = tuple(
    s.name
    for s in sorted(ACTIVATIONS.values(), key=lambda s: -s.neurons_per_step)  # relu comes first
    if bends_of(s) is not None
)
LOOKED_AT = f'uat looks at {", ".join(STRAIGHT)} and formulas such as "abs(z)" or "clip(z, -1, 1)"'


@dataclass(frozen=True)
class Piece:
    """A part of the box on which the network is one straight map.

    corners: of one input its two ends, of two inputs those of a convex polygon. slopes: one row for
    each output, one number for each input. offsets: one for each output.
    """

    corners: tuple[tuple[float, ...], ...]
    slopes: tuple[tuple[float, ...], ...]
    offsets: tuple[float, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Look:
    """What can be seen of a network on a box.

    network: it. name: what it is called. box: where it was looked at. note: what is left out of it.
    cells: its linear regions, exactly. groups: which of them are, as neighbours, one straight map.
    idle: hidden neurons that could be left out. line: of one input and output, its polyline.
    twin: a network for the same function, with fewer neurons where that is found.
    box_taken: whether nobody said where to look, and it was taken for granted.
    target, error: f, if it is known, and the distance from it.
    """

    network: Network
    name: str
    box: Box
    note: str
    cells: tuple[Cell, ...] = field(repr=False)
    groups: tuple[tuple[int, ...], ...] = field(repr=False)
    idle: tuple[Idle, ...]
    line: Line | None
    twin: Twin
    target: Target | None = None
    error: Error | None = None
    box_taken: bool = False

    @property
    def regions(self) -> int:
        """The number of linear regions: parts of the box with one pattern of active neurons."""
        return len(self.cells)

    @property
    def straight(self) -> int:
        """The number of regions when neighbours with one straight map count as one."""
        return len(self.groups)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What the network is, and where; of one input merged, from left to right."""
        if self.network.widths[0] > 1:
            return tuple(_piece(cell, cell.corners) for cell in self.cells)
        runs = ((self.cells[group[0]], self.cells[group[-1]]) for group in self.groups)
        return tuple(_piece(a, (a.corners[0], b.corners[1])) for a, b in runs)

    def summary(self) -> str:
        """Say in a few lines what was seen: the report that `uat look` prints."""
        from uat.inspection.report import report

        return report(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data: what `uat look --json` prints."""
        from uat.inspection.report import to_data

        return to_data(self)

    def plot(self, path: str | os.PathLike[str] | None = None) -> Figure:
        """Draw the regions, the function, the error, and the network beside its twin.

        path: a .png, .svg or .pdf file to write, too. Returns the figure.
        """
        from uat.plots.views import draw, save_plot

        return draw(self) if path is None else save_plot(self, path)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the twin to a file, in the format that its suffix says."""
        save(self.twin.network, path)

    def __str__(self) -> str:
        return self.summary()

    def __repr__(self) -> str:
        return f"Look({self.network!r}, {self.regions} regions)"


def look(
    network: Any,
    box: Any = None,
    *,
    function: Any = None,
    tol: float | str | None = None,
    prove: bool = False,
    activation: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Look:
    """Look at a piecewise linear network of one or two inputs that somebody else trained.

    network: a file (.onnx, .pt, .safetensors, or any that uat wrote), an `nn.Sequential` of
        PyTorch, an `MLPRegressor` of scikit-learn, alone or behind scalers in a pipeline, a
        `Network` or an `Approximation`. Nothing in a file is executed.
    box: (a, b), or one such pair for each input. Default: the file's own, or [0, 1] for each.
    function: f, as for `approximate`: then the distance from it is measured. Default: the formula
        that a file of ours names.
    tol: how far the twin may be from the network, in its units or as "2%" of its range. Default:
        the twin is the same function.
    prove: also bound the distance from f on the whole box.
    activation: between the layers of files that hold weights alone; relu is taken, and the report
        says so, where it is left out.
    progress: called with a few words before each stage.

    Raises FileError or InputError, with a sentence that says what can be done, for what is not
    read; for more than two inputs; and for activations that are not straight between kinks.
    """
    say = progress or (lambda stage: None)
    say("reading the network")
    if share_of(tol) is None and (most := number_of(tol)) is not None:
        require_positive("tolerance", most)
    _require_straight(activation)
    given = read_network(network, activation)
    taken = box is None and given.box is None
    net, box = given.network, _box(given, box)
    _require_kinks(given)
    say("cutting the box into regions")
    survey, cells = Survey(net, box), []
    for cells in layer_cells(net, box):
        survey.add(cells)
    groups, idle = merge(cells), survey.idle()
    line = polyline(cells, groups) if net.widths[0] == net.widths[-1] == 1 else None
    twin = find_twin(net, cells, idle, line, box, tol, say)
    target, error = None, None
    wanted = function if function is not None else given.function
    if wanted:
        target = make_target(wanted, box)
        error = distance(net, target, line, cells, prove_it=prove, say=say)
    elif prove:
        raise InputError("a proof is about the distance from f: say what f is, such as sin(x)")
    return Look(
        network=net,
        name=given.name,
        box=box,
        note=given.note,
        cells=tuple(cells),
        groups=tuple(map(tuple, groups)),
        idle=idle,
        line=line,
        twin=twin,
        target=target,
        error=error,
        box_taken=taken,
    )


def _require_straight(activation: str | None) -> None:
    """Refuse activations between the layers that are not straight between kinks, or none at all."""
    if activation is None or activation in STRAIGHT:
        return
    try:
        known = bends_of(get_activation(activation)) is not None
    except InputError:
        if not activation.isidentifier():
            raise
        raise InputError(f"unknown activation {activation!r}: {LOOKED_AT}") from None
    if not known:
        raise InputError(f"{activation} is not straight between kinks: {LOOKED_AT}")


def _require_kinks(given: Given) -> None:
    """Refuse networks that are curved, and those whose values no float holds."""
    for layer in given.network.layers:
        if bends_of(layer.activation) is None:
            raise InputError(
                f"{given.name} has {layer.activation.name} neurons, which are not straight between "
                f"kinks: {LOOKED_AT}. A built network for the same function is "
                "uat.approximate(model.predict, box)"
            )


def _box(given: Given, box: Any) -> Box:
    """Return where to look. Raises InputError for networks of which there is nothing to see."""
    inputs = given.network.widths[0]
    if inputs > MOST_INPUTS:
        raise InputError(
            f"{given.name} has {inputs} inputs: uat looks at networks of one or two: hold the "
            "others fixed, as a part of the first biases, and look at what is left"
        )
    if box is None:
        return given.box or ((0.0, 1.0),) * inputs
    pairs = parse_box(box)
    if len(pairs) != inputs:
        raise InputError(
            f"{given.name} has {counted(inputs, 'input')}: give as many intervals, not {len(pairs)}"
        )
    return pairs


def _piece(cell: Cell, corners: Sequence[tuple[int, ...]]) -> Piece:
    try:
        rows = [[e / int(cell.scale) for e in row] for row in cell.entries]
    except OverflowError:
        raise InputError("the network's slopes are beyond all floats here") from None
    return Piece(
        corners=tuple(tuple(e / point[-1] for e in point[:-1]) for point in corners),
        slopes=tuple(tuple(row[:-1]) for row in rows),
        offsets=tuple(row[-1] for row in rows),
    )
