"""One shot, in this process: measured without drawing, drawn as a film, or drawn as a still."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from uat.errors import RenderError, UatError
from uat.film.chapters import load_chapter
from uat.film.encode import even, film_writer
from uat.film.spec import ShotSpec
from uat.palette import DARK


def render_shot(shot: ShotSpec, folder: Path, on_frames: Callable[[int], None]) -> Path:
    """Draw and encode a shot into `folder`; returns the mp4. on_frames gets new counts."""
    from manim.renderer.cairo_renderer import CairoRenderer

    from uat.film.camera import FilmCamera

    with _manim(shot, folder, "mp4"):
        writer = film_writer(shot.film.quality, on_frames)
        scene = _scene(shot, CairoRenderer(file_writer_class=writer, camera_class=FilmCamera))
        _run(shot, scene)
        return Path(scene.renderer.file_writer.final_file_path)


def measure_shot(shot: ShotSpec, folder: Path) -> int:
    """How many frames a shot will have, by playing it without drawing."""
    return int(play_shot(shot, folder).frames)


def draw_last_frame(shot: ShotSpec, folder: Path, target: Path) -> None:
    """Write the picture in which a shot ends as a PNG."""
    from PIL import Image

    with _manim(shot, folder, "none"):
        scene = _dry(shot)
        _run(shot, scene)
        scene.renderer.static_image = None
        scene.renderer.update_frame(scene)
        Image.fromarray(scene.renderer.get_frame()).convert("RGB").save(target)


def play_shot(shot: ShotSpec, folder: Path, after_play: Callable[[Any], None] | None = None) -> Any:
    """Play a shot to its end without drawing and return the scene.

    after_play is called with the scene at the end of each play.
    """
    with _manim(shot, folder, "none"):
        scene = _dry(shot)
        if after_play is not None:
            scene.after_play = after_play
        _run(shot, scene)
        return scene


def _scene(shot: ShotSpec, renderer: Any) -> Any:
    return getattr(load_chapter(shot.path), shot.name)(spec=shot.film, renderer=renderer)


def _dry(shot: ShotSpec) -> Any:
    from manim.renderer.cairo_renderer import CairoRenderer

    from uat.film.camera import FilmCamera

    return _scene(shot, CairoRenderer(skip_animations=True, camera_class=FilmCamera))


def _run(shot: ShotSpec, scene: Any) -> None:
    """Play the scene; an error that is not ours names the shot."""
    try:
        scene.render()
    except UatError:
        raise
    except Exception as error:
        where = f"{shot.path.stem}.{shot.name}"
        raise RenderError(f"the shot {where} failed: {type(error).__name__}: {error}") from error


@contextlib.contextmanager
def _manim(shot: ShotSpec, folder: Path, output: str) -> Iterator[None]:
    """Manim's global settings for one shot, put back afterwards; its messages are silenced."""
    from manim import logger, tempconfig

    quality = shot.film.quality
    width, height = even(quality.width), even(quality.height)
    settings = {
        "pixel_width": width,
        "pixel_height": height,
        "frame_height": 8.0,
        "frame_width": 8.0 * width / height,
        "frame_rate": quality.fps,
        "background_color": DARK.background,
        "background_opacity": 1.0,
        "format": output,
        "media_dir": str(folder),
        "tex_dir": str(folder / "text"),
        "disable_caching": True,
        "max_inflight_encoders": 2,
        "progress_bar": "none",
        "log_to_file": False,
        "save_sections": False,
        "preview": False,
        "renderer": "cairo",
        "seed": 0,
    }
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with tempconfig(settings):
            yield
    finally:
        logger.setLevel(level)
