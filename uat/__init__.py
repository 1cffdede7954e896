"""uat builds, without training, a neural network that computes any function you give it.

>>> import uat
>>> net = uat.approximate("sin(2*pi*x)", construction="steps", tol=0.1)
>>> net.network
Network(1→17→1, sigmoid, 52 parameters)
"""

from __future__ import annotations

TYPE_CHECKING = False  # not imported: an interrupt should meet `start` in __main__ before all else
if TYPE_CHECKING:
    from typing import Any

    from uat.activations import ACTIVATIONS as ACTIVATIONS
    from uat.activations import Activation as Activation
    from uat.activations import softmax as softmax
    from uat.approximation import Approximation as Approximation
    from uat.approximation import approximate as approximate
    from uat.catalogue import CATALOGUE as CATALOGUE
    from uat.comparison import Comparison as Comparison
    from uat.comparison import compare as compare
    from uat.errors import FileError as FileError
    from uat.errors import InputError as InputError
    from uat.errors import RenderError as RenderError
    from uat.errors import TargetError as TargetError
    from uat.errors import UatError as UatError
    from uat.film import render as render
    from uat.growth import Growth as Growth
    from uat.growth import grow as grow
    from uat.many import approximate_many as approximate_many
    from uat.measure import Error as Error
    from uat.network import Layer as Layer
    from uat.network import Network as Network
    from uat.partition import Partition as Partition
    from uat.partition import Polyline as Polyline
    from uat.pieces import Bump as Bump
    from uat.pieces import Quadrant as Quadrant
    from uat.pieces import Ramp as Ramp
    from uat.pieces import Step as Step
    from uat.pieces import Tower as Tower
    from uat.target import Target as Target
    from uat.target import make_target as make_target
    from uat.training import Hyperparameters as Hyperparameters
    from uat.training import train as train
    from uat.training import train_on as train_on

__version__ = "0.1.0"

# Names are loaded when first used, so that `uat --help` and `import uat` stay quick.
_HOMES = {
    "ACTIVATIONS": "activations",
    "Activation": "activations",
    "softmax": "activations",
    "Approximation": "approximation",
    "approximate": "approximation",
    "CATALOGUE": "catalogue",
    "Comparison": "comparison",
    "compare": "comparison",
    "FileError": "errors",
    "InputError": "errors",
    "RenderError": "errors",
    "TargetError": "errors",
    "UatError": "errors",
    "render": "film",
    "approximate_many": "many",
    "Growth": "growth",
    "grow": "growth",
    "Error": "measure",
    "Layer": "network",
    "Network": "network",
    "Partition": "partition",
    "Polyline": "partition",
    "Bump": "pieces",
    "Quadrant": "pieces",
    "Ramp": "pieces",
    "Step": "pieces",
    "Tower": "pieces",
    "Target": "target",
    "make_target": "target",
    "Hyperparameters": "training",
    "train": "training",
    "train_on": "training",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module 'uat' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"uat.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
