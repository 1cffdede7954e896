"""Find the smallest polyline in a tube: pull a string taut between f - tol and f + tol.

A relu network of one hidden layer is a continuous polyline with at most one kink for each neuron.
So the path with the fewest links inside the tube (Imai and Iri 1986; Suri 1986) is the smallest
such network, up to one neuron for the slope: see `uat.constructions.line.partition.balance`.
"""

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure import Allowed
from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.places import place_text
from uat.base.ties import first_of_largest
from uat.constructions.line.partition.base import Polyline, rounding, with_rounding
from uat.constructions.line.partition.sweep import sweep_links
from uat.functions.sampling import Samples

BISECTIONS = 50
GUESSES = 30  # of the least tolerance, before it is bisected
NEAR, NEAR_SAMPLES = 1e-7, 1e-4  # of the least tolerance, and of what samples do not show
ROUNDING = 16 * np.finfo(float).eps  # of the largest |f|: no tolerance below it means anything
ROUGH = 1.1  # a factor
MOST_LINKS = 10_000_000
MOST_KEPT = 1000  # links of paths that are remembered

Lines = tuple[Array, Array, Array]  # slopes, and a point of each line


def fewest_links(samples: Samples, tol: float, *, between: bool = True) -> Polyline:
    """Find the polyline with the fewest links that is within `tol` of f at every sample.

    between: whether it is also within `tol` of straight lines between the samples. If not, then no
    polyline within `tol` of f has fewer links, but this one may leave f's tube between samples, as
    f may leave the straight lines: `uat.constructions.line.partition.contacts` puts samples there.
    What rounding takes is added to the tolerance where that saves a link. Raises TargetError, with
    the place, if f jumps by more than 2*tol, which no continuous network can follow.
    """
    known: Polyline | None = samples.paths.get((tol, between))
    if known is not None:
        return known
    grain = rounding(samples.y)
    _require_continuous(samples, tol + grain)
    found = _all_lines(samples, tol, between)
    if not any(
        aim > tol + 2 * grain and count >= found[0].size
        for (aim, same), count in samples.links.items()
        if same == between
    ):
        tied = _all_lines(samples, tol + grain, between)
        found = tied if tied[0].size < found[0].size else found
    path = through(samples, *found)
    if path.pieces <= MOST_KEPT:
        samples.paths[tol, between] = path
    return path


def _all_lines(samples: Samples, tol: float, between: bool) -> Lines:
    """Sweep to the end, and remember how many links that took: a narrower tube needs no fewer."""
    lines = _sweep(samples, tol, min(MOST_LINKS, samples.x.size), between)
    samples.links[tol, between] = lines[0].size
    return lines


def count_links(samples: Samples, tol: float, most: int) -> int:
    """Count the fewest links at samples, up to most + 1."""
    return int(_sweep(samples, tol + rounding(samples.y), most)[0].size)


def takes_more(samples: Samples, tol: float, links: int) -> bool:
    """Tell whether more than so many links are needed; soon, where they are many more."""
    many = 2 * links + 8
    if count_links(samples, tol, many) > many:
        return True
    return fewest_links(samples, tol).pieces > links


def best_links(samples: Samples, links: int) -> Polyline:
    """Find the polyline of at most `links` links with the least tolerance, as samples tell it."""
    least = ROUNDING * float(np.max(np.abs(samples.y)))
    low, high = max(0.5 * largest_jump(samples), least), 0.5 * samples.range
    low, high = _bracket(samples, links, low, max(low, high))
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        near = min(NEAR * low, NEAR_SAMPLES * samples.resolution)
        if middle in (low, high) or high - low <= near:
            break
        if _sweep(samples, middle, links)[0].size <= links:
            high = middle
        else:
            low = middle
    return through(samples, *_sweep(samples, high * (1 + 1e-10), links))


def largest_jump(samples: Samples) -> float:
    """Return by how much f jumps at most, in the units of f; 0 if it is continuous."""
    return float(np.max(np.abs(np.diff(samples.y))[samples.is_jump], initial=0.0))


def _bracket(samples: Samples, links: int, low: float, high: float) -> tuple[float, float]:
    """Bracket the least tolerance: with the first of the two, so many links do not suffice.

    Links grow about as the tolerance to the power -1/2. The aims lie on both sides of `links` in
    turn, so that both tolerances come nearer.
    """
    most, fewest, many, known = min(MOST_LINKS, samples.x.size), 1, links**2, False
    for number in range(GUESSES):
        away = (many - fewest) // 8
        if away == 0 or high <= low:
            break
        aim = links + 1 + away if number % 2 else max(1, links - away)
        lower = known and many / aim < aim / fewest  # which of both is nearer to the aim
        guess = low * (many / aim) ** 2 if lower else high * (fewest / aim) ** 2
        if not low < guess < high:
            guess = float(np.sqrt(low) * np.sqrt(high))
        count = _sweep(samples, guess, most)[0].size
        if count <= links:
            high, fewest = guess, count
        else:
            low, many, known = guess, count, True
    return low, high


def rough_error(samples: Samples, links: int) -> float:
    """Find the least tolerance of so many links, up to ROUGH, by few sweeps."""
    low = float(ROUNDING * np.max(np.abs(samples.y)))
    high = max(low, 0.5 * samples.range)
    while high > ROUGH * low:
        middle = float(np.sqrt(low) * np.sqrt(high))
        fits = _sweep(samples, middle, links)[0].size <= links
        low, high = (low, middle) if fits else (middle, high)
    return high


def interpolated(samples: Samples, f_at_edges: Array, edges: Array) -> Polyline:
    """Interpolate f at given knots, and measure the polyline's error at the samples."""
    error = np.max(np.abs(np.interp(samples.x, edges, f_at_edges) - samples.y))
    return Polyline(edges, f_at_edges, float(error))


def _sweep(samples: Samples, tol: float, most: int, between: bool = True) -> Lines:
    """Sweep for slopes and anchors of the path's lines; one line too many if `most` fail."""
    return swept(samples.x, samples.y - tol, samples.y + tol, most, between)


def swept(x: Array, low: Array, high: Array, most: int, between: bool) -> Lines:
    """Sweep between any two curves; see `sweep_links`."""
    return _swept(x, low, high, most, between)[:3]


def forced_kinks(x: Array, low: Array, high: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Find triples of samples that no straight line passes; see `uat.constructions.line.minimum`.

    The second array tells which of them are low, high, low: a line cannot be above, below and
    above; the others are high, low, high. They are those at which lines end that keep to the tube
    at samples alone, and only a guess, to be verified in balls.
    """
    _, at_x, at_y, from_x, to_x = _swept(x, low, high, x.size, between=False)
    triples = np.stack([from_x, at_x, to_x], axis=1)[:-1]
    return triples, at_y[:-1] == high[np.searchsorted(x, at_x[:-1])]


def _swept(
    x: Array, low: Array, high: Array, most: int, between: bool
) -> tuple[Array, Array, Array, Array, Array]:
    slope, at_x, at_y, from_x, to_x = lines = np.empty((5, most + 1))
    lower_x, lower_y, upper_x, upper_y = np.empty((4, x.size + 1))
    count = sweep_links(
        *(x, low, high, slope, at_x, at_y, from_x, to_x),
        *(lower_x, lower_y, upper_x, upper_y, most, between),
    )
    slope, at_x, at_y, from_x, to_x = lines[:, :count]
    return slope, at_x, at_y, from_x, to_x


def through(samples: Samples, slope: Array, at_x: Array, at_y: Array) -> Polyline:
    """Join lines to a path: knots where successive lines meet, and the lines' values there."""
    with np.errstate(all="ignore"):
        gap = at_y[1:] + slope[1:] * (at_x[:-1] - at_x[1:]) - at_y[:-1]
        meet = at_x[:-1] + gap / (slope[:-1] - slope[1:])
    a, b = samples.x[0], samples.x[-1]
    edges = np.concatenate([[a], np.clip(np.nan_to_num(meet, nan=b), a, b), [b]])
    edges = np.maximum.accumulate(edges)
    values = np.empty(edges.size)
    values[:-1] = at_y + slope * (edges[:-1] - at_x)
    values[-1] = at_y[-1] + slope[-1] * (b - at_x[-1])
    keep = np.concatenate([[True], np.diff(edges) > 0])
    return interpolated(samples, values[keep], edges[keep])


def _require_continuous(samples: Samples, tol: float) -> None:
    before = np.flatnonzero(samples.is_jump)
    sizes = np.abs(samples.y[before + 1] - samples.y[before])
    if sizes.size and sizes.max() > 2 * tol:
        at = place_text(samples.jumps[first_of_largest(sizes)], *samples.x[[0, -1]])
        raise TargetError(
            f"f jumps by {sizes.max():.3g} at x = {at}, and a network of ramps is "
            f"continuous: use steps, or a tolerance of at least {sizes.max() / 2:.3g}"
        )


# In a tube whose width grows with |f| the path is pulled taut as well, between any two curves.


def links_within(samples: Samples, allowed: Allowed, *, between: bool = True) -> Polyline:
    """Find the polyline with the fewest links in the tube; between: also between samples.

    Raises TargetError, with the place, if f jumps by more than the tube is wide.
    """
    wider = with_rounding(samples, allowed)
    _require_within(samples, wider)
    most = min(MOST_LINKS, samples.x.size)
    plain, tied = (
        swept(samples.x, samples.y - r, samples.y + r, most, between)
        for r in (allowed.radius(samples.y), wider.radius(samples.y))
    )
    return through(samples, *(tied if tied[0].size < plain[0].size else plain))


def _require_within(samples: Samples, allowed: Allowed) -> None:
    before = np.flatnonzero(samples.is_jump)
    if not before.size:
        return
    y, radius = samples.y, allowed.radius(samples.y)
    gaps = np.abs(y[before + 1] - y[before]) - radius[before + 1] - radius[before]
    worst = before[first_of_largest(gaps)]
    if gaps.max() > 0:
        place = place_text(float(samples.x[worst]), *samples.x[[0, -1]])
        raise TargetError(
            f"f jumps by {abs(y[worst + 1] - y[worst]):.3g} at x = {place}, and relu networks are "
            "continuous: use the steps construction, or a larger tolerance"
        )
