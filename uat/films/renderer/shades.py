"""Paint what was made for a dark ground on a light one: each colour becomes its light shade."""

from __future__ import annotations

from dataclasses import astuple
from functools import lru_cache
from typing import Any

import numpy as np

from uat.base.palette import CLASSES, DARK, PALETTES, rgb

SHARPNESS = 2.0  # how fast a shade's share falls with the squared distance of colours
TINY = 1e-9


@lru_cache(maxsize=4096)
def _shaded(data: bytes, palette: str) -> Any:
    """Return rgba colours, (n, 4), as they are on the palette's ground.

    What lies between colours of the dark palette gets what lies between their shades, by the
    weights of Shepard (1968): a blend stays a blend, and each colour becomes just its shade.
    The colours of classes, which are alike on any ground, stay as they are.
    """
    rgbas = np.frombuffer(data).reshape(-1, 4)
    known, wanted = (
        np.array([rgb(color) for color in astuple(one)]) for one in (DARK, PALETTES[palette])
    )
    away = ((rgbas[:, None, :3] - known) ** 2).sum(axis=2)
    shares = 1.0 / (away + TINY) ** SHARPNESS
    shaded = rgbas.copy()
    shaded[:, :3] = shares @ wanted / shares.sum(axis=1, keepdims=True)
    kept = np.array([rgb(color) for color in CLASSES if color not in astuple(DARK)])
    same = (np.abs(rgbas[:, None, :3] - kept).max(axis=2) < TINY).any(axis=1)
    shaded[same] = rgbas[same]
    return shaded


def shade_of(color: str, palette: str) -> str:
    """Return a colour of the dark palette as it is on the palette's ground; any other as it is."""
    shades = zip(astuple(DARK), astuple(PALETTES[palette]), strict=True)
    return next((str(shade) for dark, shade in shades if dark == color), color)


def shaded(rgbas: Any, palette: str) -> Any:
    """Return rgba colours, (n, 4), of the dark palette as they are on the palette's ground."""
    if palette == "dark":
        return rgbas
    return _shaded(np.ascontiguousarray(rgbas, dtype=np.float64).tobytes(), palette)
