"""Let the workers of a dask scheduler draw shots, and bring them back whole.

A worker gets the chapter's file with those beside it that it imports, and what the film is about.
It draws one shot at a time, since Manim's settings belong to the process. The shot comes back as
bytes as soon as it is done, so that a worker that is killed loses only the one it was drawing; the
scheduler gives that one to another.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uat.approximation.many import connected
from uat.base.errors import RenderError
from uat.films.renderer.cache import chapter_files, code_digest, versions
from uat.films.renderer.spec import FilmSpec, ShotSpec

TRIES = 3  # how often a shot is given to another worker when one dies

_drawing = threading.Lock()


@dataclass(frozen=True)
class Parcel:
    """A parcel is what a worker needs for a shot.

    files: names and texts; the chapter first. before: the file and the name of the shot before.
    """

    files: tuple[tuple[str, str], ...]
    shot: str
    film: FilmSpec
    recordings: tuple[Path, ...]
    before: tuple[str, str] | None
    code: str
    versions: tuple[str, ...]


def draw_on_cluster(
    shots: Sequence[ShotSpec],
    folder: Path,
    cluster: Any,
    on_frames: Callable[[int], None],
    on_finished: Callable[[int, Path], None],
) -> None:
    """Draw all shots on the workers of a scheduler, into `folder`.

    cluster: the scheduler's address, or a dask client. on_frames gets the frames of each shot that
    came back, on_finished its number and its file. A shot that fails does not stop the others; the
    first error is raised at the end.
    """
    from uat.films.renderer.join import count_frames

    errors: list[BaseException] = []
    with connected(cluster) as client:
        import distributed

        futures = {
            client.submit(draw_parcel, pack(shot), pure=False, retries=TRIES): number
            for number, shot in enumerate(shots)
        }
        as_completed: Any = distributed.as_completed
        for future in as_completed(list(futures), loop=client.loop):
            number = futures[future]
            error = future.exception()
            if error is not None:
                errors.append(error)
                continue
            suffix, film = future.result()
            path = folder / f"shot-{number}{suffix}"
            path.write_bytes(film)
            future.release()
            on_frames(count_frames(path))
            on_finished(number, path)
    if errors:
        first = errors[0]
        raise first if isinstance(first, RenderError) else RenderError(f"a worker failed: {first}")


def pack(shot: ShotSpec) -> Parcel:
    """Pack a shot with all that draws it, ready to be sent."""
    paths = [shot.path] if shot.before is None else [shot.path, shot.before[0]]
    files = {file.name: text for path in paths for file, text in chapter_files(path)}
    return Parcel(
        files=tuple(files.items()),
        shot=shot.name,
        film=shot.film,
        recordings=shot.recordings,
        before=shot.before and (shot.before[0].name, shot.before[1]),
        code=code_digest(),
        versions=versions(),
    )


def draw_parcel(parcel: Parcel) -> tuple[str, bytes]:
    """Draw a shot, on a worker; return the suffix of its file, and the file.

    Raises RenderError if this machine would draw other pictures than the one that asked.
    """
    from uat.films.renderer.shot import render_shot

    if (parcel.code, parcel.versions) != (code_digest(), versions()):
        raise RenderError(
            "a worker has another version of uat, Manim or what they draw with: install the same "
            f"there ({', '.join(parcel.versions)})"
        )
    with _drawing, tempfile.TemporaryDirectory(prefix="uat-shot-") as text:
        folder = Path(text)
        for name, source in parcel.files:
            (folder / name).write_text(source, encoding="utf-8")
        path = folder / parcel.files[0][0]
        before = parcel.before and (folder / parcel.before[0], parcel.before[1])
        shot = ShotSpec(path, parcel.shot, parcel.film, parcel.recordings, before)
        path = render_shot(shot, folder / "drawn", lambda frames: None)
        return path.suffix, path.read_bytes()
