"""The chapter in docs/films.md can be rendered, by us and by plain Manim; its table is complete."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filming import TINY, apart, decoded, write_chapter

from uat.films.renderer import render
from uat.films.renderer.join import read_beats
from uat.films.renderer.shot import play_shot
from uat.films.renderer.spec import FilmSpec, ShotSpec
from uat.films.stage import Chapter, find_faults

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "films.md").read_text()
(EXAMPLE,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    apart(monkeypatch, tmp_path)
    return write_chapter(tmp_path, "softhill.py", EXAMPLE)


def test_the_example_becomes_a_film(example: str) -> None:
    (film,) = render(example, quality=TINY)
    assert 5 * 5 < len(decoded(film)) < 5 * 10
    narration = [beat.text for beat in read_beats(film)]
    assert narration[0] == "Two neurons make a hill." and len(narration) == 2


@pytest.mark.parametrize("shape", ["wide", "square", "portrait"])
@pytest.mark.parametrize("burn", [False, True])
def test_the_example_looks_right_in_every_shape(
    shape: str, burn: bool, example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = {"wide": (256, 144), "square": (144, 144), "portrait": (144, 256)}[shape]
    quality = type(TINY)(*size, 5)
    film = FilmSpec(quality=quality, shape=shape, burn=burn)
    faults: list[str] = []
    look = staticmethod(lambda scene: faults.extend(find_faults(scene)))
    monkeypatch.setattr(Chapter, "after_play", look)
    play_shot(ShotSpec(Path(example), "SoftHill", film), tmp_path)
    assert not faults


def test_plain_manim_renders_it_too(example: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "manim", "render", "--dry_run", "-r", "256,144", "--fps", "5"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [*command, "--media_dir", str(tmp_path / "media"), example, "SoftHill"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "Played 6 animations" in " ".join(run.stdout.split())


def test_the_table_of_mobjects_is_complete() -> None:
    script: Any = load(ROOT / "docs" / "write_films.py")
    assert script.page() == PAGE, "run: python docs/write_films.py --table"
    for name in ("Graph", "NetworkDiagram", "NetworkCurve", "ErrorBand", "Readout", "Relief"):
        assert f"| `{name}` |" in PAGE


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
