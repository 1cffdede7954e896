"""Enclose neurons of smooth activations on boxes: lines outside a window, polynomials inside.

Sums of lines are taken in balls of many bits, so that the pairs which make a step of relu and its
kin cancel exactly; and inside their windows the polynomials of a pair are subtracted term by term,
so that what is common to both cancels there as well.
"""

from typing import Any

import numpy as np
from flint import arb
from numpy.typing import NDArray

from uat.accuracy.proof.curve import Curve, curve_of
from uat.accuracy.proof.jets import precision
from uat.accuracy.proof.patches import EPS, TINY, running_sums, shifted
from uat.accuracy.proof.shapes import Range, columns, positions, runs
from uat.base.arrays import Array
from uat.networks.network import Layer

SUM_BITS = 256
PAIRS_AT_ONCE = 2**19
GRAIN = 0.25  # of half a window

Ints = NDArray[np.int64]


class Curves:
    """Neurons that run into straight lines on both sides."""

    def __init__(self, hidden: Layer, output: Layer, left: float, right: float) -> None:
        w, b, a, base = columns(hidden, output)
        places = positions(w, b)
        order = np.argsort(places, kind="stable")
        self.w, self.b, self.a, self.places = w[order], b[order], a[order], places[order]
        farthest = max(abs(left), abs(right))
        sizes = np.abs(self.w) * farthest + np.abs(self.b)
        self.curve = curve_of(hidden.activation, float(np.max(sizes, initial=1.0)) * 1.001)
        self.doubt = 4 * EPS * sizes + TINY  # of a weighted input
        self.moving = int(np.isfinite(self.places).sum())
        slowest = float(np.min(np.abs(self.w[: self.moving]), initial=np.inf))
        widest = 8 * EPS * float(np.max(np.abs(self.places[: self.moving]), initial=0.0))
        self.reach = self.curve.radius / slowest * (1 + 8 * EPS) + widest + TINY
        self.grain = GRAIN * self.reach if self.moving else 0.0
        self.rows = _rows(self.curve, 16 * float(np.max(self.doubt, initial=0.0)))
        self._add_up(base)
        self._bound_rounding(sizes, base)
        self.edges = self._edges(left, right)

    def _add_up(self, base: float) -> None:
        """Add up the lines of all neurons: slopes [0, i] and offsets [1, i].

        passed: over all neurons below i, on their right lines. ahead: over all from i on, on their
        left ones.
        """
        with precision(2, SUM_BITS):
            lines = [self._both(j) for j in range(self.w.size)]
            zero, start = arb(0), arb(base)
            columns_ = [
                running_sums(zero, [right[0] for _, right in lines]),
                running_sums(start, [right[1] for _, right in lines]),
                running_sums(zero, [left[0] for left, _ in lines][::-1]),
                running_sums(zero, [left[1] for left, _ in lines][::-1]),
            ]
        values, errors = ([column[i] for column in columns_] for i in (0, 1))
        self.passed, self.ahead = np.stack(values[:2]), np.stack(values[2:])[:, ::-1]
        self.line_error = float(np.max(errors[1]) + np.max(errors[3]))
        self.line_slope_error = float(np.max(errors[0]) + np.max(errors[2]))

    def _both(self, j: int) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
        """Return slope and offset, in x, of what a neuron adds left and right of its window."""
        w, b, a = (arb(float(column[j])) for column in (self.w, self.b, self.a))
        if j >= self.moving:
            value = self._steady(float(self.b[j]))
            return ((arb(0), a * value),) * 2

        def line(slope: float, offset: float) -> tuple[Any, Any]:
            return a * arb(slope) * w, a * (arb(slope) * b + arb(offset))

        before, after = line(*self.curve.left), line(*self.curve.right)
        return (before, after) if self.w[j] > 0 else (after, before)

    def _steady(self, z: float) -> Any:
        """Enclose s(z) in a ball, for a neuron whose input has no weight."""
        row = _at(self.rows, np.array([z]))
        value = shifted(row.coefficients, (np.array([z]) - row.centre) / row.scale)[0]
        slack = float(row.error[0]) + 64 * EPS * (1 + abs(z)) * (1 + float(row.steep[0]))
        return arb(float(value[0]), slack)

    def _bound_rounding(self, sizes: Array, base: float) -> None:
        """Bound what rounding and tails can change, anywhere: see the fields of `Curve`.

        A weighted input is rounded in the forward pass, and again here; outside the window that
        moves s by no more than the line and its tail. Sums of k terms are within (k + 1) EPS of
        the sum of their sizes.
        """
        curve, weights = self.curve, np.abs(self.a)
        slope = max(abs(curve.left[0]), abs(curve.right[0]))
        each = curve.rounding + curve.growing * (1 + sizes * (slope > 0)) + 4 * curve.tail
        inputs = 4 * slope * self.doubt
        total = float(weights @ (slope * sizes + self._largest())) * 1.001 + abs(base)
        self.noise = 1.001 * float(weights @ (each + inputs))
        self.noise += EPS * (self.a.size + 8) * total + self.line_error + TINY

    def _largest(self) -> float:
        """Return the largest |s| in the window, and the offsets of the lines."""
        curve = self.curve
        inside = np.sum(np.abs(curve.patches.coefficients), axis=1) + curve.patches.errors
        return float(np.max(inside)) + max(abs(curve.left[1]), abs(curve.right[1])) + curve.tail

    def _edges(self, left: float, right: float) -> Array:
        """List where a neuron goes from one polynomial, or line, to the next."""
        cuts = np.union1d(self.curve.patches.lefts, self.curve.patches.rights)
        w, b = self.w[: self.moving, None], self.b[: self.moving, None]
        inside = ((cuts - b) / w).reshape(-1)
        inside = np.unique(inside[(inside > left) & (inside < right)])
        return np.concatenate([[left], inside, [right]])

    def on(self, left: Array, right: Array, middle: Array) -> Range:
        first = np.searchsorted(self.places, left - self.reach * (1 + 8 * EPS), side="left")
        last = np.searchsorted(self.places, right + self.reach * (1 + 8 * EPS), side="right")
        last = np.minimum(last, self.moving)
        first = np.minimum(first, last)
        parts = []
        for part in runs(last - first, PAIRS_AT_ONCE):
            radius = np.maximum(right[part] - middle[part], middle[part] - left[part])
            parts.append(self._on(middle[part], radius * (1 + 4 * EPS), first[part], last[part]))
        return Range(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def _on(self, middle: Array, radius: Array, first: Ints, last: Ints) -> tuple[Array, ...]:
        """Make the parts of a Range; first, last: which neurons may be in their windows."""
        counts = last - first
        box = np.repeat(np.arange(middle.size), counts)
        j = np.arange(box.size) - np.repeat(np.cumsum(counts) - counts, counts) + first[box]
        w, a = self.w[j], self.a[j]
        z = w * middle[box] + self.b[j]
        local = self._local(z, np.abs(w) * radius[box], self.doubt[j])
        size = np.abs(a)
        terms = (
            *(a * local[0], a * w * local[1], a * w * w * local[2]),
            *(size * local[3], size * local[4]),
            *(size * np.abs(local[0]), size * np.abs(w * local[1]), size * w * w * abs(local[2])),
        )
        value, slope, bend, rest, error, values, slopes, bends = (
            np.bincount(box, weights=term, minlength=middle.size).astype(float) for term in terms
        )
        lines = self.passed[:, first] + self.ahead[:, last]
        line_sizes = np.abs(self.passed[:, first]) + np.abs(self.ahead[:, last])
        lost = 2 * EPS * (counts + 8)
        value = value + (lines[1] + lines[0] * middle)
        slope = slope + lines[0]
        error += self.noise + self.line_slope_error * np.abs(middle)
        error += lost * (values + line_sizes[1] + line_sizes[0] * np.abs(middle))
        rest += radius * (self.line_slope_error + lost * (slopes + line_sizes[0]))
        rest += radius**2 * lost * bends
        error, rest = error * (1 + 64 * EPS), rest * (1 + 64 * EPS)
        spread = (np.abs(slope) * radius + np.abs(bend) * radius**2) * (1 + 8 * EPS) + rest + error
        return value - spread, value + spread, value, error, slope, slope, bend, rest

    def _local(self, z: Array, radius: Array, doubt: Array) -> tuple[Array, ...]:
        """Expand s(z + t) for |t| <= radius: value, slope, bend, the rest, and the error.

        Where a box ends a little outside its patch, s and the polynomial are both taken at the end
        of the patch instead; how much that can change is added.
        """
        row = _at(self.rows, z)
        u = (z - row.centre) / row.scale
        powers = shifted(row.coefficients, u)
        share = radius / row.scale * (1 + 4 * EPS)
        with np.errstate(all="ignore"):
            beyond, reach = np.zeros_like(u), np.abs(u) + share
            for column in np.abs(powers[:2:-1]):
                beyond = beyond * reach + column
            beyond = np.where(row.is_line, 0.0, beyond * share**3)
        slope, bend = powers[1] / row.scale, powers[2] / row.scale**2
        outside = np.maximum(np.maximum(z + radius - row.high, row.low - z + radius), 0.0)
        outside = np.where(outside > 0, outside + doubt, 0.0)
        steep = row.steep + np.abs(slope) + 2 * np.abs(bend) * radius
        error = row.error + 4 * (row.steep * doubt + self.curve.play)
        return powers[0], slope, bend, beyond + outside * steep, error


class _Rows:
    """All patches and both lines: polynomials on intervals, in ascending order.

    steep: how steep s can be there, or near enough for rounding to reach.
    """

    def __init__(self, *fields: Array) -> None:
        self.low, self.high, self.centre, self.scale, self.coefficients, *others = fields
        self.error, self.steep = others
        self.is_line = ~(np.isfinite(self.low) & np.isfinite(self.high))


def _rows(curve: Curve, near: float) -> _Rows:
    patches = curve.patches
    lines = np.zeros((2, patches.coefficients.shape[1]))
    lines[:, 1], lines[:, 0] = zip(curve.left, curve.right, strict=True)
    weights = 4.0 * (lines.shape[1] + 4) * (np.arange(lines.shape[1]) + 1.0)
    errors = patches.errors + EPS * (np.abs(patches.coefficients) @ weights)
    low, high = patches.lefts[0], patches.rights[-1]
    lows = np.concatenate([[-np.inf], patches.lefts, [high]])
    highs = np.concatenate([[low], patches.rights, [np.inf]])
    steep = np.concatenate([[abs(curve.left[0])], curve.steepness, [abs(curve.right[0])]])
    first = np.searchsorted(highs, lows - near, side="left")
    last = np.searchsorted(lows, highs + near, side="right")
    return _Rows(
        lows,
        highs,
        np.concatenate([[0.0], patches.centres, [0.0]]),
        np.concatenate([[1.0], patches.scales, [1.0]]),
        np.concatenate([lines[:1], patches.coefficients, lines[1:]]).T,
        np.concatenate([[0.0], errors, [0.0]]),
        np.array([steep[i:j].max() for i, j in zip(first, last, strict=True)]),
    )


def _at(rows: _Rows, z: Array) -> _Rows:
    """Find the patch or line of each z."""
    i = np.clip(np.searchsorted(rows.low, z, side="right") - 1, 0, rows.low.size - 1)
    return _Rows(
        *(rows.low[i], rows.high[i], rows.centre[i], rows.scale[i]),
        *(rows.coefficients[:, i], rows.error[i], rows.steep[i]),
    )
