"""How long animations last: as long as the speech, within limits, and never past it if they can."""

import pytest

from uat.films.voice.pace import Sentence
from uat.films.voice.stretch import FASTEST, REST, SLOWEST, Natural, fitting


def said(seconds: float, text: str = "It is so.") -> list[Sentence]:
    return [Sentence(text, 0.0, 0.0, seconds)]


def lasts(natural: Natural, seconds: float, text: str = "It is so.") -> float:
    pace = fitting(natural, said(seconds, text))
    return (
        natural.moving * pace.moving + natural.fading * pace.fading + natural.waiting * pace.waiting
    )


@pytest.mark.parametrize(
    "natural", [Natural(2.0, 0.0, 0.0), Natural(2.0, 0.5, 0.6), Natural(3.0, 1.0, 2.0)]
)
@pytest.mark.parametrize("seconds", [4.0, 5.0, 5.5])
def test_animations_fill_the_speech(natural: Natural, seconds: float) -> None:
    assert lasts(natural, seconds) == pytest.approx(seconds - REST)


def test_after_a_question_nothing_moves() -> None:
    assert lasts(Natural(2.0, 0.0, 0.0), 6.0, "Is it so?") == pytest.approx(6.0 - 1.6 - REST)


def test_fades_keep_their_time_and_give_way_only_to_shorter_speech() -> None:
    assert fitting(Natural(0.0, 0.8, 0.0), said(6.0)).fading == 1.0
    assert fitting(Natural(1.0, 0.8, 0.0), said(6.0)).fading == 1.0
    short = fitting(Natural(2.0, 1.0, 1.0), said(2.4 + REST))
    assert (short.moving, short.fading, short.waiting) == pytest.approx((0.8, 0.8, 0.0))


def test_nothing_is_stretched_or_hurried_beyond_limits() -> None:
    assert fitting(Natural(1.0, 0.0, 0.0), said(60.0)).moving == SLOWEST
    assert fitting(Natural(60.0, 0.0, 0.0), said(1.0)).moving == FASTEST


def test_without_an_earlier_run_all_stays_as_it_is() -> None:
    pace = fitting(None, said(9.0))
    assert (pace.moving, pace.fading, pace.waiting) == (1.0, 1.0, 1.0)
