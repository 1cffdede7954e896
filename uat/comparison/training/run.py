"""Run a training: data go in, a network comes out, whatever ends the run."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.comparison.training.history import History, Snapshot, Trained
from uat.comparison.training.hyperparameters import Hyperparameters, with_layers
from uat.comparison.training.mlp import LOSSES, MLP, descend
from uat.comparison.training.polish import polish
from uat.comparison.training.scaling import Scaling, no_scaling, scaling_of
from uat.networks.activations import LINEAR, SOFTMAX, get_activation
from uat.networks.network import Network

Progress = Callable[[int, float], None]


class Stop(Exception):
    """Raised to end a run; the message is the reason."""


def train(
    x: ArrayLike,
    y: ArrayLike,
    layers: Sequence[int] = (1, 64, 1),
    *,
    scale: bool = True,
    snapshots: int = 0,
    seconds: float | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> Trained:
    """Train a network on data by gradient descent.

    x: (n, inputs), or (n,) for one input. y: (n, outputs), or (n,) for one output; for
        loss="cross_entropy" the numbers of the classes, or (n, classes) probabilities.
    layers: the widths, inputs and outputs included.
    scale: train on inputs scaled to [-1, 1] and outputs scaled to spread 1; the network returned
        takes and gives the unscaled ones.
    snapshots: how many networks to keep from along the way, more of them near the beginning.
    seconds: a time limit. progress: called with the number of epochs done and the loss.
    settings: the other hyperparameters by name, such as learning_rate=0.01; see `Hyperparameters`.

    Ctrl-C ends the run and returns what there is. Raises InputError.
    """
    chosen = with_layers(layers, settings)
    points, wanted = _as_data(x, y, chosen)
    run = _started(points, wanted, chosen, scale)
    run.progress, run.deadline = progress, seconds and run.began + seconds
    run.snapshot_epochs = _snapshot_epochs(snapshots, chosen.epochs + chosen.polish)
    run.keep_snapshot(0)
    stopped = "finished"
    try:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            run.go()
    except Stop as stop:
        stopped = str(stop)
    except KeyboardInterrupt:
        stopped = "interrupted"
    return run.result(stopped)


@dataclass
class _Run:
    """A run in progress. x and y are scaled; held_x and held_y are those held back."""

    mlp: MLP
    scaling: Scaling
    settings: Hyperparameters
    rng: np.random.Generator
    x: Array
    y: Array
    held_x: Array
    held_y: Array
    kept: Array  # the parameters to return
    began: float
    deadline: float | None = None
    progress: Progress | None = None
    snapshot_epochs: frozenset[int] = frozenset()
    snapshots: list[Snapshot] = field(default_factory=list)
    rows: list[tuple[float, float, float]] = field(default_factory=list)
    best: float = np.inf
    best_epoch: int = 0

    def go(self) -> None:
        for loss, rate in descend(self.mlp, self.x, self.y, self.settings, self.rng):
            self.record(loss, rate)
        if self.settings.polish:
            arguments = self.x, self.y, self.settings.loss, self.settings.polish
            for loss in polish(self.mlp, *arguments):
                self.record(loss, np.nan)

    def record(self, loss: float, rate: float) -> None:
        """Do what there is to do after an epoch. Raises Stop."""
        if not np.isfinite(self.mlp.parameters).all() or not np.isfinite(loss):
            raise InputError(
                f"the loss exploded in epoch {len(self.rows) + 1}: "
                f"take a smaller learning_rate than {self.settings.learning_rate:g}"
            )
        unit = self.scaling.spread * self.scaling.spread  # ** would raise beyond all floats
        held = self.held_loss()
        self.rows.append((unit * loss, unit * held, rate))
        epoch, shown = len(self.rows), held if len(self.held_x) else loss
        if shown < self.best or not self.settings.patience:
            self.best, self.best_epoch = min(shown, self.best), epoch
            self.kept = self.mlp.parameters.copy()
        self.keep_snapshot(epoch)
        if self.progress is not None:
            self.progress(epoch, unit * loss)
        if self.settings.patience and epoch - self.best_epoch >= self.settings.patience:
            raise Stop("early")
        if self.deadline is not None and time.perf_counter() > self.deadline:
            raise Stop("time")

    def held_loss(self) -> float:
        """Return the loss on the points held back; NaN if there are none."""
        if not len(self.held_x):
            return np.nan
        return LOSSES[self.settings.loss](self.mlp.forward(self.held_x), self.held_y)[0]

    def keep_snapshot(self, epoch: int) -> None:
        if epoch in self.snapshot_epochs:
            self.snapshots.append(Snapshot(epoch, self.network(self.mlp.parameters)))

    def network(self, parameters: Array) -> Network:
        kinds = *self.mlp.activations[:-1], get_activation(self.settings.output)
        return self.scaling.network(*self.mlp.views(parameters), kinds)

    def result(self, stopped: str) -> Trained:
        network, epoch = self.network(self.kept), len(self.rows)
        if self.snapshots and self.snapshots[-1].epoch != epoch:
            self.snapshots.append(Snapshot(epoch, network))
        losses, held, rates = np.array(self.rows, dtype=float).reshape(-1, 3).T
        history = History(losses, held, rates, tuple(self.snapshots))
        return Trained(network, history, self.settings, stopped, time.perf_counter() - self.began)


def _started(x: Array, y: Array, settings: Hyperparameters, scale: bool) -> _Run:
    """Start a run: scale and split the data, and draw the weights."""
    began, rng = time.perf_counter(), np.random.default_rng(settings.seed)
    hidden, output = (get_activation(s) for s in (settings.activation, settings.output))
    scale_outputs = output == LINEAR
    scaling = (
        scaling_of(x, y, scale_outputs=scale_outputs)
        if scale
        else no_scaling(x.shape[1], y.shape[1])
    )
    # The loss for classes applies softmax itself.
    mlp = MLP(settings.layers, hidden, LINEAR if output == SOFTMAX else output)
    mlp.initialise(settings.initialisation, rng)
    mixed = rng.permutation(len(x)) if settings.validation else np.arange(len(x))
    held = mixed[: int(settings.validation * len(x))]
    used = mixed[held.size :]
    x, y = scaling.inputs(x), scaling.outputs(y)
    return _Run(
        mlp=mlp,
        scaling=scaling,
        settings=settings,
        rng=rng,
        x=x[used],
        y=y[used],
        held_x=x[held],
        held_y=y[held],
        kept=mlp.parameters.copy(),
        began=began,
    )


def _as_data(x: ArrayLike, y: ArrayLike, settings: Hyperparameters) -> tuple[Array, Array]:
    """Return x and y as matrices of one row a point. Raises InputError."""
    points, wanted = np.asarray(x, dtype=float), np.asarray(y)
    inputs, outputs = settings.layers[0], settings.layers[-1]
    points = points[:, None] if points.ndim == 1 else points
    if settings.loss == "cross_entropy" and wanted.ndim == 1:
        wanted = _one_hot(wanted, outputs)
    wanted = wanted.astype(float)
    wanted = wanted[:, None] if wanted.ndim == 1 else wanted
    if points.ndim != 2 or wanted.ndim != 2 or len(points) != len(wanted) or not len(points):
        raise InputError(
            f"x and y have one row for each point; these have the shapes {np.shape(x)} "
            f"and {np.shape(y)}"
        )
    if (points.shape[1], wanted.shape[1]) != (inputs, outputs):
        raise InputError(
            f"the data have {points.shape[1]} inputs and {wanted.shape[1]} outputs, but the "
            f"layers are {settings.layers}: make the first and the last width fit"
        )
    if not (np.isfinite(points).all() and np.isfinite(wanted).all()):
        raise InputError("x and y must be finite numbers: leave out the points where they are not")
    return points, wanted


def _one_hot(classes: Array, count: int) -> Array:
    if classes.dtype.kind not in "iub" or classes.min() < 0 or classes.max() >= count:
        raise InputError(f"classes are whole numbers from 0 to {count - 1}")
    rows: Array = np.eye(count)[classes.astype(int)]
    return rows


def _snapshot_epochs(count: int, epochs: int) -> frozenset[int]:
    """Choose epoch 0 and others at growing distances: most is to be seen early."""
    if count <= 0:
        return frozenset()
    later = np.geomspace(1, epochs, max(count - 1, 1)).round().astype(int)
    return frozenset({0, *later.tolist()})
