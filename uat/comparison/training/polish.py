"""L-BFGS remembers how the gradient changed, and guesses the valley's shape from that.

So it gets much further down than gradient descent, from where that ended. It takes all points at
once.

(SciPy has it too, but starts threads that wait for each other longer than they work here.)
"""

import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from uat.base.arrays import Array
from uat.comparison.training.mlp import LOSSES, MLP

Goal = Callable[[Array], tuple[float, Array]]  # parameters to loss and gradient
Pairs = deque[tuple[Array, Array]]  # steps, and the changes of the gradient on them

MEMORY = 30
TRIALS = 30  # of the length of one step
ENOUGH_DESCENT, ENOUGH_LEVELLING = 1e-4, 0.9  # the Wolfe conditions' usual constants

# Up to these sizes OpenBLAS starts no threads, which would cost more than they gain here.
SMALL_PRODUCT, SMALL_MATRIX = 2**18, 9216


def polish(mlp: MLP, x: Array, y: Array, loss_name: str, steps: int) -> Iterator[float]:
    """Run up to `steps` steps of L-BFGS (Liu & Nocedal 1989); yield the loss after each."""

    def goal(parameters: Array) -> tuple[float, Array]:
        mlp.parameters[:] = parameters
        return loss_and_gradient(mlp, x, y, loss_name)

    for parameters, loss in lbfgs(goal, mlp.parameters.copy(), steps):
        mlp.parameters[:] = parameters
        yield loss


def lbfgs(goal: Goal, point: Array, steps: int) -> Iterator[tuple[Array, float]]:
    """Yield points further and further down, and the loss there, until nothing leads down."""
    pairs: Pairs = deque(maxlen=MEMORY)
    loss, gradient = goal(point)
    for _ in range(steps):
        direction = -_newton_step(gradient, pairs)
        length = 1.0 if pairs else 1.0 / max(1.0, float(np.linalg.norm(gradient)))
        found = _line_search(goal, point, loss, gradient, direction=direction, length=length)
        if found is None and not pairs:
            return
        if found is None:  # what is remembered misleads: forget it
            pairs.clear()
            continue
        after, loss, new_gradient = found
        pairs.append((after - point, new_gradient - gradient))
        point, gradient = after, new_gradient
        yield point, loss


def _newton_step(gradient: Array, pairs: Pairs) -> Array:
    """Multiply the gradient by the inverse curvature, as pairs tell it: the two loops."""
    direction, shares = gradient.copy(), []
    for step, change in reversed(pairs):
        share = float(step @ direction) / float(step @ change)
        direction -= share * change
        shares.append(share)
    if pairs:
        step, change = pairs[-1]
        direction *= float(step @ change) / float(change @ change)
    for (step, change), share in zip(pairs, reversed(shares), strict=True):
        direction += (share - float(change @ direction) / float(step @ change)) * step
    return direction


def _line_search(
    goal: Goal, point: Array, loss: float, gradient: Array, *, direction: Array, length: float
) -> tuple[Array, float, Array] | None:
    """Find a step long enough that leads down enough (Lewis & Overton 2013), or None."""
    low, high = 0.0, math.inf
    slope = float(gradient @ direction)
    if not slope < 0.0:
        return None
    for _ in range(TRIALS):
        after = point + length * direction
        new_loss, new_gradient = goal(after)
        if not new_loss <= loss + ENOUGH_DESCENT * length * slope:
            high = length
        elif float(new_gradient @ direction) < ENOUGH_LEVELLING * slope:
            low = length
        else:
            return after, new_loss, new_gradient
        length = 0.5 * (low + high) if high < math.inf else 2.0 * low
    return None


def loss_and_gradient(mlp: MLP, x: Array, y: Array, loss_name: str) -> tuple[float, Array]:
    """Sum the loss over all points and its gradient, over small batches."""
    loss, gradient = 0.0, np.zeros_like(mlp.gradient)
    for batch in _batches(len(x), mlp.widths):
        share = len(x[batch]) / len(x)
        part, slope = LOSSES[loss_name](mlp.forward(x[batch]), y[batch])
        mlp.backward(slope)
        loss += share * part
        gradient += share * mlp.gradient
    return loss, gradient


def _batches(points: int, widths: Sequence[int]) -> Iterator[slice]:
    weights = max(m * n for m, n in pairwise(widths))
    rows = max(16, min(SMALL_PRODUCT // weights, SMALL_MATRIX // max(widths)))
    return (slice(start, start + rows) for start in range(0, points, rows))
