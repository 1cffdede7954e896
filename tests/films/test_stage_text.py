"""Numbers are written as people write them, and texts have the size that they claim."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from uat.base.quoting import for_typst
from uat.films.stage.readout import ADVANCES, EM_AT_48, Digits, Readout
from uat.films.stage.text import Label, fit, formula, number, paragraph, words
from uat.films.stage.ticks import nice_ticks

pytestmark = pytest.mark.usefixtures("manim_folder")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.25, "0.25"),
        (-3.0, "−3"),
        (1200.0, "1200"),
        (-60000.0, "−60,000"),
        (12345.6, "12,346"),
        (0.0171, "0.0171"),
        (2.5e6, "2.5×10^6"),
        (-3e-5, "−3×10^−5"),
        (99999.0, "1×10^5"),
    ],
)
def test_numbers_read_well(value: float, text: str) -> None:
    assert number(value) == text


@given(st.floats(-1e12, 1e12).filter(lambda v: v == 0 or abs(v) > 1e-12))
def test_a_number_reads_back_within_its_digits(value: float) -> None:
    text = number(value).replace("−", "-").replace("×10^", "e").replace(",", "")
    assert float(text) == pytest.approx(value, rel=6e-3)


@given(st.floats(-1e9, 1e9), st.floats(1e-9, 1e9), st.integers(3, 8))
def test_ticks_are_even_inside_and_few(low: float, span: float, most: int) -> None:
    high = low + span
    assume(span > 1e-7 * max(abs(low), abs(high)))
    ticks = nice_ticks(low, high, most)
    values = np.array(ticks.values)
    assert 2 <= len(values) <= most + 1 and len(ticks.labels) == len(values)
    slack = 1e-6 * span
    assert values.min() >= low - slack and values.max() <= high + slack
    np.testing.assert_allclose(np.diff(values), values[1] - values[0], atol=slack)
    assert len(set(ticks.labels)) == len(values), "two marks read the same"
    assert max(len(label.replace('"', "")) for label in ticks.labels) <= 8


@pytest.mark.parametrize(
    ("low", "high", "note"),
    [
        (0, 1, ""),
        (-1e6, 1e6, "times 10^(6)"),
        (-3e-7, -1e-7, "times 10^(-7)"),
        (1e6, 1e6 + 1e-3, '+ 1","000","000'),
        (0, 12000, ""),
    ],
)
def test_what_labels_share_is_noted_once(low: float, high: float, note: str) -> None:
    assert note in nice_ticks(low, high).note and bool(note) == bool(nice_ticks(low, high).note)


def test_ticks_tell_their_values() -> None:
    ticks = nice_ticks(-1.2e6, 2.6e6)
    shown = [float(label) * 1e6 for label in ticks.labels]
    np.testing.assert_allclose(shown, ticks.values)


def test_the_size_of_a_text_is_that_of_its_font() -> None:
    square = Label("#rect(width: 1em, height: 1em, stroke: none, fill: black)", "", 48, "#fff")
    assert square.height == pytest.approx(EM_AT_48, rel=1e-3)
    assert words("x", 24).height == pytest.approx(words("x", 48).height / 2, rel=1e-6)


def test_fitting_shrinks_only_to_the_least_size() -> None:
    text = words("a long line of many words", 40)
    assert fit(text, 0.8 * text.width) and text.font_size == pytest.approx(32)
    assert not fit(text, 0.1, least_size=24) and text.font_size == pytest.approx(24)


@pytest.mark.parametrize("text", ["a_b#c", "$x$ *y*", "[1] <2>", 'say "x"', "50% & \\n", "// no"])
def test_plain_text_is_not_markup(text: str) -> None:
    shown = len(words(for_typst(text)).submobjects)
    assert shown >= len(text.replace(" ", "")) - 1  # ligatures may join two


def test_digits_stand_as_typst_sets_them() -> None:
    ours, theirs = Digits("12,345.75", 48), words("12,345.75", 48)
    assert ours.width == pytest.approx(theirs.width, abs=0.01)
    assert ours.height == pytest.approx(theirs.height, abs=0.01)
    assert set("0123456789.,−×+") == set(ADVANCES)


def test_a_readout_changes_in_place() -> None:
    readout = Readout("w =", 1.0).shift(np.array([1.0, 2.0, 0.0]))
    left = readout.digits.get_left()[0]
    number_of_glyphs = len(readout.submobjects)
    readout.set_value(123456.0)
    assert readout.digits.text == "1.23×10^5" and len(readout.submobjects) == number_of_glyphs
    assert readout.digits.get_left()[0] == pytest.approx(left, abs=0.06)
    assert abs(readout.digits.origin[1] - 2.0) < 1e-9


def test_the_label_of_a_readout_stands_on_the_line_of_its_digits() -> None:
    readout = Readout("0 =", 0.0)
    assert readout.label[0].get_bottom()[1] == pytest.approx(
        readout.digits.get_bottom()[1], abs=2e-3
    )
    assert formula("0").height == pytest.approx(readout.digits.height, rel=0.05)


@pytest.mark.parametrize("size", [24.0, 48.0])
def test_the_lines_of_a_paragraph_are_as_wide_as_they_may_be_and_no_wider(size: float) -> None:
    text = paragraph("one after the other " * 9, 6.0, size)
    assert 0.85 * 6.0 < text.width <= 6.0
