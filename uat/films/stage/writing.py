"""Write numbers that change, as a gauge or a readout does."""

from collections.abc import Callable

from uat.films.stage.text import count, number, signed


def whole(value: float) -> str:
    """Write a whole number, such as `12 000`."""
    return count(round(value))


def two_digits(value: float) -> str:
    """Write two digits, such as `0.25` or `2.5×10^6`."""
    return number(value, 2)


def three_digits(value: float) -> str:
    """Write three digits, such as `0.251` or `2.51×10^6`."""
    return number(value, 3)


def one_decimal(value: float) -> str:
    """Write one decimal, such as `−0.5`, never `−0.0`."""
    return signed(round(value, 1) + 0.0, 1)


def two_decimals(value: float) -> str:
    """Write two decimals, such as `−0.25`, never `−0.00`."""
    return signed(round(value, 2) + 0.0, 2)


def plus(decimals: int) -> Callable[[float], str]:
    """Write so many decimals behind a sign, such as `+0.25`, `−0.25` and `+0.00`."""

    def write(value: float) -> str:
        text = signed(round(value, decimals) + 0.0, decimals)
        return text if text.startswith("−") else f"+{text}"

    return write
