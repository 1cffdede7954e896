"""State layers in whole numbers, losslessly: a float is one over a power of two."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from flint import fmpz_mat

from uat.base.errors import InputError
from uat.networks.activations import ACTIVATIONS
from uat.networks.activations.bends import bends_of
from uat.networks.matrices import dense
from uat.networks.network import Layer


@dataclass(frozen=True)
class Whole:
    """A layer s(W x + b) in whole numbers.

    weights, biases: W and b times `unit`. kinks: of s, as (p, q) for p/q with q > 0.
    lines: slope and offset of each piece of s, times `parts`.
    """

    weights: Any
    biases: tuple[int, ...]
    unit: int
    kinks: tuple[tuple[int, int], ...]
    lines: tuple[tuple[int, int], ...]
    parts: int

    @classmethod
    def of(cls, layer: Layer) -> Whole:
        """State the layer. Raises InputError for an activation that is not piecewise linear."""
        bends = bends_of(layer.activation)
        if bends is None:
            straight = [name for name, s in ACTIVATIONS.items() if bends_of(s) is not None]
            raise InputError(
                f"{layer.activation.name} neurons are not made of straight lines: regions are "
                f"counted for {', '.join(straight)}, and for formulas such as abs(z)"
            )
        weights = [[w.as_integer_ratio() for w in row] for row in dense(layer.weights).tolist()]
        biases = [b.as_integer_ratio() for b in layer.biases.tolist()]
        # Denominators of floats are powers of two: the largest is a multiple of all others.
        unit = max((q for row in (*weights, biases) for _, q in row), default=1)
        rows = [[p * (unit // q) for p, q in row] for row in weights]
        parts = lcm(*(each.denominator for line in bends.lines for each in line))
        return cls(
            weights=fmpz_mat(layer.neurons, layer.inputs, [w for row in rows for w in row]),
            biases=tuple(p * (unit // q) for p, q in biases),
            unit=unit,
            kinks=tuple(kink.as_integer_ratio() for kink in bends.kinks),
            lines=tuple((_times(a, parts), _times(b, parts)) for a, b in bends.lines),
            parts=parts,
        )


def _times(value: Fraction, parts: int) -> int:
    return int(value * parts)
