"""A beat lasts as long as its speech, and something moves meanwhile."""

from pathlib import Path
from typing import Any

import pytest
from filming import write_chapter

from uat.films.renderer import FilmSpec, Quality, ShotSpec
from uat.films.renderer.shot import play_shot
from uat.films.stage import Chapter

SMOOTH = Quality(256, 144, 20)
SHOT = '''"""One shot. It is for the tests."""

from manim import Create, FadeIn, Square

from uat.films.stage import Chapter


class Shot(Chapter):
    def construct(self):
        square = Square()
        {body}
        self.hush()
'''


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Play a body of `construct`: the scene, and how long each play lasted and whether it moved."""

    def play(body: str) -> tuple[Any, list[tuple[float, bool]]]:
        plays: list[tuple[float, bool]] = []

        def look(scene: Any) -> None:
            plays.append((scene.duration, not scene.is_current_animation_frozen_frame()))

        monkeypatch.setattr(Chapter, "after_play", staticmethod(look))
        path = Path(write_chapter(tmp_path, "shot.py", SHOT.format(body=body)))
        return play_shot(ShotSpec(path, "Shot", FilmSpec(quality=SMOOTH)), tmp_path), plays

    return play


def test_an_animation_is_stretched_to_the_speech_and_a_hold_is_not(played: Any) -> None:
    text = "x" * 102  # six seconds to read
    scene, plays = played(f"self.say('{text}', Create(square), run_time=2.0); self.wait(0.5)")
    assert [moves for _, moves in plays] == [True, False, False]
    assert [seconds for seconds, _ in plays] == pytest.approx([5.2, 0.5, 0.3], abs=0.051)
    assert scene.frames == 6 * 20
    (beat,) = scene.beats
    assert (beat.start, beat.end) == pytest.approx((0.0, 6.0))


def test_what_fades_in_is_there_and_then_a_light_runs_along_it(played: Any) -> None:
    text = "x" * 102
    scene, plays = played(f"self.say('{text}', FadeIn(square))")
    assert plays[0] == pytest.approx((0.8, True))
    still, longest = 0.0, 0.0
    for seconds, moves in plays:
        still = 0.0 if moves else still + seconds
        longest = max(longest, still)
    assert longest <= 2.0 and sum(moves for _, moves in plays) >= 3
    assert scene.frames == 6 * 20
    left = {type(m).__name__ for m in scene.mobjects if m.family_members_with_points()}
    assert left == {"Square"}, "a light was left"


def test_after_a_question_the_picture_is_held(played: Any) -> None:
    text = "x" * 50 + "?"  # three seconds to read, and two to think
    _, plays = played(f"self.say('{text}', Create(square), run_time=1.0)")
    assert [moves for _, moves in plays] == [True, False]
    assert [seconds for seconds, _ in plays] == pytest.approx([3.0, 2.0], abs=0.15)


def test_longer_animations_make_the_beat_longer(played: Any) -> None:
    scene, plays = played("self.say('Short.', Create(square), run_time=10.0)")
    assert plays[0][0] == pytest.approx(6.0, abs=0.051)  # no faster than that
    assert scene.beats[0].end == pytest.approx(6.0, abs=0.051)
    assert scene.beats[0].sentences[-1].end == pytest.approx(1.2)


def test_beats_follow_each_other_and_are_numbered(played: Any) -> None:
    scene, _ = played("self.say('One. Two?'); self.add(square); self.say('Three.')")
    assert [beat.number for beat in scene.beats] == [1, 2]
    assert scene.beats[0].end == pytest.approx(1.2 + 1.2 + 2.0)
    assert scene.beats[1].start == scene.beats[0].end


def test_a_rewritten_formula_is_the_new_one_alone(played: Any) -> None:
    scene, _ = played(
        "from uat.films.stage import formula\n"
        "        from uat.films.stage.rewriting import rewrite\n"
        "        old, new = formula('a + b = 0'), formula('a = - b')\n"
        "        self.add(square, old)\n"
        "        rewrite(self, old, new, {0: 0, 2: 3, 3: 1})"
    )
    assert [getattr(part, "code", "square") for part in scene.mobjects] == ["square", "$ a = - b $"]
