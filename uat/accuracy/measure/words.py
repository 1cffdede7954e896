"""Say what a bound is about: which distance, at which inputs, and on what it rests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from uat.accuracy.measure.error import Error


def distance_words(error: Error) -> str:
    """Name what is compared with the tolerance."""
    return "root mean square of network - f" if error.counts_squares else "|f - network|"


def samples_words(error: Error) -> str:
    """Count the samples that are spoken of."""
    count, out = error.samples, len(error.outliers)
    return f"{count - out} of the {count} samples" if out else f"any of the {count} samples"


def where_proven(error: Error, names: Sequence[str], whole: str = "") -> str:
    """Say at which inputs, and of what is computed how, a bound is proven.

    whole: the box in numbers, for a sentence that stands alone.
    """
    if error.samples:
        return f"at {samples_words(error)}".replace("any of the", "all")
    found = error.computed
    where = f"on {whole}{error.left_out.exception(names)}" if whole else error.left_out.where(names)
    if found is None:
        return where
    if found.rounding is None:
        return f"at all {found.inputs:,} {found.precision} numbers in {whole or 'it'}"
    return f"{where}, as {found.precision} computes it, sums in any order"


def resting(where: str, constants: Iterable[float | None]) -> str:
    """Add what nobody has proven. constants: the Lipschitz constants that proofs were given."""
    given = [constant for constant in constants if constant is not None]
    return f"{where}, if f is nowhere steeper than {given[0]:g}" if given else where
