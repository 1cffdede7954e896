"""Hues that mean different things differ for all eyes, on both grounds.

Distances are those in CIELAB (CIE 1976) of the colours that three kinds of colour-blind eyes see,
by the matrices of Machado, Oliveira and Fernandes (2009), at full severity.
"""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from uat.base.palette import DARK, LIGHT, Palette, rgb

EYES = {
    "all colours": np.eye(3),
    "no red": np.array([
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "no green": np.array([
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "no blue": np.array([
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip
XYZ = np.array([
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
])  # fmt: skip
HUES = ("target", "network", "error", "step", "positive", "negative")
APART = 10.0  # in CIELAB: four times what is just noticed (2.3, Mahy and others, 1994)


def seen(colors: list[str], eyes: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 3): lightness and both opponent colours of sRGB colours, in CIELAB under D65."""
    light = np.array([rgb(color) for color in colors])
    light = np.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4)
    share = np.clip(light @ eyes.T, 0, 1) @ XYZ.T / XYZ.sum(axis=1)
    root = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    x, y, z = root.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def distances(palette: Palette, eyes: NDArray[np.float64]) -> dict[tuple[str, str], float]:
    """How far each two of HUES are apart for these eyes."""
    places = seen([getattr(palette, hue) for hue in HUES], eyes)
    return {
        (HUES[i], HUES[j]): float(np.linalg.norm(places[i] - places[j]))
        for i, j in combinations(range(len(HUES)), 2)
    }


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_hues_are_apart_for_all_eyes(palette: Palette, eyes: str) -> None:
    found = distances(palette, EYES[eyes])
    assert len(found) == 15
    assert min(found.values()) >= APART, min(found, key=lambda pair: found[pair])


def test_distances_are_those_of_cielab() -> None:
    """White, grey and red as the standard has them; a colour-blind eye keeps white."""
    white, grey, red = seen(["#ffffff", "#777777", "#ff0000"], np.eye(3))
    np.testing.assert_allclose(white, (100, 0, 0), atol=0.01)
    np.testing.assert_allclose(grey, (50.03, 0, 0), atol=0.01)
    np.testing.assert_allclose(red, (53.24, 80.09, 67.20), atol=0.01)
    for eyes in EYES.values():
        np.testing.assert_allclose(seen(["#ffffff"], eyes)[0], (100, 0, 0), atol=0.1)
