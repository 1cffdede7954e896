"""Outlines from disk are those that were set; what is broken or cannot be written does no harm."""

from pathlib import Path

import numpy as np
import pytest
from manim import tempconfig

from uat.films.renderer.outlines import kept_outlines, prune_outlines
from uat.films.stage.text import PREAMBLE, _set, _set_by_manim

CODE = "$ a / b + sqrt(x) $ and words"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "uat" / "text"


def test_a_text_is_set_once(folder: Path, manim_folder: Path) -> None:
    fresh = _set(CODE, PREAMBLE)
    first = kept_outlines(CODE, PREAMBLE, lambda: fresh)
    again = kept_outlines(CODE, PREAMBLE, lambda: pytest.fail("it was set again"))
    assert len(first) == len(again) == len(fresh) > 10
    for made, one, two in zip(fresh, first, again, strict=True):
        np.testing.assert_allclose(one[0], made[0], rtol=0, atol=2e-6)  # single precision
        np.testing.assert_array_equal(one[0], two[0])
        assert one[1:] == two[1:] == pytest.approx(made[1:], rel=1e-6)


def test_outlines_do_not_depend_on_the_size_of_the_picture(manim_folder: Path) -> None:
    rows = []
    for size in ((256, 144), (1080, 1080)):
        with tempconfig({"pixel_width": size[0], "pixel_height": size[1], "frame_width": 128 / 9}):
            rows.append(_set(CODE, PREAMBLE))
    for one, other in zip(*rows, strict=True):
        np.testing.assert_allclose(one[0], other[0])
        assert one[1:] == pytest.approx(other[1:])


@pytest.mark.parametrize(
    "code",
    [
        CODE,
        '$ integral_0^1 f(x) dif x $ #text(fill: rgb("#ff000080"))[half]',
        "#underline[low] $overline(z)$",
        "#block(width: 90pt)[Lines that are _broken_ because there is little *room*]",
        "#table(columns: 2, [a], [b])",
        "#rotate(30deg)[askew] #scale(x: 50%)[narrow]",
        "#rect(width: 9pt, height: 5pt, fill: gradient.linear(red, blue)) and text",  # Manim's work
        "",
    ],
)
def test_glyphs_are_where_manim_has_them(code: str, manim_folder: Path) -> None:
    """Manim reads the same pictures with a reader of its own."""
    found, expected = _set(code, PREAMBLE), _set_by_manim(code, PREAMBLE)
    assert len(found) == len(expected) and bool(found) == bool(code)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours[0], theirs[0], rtol=0, atol=1e-12)  # of units of a stage
        assert ours[1:] == pytest.approx(theirs[1:], rel=1e-12)


def test_another_preamble_is_another_text(folder: Path) -> None:
    square = [(np.zeros((4, 3)), 1.0, 0.0)]
    for preamble in ("", "#set text(red)"):
        kept_outlines("x", preamble, lambda: square)
    assert len(list(folder.glob("*.npy"))) == 2


def test_a_broken_file_is_made_again(folder: Path) -> None:
    square = [(np.ones((4, 3)), 1.0, 0.5), (np.zeros((8, 3)), 0.0, 2.0)]
    kept_outlines("x", "", lambda: square)
    (file,) = folder.glob("*.npy")
    for text in (b"", file.read_bytes()[:-20], b"something else"):
        file.write_bytes(text)
        assert [len(row[0]) for row in kept_outlines("x", "", lambda: square)] == [4, 8]
    assert kept_outlines("nothing", "", list) == []


def test_old_ones_are_removed_when_there_are_many(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        kept_outlines(f"x{number}", "", list)
    prune_outlines()
    assert len(list(folder.glob("*.npy"))) == 6
    monkeypatch.setattr("uat.films.renderer.outlines.MOST_FILES", 5)
    prune_outlines()
    assert len(list(folder.glob("*.npy"))) == 3
