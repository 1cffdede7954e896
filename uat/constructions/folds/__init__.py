"""Build deep relu networks without training: folding makes many pieces out of few neurons.

fold: what is known of one. wiring: how they are drawn. cascade: squares by folding.
sawtooth, square, product: the classics. symmetry: mirror images for a few neurons.
distance, series: proven distances from f. arcs, parabolas: pieces of f, the smallest found.
polynomial: a Chebyshev series of f. bits: a rough walk in few weights. surface: two inputs.
compose: networks as parts. choose: the smallest of them, and where depth begins to pay.
construction: what `approximate` builds of it.
"""

from uat.constructions.folds.bits import bits
from uat.constructions.folds.choose import Crossing, Rung, crossing, deep_for
from uat.constructions.folds.compose import affine, compose, parallel
from uat.constructions.folds.fold import Fold
from uat.constructions.folds.parabolas import parabolas
from uat.constructions.folds.polynomial import polynomial
from uat.constructions.folds.product import product
from uat.constructions.folds.sawtooth import sawtooth
from uat.constructions.folds.square import square
from uat.constructions.folds.surface import surface

__all__ = [
    "Crossing",
    "Fold",
    "Rung",
    "affine",
    "bits",
    "compose",
    "crossing",
    "deep_for",
    "parabolas",
    "parallel",
    "polynomial",
    "product",
    "sawtooth",
    "square",
    "surface",
]
