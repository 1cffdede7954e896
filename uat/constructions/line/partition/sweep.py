"""Sweep for the fewest links."""

import numpy as np
from numpy.typing import NDArray

from uat.base.sweeps import Sweep, helper

Floats = NDArray[np.float64]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@helper
def _crossing(
    x: Floats, tube: Floats, i: int, p_x: float, p_y: float, slope: float
) -> tuple[float, float]:
    """Find where the line through p leaves one side of the tube, between samples i - 1 and i."""
    before = p_y + slope * (x[i - 1] - p_x) - tube[i - 1]
    after = p_y + slope * (x[i] - p_x) - tube[i]
    share = before / (before - after)
    u = x[i - 1] + share * (x[i] - x[i - 1])
    return u, p_y + slope * (u - p_x)


@helper
def _touch(hull_x: Floats, hull_y: Floats, end: int, u: float, v: float, sign: float) -> int:
    """Find the hull point of the steepest (sign 1) or shallowest (sign -1) line to (u, v)."""
    best = 0
    for k in range(1, end):
        run, rise = u - hull_x[k], v - hull_y[k]
        if sign * rise * (u - hull_x[best]) > sign * (v - hull_y[best]) * run:
            best = k
    return best


@Sweep
def sweep_links(
    x: Floats,
    low: Floats,
    high: Floats,
    slope: Floats,
    at_x: Floats,
    at_y: Floats,
    from_x: Floats,
    to_x: Floats,
    lower_x: Floats,
    lower_y: Floats,
    upper_x: Floats,
    upper_y: Floats,
    most: int,
    between: bool,
) -> int:
    """Find lines of a path with the fewest links in the tube between `low` and `high`.

    between: whether the path must keep to the tube between samples too; else only at them, so that
    no path of f's own tube has fewer links.

    lower_x, lower_y: room for the upper hull of the lower points, one more than there are samples;
    upper_x, upper_y: for the lower hull of the upper points.

    x ascending. Line k has slope[k] and passes through (at_x[k], at_y[k]); successive lines meet
    inside the domain. It touches one side of the tube at from_x[k], then the other at at_x[k], and
    no line does at to_x[k], too; of the last link that is not said. Returns the number of links, or
    stops at most + 1.

    Two candidates are kept for each link: the steepest line (over a lower point a, then under an
    upper point b) and the shallowest (under an upper point c, then over a lower point d). When the
    steepest falls below the tube before sample i, no line crosses all windows so far; it is
    emitted, and the next line must cross the window between b and the place where it fell: be below
    `high` from b on, and above `low` from that place (the "entry") on. The shallowest line mirrors
    this. Points that can still touch are kept as hulls, whose fronts only move forward, so that the
    sweep is linear (Imai and Iri 1986; Suri 1986).
    """
    n = len(x)
    links, first_low, first_high = 0, 0, 0
    # An entry is a point of the tube between samples where a stage begins; nan if there is none.
    low_entry_x, low_entry_y, high_entry_x, high_entry_y = np.nan, 0.0, np.nan, 0.0
    while True:
        lower_front = lower_end = upper_front = upper_end = 0
        up_run, up_rise, a_x, a_y, b, b_x, b_y = 1.0, 0.0, 0.0, 0.0, 0, 0.0, 0.0
        down_run, down_rise, c_x, c_y, d, d_x, d_y = 1.0, 0.0, 0.0, 0.0, 0, 0.0, 0.0
        has_steep = has_shallow = emitted = False
        low_entry = -1 if low_entry_x != low_entry_x else first_low
        high_entry = -1 if high_entry_x != high_entry_x else first_high
        i = min(first_low, first_high)
        while i < n:
            if i == low_entry:  # the first lower point of this stage
                low_entry, d, d_x, d_y = -1, i, low_entry_x, low_entry_y
                upper_front = _touch(upper_x, upper_y, upper_end, d_x, d_y, 1.0)
                if upper_end > 0:
                    c_x, c_y = upper_x[upper_front], upper_y[upper_front]
                    down_run, down_rise, has_shallow = d_x - c_x, d_y - c_y, True
                lower_x[0], lower_y[0], lower_end = d_x, d_y, 1
            if i == high_entry:  # the first upper point of this stage
                high_entry, b, b_x, b_y = -1, i, high_entry_x, high_entry_y
                lower_front = _touch(lower_x, lower_y, lower_end, b_x, b_y, -1.0)
                if lower_end > 0:
                    a_x, a_y = lower_x[lower_front], lower_y[lower_front]
                    up_run, up_rise, has_steep = b_x - a_x, b_y - a_y, True
                upper_x[0], upper_y[0], upper_end = b_x, b_y, 1
            u, v_low, v_high = x[i], low[i], high[i]
            uses_low, uses_high = i >= first_low, i >= first_high
            # Heights above a and c, times the run of the line, so that nothing need be divided.
            top, bottom = up_rise * (u - a_x), down_rise * (u - c_x)
            if uses_low and has_steep and top < (v_low - a_y) * up_run:
                steep = up_rise / up_run
                if links < most:
                    slope[links], at_x[links], at_y[links] = steep, b_x, b_y
                    from_x[links], to_x[links] = a_x, u
                if between:
                    low_entry_x, low_entry_y = _crossing(x, low, i, a_x, a_y, steep)
                if b_x == x[b]:
                    high_entry_x = np.nan
                first_high, first_low, emitted = b, i, True
                break
            if uses_high and has_shallow and bottom > (v_high - c_y) * down_run:
                shallow = down_rise / down_run
                if links < most:
                    slope[links], at_x[links], at_y[links] = shallow, d_x, d_y
                    from_x[links], to_x[links] = c_x, u
                if between:
                    high_entry_x, high_entry_y = _crossing(x, high, i, c_x, c_y, shallow)
                if d_x == x[d]:
                    low_entry_x = np.nan
                first_low, first_high, emitted = d, i, True
                break
            if (
                uses_high
                and (not has_steep or top > (v_high - a_y) * up_run)
                and lower_end > lower_front
            ):
                run, rise = u - lower_x[lower_front], v_high - lower_y[lower_front]
                while lower_front + 1 < lower_end:
                    next_run = u - lower_x[lower_front + 1]
                    next_rise = v_high - lower_y[lower_front + 1]
                    if next_rise * run > rise * next_run:
                        break
                    run, rise, lower_front = next_run, next_rise, lower_front + 1
                up_run, up_rise, has_steep, b, b_x, b_y = run, rise, True, i, u, v_high
                a_x, a_y = lower_x[lower_front], lower_y[lower_front]
            if (
                uses_low
                and (not has_shallow or bottom < (v_low - c_y) * down_run)
                and upper_end > upper_front
            ):
                run, rise = u - upper_x[upper_front], v_low - upper_y[upper_front]
                while upper_front + 1 < upper_end:
                    next_run = u - upper_x[upper_front + 1]
                    next_rise = v_low - upper_y[upper_front + 1]
                    if next_rise * run < rise * next_run:
                        break
                    run, rise, upper_front = next_run, next_rise, upper_front + 1
                down_run, down_rise, has_shallow, d, d_x, d_y = run, rise, True, i, u, v_low
                c_x, c_y = upper_x[upper_front], upper_y[upper_front]
            if uses_low:
                while lower_end - lower_front >= 2:
                    p_x, p_y = lower_x[lower_end - 1], lower_y[lower_end - 1]
                    q_x, q_y = lower_x[lower_end - 2], lower_y[lower_end - 2]
                    if (p_x - q_x) * (v_low - p_y) < (p_y - q_y) * (u - p_x):
                        break
                    lower_end -= 1
                lower_x[lower_end], lower_y[lower_end] = u, v_low
                lower_end += 1
            if uses_high:
                while upper_end - upper_front >= 2:
                    p_x, p_y = upper_x[upper_end - 1], upper_y[upper_end - 1]
                    q_x, q_y = upper_x[upper_end - 2], upper_y[upper_end - 2]
                    if (p_x - q_x) * (v_high - p_y) > (p_y - q_y) * (u - p_x):
                        break
                    upper_end -= 1
                upper_x[upper_end], upper_y[upper_end] = u, v_high
                upper_end += 1
            i += 1
        links += 1
        if links > most:
            return links
        if emitted:
            continue
        if links > 1 and ((has_steep and up_run <= 0.0) or (has_shallow and down_run <= 0.0)):
            # The line before left the tube at the very end, by rounding: it goes on.
            slope[links - 1] = slope[links - 2]
            at_x[links - 1], at_y[links - 1] = at_x[links - 2], at_y[links - 2]
            return links
        # The last link: halfway between the two extreme lines.
        middle = 0.5 * (x[max(first_low, first_high)] + x[n - 1])
        steep, shallow = up_rise / up_run, down_rise / down_run
        top = a_y + steep * (middle - a_x)
        bottom = c_y + shallow * (middle - c_x)
        last = links - 1
        at_x[last] = middle
        if has_steep and has_shallow:
            slope[last], at_y[last] = 0.5 * (steep + shallow), 0.5 * (top + bottom)
        elif has_steep:
            slope[last], at_y[last] = steep, top
        elif has_shallow:
            slope[last], at_y[last] = shallow, bottom
        else:
            slope[last], at_y[last] = 0.0, 0.5 * (low[n - 1] + high[n - 1])
        return links
