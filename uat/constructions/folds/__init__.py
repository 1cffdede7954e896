"""Build deep relu networks without training: folding makes many pieces out of few neurons.

fold: what is known of one. wiring: how they are drawn. cascade: squares by folding.
sawtooth, square: the classics. symmetry: mirror images for a few neurons.
distance: proven from f. arcs, parabolas: pieces of f. product, surface: two inputs.
choose: the smallest of them, and where depth begins to pay.
construction: what `approximate` builds of it.
"""

from uat.constructions.folds.sawtooth import sawtooth

__all__ = ["sawtooth"]
