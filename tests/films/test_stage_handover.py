"""A picture gives way to the next one: it is not cut through black, and what both have moves."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filming import write_chapter
from manim import FadeIn, VGroup

import uat
from uat.films.renderer import FilmSpec, Quality
from uat.films.renderer.cache import shot_key
from uat.films.renderer.chapters import get_shots, read_chapter
from uat.films.renderer.shot import play_shot
from uat.films.stage import Chapter, Drive, FunctionCurve, Graph
from uat.films.stage.handover import Handover, figures
from uat.films.stage.proving import error_curve
from uat.films.stage.regions import RegionPicture

SMALL = Quality(256, 144, 10)
TWO = '''"""Two shots. They are for the tests."""

from manim import Create, FadeIn, FadeOut, Square, VGroup

from uat.films.stage import Chapter, FunctionCurve, Graph, words


class First(Chapter):
    def construct(self):
        {first}


class Second(Chapter):
    def construct(self):
        {second}
'''
GRAPH = """graph = Graph((0.0, 1.0), (0.0, 1.0), width={width}, height=3.0, center=({x}, 0.0, 0.0))
        curve = FunctionCurve(graph, lambda x: x * x)
        """


@pytest.fixture
def pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Play both shots; after each play of the second: where its figures are, and how opaque."""

    def play(first: str, second: str) -> tuple[Any, list[list[tuple[Any, float]]]]:
        path = Path(write_chapter(tmp_path, "two.py", TWO.format(first=first, second=second)))
        shots = get_shots([read_chapter(path)], FilmSpec(quality=SMALL))
        seen: list[list[tuple[Any, float]]] = []

        def look(scene: Any) -> None:
            shown = [part for part in figures(scene.mobjects) if part.get_stroke_opacity() > 0.0]
            seen.append([(part.get_center(), part.width) for part in shown])

        monkeypatch.setattr(Chapter, "before_first_play", staticmethod(look))
        monkeypatch.setattr(Chapter, "after_play", staticmethod(look))
        scene = play_shot(shots[1], tmp_path)
        return scene, seen

    return play


def test_axes_glide_to_the_next_ones_with_the_curve_on_them(pictures: Any) -> None:
    first = GRAPH.format(width=6.0, x=-3.0) + "self.say('One.', FadeIn(graph), Create(curve))"
    second = GRAPH.format(width=4.0, x=3.0) + "self.say('Two.', FadeIn(graph), Create(curve))"
    _, seen = pictures(first, second)
    (start, wide), (stop, narrow) = seen[0][-1], seen[1][-1]  # the curve is drawn last
    assert start == pytest.approx([-3.0, 0.0, 0.0]) and wide == pytest.approx(6.0)
    assert stop == pytest.approx([3.0, 0.0, 0.0]) and narrow == pytest.approx(4.0)
    assert len(seen[1]) == 3, "both axes and the curve, no marks"


@pytest.mark.parametrize(("height", "moves"), [(4.0, True), (2.0, False)])
def test_a_map_moves_with_its_axes_only_if_it_keeps_its_shape(height: float, moves: bool) -> None:
    """Else both leave: axes alone would move across a dark picture."""
    network = uat.approximate("x + y < 1", box=[(0, 1), (0, 1)], neurons=20).network
    old = Graph((0.0, 1.0), (0.0, 1.0), width=2.0, height=2.0)
    new = Graph((0.0, 1.0), (0.0, 1.0), width=4.0, height=height)
    handover = Handover([old, RegionPicture(old, network)], [FadeIn(new)])
    moved = [one.mobject[0] for one in handover.glide if isinstance(one, Drive)]
    assert [type(one) for one in moved] == ([VGroup, RegionPicture] if moves else [])


def test_axes_glide_to_those_that_are_nearest() -> None:
    small, large = (Graph((0.0, 1.0), (0.0, 1.0), width=w, center=(x, 0.0, 0.0))
                    for w, x in ((2.0, -5.0), (6.0, 2.0)))  # fmt: skip
    new = Graph((0.0, 1.0), (0.0, 1.0), width=5.0, center=(3.0, 0.0, 0.0))
    curves = [FunctionCurve(graph, np.sin) for graph in (small, large)]
    (moved, curve, *_) = Handover([small, large, *curves], [FadeIn(new)]).glide
    assert (moved.mobject[0], curve.mobject[0]) == (large.frame, curves[1])


def test_the_error_of_ramps_stays_on_its_axes_until_the_folds_are_there() -> None:
    graph, new = (Graph((0.0, 1.0), (0.0, 1.0), center=(x, 0.0, 0.0)) for x in (-2.0, 2.0))
    curve = error_curve(graph, uat.approximate("x^2", construction="ramps", neurons=3))
    handover = Handover([graph, curve], [FadeIn(new)])
    assert curve in [one.mobject[0] for one in handover.glide]
    rate = handover.leaving.rate_func
    assert (rate(0.5), rate(1.0)) == (0.0, 1.0), "it leaves when what is new is half there"


def test_what_has_no_like_leaves_while_the_next_picture_comes(pictures: Any) -> None:
    scene, seen = pictures("self.play(FadeIn(Square()))", "self.play(FadeIn(Square(1.0)))")
    assert [len(parts) for parts in seen] == [1, 1]
    assert [parts[0][1] for parts in seen] == pytest.approx([2.0, 1.0])
    assert scene.clock == pytest.approx(1.0), "nothing is played before it"


def test_a_picture_is_not_taken_away_before_the_next_one_is_there(pictures: Any) -> None:
    second = """square, title = Square(), words("title")
        self.play(FadeIn(square, title))
        self.hush(FadeOut(square))
        self.play(FadeIn(Square(3.0)), FadeOut(title))
        self.hush(FadeOut(VGroup(*self.mobjects)))"""
    scene, seen = pictures("self.play(FadeIn(Square()))", second)
    assert all(seen)
    assert [part.width for part in figures(scene.mobjects)] == [3.0]


def test_a_text_alone_can_be_taken_away(pictures: Any) -> None:
    second = """square, title = Square(), words("title")
        self.play(FadeIn(square, title))
        self.hush(FadeOut(title))"""
    scene, _ = pictures("self.play(FadeIn(Square()))", second)
    assert [type(part).__name__ for part in scene.mobjects] == ["Square"]


def test_a_shot_that_begins_with_a_picture_of_its_own_takes_nothing_over(pictures: Any) -> None:
    _, seen = pictures("self.play(FadeIn(Square()))", "self.add(Square(5.0)); self.wait(1.0)")
    assert [width for _, width in seen[0]] == [5.0]


def test_a_shot_is_kept_by_the_one_before_it_too(tmp_path: Path) -> None:
    """Since the end of a chapter before it is part of its pictures."""
    one = Path(write_chapter(tmp_path, "one.py", TWO.format(first="pass", second="pass")))
    two = Path(write_chapter(tmp_path, "two.py", TWO.format(first="pass", second="self.wait()")))
    film = FilmSpec(quality=SMALL)
    alone = shot_key(get_shots([read_chapter(two)], film)[0])
    joined = shot_key(get_shots([read_chapter(one), read_chapter(two)], film)[2])
    one.write_text(one.read_text().replace("class Second", "class Last"))
    assert len({alone, joined, shot_key(get_shots(map(read_chapter, (one, two)), film)[2])}) == 3


def test_a_chapter_is_named_until_its_second_beat(pictures: Any) -> None:
    second = """self.show_title("Hills")
        self.say("One.", FadeIn(Square()))
        self.named = [getattr(part, "code", "") for part in self.mobjects]
        self.say("Two.")"""
    scene, _ = pictures("self.play(FadeIn(Square()))", second)
    assert "Hills" in scene.named
    assert not any(getattr(part, "code", "") == "Hills" for part in scene.mobjects)
    assert np.isclose(scene.beats[0].start, 0.0)
