"""An `Approximation` holds a function, the network that computes it, and its error."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uat.approximation.facts import Facts
from uat.approximation.one_sided import from_middle, proof_from_f, raised
from uat.base.arrays import Array
from uat.base.choices import FileName, StyleName, ViewName
from uat.base.errors import InputError
from uat.constructions.built import Built
from uat.functions.target import Target
from uat.networks.evaluate import at_points
from uat.networks.points import points_of, rows_of, shaped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from uat.accuracy.proof import Proof
    from uat.approximation.growth import Growth
    from uat.constructions.line.minimum import Minimum

# Where what people look for on an approximation is.
ELSEWHERE = {
    **{name: f".network.{name}" for name in ("neurons", "parameters", "widths", "layers")},
    "weights": ".network.layers[0].weights",
    "biases": ".network.layers[0].biases",
    "max_error": ".error.max",
    "to_onnx": '.save("net.onnx")',
}


@dataclass(frozen=True, eq=False, repr=False)
class Approximation(Facts):
    """A function, the network that computes it, and how far apart they are.

    target: the function on its box. plan: what was asked for, with the defaults filled in.
    built: what the construction gave: the network, its error, and the geometry that it came from.
    components: of one input and several outputs, one approximation for each output.
    proof: the proof of the error's bound, if one was asked for.
    seconds: how long building, measuring and proving took.
    """

    if not TYPE_CHECKING:  # which would take every name for one that there is

        def __getattr__(self, name: str) -> Any:
            where = f": it has {ELSEWHERE[name]}" if name in ELSEWHERE else ""
            said = f"'Approximation' object has no attribute {name!r}{where}"
            raise AttributeError(said, name=name, obj=self)

    @overload
    def __call__(self, *inputs: float) -> Any: ...
    @overload
    def __call__(self, *inputs: ArrayLike) -> Array: ...
    def __call__(self, *inputs: ArrayLike) -> Any:
        """Compute the network's output at numbers or arrays, one for each input; they broadcast.

        Returns a float for numbers, else an array of their common shape; with one more axis for the
        outputs if there are several.
        """
        points, shape = points_of(inputs, self.network.widths[0])
        return shaped(at_points(self.network, points), shape)

    def predict(self, points: ArrayLike) -> NDArray[Any]:
        """Compute the network's output at the rows of points, (n, inputs), as scikit-learn does.

        Returns (n,), or (n, outputs) if there are several; for classes their labels.
        """
        rows = rows_of(points, self.network.widths[0])
        output = at_points(self.network, rows)
        if self.target.labels:
            return np.asarray(np.array(self.target.labels)[output.argmax(axis=1)])
        return np.asarray(shaped(output, rows.shape[:1]))

    def summary(self) -> str:
        """Say in a few lines what was built: the report that `uat approximate` prints."""
        from uat.approximation.report import report

        return report(self)

    def prove(
        self, *, slack: float | None = None, lipschitz: float | None = None, progress: Any = None
    ) -> Proof:
        """Bound |f - network| on the whole domain, for the network as its precision computes it.

        slack: how far the bound may be above the true error, relatively; default 0.01, of several
        inputs 0.05. lipschitz: a constant L with |f(p) - f(q)| <= L*|p - q|, which a function
        without a formula needs. Raises InputError, with the reason, for what cannot be proven.
        """
        from uat.accuracy.proof import prove

        if self.plan.precision.at_once:
            raise InputError(
                f"{self.plan.precision.name} is checked as it is built: add prove=True"
            )
        if self.kind.is_deep:
            raise InputError("folds are bounded as they are built: see error.proven")
        if self.components:
            raise InputError("prove each of the components: net.components[0].prove()")
        if self.plan.allowed is not None or self.plan.counted is not None:
            what = "the noise of samples" if self.plan.allowed is None else "a relative tolerance"
            raise InputError(f"{what} is proven as it is built: add prove=True")
        proof = prove(
            self.network,
            raised(self.target, self.plan.offset),
            samples=self.samples,
            left_out=self.error.left_out,
            slack=slack,
            lipschitz=lipschitz,
            floats=self.plan.precision,
            tolerance=self.plan.tol,
            progress=progress,
        )
        if self.plan.side:
            return proof_from_f(proof, self.target, self.plan)
        return proof

    @cached_property
    def is_fewest(self) -> bool:
        """Whether no staircase or polyline of fewer pieces stays within the tolerance of sampled f.

        A proof, and steps that overshoot, may take a few pieces more. Of several inputs nobody
        knows.
        """
        if self.components:
            return all(component.is_fewest for component in self.components)
        if self.partition_kind != "fewest":
            return False
        if self.plan.counted is not None:
            return (
                self.partition.least is not None and self.partition.pieces <= self.partition.least
            )
        if self.plan.tube is not None:
            return self.kind.is_fewest_within(self.built, self.plan.tube)
        target, built, tol = self._tube()
        least = self.kind.fewest_pieces(target, built, tol)
        return least is not None and self.partition.pieces <= least

    @cached_property
    def others(self) -> dict[str, int]:
        """The neurons that other constructions take for the same tolerance.

        Only of one input and one output, and of constructions that are built in an instant.
        """
        from uat.approximation.others import neurons_of_others

        return neurons_of_others(self)

    def minimum(self) -> Minimum:
        """Prove how many neurons any network of this construction needs for this tolerance."""

        if self.samples is None:
            raise InputError("the least number of neurons is known for one input only")
        if self.plan.allowed is not None or self.plan.counted is not None:
            raise InputError("the least number of neurons is known for an absolute tolerance only")
        target, built, tol = self._tube()
        from uat.constructions.line.minimum import minimum

        tol = tol or self.error.max
        return minimum(target, self.construction, tol, built.samples, self.error.left_out)

    def _tube(self) -> tuple[Target, Built, float | None]:
        """Return the middle of the tube, what was built as seen from there, and half its width."""
        if not self.plan.side:
            return self.target, self.built, self.tolerance
        return from_middle(self.built, self.target, self.plan)

    def formula(self, style: StyleName = "text", most: int | None = 12) -> str:
        """Write the network as the sum that it is, in "text", "latex", "typst" or "python"."""
        from uat.networks.formula import formula

        return formula(self.network, style, most)

    def to_sympy(self) -> Any:
        """Return the network as an expression of SymPy, in symbols named as the inputs.

        Of several outputs a tuple of expressions. Raises InputError for more than 10,000 terms.
        """
        from uat.networks.formula import to_sympy

        return to_sympy(self.network, self.target.names)

    def plot(
        self,
        shown: Axes | ViewName | str | os.PathLike[str] | None = None,
        view: ViewName | None = None,
        *,
        ax: Axes | None = None,
        size: tuple[float, float] | None = None,
        style: Any = None,
        title: bool | str | None = None,
    ) -> Axes | Figure:
        """Draw f and the network into axes; or a view by its name, as a Figure.

        shown: the name of a view; or that of a file, .png, .svg or .pdf, to which the view is
        written (default: the overview) and whose Figure is returned; or axes.
        view: one of `uat.plots.VIEWS`, such as overview, error, tube; of two inputs surfaces, heat.
        For "growth" networks of many sizes are built.
        ax: axes to draw into. size: of the figure, width and height in inches.
        style: what `matplotlib.style.use` takes: names, a file, a dict of rcParams, or several.
        title: another title; False for none.
        """
        from uat.plots.asking import ask

        return ask(
            self, shown, view=view, ax=ax, size=size, style=style, title=title, grow=self._growth
        )

    def _growth(self) -> Growth:
        """Build networks of many sizes for the same function, and measure their errors."""
        from uat.approximation.growth import grow

        return grow(self.target)

    def save(self, path: str | os.PathLike[str], *, precision: FileName | None = None) -> None:
        """Write the network to `path`, in the format that its suffix says.

        Formats: .json, .npz, .py, .c, .h, .tex, .typ; also in precision="float32" .onnx, .pt and
        .safetensors, which is the default there for a net of that precision. See
        `uat.exchange.save`.
        """
        from uat.exchange.save import save

        save(self, path, precision=precision)

    def to_jax(self) -> Callable[..., Any]:
        """Convert the network to a function of JAX, to be derived, mapped or compiled there."""
        from uat.exchange.to_jax import to_jax

        return to_jax(self.network)

    def to_torch(self, precision: FileName = "float64") -> Any:
        """Convert the network to a `torch.nn.Sequential`, which can be trained further."""
        from uat.exchange.to_torch import to_torch

        return to_torch(self.network, precision)

    def film(self, chapter: str | None = None, **options: Any) -> Any:
        """Render a chapter for this function, and return the film's path, which Jupyter shows.

        chapter: staircase, or surface for two inputs, unless named. options: as for `uat.render`.
        """
        from uat.films.renderer import render
        from uat.films.renderer.show import Film

        name = chapter or ("staircase" if self.target.inputs == 1 else "surface")
        tol = self.tolerance or self.error.max
        function = self.target.formula or self.target
        paths = render([name], function=function, box=self.target.box, tol=tol, **options)
        return Film(paths[0])

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data: what `uat approximate --json` prints.

        Of a table or picture it also says how the file was read.
        """
        from uat.approximation.data import to_data

        return to_data(self)

    def __repr__(self) -> str:
        return (
            f"Approximation({self.target.name}, {self.construction}: {self.network!r}, "
            f"max error {self.error.max:.3g})"
        )

    def __str__(self) -> str:
        return self.summary()

    def _repr_latex_(self) -> str | None:
        """Return the sum that the network is, as mathematics; None where it is no sum."""
        try:
            return f"$\\displaystyle {self.formula('latex')}$"
        except InputError:
            return None

    def _repr_html_(self) -> str:
        from uat.plots.report import report_html

        return report_html(self)
