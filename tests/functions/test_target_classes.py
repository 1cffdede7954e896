"""Pictures, labels and conditions as functions: colours, and regions of classes."""

import math

import numpy as np
import pytest
from PIL import Image

from uat.base.errors import InputError
from uat.functions.cells import constant_cells
from uat.functions.target import make_target


@pytest.fixture
def photo(tmp_path):
    pixels = np.array([[[255, 0, 0], [0, 0, 255]], [[0, 0, 255], [0, 255, 0]]], dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def test_pictures(photo):
    target = make_target(str(photo))
    assert (target.kind, target.outputs, target.name) == ("picture", 3, "photo.png")
    assert target.box == ((0.0, 1.0), (0.0, 1.0))
    np.testing.assert_array_equal(target(0.25, 0.75), [1, 0, 0])
    np.testing.assert_array_equal(constant_cells(target, target.cells).low, target.values)
    green = target.component(1)
    assert green(0.75, 0.25) == 1.0
    np.testing.assert_array_equal(green.values[..., 0], target.values[..., 1])
    with pytest.raises(InputError, match=r"classes:photo.png"):
        make_target(target, classes=True)


@pytest.mark.parametrize(
    ("box", "x_lines", "size"),
    [
        ([(0.2, 0.7), (0, 0.5)], [0.2, 0.5, 0.7], (2, 1)),
        ([(0.5, 1), (0.25, 0.75)], [0.5, 1.0], (1, 2)),
        ([(0.6, 0.7), (0.6, 0.9)], [0.6, 0.7], (1, 1)),
    ],
)
def test_a_part_of_a_picture(photo, box, x_lines, size):
    target = make_target(photo, box)
    np.testing.assert_array_equal(target.cells[0], x_lines)
    assert target.values.shape == (*size, 3)
    np.testing.assert_array_equal(constant_cells(target, target.cells).low, target.values)
    with pytest.raises(InputError, match="goes beyond"):
        make_target(photo, [(0, 1), (0, 1.5)])


def test_labelled_pictures(photo):
    target = make_target(f"classes:{photo}")
    assert (target.kind, target.labels) == ("classes", ("#0000ff", "#00ff00", "#ff0000"))
    np.testing.assert_array_equal(target([0.25, 0.75], [0.75, 0.25]), [[0, 0, 1], [0, 1, 0]])
    np.testing.assert_array_equal(target.classify([0.25, 0.75], [0.75, 0.25]), [2, 1])
    assert make_target(photo, classes=True).labels == target.labels
    np.testing.assert_array_equal(constant_cells(target, target.cells).low, target.values)


@pytest.mark.parametrize(
    "f",
    [
        "x^2 + y^2 < 0.5",
        "classes: x^2 + y^2 < 0.5",
        lambda x, y: x**2 + y**2 < 0.5,
        lambda x, y: bool(math.hypot(x, y) < math.sqrt(0.5)),
    ],
)
def test_a_condition_of_two_inputs_is_two_regions(f):
    target = make_target(f, [(-1, 1), (-1, 1)])
    assert (target.kind, target.labels, target.outputs) == ("classes", ("false", "true"), 2)
    assert target.formula is None
    x, y = np.random.default_rng(0).uniform(-1, 1, (2, 5, 20))
    inside = x**2 + y**2 < 0.5
    np.testing.assert_array_equal(target(x, y), np.stack([~inside, inside], axis=-1))
    np.testing.assert_array_equal(target.classify(x, y), inside)
    np.testing.assert_array_equal(target.component(1)(x, y), inside)


def test_a_condition_of_one_input_is_a_jump_unless_classes_are_asked_for():
    jump = make_target("x > 0.5")
    assert (jump.kind, jump.outputs, jump.formula) == ("function", 1, "x > 0.5")
    assert make_target(lambda x: x > 0.5).outputs == 1
    regions = make_target("x > 0.5", classes=True)
    np.testing.assert_array_equal(regions([0.2, 0.8]), [[1, 0], [0, 1]])
    assert make_target("classes:x > 0.5").kind == "classes"


def test_of_scores_the_largest_decides():
    target = make_target("classes:(x, y, 1 - x - y)")
    assert target.labels == ("x", "y", "1 - x - y")
    x, y = np.random.default_rng(0).uniform(0, 1, (2, 100))
    np.testing.assert_array_equal(target.classify(x, y), np.argmax([x, y, 1 - x - y], axis=0))
    np.testing.assert_array_equal(target(x, y).sum(axis=-1), np.ones(100))
    by_call = make_target(lambda x, y: (x, y, 1 - x - y), classes=True)
    assert by_call.labels == ("0", "1", "2")
    np.testing.assert_array_equal(by_call(x, y), target(x, y))
    np.testing.assert_array_equal(make_target("classes:(x, x)")(0.3), [1, 0])  # the first of equals
    assert make_target(by_call, classes=True) is by_call


def test_scores_without_a_value_have_no_class():
    target = make_target("classes:(sqrt(x - 0.5), x, y)")
    np.testing.assert_array_equal(target(0.2, 0.9), [np.nan] * 3)
    holes = make_target(lambda x, y: math.sqrt(x - 0.5) < y)
    np.testing.assert_array_equal(holes(0.2, 0.9), [np.nan] * 2)


@pytest.mark.parametrize("f", ["classes:x + y", "classes:sine"])
def test_what_has_no_classes(f):
    with pytest.raises(InputError, match="has no classes: give a condition"):
        make_target(f)
    with pytest.raises(InputError, match="has numbers for values"):
        make_target("x + y").classify(0.1, 0.2)


@pytest.mark.parametrize("key", ["circle", "xor", "blobs", "spiral"])
def test_regions_of_the_catalogue(key):
    target = make_target(key)
    assert (target.kind, target.name, target.outputs) == ("classes", key, 2)
    assert target.box == ((-6.0, 6.0), (-6.0, 6.0))
    assert make_target(key, [(-1, 1), (0, 1)]).box == ((-1.0, 1.0), (0.0, 1.0))
