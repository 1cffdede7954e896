"""A precision is a binary format of floats, and how it rounds: what a network is computed in."""

from dataclasses import dataclass

import numpy as np

from uat.base.arrays import Array
from uat.base.choices import require_known

IN_NUMPY = {24: np.float32, 11: np.float16}  # types that numpy rounds to, by their digits


@dataclass(frozen=True)
class Precision:
    """A format of binary floats that rounds to nearest, ties to even (IEEE 754-2019, section 4).

    name: as users type it. digits: of the significand, the leading one included. least: the
    exponent of the smallest normal number; below it, numbers are as far apart as there. largest:
    the largest finite number. at_once: whether there are so few numbers that each of them can be
    given to a network, one by one.
    """

    name: str
    digits: int
    least: int
    largest: float
    at_once: bool = False

    @property
    def unit(self) -> float:
        """The largest relative error of one operation, half a unit in the last place of 1."""
        return float(2.0**-self.digits)

    @property
    def underflow(self) -> float:
        """The largest error of a product too small for a relative one; a little more for 0."""
        return max(2.0 ** (self.least - self.digits), 1e-300)

    @property
    def is_double(self) -> bool:
        return self.digits == 53

    def gamma(self, count: float | Array) -> Array:
        """Bound |(1 + d1)…(1 + dn) - 1|, |di| <= unit (Higham 2002, lemma 3.1); may be infinite."""
        share = np.asarray(count, dtype=float) * self.unit
        bound: Array = np.where(share < 0.5, share / (1 - np.minimum(share, 0.5)), np.inf)
        return bound

    def round(self, values: Array) -> Array:
        """Round to the nearest numbers of the format; infinite beyond the largest."""
        exact = np.asarray(values, dtype=float)
        if self.is_double:
            return exact
        if self.digits in IN_NUMPY:
            with np.errstate(over="ignore"):
                return exact.astype(IN_NUMPY[self.digits]).astype(float)
        exponents = np.maximum(np.frexp(exact)[1] - 1, self.least)
        apart = np.ldexp(1.0, exponents - (self.digits - 1))
        with np.errstate(invalid="ignore"):
            nearest: Array = np.rint(exact / apart) * apart
        beyond = np.abs(nearest) > self.largest
        return np.where(beyond, np.copysign(np.inf, nearest), nearest) if beyond.any() else nearest

    def numbers(self, low: float, high: float, most: float) -> Array | None:
        """Return all numbers of the format from low to high, ascending; None for more than most."""
        if self.digits <= 11:
            found = self._all()
            found = found[(low <= found) & (found <= high)]
            return found if found.size <= most else None
        nearest = 0.0 if low <= 0.0 <= high else min(abs(low), abs(high))
        top = int(np.frexp(nearest)[1]) - 1 if nearest else self.least
        apart = np.ldexp(1.0, max(top, self.least) - self.digits + 1)
        if high - low > most * apart:
            return None
        multiples = np.arange(np.ceil(low / apart), np.floor(high / apart) + 1)  # all are such
        return np.unique(self.round(multiples * apart))

    def _all(self) -> Array:
        """Return all finite numbers of a small format, ascending."""
        steps = np.arange(2.0 ** (self.digits - 1))
        tops = range(self.least, int(np.frexp(self.largest)[1]))
        apart = 2.0 ** (1 - self.digits)
        sizes = [steps * apart * 2.0**self.least]  # with 0, and what is below the normal numbers
        sizes += [(1 + steps * apart) * 2.0**top for top in tops]
        positive = np.concatenate(sizes)
        positive = positive[positive <= self.largest]
        return np.concatenate([-positive[:0:-1], positive])


FLOAT64 = Precision("float64", 53, -1022, float(np.finfo(float).max))
PRECISIONS = {
    each.name: each
    for each in (
        FLOAT64,
        Precision("float32", 24, -126, float(np.finfo(np.float32).max)),
        Precision("float16", 11, -14, 65504.0),
        Precision("float8_e4m3", 4, -6, 448.0, at_once=True),
        Precision("float8_e5m2", 3, -14, 57344.0, at_once=True),
    )
}
USUAL_FLOAT8 = "float8_e4m3"  # what "float8" alone means
NAMES = ("float64", "float32", "float16", "float8", "float8_e4m3", "float8_e5m2")


def precision_of(name: str | Precision | None) -> Precision:
    """Return the precision of that name, float64 for None. Raises InputError for another."""
    if isinstance(name, Precision):
        return name
    if name is None:
        return FLOAT64
    require_known("precision", name, NAMES)
    return PRECISIONS[USUAL_FLOAT8 if name == "float8" else name]
