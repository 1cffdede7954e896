"""What a statement leaves out around jumps: one object, one sentence."""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.accuracy.measure import LeftOut
from uat.base.errors import InputError

UNIT = ((0.0, 1.0),)


def brute(windows, *inputs):
    """A point at a time, a window at a time."""
    points = np.stack([np.ravel(axis) for axis in np.broadcast_arrays(*inputs)], axis=1)
    return np.array(
        [
            any(
                all(low <= p <= high for p, low, high in zip(point, *w, strict=True))
                for w in windows
            )
            for point in points
        ]
    ).reshape(np.broadcast_shapes(*(np.shape(axis) for axis in inputs)))


def around(jumps, half, interval):
    return LeftOut.around([(jump, half) for jump in jumps], interval)


def test_nothing_left_out():
    nothing = LeftOut()
    assert not nothing
    assert nothing.where(["x"]) == "on all of it"
    assert nothing.share(UNIT) == 0.0
    assert not nothing.holds([0.0, 0.5]).any()


def test_a_window_around_a_jump():
    left_out = LeftOut.around([(0.5, 0.01)], (0.0, 1.0))
    assert left_out.windows == (((0.49,), (0.51,)),)
    assert left_out.places == ((0.5,),)
    assert left_out.holds([0.4899, 0.49, 0.5, 0.51, 0.5101]).tolist() == [0, 1, 1, 1, 0]
    assert left_out.share(UNIT) == pytest.approx(0.02, rel=1e-12)


def test_windows_stay_inside_the_domain():
    left_out = around([0.0, 1.0], 0.01, (0.0, 1.0))
    assert left_out.intervals == ((0.0, 0.01), (0.99, 1.0))


def test_windows_that_meet_are_one():
    left_out = around([0.2, 0.7, 0.71, 0.725], 0.01, (0.0, 1.0))
    assert left_out.intervals == ((0.19, 0.21000000000000002), (0.69, 0.735))
    assert left_out.places == ((0.2,), (0.71,))


@pytest.mark.parametrize("end", [0.3, 0.3000001])
def test_a_window_of_no_width_holds_its_point(end):
    left_out = LeftOut((((0.3,), (end,)),), ((0.3,),))
    assert left_out.holds(0.3)
    assert not left_out.holds(0.2999999)


@given(
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=20),
    st.floats(1e-15, 0.2),
)
def test_around_is_the_clipped_union_of_windows(jumps, half):
    left_out = around(jumps, half, (0.0, 1.0))
    ends = [end for window in left_out.intervals for end in window]
    assert ends == sorted(ends)
    assert all(
        a[1] < b[0] for a, b in zip(left_out.intervals, left_out.intervals[1:], strict=False)
    )
    x = np.array([*jumps, *ends, *np.linspace(0, 1, 57)])
    wanted = [any(max(0.0, j - half) <= p <= min(1.0, j + half) for j in jumps) for p in x]
    assert left_out.holds(x).tolist() == wanted
    exact = sum((Fraction(b) - Fraction(a) for a, b in left_out.intervals), Fraction(0))
    assert left_out.share(UNIT) == pytest.approx(float(exact), rel=1e-12)


@given(st.data())
def test_boxes_hold_what_brute_force_finds(data):
    edge = st.tuples(*[st.integers(0, 6)] * 4)
    drawn = data.draw(st.lists(edge, max_size=5))
    windows = tuple(
        ((float(min(a, b)), float(min(c, d))), (float(max(a, b)), float(max(c, d))))
        for a, b, c, d in drawn
    )
    left_out = LeftOut(windows, ((None, None),) * len(windows))
    x, y = np.meshgrid(np.arange(-1, 8) / 1.0, np.arange(-2, 15) / 2.0)
    assert np.array_equal(left_out.holds(x, y), brute(windows, x, y))


def test_the_share_of_boxes():
    windows = (((0.0, 0.0), (0.5, 0.1)), ((0.9, 0.9), (1.1, 1.1)))
    left_out = LeftOut(windows, ((None, 0.05), (None, None)))
    assert left_out.share(((0.0, 1.0), (0.0, 1.0))) == pytest.approx(0.05 + 0.01, rel=1e-12)


def test_a_share_is_of_the_box_wherever_it_lies():
    """A window of width 1 in a box of width 4 that does not begin at 0, and one across its end."""
    assert around([-1.0], 0.5, (-3.0, 1.0)).share(((-3.0, 1.0),)) == pytest.approx(0.25)
    assert around([2.0], 1.0, (0.0, 9.0)).share(((2.0, 6.0),)) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("jumps", "half", "sentence"),
    [
        ([0.25], 2.0**-7, "everywhere but within 0.0079 of the jump at x = 0.25"),
        ([1 / 3], 0.95e-4, "everywhere but within 9.6e-05 of the jump at x = 0.333333"),
        ([1 / 3], 1.03e-6, "everywhere but within 1.1e-06 of the jump at x = 0.3333333"),
        ([0.0], 1e-4, "everywhere but within 0.0001 of the jump at x = 0"),
        ([1 / 3], 1.05e-13, "everywhere but within 1.4e-13 of the jump at x = 0.3333333333333"),
        ([0.25, 0.5], 2.0**-7, "everywhere but within 0.0079 of the jumps at x = 0.25 and x = 0.5"),
        (
            [0.1, 0.2, 0.3, 0.4, 0.5],
            1e-3,
            "everywhere but within 0.0011 of the jumps at x = 0.1, x = 0.2, x = 0.3 and 2 more",
        ),
    ],
)
def test_the_sentence(jumps, half, sentence):
    assert around(jumps, half, (0.0, 1.0)).where(["x"]) == sentence


@given(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=3), st.floats(1e-14, 0.01))
def test_the_sentence_covers_the_windows(jumps, half):
    """|p - place| <= distance, in exact arithmetic, for both ends of every window that is named."""
    left_out = around(jumps, half, (0.0, 1.0))
    sentence = left_out.where(["x"])
    distance = Fraction(re.search(r"within (\S+) of", sentence)[1])
    places = [Fraction(text) for text in re.findall(r"x = ([0-9.e+-]+)", sentence)]
    assert len(places) == len(left_out.windows)
    for window, place in zip(left_out.intervals, places, strict=True):
        slack = Fraction(2.0**-52)  # of the three float subtractions behind the distance
        assert all(abs(Fraction(end) - place) <= distance + slack for end in window)


def test_the_sentence_of_several_inputs():
    line = LeftOut((((0.0, 0.49), (1.0, 0.51)),), ((None, 0.5),))
    assert line.where(["x", "y"]) == "everywhere but within 0.011 of the jump at y = 0.5"
    curve = LeftOut((((0.0, 0.0), (0.5, 0.25)), ((0.5, 0.5), (1.0, 1.0))), ((None, None),) * 2)
    assert curve.where(["x", "y"]) == (
        "everywhere but in 2 boxes that jumps run through, the first x in [0, 0.5], y in [0, 0.25]"
    )


@pytest.mark.parametrize(
    ("windows", "places"),
    [
        ((((1.0,), (0.0,)),), ((0.5,),)),
        ((((0.0,), (1.0,)),), ()),
        ((((0.0,), (1.0, 2.0)),), ((0.5,),)),
        ((((0.0,), (float("nan"),)),), ((0.5,),)),
    ],
)
def test_windows_without_sense_are_refused(windows, places):
    with pytest.raises(InputError, match="left out"):
        LeftOut(windows, places)


@given(st.floats(-1e9, 1e9), st.floats(1e-9, 1e3))
def test_a_box_in_words_holds_the_window(low, width):
    """Where a jump runs through on a curve; ends are rounded outwards."""
    high = low + width
    if not low < high:
        return  # the width is less than the distance of two floats
    said = LeftOut((((low, low), (high, high)),), ((None, None),)).words(("x", "y"))
    ends = [float(end) for end in re.findall(r"[-+.e\d]+(?=[,\]])", said)]
    assert len(ends) == 4, said
    assert ends[0] <= low and ends[1] >= high
    assert ends[1] - ends[0] <= 1.1 * width + 1e-4 * (abs(low) + width)
