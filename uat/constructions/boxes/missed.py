"""Add grid lines that show what boxes have missed, once somebody has said where it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from uat.base.arrays import Array
from uat.functions.target import Target

OCTAVES = 48  # how close to the point f is read
ENOUGH = 0.125  # of the tolerance: f changes by more than this from line to line
MOST_LINES = 400
ROUNDS = 12  # of halving where f changes by too much


def with_lines_through(target: Target, point: tuple[float, ...], tol: float) -> Target:
    """Return the same target, read on grid lines that resolve what f does near a point.

    A proof can find a spike that is narrower than any cell: the lines are as close to each other as
    f changes along each input, so that boxes can follow it.
    """
    known = target.lines or (np.zeros(0),) * target.inputs
    lines = tuple(
        np.union1d(before, _lines_along(target, point, k, ENOUGH * tol))
        for k, before in enumerate(known)
    )
    return replace(target, lines=lines)


def _lines_along(target: Target, point: tuple[float, ...], k: int, step: float) -> Array:
    """Choose places along one input between which f changes by little, where it changes at all."""
    low, high = target.box[k]
    offsets = (high - low) * 2.0 ** -np.arange(1.0, OCTAVES)
    x = np.concatenate([[low, point[k], high], point[k] - offsets, point[k] + offsets])
    x = np.unique(np.clip(x, low, high))
    y = _read(target, point, k, x)
    for _ in range(ROUNDS):
        wide = np.flatnonzero(np.abs(np.diff(y, axis=0)).max(axis=1) > step)
        middle = 0.5 * (x[wide] + x[wide + 1])
        middle = np.setdiff1d(middle, x)
        if not middle.size or x.size + middle.size > MOST_LINES:
            break
        x = np.concatenate([x, middle])
        y = np.concatenate([y, _read(target, point, k, middle)])
        order = np.argsort(x, kind="stable")
        x, y = x[order], y[order]
    changes = np.abs(np.diff(y, axis=0)).max(axis=1) > 0.25 * step
    inner = np.concatenate([[False], changes[:-1] | changes[1:], [False]])
    found: Array = x[inner]
    return found


def _read(target: Target, point: tuple[float, ...], k: int, x: Array) -> Array:
    """Evaluate f with one input moved, (n, outputs); 0 where it is not finite."""
    moved = [x if j == k else np.full(x.size, at) for j, at in enumerate(point)]
    with np.errstate(all="ignore"):
        return np.nan_to_num(target(*moved).reshape(x.size, -1), posinf=0.0, neginf=0.0)
