"""Draw points of TensorFlow Playground's data sets, from the geometry that it publishes.

Every function takes how many points, a generator and the noise, and returns inputs (n, 2) and
labels (n,); the first half of the points, rounded up, has label 1. Noise moves where a point of
`circle` and `xor` is judged, widens the clouds of `blobs`, and shakes the arms of `spiral`.
"""

import numpy as np
from numpy.typing import NDArray

Inputs = NDArray[np.float64]
Labels = NDArray[np.bool_]
Drawn = tuple[Inputs, Labels]

SIZE = 5.0  # of the square or disc of points
GAP = 0.3  # between the quarters of xor and the axes
TURNS = 1.75  # of each arm of the spiral


def circle(n: int, generator: np.random.Generator, noise: float) -> Drawn:
    """Draw a disc of half the size, and a ring from 0.7 of it outwards, by even radii."""
    inner = _first_half(n)
    radius = np.where(inner, generator.uniform(0, 0.5, n), generator.uniform(0.7, 1, n)) * SIZE
    points = _polar(radius, generator.uniform(0, 2 * np.pi, n))
    return points, np.hypot(*_judged(points, generator, noise).T) < SIZE / 2


def xor(n: int, generator: np.random.Generator, noise: float) -> Drawn:
    """Draw a square of points that keep away from the axes; 1 where x and y have one sign."""
    points = generator.uniform(-SIZE, SIZE, (n, 2))
    points += np.where(points > 0, GAP, -GAP)
    wanted, found = _first_half(n), points.prod(axis=1) >= 0
    points[wanted != found, 0] *= -1.0
    return points, _judged(points, generator, noise).prod(axis=1) >= 0


def blobs(n: int, generator: np.random.Generator, noise: float) -> Drawn:
    """Draw normal clouds around (2, 2) and (-2, -2), of variance 0.5 without noise, 4 with most."""
    label = _first_half(n)
    center = np.where(label, 2.0, -2.0)[:, None]
    spread = np.sqrt(0.5 + 7.0 * noise) * generator.standard_normal((n, 2))
    if noise == 0.0:  # one in 30 000 would lie beyond the line between the clouds
        across = (spread.sum(axis=1) * np.where(label, 1.0, -1.0) + 4.0) < 0
        spread[across] *= -1.0
    return center + spread, label


def spiral(n: int, generator: np.random.Generator, noise: float) -> Drawn:
    """Draw two arms of 1.75 turns, half a turn apart, with evenly spaced radii."""
    label = _first_half(n)
    half = (n + 1) // 2
    share = (np.concatenate([np.arange(half), np.arange(n - half)]) + 1) / max(half, 1)
    angle = 2 * np.pi * TURNS * share + np.where(label, 0.0, np.pi)
    shaken = noise * generator.uniform(-1, 1, (n, 2))
    return _polar(SIZE * share, angle) + shaken, label


def _first_half(n: int) -> Labels:
    return np.arange(n) < (n + 1) // 2


def _polar(radius: Inputs, angle: Inputs) -> Inputs:
    """Turn radii and angles, from the y axis clockwise, into points."""
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=-1)


def _judged(points: Inputs, generator: np.random.Generator, noise: float) -> Inputs:
    """Return where the points seem to be when they are given their labels."""
    moved: Inputs = points + noise * generator.uniform(-SIZE, SIZE, points.shape)
    return moved
