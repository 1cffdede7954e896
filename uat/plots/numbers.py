"""Write numbers as people do, alone and along an axis, from 1e-300 to 1e300."""

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis, XAxis, YAxis
from matplotlib.ticker import Formatter, MaxNLocator

MOST_TICKS = 6
LETTERS = 9.0  # points: the size of the numbers along an axis
PLAIN = 99_999.5  # whole numbers below it are written out
NOISE = 1e-12  # of the numbers that it is the rest of: thousands of roundings
CHARACTER = 0.62  # width of a digit, in font sizes
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 3) -> str:
    """Write a number in `digits` digits or a few more: 0.00998, −12.5, 26000, 1.2×10⁻⁶."""
    if 10**digits <= abs(value) < PLAIN:
        return f"{value:.0f}".replace("-", "−")
    mantissa, e, exponent = f"{value + 0.0:.{digits}g}".partition("e")
    text = mantissa.replace("-", "−")
    if not e:
        return text
    power = _power_of_ten(int(exponent))
    return {"1": power, "−1": f"−{power}"}.get(text, f"{text}×{power}")


def settled(value: float, scale: float) -> float:
    """Return the value; or 0 if it is what rounding leaves of numbers as large as scale."""
    return 0.0 if abs(value) <= NOISE * abs(scale) else value


def count(value: int) -> str:
    """Write a whole number with thin spaces between thousands: 60 351."""
    return f"{value:,}".replace(",", "\u2009")


def labels(values: Sequence[float]) -> list[str]:
    """Write one label for each mark of an axis, with as many digits as tell them apart."""
    numbers = [float(value) for value in values]
    largest = max(map(abs, numbers), default=0.0)
    exponent = math.floor(math.log10(largest) + 1e-9) if largest > 0 else 0
    if -4 < exponent < 5:
        return _decimals(numbers)
    scaled = _decimals([_shifted(value, -exponent) for value in numbers])
    power = _power_of_ten(exponent)
    written = [text if text == "0" else f"{text}×{power}" for text in scaled]
    plain = _decimals(numbers) if 0 < exponent < 12 else written
    return min(written, plain, key=lambda texts: max(map(len, texts)))


def _decimals(values: list[float]) -> list[str]:
    """Write all values with the same, smallest number of decimals that shows them truly."""
    spacing = min((b - a for a, b in itertools.pairwise(values)), default=0.0)
    allowed = 1e-3 * spacing if spacing > 0 else 1e-4 * abs(values[0]) if values else 0.0
    for decimals in range(17):
        if all(abs(round(value, decimals) - value) <= allowed for value in values):
            break
    return [_without_zeros(value, decimals) for value in values]


def _without_zeros(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def _shifted(value: float, power: int) -> float:
    """Compute value * 10**power where 10**power alone may overflow."""
    half = power // 2
    return float(value * 10.0**half * 10.0 ** (power - half))


def _power_of_ten(exponent: int) -> str:
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


class NumberLabels(Formatter):
    """Labels that stand for themselves: no offset, no factor at the end of the axis."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return number(x, 6)

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        return labels(values)


class RoundNumbers(MaxNLocator):
    """A few round numbers on an axis: as many as have room for labels, however small the range."""

    _raw_ticks: Callable[[float, float], Any]  # inherited; matplotlib's types do not list it

    def __init__(self, most: int = MOST_TICKS) -> None:
        super().__init__(nbins=most, steps=[1, 2, 2.5, 5, 10])
        self.most = most

    def nonsingular(self, vmin: float, vmax: float) -> tuple[float, float]:
        """Keep any range that is not empty; matplotlib gives up below 1e-287."""
        if vmin == vmax or not (math.isfinite(vmin) and math.isfinite(vmax)):
            return super().nonsingular(vmin, vmax)
        return min(vmin, vmax), max(vmin, vmax)

    def tick_values(self, vmin: float, vmax: float) -> Any:
        """Return an array of round numbers that covers the range."""
        low, high = self.nonsingular(vmin, vmax)
        for most in range(self.most, 1, -1):
            self.set_params(nbins=most)
            # MaxNLocator.tick_values would widen tiny ranges first, so its inner step is called.
            ticks = self._raw_ticks(low, high)
            inside = ticks[(ticks >= low - 1e-9 * (high - low)) & (ticks <= high * (1 + 1e-12))]
            if self._fit(inside):
                break
        return ticks

    def _fit(self, ticks: Sequence[float]) -> bool:
        """Tell whether the labels leave air between them."""
        if not isinstance(self.axis, XAxis | YAxis):
            return True
        width, height = size_in_points(self.axis.axes)
        if isinstance(self.axis, YAxis):
            return len(ticks) * 2.2 * LETTERS <= height
        longest = max(map(len, labels(ticks)), default=0)
        return len(ticks) * (longest + 2) * CHARACTER * LETTERS <= width


def round_numbers(*axes: Axis, most: int = MOST_TICKS) -> None:
    """Mark round numbers along axes, at most so many on each, and write them for people."""
    for axis in axes:
        axis.set_major_locator(RoundNumbers(most))
        axis.set_major_formatter(NumberLabels())


def size_in_points(ax: Axes) -> tuple[float, float]:
    """Return width and height of the axes, in the unit of font sizes."""
    box = ax.get_window_extent()
    return float(box.width * 72 / ax.figure.dpi), float(box.height * 72 / ax.figure.dpi)
