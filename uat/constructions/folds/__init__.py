"""Build deep relu networks without training: folding makes many pieces out of few neurons.

wiring: what is known of a fold, and how it is drawn, with mirror images for a few neurons.
cascade: squares by folding, and the classics, sawtooth and square. arcs: pieces of f, and their
distance from it, proven. parabolas: networks of them. surface: two inputs, by products.
choose: the smallest of them, and where depth begins to pay.
construction: what `approximate` builds of it.
"""

from uat.constructions.folds.cascade import sawtooth, square

__all__ = ["sawtooth", "square"]
