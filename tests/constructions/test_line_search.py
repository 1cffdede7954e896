"""The search for lines that strips share: it counts right, and ends only where it gains nothing."""

import numpy as np
import pytest

from uat.constructions.boxes.partition.line_search import improve_lines


def counted(reach, lines):
    """Cut every strip greedily on the lines, its free box first; count the boxes that cost."""
    along, boxes = lines.size - 1, 0
    places = np.flatnonzero(lines)
    for *goes, free in reach.tolist():
        at = places[places <= free].max()
        while at < along:
            at, boxes = places[places <= goes[at]].max(), boxes + 1
    return boxes


@pytest.mark.parametrize("seed", range(30))
def test_a_search_counts_right_and_a_further_one_finds_nothing(seed):
    rng = np.random.default_rng(seed)
    strips, along = 12, 120
    far = np.arange(1, along + 1) + rng.integers(5, 25, (strips, along))
    far = np.minimum(np.maximum.accumulate(far, axis=1), along)
    reach = np.column_stack([far, rng.integers(0, 6, strips)])
    lines = np.arange(along + 1) % 4 == 0
    before = counted(reach, lines) + lines.sum()

    boxes = improve_lines(reach, lines)
    assert boxes == counted(reach, lines)
    assert boxes + lines.sum() < before
    again = lines.copy()
    assert improve_lines(reach, again) + again.sum() == boxes + lines.sum()
