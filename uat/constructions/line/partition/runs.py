"""Dynamic programming over runs of samples and of parts; numba compiles the loops on first use.

Count runs of samples, loops that numba compiles on first use, so import them only then.
"""

import numpy as np
from numpy.typing import NDArray

from uat.base.loops import loop

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Indices = NDArray[np.int32]


@loop
def _fits(lows: Floats, highs: Floats, count: int, out: int, width: float) -> bool:
    """Tell whether all values but `out`, the lowest and highest ones, are within `width`."""
    if count <= out:
        return True
    varies = np.inf
    for k in range(out + 1):
        varies = min(varies, highs[out - k] - lows[k])
    return varies <= width


@loop
def _reach(y: Floats, start: int, width: float, ends: Ints) -> None:
    """Write where the longest run from `start` ends, if j of its values may be left out, for all j.

    Only the lowest and the highest few values of a run decide, and they are kept in order.
    """
    most = ends.size - 1
    lows, highs = np.full(most + 1, np.inf), np.full(most + 1, -np.inf)
    out = 0
    for i in range(start, y.size):
        low = high = y[i]
        for k in range(most + 1):
            if low < lows[k]:
                lows[k], low = low, lows[k]
            if high > highs[k]:
                highs[k], high = high, highs[k]
        while not _fits(lows, highs, i - start + 1, out, width):
            ends[out] = i
            out += 1
            if out > most:
                return
    ends[out:] = y.size


@loop
def reach_by_runs(y: Floats, width: float, most: int, ends: Ints, before: Ints) -> int:
    """Count the fewest runs that hold all values but `most`; each varies by at most `width`.

    ends[p, k]: how many values the first p runs hold at most if k may be left out; before[p, k]:
    how many of these k are left out before run p. Whatever run p begins with, it reaches further
    if it begins further right, so that nothing else need be known of the runs before it.
    """
    here = np.empty(most + 1, dtype=np.int64)
    runs = 0
    while ends[runs, most] < y.size:
        for k in range(most + 1):
            ends[runs + 1, k] = -1
        for k in range(most + 1):
            if k and ends[runs, k] == ends[runs, k - 1]:
                continue
            _reach(y, ends[runs, k], width, here[: most + 1 - k])
            for j in range(most + 1 - k):
                if here[j] > ends[runs + 1, k + j]:
                    ends[runs + 1, k + j], before[runs + 1, k + j] = here[j], k
        runs += 1
    return runs


# Dynamic programming for least squares; numba compiles the loops on first use.
#
# A part of f is known by six numbers: its weight, its means of x and y, and the central moments of
# x², xy and y². They add up without cancellation (Chan, Golub and LeVeque 1983), and the best line
# or height, with its sum of squares, follows from them.


@loop
def _join(whole: Floats, part: Floats) -> None:
    """Add the moments of a part to those of a whole."""
    total = whole[0] + part[0]
    if total <= 0.0:
        return
    dx, dy, both = part[1] - whole[1], part[2] - whole[2], whole[0] * part[0] / total
    whole[1] += dx * part[0] / total
    whole[2] += dy * part[0] / total
    whole[3] += part[3] + both * dx * dx
    whole[4] += part[4] + both * dx * dy
    whole[5] += part[5] + both * dy * dy
    whole[0] = total


@loop
def _left_over(whole: Floats, linear: bool) -> float:
    """Return the sum of squares that the best height leaves, or the best line."""
    if not linear or whole[3] <= 0.0:
        return float(whole[5])
    return float(max(0.0, whole[5] - whole[4] * whole[4] / whole[3]))


@loop
def fewest_runs(
    parts: Floats, linear: bool, skipped: int, enough: float, costs: Floats, before: Indices
) -> int:
    """Count the fewest runs of parts whose sums of squares add up to no more than `enough`.

    parts: (n, 6), moments. skipped: how many parts are left out between two runs, for a lower
    bound: a cut that may be inside a part. costs: (most + 1, n + 1), the least sums for the first
    j parts; before[k, j]: where the last of k runs begins. Returns most + 1 if `most` do not do.
    A run that is longer leaves no less over, so that a search for its start can end early.
    """
    most, n = int(costs.shape[0]) - 1, int(parts.shape[0])
    whole = np.empty(6)
    costs[:] = np.inf
    costs[0, 0] = 0.0
    for k in range(1, most + 1):
        for j in range(1, n + 1):
            whole[:] = 0.0
            best, start = np.inf, 0
            for i in range(j - 1, -1, -1):
                _join(whole, parts[i])
                left = _left_over(whole, linear)
                if left > best:
                    break
                end = i - skipped if i else 0
                if end >= 0 and costs[k - 1, end] + left < best:
                    best, start = costs[k - 1, end] + left, i
            costs[k, j], before[k, j] = best, start
        if costs[k, n] <= enough:
            return k
    return most + 1


@loop
def _followed(
    link: Floats, ends: tuple[float, float], a: float, m: float, c: float
) -> tuple[float, float, float]:
    """Add a link to a path: from the cost a(u - m)² + c of value u at its left end.

    Returns the same three numbers for the value at its right end: what is the least over u.
    """
    left, right = ends
    width = right - left
    share, g = (link[1] - left) / width, link[3] / width**2
    slope = link[4] / link[3] if link[3] > 0.0 else 0.0
    start = link[2] + slope * (left - link[1])
    over = max(0.0, link[5] - slope * link[4])
    stiff = a * (link[0] * share * share + g) + g * link[0]
    if stiff <= 0.0:
        return 0.0, start + slope * width, c + over
    d = m - start
    turn = link[0] * share * (1.0 - share) - g
    sum_ = a + link[0] * (1.0 - share) ** 2 + g
    return (
        stiff / sum_,
        start + slope * width - a * d * turn / stiff,
        (c + over + a * d * d * g * link[0] / stiff),
    )


@loop
def _next_below(quads: Floats, of: int, here: float, count: int) -> tuple[float, int]:
    """Find where, right of here, another parabola first gets below this one; inf if nowhere."""
    a, m, c = quads[of, 0], quads[of, 1], quads[of, 2]
    first, which = np.inf, -1
    for q in range(count):
        if q == of:
            continue
        # The difference p t² - 2 r t + s with t measured from here; it is not negative at 0.
        n, o = m - here, quads[q, 1] - here
        p, r = quads[q, 0] - a, quads[q, 0] * o - a * n
        s = quads[q, 0] * o * o + quads[q, 2] - a * n * n - c
        if s < 0.0:
            s = 0.0
        inner = r * r - p * s
        if inner <= 0.0:
            continue
        root = np.sqrt(inner)
        t = s / (r + root) if r + root > 0.0 else np.inf  # the smaller root, where p > 0
        if p < 0.0 and r < 0.0:
            t = (r - root) / p
        if 0.0 < t < first - here:
            first, which = here + t, q
    return first, which


@loop
def _lowest(quads: Floats, count: int, room: float, kept: Indices) -> int:
    """List the parabolas that are the lowest somewhere below `room`, from left to right."""
    left, right, flat = np.inf, -np.inf, False
    for q in range(count):
        if quads[q, 0] <= 0.0:
            flat = True
            continue
        reach = np.sqrt(max(0.0, room - quads[q, 2]) / quads[q, 0])
        left, right = min(left, quads[q, 1] - reach), max(right, quads[q, 1] + reach)
    if left > right:
        left = right = 0.0
    if flat:  # it is the lowest outside of where others are below the room
        margin = right - left + 1.0
        left, right = left - margin, right + margin
    best, least = 0, np.inf
    for q in range(count):
        value = quads[q, 0] * (left - quads[q, 1]) ** 2 + quads[q, 2]
        if value < least:
            best, least = q, value
    found = 0
    here = left
    while found < count:
        kept[found] = best
        found += 1
        here, best = _next_below(quads, best, here, count)
        if best < 0 or here > right:
            break
    return found


@loop
def best_knots(
    parts: Floats,
    at: Floats,
    rest: Floats,
    room: float,
    knots: Indices,
    quads: Floats,
    rows: Indices,
) -> float:
    """Write the knots, among `at`, of the best continuous path of so many links; return its cost.

    parts: moments between neighbouring places. rest[k, j]: no less do k links cost from place j on.
    room: a cost that is known to be reached. What is known of all paths that end at a place is
    their least cost as a function of the value there, the least of some parabolas; those that are
    nowhere the least, or above the room with the rest, are dropped (Maidstone and others 2017;
    Fearnhead, Maidstone and Letchford 2019). Returns inf if quads has too few rows.
    """
    links, n = knots.size - 1, parts.shape[0]
    first, last = np.zeros((2, links + 1, n + 1), dtype=np.int64)
    size = min(200_000, quads.shape[0])
    new, origin, kept = np.empty((size, 3)), np.empty(size, np.int64), np.empty(size, np.int32)
    whole = np.empty(6)
    quads[0] = 0.0
    rows[0, 0], rows[0, 1] = -1, 0
    last[0, 0] = 1
    used = 1
    for k in range(1, links + 1):
        for j in range(k, n + 1):
            first[k, j] = last[k, j] = used
            if k == links and j < n:
                continue
            whole[:] = 0.0
            count, limit = 0, room - rest[links - k, j]
            for i in range(j - 1, k - 2, -1):
                _join(whole, parts[i])
                if _left_over(whole, True) > limit:
                    break
                for q in range(first[k - 1, i], last[k - 1, i]):
                    a, m, c = _followed(
                        whole, (at[i], at[j]), quads[q, 0], quads[q, 1], quads[q, 2]
                    )
                    if c > limit:
                        continue
                    if count == size:
                        return np.inf
                    new[count, 0], new[count, 1], new[count, 2] = a, m, c
                    origin[count] = q
                    count += 1
            if not count:
                continue
            found = _lowest(new, count, limit, kept)
            if used + found > quads.shape[0]:
                return np.inf
            for q in kept[:found]:
                quads[used] = new[q]
                rows[used, 0], rows[used, 1] = origin[q], j
                used += 1
            last[k, j] = used
    best, cost = -1, np.inf
    for q in range(first[links, n], last[links, n]):
        if quads[q, 2] < cost:
            best, cost = q, quads[q, 2]
    place = links
    while best >= 0 and place >= 0:
        knots[place] = rows[best, 1]
        best = rows[best, 0]
        place -= 1
    return cost
