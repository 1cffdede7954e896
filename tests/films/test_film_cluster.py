"""Films drawn by the workers of a scheduler are those that are drawn here."""

import os
import signal
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("manim")
pytest.importorskip("distributed")

from filming import TINY, decoded

from uat.base.errors import RenderError
from uat.films.renderer import find_chapters, render
from uat.films.renderer.cluster import draw_parcel, pack
from uat.films.renderer.spec import FilmSpec, ShotSpec

CHAPTER = '''"""Squares that grow."""

from manim import Create, Square

from uat.films.stage import Chapter

from ._sides import SIDES


class First(Chapter):
    def construct(self):
        self.say("A square.", Create(Square(SIDES[0])))
        self.wait(1.0)


class Second(Chapter):
    def construct(self):
        self.say("A larger one.", Create(Square(SIDES[1])))
        self.wait(1.0)


class Third(Chapter):
    def construct(self):
        self.say(self.spec.function, Create(Square(SIDES[2])))
        self.wait(1.0)
'''


@pytest.fixture
def chapter(tmp_path):
    (tmp_path / "growing.py").write_text(CHAPTER)
    (tmp_path / "_sides.py").write_text("SIDES = (1.0, 2.0, 3.0)\n")
    return str(tmp_path / "growing.py")


def pixels(film):
    return np.stack([picture.to_ndarray(format="rgb24") for picture in decoded(film)])


def test_the_same_film_though_a_worker_is_killed(cluster, chapter, tmp_path, monkeypatch):
    from distributed import Client

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    (here,) = render(chapter, function="x", quality=TINY, out=tmp_path / "here.mp4", jobs=1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "there"))
    file, processes = cluster
    killed, counted = [], []

    def watch(done, expected):
        counted.append((done, expected))
        if done and not killed:
            os.kill(processes[1].pid, signal.SIGKILL)
            killed.append(done)

    with Client(scheduler_file=str(file), set_as_default=False, timeout=120) as client:
        client.wait_for_workers(2, timeout=300)
        options = {"function": "x", "quality": TINY, "cluster": client, "progress": watch}
        (there,) = render(chapter, out=tmp_path / "there.mp4", **options)
    assert killed and counted[-1][0] == counted[-1][1]
    np.testing.assert_array_equal(pixels(there), pixels(here))
    assert there.with_suffix(".srt").read_text() == here.with_suffix(".srt").read_text()

    # The shots are kept as others are: nobody is asked again.
    (again,) = render(
        chapter, function="x", quality=TINY, out=tmp_path / "again.mp4", cluster="tcp://127.0.0.1:9"
    )
    np.testing.assert_array_equal(pixels(again), pixels(here))


def test_a_worker_with_another_version_draws_nothing():
    path = find_chapters()["neuron"].path
    parcel = pack(ShotSpec(path, "OneNeuron", FilmSpec(quality=TINY)))
    with pytest.raises(RenderError, match="a worker has another version of uat"):
        draw_parcel(replace(parcel, code="0"))
    with pytest.raises(RenderError, match=r"install the same there .*manim"):
        draw_parcel(replace(parcel, versions=("manim 0.1",)))
