"""Choose a poster: the frame with most to see among the last ones of each beat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np

from uat.base.files import written_whole
from uat.films.renderer.join import read_beats

BEFORE_END = 0.4  # seconds before a beat ends: then all of it stands there
MOST = 12  # frames that are looked at


def choose_picture(parts: Sequence[Path]) -> Any:
    """Return the richest of some frames of these shots: an RGB array, (height, width, 3)."""
    times = [(part, max(0.0, c.end - BEFORE_END)) for part in parts for c in read_beats(part)]
    times = times or [(part, 1e9) for part in parts]
    chosen = [times[k] for k in np.linspace(0, len(times) - 1, min(MOST, len(times))).astype(int)]
    return max(_pictures(chosen), key=_richness)


def save_poster(picture: Any, film: Path) -> Path:
    """Write the picture as a .jpg beside the film, and return its path."""
    from PIL import Image

    target = film.with_suffix(".jpg")
    with written_whole(target) as temporary:
        Image.fromarray(picture).save(temporary, quality=92)
    return target


def _pictures(times: Sequence[tuple[Path, float]]) -> Iterator[Any]:
    for part, time in times:
        with av.open(str(part)) as film:
            video = film.streams.video[0]
            if time < 1e6:
                film.seek(int(time / float(video.time_base or 1)), stream=video)
            shown = None
            for frame in film.decode(video):
                if shown is not None and frame.time is not None and frame.time > time:
                    break
                shown = frame
            if shown is not None:
                yield shown.to_ndarray(format="rgb24", src_colorspace="ITU709")


def _richness(picture: Any) -> float:
    """Measure how much there is to see: the mean step between neighbouring pixels."""
    grey = picture.mean(axis=2)
    return float(np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean())
