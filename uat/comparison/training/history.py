"""A training run returns the network it ended with, and how it got there."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.comparison.training.hyperparameters import Hyperparameters
from uat.networks.evaluate import evaluate
from uat.networks.network import Network


@dataclass(frozen=True)
class Snapshot:
    """The network after so many epochs; 0 is before training."""

    epoch: int
    network: Network


@dataclass(frozen=True, eq=False)
class History:
    """The history of a run says how the loss fell.

    loss: (epochs,), the mean over the epoch's mini-batches; mean squared errors in the units of f
        squared. Steps of L-BFGS follow the epochs of gradient descent.
    validation: (epochs,), the loss on the points held back, after the epoch; NaN if there are none.
    learning_rate: (epochs,); NaN for L-BFGS, which chooses its own.
    snapshots: the network on its way, if asked for, the first before training and the last at the
        end.
    """

    loss: Array
    validation: Array
    learning_rate: Array
    snapshots: tuple[Snapshot, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        for name in ("loss", "validation", "learning_rate"):
            array = np.array(getattr(self, name), dtype=float)
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @property
    def epochs(self) -> int:
        """Number of epochs that were finished, steps of L-BFGS included."""
        return int(self.loss.size)


@dataclass(frozen=True, eq=False)
class Trained:
    """A trained network, with its history.

    network: it, for unscaled inputs and outputs. For classes its outputs are probabilities.
    history: its losses. hyperparameters: all settings of the run.
    stopped: why it ended: "finished", "early" (patience), "time" or "interrupted" (Ctrl-C).
    seconds: how long it took.
    """

    network: Network
    history: History
    hyperparameters: Hyperparameters
    stopped: str
    seconds: float

    def __call__(self, *inputs: ArrayLike) -> Array:
        """Return the network's output: one array for each input; see `Approximation`."""
        return evaluate(self.network, *inputs)

    def __repr__(self) -> str:
        losses = self.history.loss
        shown = f"loss {losses[-1]:.3g} after {losses.size} epochs" if losses.size else "untrained"
        return f"Trained({self.network!r}, {shown}, {self.stopped})"
