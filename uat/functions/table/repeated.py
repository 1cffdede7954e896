"""Decide about several values at one place: none of them is f there, but their mean can be."""

from collections.abc import Callable

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.functions.table.asked import suggested
from uat.functions.table.columns import Choice

_MADE_ONE: dict[str, Callable[..., Array]] = {
    "mean": np.mean,
    "median": np.median,
    "min": np.min,
    "max": np.max,
}


def without_copies(
    x: Array,
    y: Array,
    choice: Choice,
    *,
    names: tuple[str, ...],
    labels: tuple[str, ...] | None,
    file: str,
) -> tuple[Array, Array]:
    """Keep each place once, in ascending order.

    names: of the inputs. labels: of classes, of which y is a row of zeros and a one. Raises
    InputError for a place with two values, unless `choice.how` says what they become.
    """
    order = np.lexsort(x.T[::-1])
    x, y = x[order], y[order]
    same = (x[1:] == x[:-1]).all(axis=1)
    keep = np.concatenate([[True], ~same])
    if choice.how:
        make_one = _MADE_ONE[choice.how]
        groups = np.split(y, np.flatnonzero(keep)[1:])
        return x[keep], np.array([make_one(group, axis=0) for group in groups])
    clash = same & (y[1:] != y[:-1]).any(axis=1)
    if clash.any():
        i = int(np.argmax(clash))
        units = [f" ({column.note})" if column.note else "" for column in choice.inputs]
        place = ", ".join(f"{n} = {v:g}{u}" for n, v, u in zip(names, x[i], units, strict=True))
        raise InputError(f"{file}: {place} {_clash(y[i], y[i + 1], choice, labels)}")
    return x[keep], y[keep]


def _clash(first: Array, second: Array, choice: Choice, labels: tuple[str, ...] | None) -> str:
    if labels is not None:
        one, other = (labels[int(np.argmax(row))] for row in (first, second))
        return f"is both {one} and {other}: leave one of the rows out"
    k = int(np.argmax(first != second))
    columns = suggested(choice.inputs, choice.values, "mean")
    return (
        f"has two values, {first[k]:g} and {second[k]:g}: for their mean, choose the columns "
        f"{columns!r} (option --columns)"
    )
