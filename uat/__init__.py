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

    from uat.accuracy.measure import Error as Error
    from uat.accuracy.proof import check as check
    from uat.accuracy.proof import prove as prove
    from uat.approximation import Approximation as Approximation
    from uat.approximation import approximate as approximate
    from uat.approximation.growth import Growth as Growth
    from uat.approximation.growth import grow as grow
    from uat.approximation.many import approximate_many as approximate_many
    from uat.base.errors import FileError as FileError
    from uat.base.errors import InputError as InputError
    from uat.base.errors import RenderError as RenderError
    from uat.base.errors import TargetError as TargetError
    from uat.base.errors import UatError as UatError
    from uat.comparison import Comparison as Comparison
    from uat.comparison import compare as compare
    from uat.comparison.training.hyperparameters import Hyperparameters as Hyperparameters
    from uat.comparison.training.run import train as train
    from uat.comparison.training.sampled import train_on as train_on
    from uat.constructions.line.partition import Partition as Partition
    from uat.constructions.line.partition import Polyline as Polyline
    from uat.constructions.pieces import Bump as Bump
    from uat.constructions.pieces import Quadrant as Quadrant
    from uat.constructions.pieces import Ramp as Ramp
    from uat.constructions.pieces import Step as Step
    from uat.constructions.pieces import Tower as Tower
    from uat.exchange.load import load as load
    from uat.exchange.save import save as save
    from uat.films.renderer import render as render
    from uat.functions.catalogue import CATALOGUE as CATALOGUE
    from uat.functions.target import Target as Target
    from uat.functions.target import make_target as make_target
    from uat.inspection import Look as Look
    from uat.inspection import look as look
    from uat.networks.activations import ACTIVATIONS as ACTIVATIONS
    from uat.networks.activations import Activation as Activation
    from uat.networks.activations import softmax as softmax
    from uat.networks.network import Layer as Layer
    from uat.networks.network import Network as Network
    from uat.networks.regions.line import regions as regions
    from uat.networks.regions.plane import polygons as polygons

__version__ = "0.1.0"

# Names are loaded when first used, so that `uat --help` and `import uat` stay quick.
_HOMES = {
    "Error": "accuracy.measure",
    "check": "accuracy.proof",
    "prove": "accuracy.proof",
    "Approximation": "approximation",
    "approximate": "approximation",
    "Growth": "approximation.growth",
    "grow": "approximation.growth",
    "approximate_many": "approximation.many",
    "FileError": "base.errors",
    "InputError": "base.errors",
    "RenderError": "base.errors",
    "TargetError": "base.errors",
    "UatError": "base.errors",
    "Comparison": "comparison",
    "compare": "comparison",
    "Hyperparameters": "comparison.training.hyperparameters",
    "train": "comparison.training.run",
    "train_on": "comparison.training.sampled",
    "Partition": "constructions.line.partition",
    "Polyline": "constructions.line.partition",
    "Bump": "constructions.pieces",
    "Quadrant": "constructions.pieces",
    "Ramp": "constructions.pieces",
    "Step": "constructions.pieces",
    "Tower": "constructions.pieces",
    "save": "exchange.save",
    "load": "exchange.load",
    "render": "films.renderer",
    "CATALOGUE": "functions.catalogue",
    "Target": "functions.target",
    "make_target": "functions.target",
    "Look": "inspection",
    "look": "inspection",
    "ACTIVATIONS": "networks.activations",
    "Activation": "networks.activations",
    "softmax": "networks.activations",
    "Layer": "networks.network",
    "Network": "networks.network",
    "polygons": "networks.regions.plane",
    "regions": "networks.regions.line",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    import importlib
    import sys

    if name not in _HOMES:
        said = f"module 'uat' has no attribute {name!r}"
        raise AttributeError(said, name=name, obj=sys.modules[__name__])
    value = getattr(importlib.import_module(f"uat.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
