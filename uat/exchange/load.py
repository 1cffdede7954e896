"""Read a file that uat wrote, as a network again."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.base.errors import FileError, InputError
from uat.exchange.about import About
from uat.exchange.formats import FORMATS, format_of
from uat.exchange.probing import probes
from uat.functions.expression import Expression, compile_expression
from uat.functions.target.box import parse_box
from uat.networks.formula.code import input_names
from uat.networks.network import Network

MOST_INPUTS = 10_000  # of a network in a file
MOST_MEASURED = 32  # inputs of which random points say something


@dataclass(frozen=True)
class Loaded:
    """A network from a file, and what the file says about it."""

    network: Network
    about: About

    def __post_init__(self) -> None:
        inputs = self.network.widths[0]
        if not 1 <= inputs <= MOST_INPUTS:
            raise InputError(f"a network in a file has 1 … {MOST_INPUTS:,} inputs, not {inputs:,}")
        for what in (self.about.box, self.about.names):
            if what and len(what) != inputs:
                raise InputError(
                    f"the file is damaged: it speaks of {len(what)} inputs, and its network has "
                    f"another number of inputs, {inputs}"
                )

    @property
    def box(self) -> tuple[tuple[float, float], ...]:
        """The file's box, or [0, 1] for each input."""
        return self.about.box or ((0.0, 1.0),) * self.network.widths[0]

    @property
    def function(self) -> Expression | None:
        """The formula that the file names; None for other functions, which are not looked for."""
        names = self.about.names or input_names(self.network)
        try:
            return compile_expression(self.about.function, names)
        except InputError:
            return None

    def on(self, box: Any) -> Loaded:
        """Return the same network, to be looked at and measured on another box.

        box: (low, high), or such a pair for each input; ends may be formulas. What the file says
        of the error is about its own box, and is left out. Raises InputError.
        """
        sides = parse_box(box)
        if len(sides) != self.network.widths[0]:
            inputs = self.network.widths[0]
            of = "one input" if inputs == 1 else f"{inputs} inputs"
            raise InputError(f"the network has {of}, and the domain {len(sides)}")
        return replace(self, about=replace(self.about, box=sides, error=None, claim=""))

    def __call__(self, *inputs: ArrayLike) -> Any:
        """Compute the network's output, as `Network` does."""
        return self.network(*inputs)

    def predict(self, points: ArrayLike) -> Array:
        """Compute the network's output at the rows of points, as `Network.predict` does."""
        return self.network.predict(points)

    def measure(self) -> float | None:
        """Measure |network - f| at random points of the box and in windows; None without f."""
        function, network = self.function, self.network
        if function is None or network.widths[-1] != 1 or network.widths[0] > MOST_MEASURED:
            return None
        points = probes(network, self.box)
        distance = np.abs(network.forward(points)[:, 0] - function(*points.T))
        return float(distance.max()) if np.isfinite(distance).all() else None

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data: what `uat load --json` prints."""
        network = self.network
        return {
            "function": self.about.function or None,
            "box": [list(side) for side in self.box],
            "construction": self.about.construction or None,
            "network": {
                "widths": list(network.widths),
                "activations": [layer.activation.name for layer in network.layers],
                "neurons": network.neurons,
                "parameters": network.parameters,
            },
            "error": {"written": self.about.error, "measured": self.measure()},
        }


def load(path: str | os.PathLike[str]) -> Loaded:
    """Read a file that `save` wrote, of any of its formats.

    Nothing in a file is executed. Raises FileError if it cannot be read, InputError if it is
    something else, MissingError for a package that is missing.
    """
    form = format_of(path)
    if form is None:
        raise InputError(
            f"cannot load a network from {os.fspath(path)!r}: it must be one of "
            f"{', '.join(FORMATS)}"
        )
    if not os.path.isfile(path):
        reason = "it is a folder" if os.path.isdir(path) else "no such file"
        raise FileError(f"cannot read {os.fspath(path)}: {reason}")
    return Loaded(*form.read(path))
