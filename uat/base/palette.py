"""Define one set of colours for plots, page and films, for colour-blind readers and print.

The hues are Okabe and Ito's (2008), and two for the signs of weights that differ most from them for
all eyes, colour-blind ones too. A thing keeps its hue everywhere; only the shade follows the
background: `LIGHT` for plots on paper, `DARK` for films.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """A palette of colours as `#rrggbb`, one for each thing that a picture can show."""

    background: str
    text: str
    muted: str  # axes, grids, captions
    target: str  # the user's function f
    network: str  # what the network computes
    error: str  # network - f
    band: str  # the tube f - tolerance ... f + tolerance
    step: str
    bump: str
    ramp: str
    tower: str
    positive: str  # a weight above zero
    negative: str  # a weight below zero


LIGHT = Palette(
    background="#ffffff",
    text="#1c1c1c",
    muted="#6b6b6b",
    target="#0072b2",
    network="#d55e00",
    error="#b3367f",
    band="#9ccbe8",
    step="#009e73",
    bump="#b07d00",
    ramp="#7a4fb5",
    tower="#3a7d44",
    positive="#9b30ff",
    negative="#a50000",
)

DARK = Palette(
    background="#10131a",
    text="#f2f2f2",
    muted="#8f99a8",
    target="#56b4e9",
    network="#f0a030",
    error="#f07ab5",
    band="#2f6f9f",
    step="#33c79a",
    bump="#f0e442",
    ramp="#b899f0",
    tower="#7cc98a",
    positive="#a060ff",
    negative="#e04038",
)

PALETTES = {"dark": DARK, "light": LIGHT}

# For surfaces and maps of f: from low to high, ever lighter, so that it also reads in grey.
SCALE = ("#10204a", "#0a5a9c", "#2f93cf", "#8cc7dd", "#fbf3c2")
# For maps of |network - f|: from none to the most, ever darker.
ERRORS = ("#ffffff", "#eebbd8", "#cc5f9f", "#8a1f5f", "#3d0a2a")
# For classes, in their order.
CLASSES = ("#0072b2", "#d55e00", "#009e73", "#b07d00", "#7a4fb5", "#b3367f", "#56b4e9", "#6b6b6b")


def rgb(color: str) -> tuple[float, float, float]:
    """Return the three parts of `#rrggbb`, from 0 to 1."""
    red, green, blue = (int(color[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return red, green, blue
