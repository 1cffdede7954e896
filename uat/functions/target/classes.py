"""Turn decision regions into outputs: each is 1 where its class is, and 0 elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.functions.target.target import Target


def to_classes(target: Target, *, is_condition: bool = False) -> Target:
    """Make the regions that a function decides on.

    is_condition: its one output is true or false: the classes are "false", where it is 0, and
    "true". Otherwise the class is the largest output, the first one where several are.
    Raises InputError for one output that is no condition.
    """
    if target.kind == "picture":
        raise InputError(f"{target.name}: regions are made of the file, with classes:{target.name}")
    if not is_condition and target.outputs == 1:
        raise InputError(
            f"{target.name} has no classes: give a condition such as x^2 + y^2 < 0.5, or scores "
            "of which the largest decides, such as (x, y, 1 - x - y)"
        )
    labels: tuple[str, ...] = ("false", "true")
    if not is_condition:
        labels = target.labels or target.formulas or tuple(str(k) for k in range(target.outputs))
    function = _Condition(target.function) if is_condition else _Largest(target.function)
    return replace(
        target,
        function=function,
        formula=None,
        formulas=(),
        knots=None,
        lines=None,
        outputs=len(labels),
        kind="classes",
        labels=tuple(_short(label) for label in labels),
    )


def _short(label: str) -> str:
    return label if len(label) <= 24 else f"{label[:23]}…"


@dataclass(frozen=True)
class _Condition:
    """(false, true) as ones and zeros; NaN where the condition has no value."""

    condition: Callable[..., Array]

    def __call__(self, *inputs: Array) -> Array:
        value = self.condition(*inputs)
        rows = np.stack([value == 0.0, value != 0.0], axis=-1).astype(float)
        rows[np.isnan(value)] = np.nan
        return rows


@dataclass(frozen=True)
class _Largest:
    """1 for the largest score; NaN where a score has no value."""

    scores: Callable[..., Array]

    def __call__(self, *inputs: Array) -> Array:
        scores = self.scores(*inputs)
        rows = np.zeros(scores.shape)
        np.put_along_axis(rows, np.argmax(scores, axis=-1)[..., None], 1.0, axis=-1)
        rows[np.isnan(scores).any(axis=-1)] = np.nan
        return rows
