"""How numbers that change are written: what a gauge or a readout takes as `write`."""

from uat.films.stage.text import count, number, signed


def whole(value: float) -> str:
    """`12 000`"""
    return count(round(value))


def two_digits(value: float) -> str:
    """`0.25`, `2.5×10^6`"""
    return number(value, 2)


def three_digits(value: float) -> str:
    """`0.251`, `2.51×10^6`"""
    return number(value, 3)


def one_decimal(value: float) -> str:
    """`−0.5`, never `−0.0`"""
    return signed(round(value, 1) + 0.0, 1)


def two_decimals(value: float) -> str:
    """`−0.25`, never `−0.00`"""
    return signed(round(value, 2) + 0.0, 2)
