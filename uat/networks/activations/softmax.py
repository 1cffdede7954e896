"""Softmax turns scores into probabilities: exp(s_k)/sum of exp(s_j), computed without overflow."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uat.base.errors import InputError
from uat.networks.activations.activation import Activation
from uat.networks.activations.facts import Spelling

Axis = int | tuple[int, ...] | None


def softmax(scores: ArrayLike, axis: Axis = -1) -> NDArray[Any]:
    """Return probabilities along an axis: positive, in the order of the scores, with sum 1.

    scores: real numbers, of any shape; axis: along which they compete; several, or None for all.
    Returns the shape of the scores; float32 for float32, else float64.

    The largest score is subtracted first, so that no exponential overflows. A score of -inf has
    probability 0. Scores that are equal to the largest one share alike, be they all -inf or some of
    them +inf. NaN among them makes all of them NaN. Raises InputError.
    """
    values = _real(scores)
    try:
        top = np.max(values, axis=axis, keepdims=True, initial=-np.inf)
    except (np.exceptions.AxisError, ValueError, TypeError) as error:
        raise InputError(f"scores of shape {values.shape} have no axis {axis!r}") from error
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        powers = np.exp(np.where(values == top, 0.0, values - top).astype(values.dtype))
        shares: NDArray[Any] = powers / np.sum(powers, axis=axis, keepdims=True)
    return shares


def _real(scores: ArrayLike) -> NDArray[Any]:
    """Return the scores as float32 if they are, else as float64. Raises InputError."""
    try:
        values = np.asarray(scores)
        if values.dtype.kind not in "fiub":
            raise TypeError
    except (TypeError, ValueError):
        raise InputError("scores are an array of real numbers") from None
    if values.ndim == 0:
        raise InputError("softmax compares scores: give an array of them, not one number")
    return values if values.dtype == np.float32 else values.astype(float)


# Not one of ACTIVATIONS: it acts on rows of neurons, and makes sense on a last layer only.
SOFTMAX = Activation(
    "softmax",
    softmax,
    *(np.nan, np.nan, np.inf),
    "softmax(z)",
    spelling=Spelling(torch="Softmax dim=-1"),
)
