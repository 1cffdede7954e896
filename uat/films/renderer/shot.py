"""Play one shot in this process: measured without drawing, drawn as a film, or as a still."""

from __future__ import annotations

import contextlib
import errno
import json
import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

from uat.base.errors import FileError, RenderError, UatError
from uat.base.palette import PALETTES
from uat.films.renderer.cache import cache_folder
from uat.films.renderer.chapters import load_chapter
from uat.films.renderer.encode import FilmRenderer, Strip, even, film_writer
from uat.films.renderer.join import join
from uat.films.renderer.layout import get_layout
from uat.films.renderer.messages import messages
from uat.films.renderer.spec import CODECS, ShotSpec
from uat.films.voice.choose import SILENT, get_voice
from uat.films.voice.cues import cues
from uat.films.voice.pace import Beat
from uat.films.voice.stretch import Natural

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def render_shot(
    shot: ShotSpec, folder: Path, on_frames: Callable[[int], None], log: Path | None = None
) -> Path:
    """Draw and encode a shot into `folder`; return the film. on_frames gets new counts.

    log: a file for Manim's messages, and for the traceback if the shot fails.
    """
    with _clear_errors(shot, log), messages(log):
        return _draw(shot, folder, on_frames)


def _draw(shot: ShotSpec, folder: Path, on_frames: Callable[[int], None]) -> Path:
    from uat.films.renderer.camera import FilmCamera

    score = _score(shot, folder, lambda: on_frames(0))
    with _manim(shot, folder, CODECS[shot.film.quality.codec].container):
        kind = film_writer(shot.film.quality, on_frames)
        scene = _scene(shot, FilmRenderer(file_writer_class=kind, camera_class=FilmCamera), score)
        writer = scene.renderer.file_writer
        _burn(shot, scene, lambda strips: setattr(writer, "strips", strips))
        scene.render()
    target = folder / f"shot.{CODECS[shot.film.quality.codec].container}"
    join(writer.segments, target, scene.beats)
    return target


def tell_shot(
    shot: ShotSpec, folder: Path, on_frames: Callable[[int], None], log: Path | None = None
) -> Path:
    """Write the beats of a shot as JSON into `folder`, without drawing it; return the file."""
    beats = play_shot(shot, folder, log=log).beats
    return save_told(folder, [astuple(beat) for beat in beats])


def save_told(folder: Path, data: Any) -> Path:
    """Write what is known of a shot without drawing it as JSON into `folder`; return the file."""
    target = folder / "told.json"
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(data), encoding="utf-8")
    return target


def draw_last_frame(shot: ShotSpec, folder: Path, target: Path) -> None:
    """Write the picture in which a shot ends as a PNG."""
    with _clear_errors(shot, None), _manim(shot, folder, "none"):
        scene = _dry(shot, ())
        scene.render()
        scene.renderer.static_image = None
        scene.renderer.update_frame(scene)
        save_picture(scene.renderer.get_frame(), target, transparent=shot.film.transparent)


def draw_frame(
    shot: ShotSpec, folder: Path, number: int, target: Path, score: Sequence[Natural]
) -> None:
    """Write the frame `number` of a shot, from 0 on, as a PNG. score: its `natural`."""
    from uat.films.renderer.camera import FilmCamera
    from uat.films.renderer.still import StillRenderer

    strips: list[Strip] = []
    with _clear_errors(shot, None), _manim(shot, folder, "none"):
        renderer = StillRenderer(number, camera_class=FilmCamera)
        scene = _scene(shot, renderer, score)
        _burn(shot, scene, strips.extend)
        scene.render()
        for strip in strips:
            if strip.start <= number < strip.stop:
                renderer.picture = strip.put(renderer.picture)
        save_picture(renderer.picture, target, transparent=shot.film.transparent)


def save_picture(pixels: Any, target: Path, *, transparent: bool) -> None:
    """Write RGBA pixels as Cairo leaves them, as a PNG with or without transparency."""
    from PIL import Image

    from uat.films.renderer.encode import straight

    if transparent:
        Image.fromarray(straight(pixels)).save(target)
    else:
        Image.fromarray(pixels).convert("RGB").save(target)


def play_shot(
    shot: ShotSpec,
    folder: Path,
    after_play: Callable[[Any], object] | None = None,
    log: Path | None = None,
) -> Any:
    """Play a shot to its end without drawing; return the scene, with its `frames` and `natural`.

    after_play: called with the scene after each play.
    """
    with _clear_errors(shot, log), messages(log):
        score = _score(shot, folder)
        with _manim(shot, folder, "none"):
            scene = _dry(shot, score)
            if after_play is not None:
                scene.after_play = after_play
            scene.render()
            return scene


def _score(
    shot: ShotSpec, folder: Path, on_play: Callable[[], object] = lambda: None
) -> list[Natural]:
    """Play a shot once to learn how long its animations last before they keep to the speech."""
    with _manim(shot, folder, "none"):
        scene = _dry(shot, ())
        scene.before_first_play, scene.after_play = None, lambda scene: on_play()
        scene.render()
        return list(scene.natural)


def _scene(shot: ShotSpec, renderer: Any, score: Sequence[Natural]) -> Any:
    scene = getattr(load_chapter(shot.path), shot.name)(spec=shot.film, renderer=renderer)
    scene.voice = get_voice(shot.film.voice, shot.recordings, cache_folder())
    scene.score = score
    if shot.before is not None:
        path, name = shot.before
        film = replace(shot.film, voice=SILENT)
        scene.handed = lambda: _last_picture(ShotSpec(path, name, film))
        aspect = scene.layout.width / scene.layout.height
        scene.layout_before = getattr(load_chapter(path), name).get_layout(film.shape, aspect)
    return scene


def _last_picture(shot: ShotSpec) -> list[Any]:
    """Play a shot, without the one before it, and return what is on screen at its end."""
    scene = _dry(shot, ())
    scene.before_first_play = scene.after_play = None
    scene.render()
    return list(scene.mobjects)


def _dry(shot: ShotSpec, score: Sequence[Natural]) -> Any:
    from uat.films.renderer.camera import FilmCamera
    from uat.films.renderer.still import DryRenderer

    return _scene(shot, DryRenderer(camera_class=FilmCamera), score)


def _burn(shot: ShotSpec, scene: Any, take: Callable[[list[Strip]], object]) -> None:
    """Let `take` have the strips of each beat as it begins, if they are to be burnt in."""
    if shot.film.burn:
        scene.on_say = lambda scene, beat: take(_strips(shot, scene, beat))


def _strips(shot: ShotSpec, scene: Any, beat: Beat) -> list[Strip]:
    """Draw the cues of a beat as pixels for their place in the picture."""
    from uat.films.renderer.camera import FilmCamera

    film, layout = shot.film, scene.layout
    height, fps = even(film.quality.height), film.quality.fps
    unit = height / layout.height
    top = round(height / 2 - (layout.caption + layout.strip / 2) * unit)
    stop = round(height / 2 - (layout.caption - layout.strip / 2) * unit)
    camera = FilmCamera()
    camera.background_color, camera.palette = scene.camera.background_color, film.palette
    strips = []
    for cue in cues([beat]):
        camera.reset()
        camera.capture_mobjects([scene.get_subtitle(cue.text)])
        pixels: Any = camera.pixel_array[top:stop].copy()
        strips.append(Strip(round(cue.start * fps), round(cue.end * fps), top, pixels))
    return strips


@contextlib.contextmanager
def _clear_errors(shot: ShotSpec, log: Path | None) -> Iterator[None]:
    """Turn what goes wrong inside into one sentence; the whole of it goes into the log."""
    where = f"{shot.path.stem}.{shot.name}"
    try:
        yield
    except UatError:
        raise
    except Exception as error:
        if log is not None:
            with contextlib.suppress(OSError), log.open("a", encoding="utf-8") as file:
                file.write(traceback.format_exc())
        if is_no_room(error):
            raise no_room(where) from error
        more = "" if log is None else f"; see {log}"
        raise RenderError(
            f"the shot {where} failed: {type(error).__name__}: {_one_line(error)}{more}"
        ) from error


def is_no_room(error: BaseException) -> bool:
    """Tell whether a disk was full, or a quota used up."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


def no_room(where: str) -> FileError:
    return FileError(
        f"the disk is full: the shot {where} could not be written. Free some space, or set "
        "XDG_CACHE_HOME to a folder on another disk; finished shots are kept"
    )


def _one_line(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error))[:300]


@contextlib.contextmanager
def _manim(shot: ShotSpec, folder: Path, output: str) -> Iterator[None]:
    """Set Manim's global settings for one shot, and put them back afterwards.

    Manim's `tempconfig` does so, too, but gives all classes their bases anew, which takes long.
    """
    from manim import RendererType, config

    film, quality = shot.film, shot.film.quality
    width, height = even(quality.width), even(quality.height)
    layout = get_layout(film.shape, width / height)
    settings = {
        "pixel_width": width,
        "pixel_height": height,
        "frame_height": layout.height,
        "frame_width": layout.width,
        "frame_rate": quality.fps,
        "background_color": PALETTES[film.palette].background,
        "background_opacity": 0.0 if film.transparent else 1.0,
        "format": output,
        "media_dir": str(folder),
        "tex_dir": str(folder / "text"),
        "disable_caching": True,
        "max_inflight_encoders": 2,
        "progress_bar": "none",
        "log_to_file": False,
        "save_sections": False,
        "preview": False,
        "seed": 0,
    }
    before, renderer = dict(config._d), config.renderer
    config.update(settings)
    if renderer != RendererType.CAIRO:
        config.renderer = RendererType.CAIRO
    try:
        with messages(None):
            yield
    finally:
        config._d.update(before)
        if renderer != RendererType.CAIRO:
            config.renderer = renderer
