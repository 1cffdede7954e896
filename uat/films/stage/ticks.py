"""Choose round numbers along an axis, and the shortest way to write them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from uat.films.stage.text import grouped, number_code


@dataclass(frozen=True)
class Ticks:
    """Ticks say where an axis has its marks and what stands there.

    labels: Typst formulas. note: a Typst formula for what all labels share, such as a power of
    ten, or empty.
    """

    values: tuple[float, ...]
    labels: tuple[str, ...]
    note: str = ""


def nice_ticks(low: float, high: float, most: int = 6) -> Ticks:
    """Choose about `most` round numbers from low to high, at least two, with short labels."""
    values, step = _round_numbers(low, high, most)
    if len(values) < 2:
        return nice_ticks(low, high, most + 1)
    largest = max((abs(value) for value in values), default=1.0)
    if largest > 0 and step / largest < 1e-5:
        return _from_offset(low, high, values, step)
    power = _shared_power(largest)
    labels = [_written(value / 10.0**power, step / 10.0**power) for value in values]
    return Ticks(tuple(values), tuple(labels), f"times 10^({power})" if power else "")


def _round_numbers(low: float, high: float, most: int) -> tuple[list[float], float]:
    step = _nice_step(high - low, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [n * step for n in range(first, last + 1)], step


def _from_offset(low: float, high: float, values: list[float], step: float) -> Ticks:
    """Count labels from the first mark, which the note tells in full."""
    base = values[0]
    shifted = [round((value - base) / step) * step for value in values]
    power = _shared_power(max(abs(value) for value in shifted) or 1.0)
    labels = [_written(value / 10.0**power, step / 10.0**power) for value in shifted]
    scale = f"times 10^({power})" if power else ""
    return Ticks(tuple(values), tuple(labels), f"{scale} + {_exact(base)}")


def _nice_step(span: float, most: int) -> float:
    """Return the smallest of 1, 2, 2.5, 5 times a power of ten with at most `most` marks."""
    rough = span / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1.0, 2.0, 2.5, 5.0, 10.0):
        if span / (factor * power) <= most - 1 + 1e-9:
            return factor * power
    return 10.0 * power


def _shared_power(largest: float) -> int:
    """Return the power of ten to take out of all labels; 0 for everyday sizes."""
    exponent = math.floor(math.log10(largest) + 1e-9) if largest > 0 else 0
    return 0 if -3 < exponent < 5 else exponent


def _written(value: float, step: float) -> str:
    """Write a label with as many decimals as the step needs."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if round(step * 10**decimals, 6) % 1:
        decimals += 1
    text = f"{value:.{decimals}f}"
    text = text.removeprefix("-") if float(text) == 0.0 else text
    return number_code(grouped(text))


def _exact(value: float) -> str:
    mantissa, _, exponent = f"{value:.10g}".partition("e")
    return number_code(f"{mantissa}×10^{int(exponent)}" if exponent else grouped(mantissa))
