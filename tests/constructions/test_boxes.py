"""What partitions of several inputs say about themselves, by hand on small ones."""

import numpy as np
import pytest

from uat.constructions.boxes.partition.boxes import Boxes, Grid, Strips

EDGES, CUTS = np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.25, 0.75, 1.0])
PLAIN = np.array([0.0, 1.0])


def strips(*heights, axis=0, base=None):
    cuts = tuple(CUTS if len(height) == 3 else PLAIN for height in heights)
    columns = tuple(np.array(height, dtype=float)[:, None] for height in heights)
    return Strips(axis, np.linspace(0, 1, len(heights) + 1), cuts, columns, 0.0, base)


@pytest.mark.parametrize(
    ("heights", "base", "neurons"),
    [
        (([1],), None, 0),  # one box: the bias
        (([1],), [0.0], 0),  # it has no sides, so that it goes into the bias as well
        (([1, 2, 3],), None, 2 + 2),  # two lines, two boxes
        (([1, 2, 2],), None, 1 + 1),  # the last box adds nothing, and needs no line
        (([1], [2]), None, 1 + 1),  # one edge, one box
        (([1, 2, 3], [1, 5, 6]), None, 2 + 1 + 4),  # lines are shared, the edge is not, 4 boxes
        (([1, 2, 3], [2, 5, 6]), None, 2 + 1 + 5),
        (([2, 1, 3], [1], [1, 4, 4]), [1.0], 2 + 2 + 4),
        (([1], [1], [2]), None, 1 + 1),  # no step between strips that both add nothing
    ],
)
@pytest.mark.parametrize("axis", [0, 1])
def test_neurons(heights, base, neurons, axis):
    base = None if base is None else np.array(base)

    assert strips(*heights, axis=axis, base=base).neurons == neurons


def test_strips_as_boxes():
    boxes = strips([1, 2, 3], [4], axis=1).boxes

    np.testing.assert_array_equal(boxes.lows, [[0, 0], [0.25, 0], [0.75, 0], [0, 0.5]])
    np.testing.assert_array_equal(boxes.highs, [[0.25, 0.5], [0.75, 0.5], [1, 0.5], [1, 1]])
    np.testing.assert_array_equal(boxes.heights[:, 0], [1, 2, 3, 4])
    np.testing.assert_array_equal(boxes.cuts[0], [0.25, 0.75])


def test_lines_are_distinct_and_inside():
    np.testing.assert_array_equal(strips([1, 2, 3], [4, 5, 6]).lines, [0.25, 0.75])


def test_the_start_is_the_base_or_the_first_height():
    assert strips([7], [8]).start == 7
    assert strips([7], [8], base=np.array([3.0])).start == 3


def test_a_grid_as_boxes():
    boxes = Grid((EDGES, CUTS), np.arange(6.0).reshape(2, 3, 1), 0.25).boxes

    assert (boxes.pieces, boxes.inputs, boxes.outputs, boxes.error) == (6, 2, 1, 0.25)
    np.testing.assert_array_equal(boxes.lows[4], [0.5, 0.25])
    np.testing.assert_array_equal(boxes.highs[4], [1.0, 0.75])
    np.testing.assert_array_equal(boxes.heights[:, 0], range(6))


def test_arrays_are_not_written_to_and_names_tell():
    one = Boxes(np.zeros((1, 2)), np.ones((1, 2)), np.ones((1, 1)), 0.0)

    for array in (one.lows, one.heights, strips([1]).heights[0], strips([1]).edges):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5.0
    assert repr(strips([1, 2, 3], [4])) == "Strips(2 strips, 4 boxes)"
    assert repr(one) == "Boxes(1 boxes, 2 inputs)"
