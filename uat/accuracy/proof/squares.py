"""Bound the root mean square of f - network on the whole domain, from bounds on narrow boxes."""

from itertools import pairwise

import numpy as np

from uat.accuracy.measure import LeftOut
from uat.accuracy.proof.bounding import bound_boxes
from uat.accuracy.proof.claim import require_sense
from uat.accuracy.proof.enclosure import enclose
from uat.accuracy.proof.patches import EPS
from uat.accuracy.proof.proof import BUDGET, enclosed_within
from uat.base.errors import InputError
from uat.functions.target import Target
from uat.networks.network import Network

BOXES = 16_384  # at first; the largest error on a box is that much above the mean one
SLACK = 0.1  # of the largest error: boxes on which it is not small are halved until then
OF_F = 1e-3  # of the root mean square: how closely f is enclosed


def bound_squares(network: Network, target: Target, left_out: LeftOut, rms: float) -> float:
    """Bound the root mean square of f - network, for the network as float64 computes it.

    On each box |f - network| is bounded, and their squares are added up by the boxes' widths. rms:
    as it was measured, only to know how sharply f has to be known. Raises InputError where f jumps
    by more than the network follows, TargetError where f cannot be bounded.
    """
    require_sense(network, target, OF_F, None)
    if left_out:
        raise InputError("the root mean square is proven only where nothing is left out: f jumps")
    (a, b) = target.box[0]
    enclosed, cuts = enclose(network, a, b), np.linspace(a, b, BOXES + 1)
    f = enclosed_within(target, None, [(a, b)], OF_F * rms)
    boxes, _, _ = bound_boxes(f, enclosed, list(pairwise(cuts.tolist())), SLACK, BUDGET)
    areas = (boxes.right - boxes.left) * boxes.bound**2
    rounding = 1 + (8 + areas.size) * EPS  # of widths, squares, their sum and its root
    return float(np.sqrt(np.sum(areas) / (b - a))) * rounding
