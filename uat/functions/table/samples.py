"""Samples leave the columns as numbers without gaps, each place once."""

from __future__ import annotations

from dataclasses import dataclass

from uat.base.arrays import Array


@dataclass(frozen=True, eq=False)
class Samples:
    """Places x (rows, inputs), ascending, and values y (rows, values).

    names: of the inputs. left_out: the end of a note, on the rows that had gaps.
    """

    x: Array
    y: Array
    names: tuple[str, ...]
    left_out: str = ""
