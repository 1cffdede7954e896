/** The fewest steps, and the fewest links through a tube: the algorithms of uat/partition. */

/** What float64 may lose in values of f: a few units in the last place of the largest one. */
const rounding = (y) => 4 * Number.EPSILON * y.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/**
 * The staircase with the fewest pieces within `tol` of the line through samples: greedily, from the
 * left, each piece ends where the values on it would lie further apart than two tolerances.
 * @param {Float64Array} x ascending
 * @param {{at: number}[]} jumps between neighbouring samples, ascending: one step each will do
 * @returns {{cuts: Float64Array, heights: Float64Array}}
 */
export function fewestSteps(x, y, tol, jumps = []) {
  const [plain, tied] = [tol, tol + rounding(y)].map((aim) => stairs(x, y, 2 * aim, jumps));
  return tied.cuts.length < plain.cuts.length ? tied : plain; // a tolerance that is met exactly
}

/** The staircase of as few pieces as can be on each of which y varies by at most `width`. */
function stairs(x, y, width, jumps) {
  let next = 0; // jump
  const cuts = [];
  const heights = [];
  let [low, high] = [y[0], y[0]];
  for (let i = 1; i < x.length; i++) {
    const value = y[i];
    const jump = jumps[next]?.at <= x[i] ? jumps[next++].at : null;
    if (jump !== null && Math.max(high, value) - Math.min(low, value) > width) {
      heights.push(0.5 * low + 0.5 * high);
      cuts.push(jump);
      low = high = value;
    }
    while (Math.max(high, value) - Math.min(low, value) > width) {
      const isUp = value > high;
      const level = isUp ? low + width : high - width;
      heights.push(isUp ? 0.5 * low + 0.5 * level : 0.5 * level + 0.5 * high);
      const share = Math.min(Math.max((level - y[i - 1]) / (value - y[i - 1]), 0), 1);
      cuts.push(x[i - 1] + share * (x[i] - x[i - 1]));
      low = high = level;
    }
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  heights.push(0.5 * low + 0.5 * high);
  return { cuts: Float64Array.from(cuts), heights: Float64Array.from(heights) };
}

/**
 * The polyline with the fewest links that is within `tol` of every sample.
 * @param {Float64Array} x ascending
 * @returns {{knots: Float64Array, values: Float64Array}}
 */
export function fewestLinks(x, y, tol) {
  const [plain, tied] = [tol, tol + rounding(y)].map((aim) => pulledTaut(x, y, aim));
  return tied.knots.length < plain.knots.length ? tied : plain; // a tolerance that is met exactly
}

function pulledTaut(x, y, tol) {
  const low = Float64Array.from(y, (v) => v - tol);
  const high = Float64Array.from(y, (v) => v + tol);
  return through(x, new Sweep(x, low, high).lines());
}

/** A path of lines {slope, x, y}: knots where successive lines meet, and the lines' values there. */
function through(x, lines) {
  const [a, b] = [x[0], x[x.length - 1]];
  const knots = [a];
  const values = [lines[0].y + lines[0].slope * (a - lines[0].x)];
  let last = a;
  for (let k = 1; k <= lines.length; k++) {
    const end = k < lines.length ? meeting(lines[k - 1], lines[k], b) : b;
    last = Math.max(last, Math.min(Math.max(end, a), b));
    if (last === knots[knots.length - 1]) continue;
    const line = lines[Math.min(k, lines.length - 1)];
    knots.push(last);
    values.push(line.y + line.slope * (last - line.x));
  }
  return { knots: Float64Array.from(knots), values: Float64Array.from(values) };
}

function meeting(one, other, otherwise) {
  const gap = other.y + other.slope * (one.x - other.x) - one.y;
  const place = one.x + gap / (one.slope - other.slope);
  return Number.isNaN(place) ? otherwise : place;
}

/** Points of a convex hull that can still touch a line; the front only moves forward. */
class Hull {
  /** @param {number} sign 1 for the upper hull of lower points, -1 for its mirror image */
  constructor(sign) {
    this.sign = sign;
    this.restart([]);
  }

  restart(points) {
    this.points = points;
    this.front = 0;
  }

  get first() {
    return this.points[this.front];
  }

  get isEmpty() {
    return this.points.length <= this.front;
  }

  /** Let the line to (u, v) touch the hull: the front moves on while it turns the right way. */
  advance(u, v) {
    const { points, sign } = this;
    let [run, rise] = [u - this.first.x, v - this.first.y];
    while (this.front + 1 < points.length) {
      const next = points[this.front + 1];
      const [nextRun, nextRise] = [u - next.x, v - next.y];
      if (sign * (nextRise * run - rise * nextRun) > 0) break;
      [run, rise] = [nextRun, nextRise];
      this.front++;
    }
    return { run, rise, from: this.first };
  }

  add(u, v) {
    const { points, sign } = this;
    while (points.length - this.front >= 2) {
      const p = points[points.length - 1];
      const q = points[points.length - 2];
      if (sign * ((p.x - q.x) * (v - p.y) - (p.y - q.y) * (u - p.x)) < 0) break;
      points.pop();
    }
    points.push({ x: u, y: v });
  }

  /** The point from which the line to (u, v) is shallowest for sign 1, steepest for -1. */
  touch(u, v) {
    let best = 0;
    this.points.forEach((p, k) => {
      const b = this.points[best];
      if (-this.sign * ((v - p.y) * (u - b.x) - (v - b.y) * (u - p.x)) > 0) best = k;
    });
    this.front = best;
  }
}

/**
 * Two candidates for each link: the steepest line, over a lower point and under an upper one, and the
 * shallowest, its mirror image. When one of them leaves the tube, no line crosses all windows so far:
 * it is a link, and the next one must cross the window between where it touched last and where it
 * left (Imai and Iri 1986; Suri 1986). See uat/partition/sweep.py.
 */
class Sweep {
  constructor(x, low, high) {
    Object.assign(this, { x, n: x.length });
    this.lower = { tube: low, hull: new Hull(1), first: 0, entry: null };
    this.upper = { tube: high, hull: new Hull(-1), first: 0, entry: null };
  }

  lines() {
    const lines = [];
    for (;;) {
      const line = this.link();
      if (line.isLast) {
        lines.push(this.finish(lines, line));
        return lines;
      }
      lines.push(line);
    }
  }

  /** One stage: a link that must end, or the last one. */
  link() {
    const { lower, upper, x } = this;
    lower.hull.restart([]);
    upper.hull.restart([]);
    this.steep = null;
    this.shallow = null;
    this.lastHigh = { i: 0, x: 0, y: 0 };
    this.lastLow = { i: 0, x: 0, y: 0 };
    let [lowEntry, highEntry] = [lower.entry ? lower.first : -1, upper.entry ? upper.first : -1];
    for (let i = Math.min(lower.first, upper.first); i < this.n; i++) {
      if (i === lowEntry) {
        lowEntry = -1;
        this.lastLow = { i, ...lower.entry };
        this.shallow = this.enter(upper.hull, lower, this.shallow);
      }
      if (i === highEntry) {
        highEntry = -1;
        this.lastHigh = { i, ...upper.entry };
        this.steep = this.enter(lower.hull, upper, this.steep);
      }
      const ended = this.ends(i);
      if (ended) return ended;
      this.extend(i, x[i]);
    }
    return { isLast: true };
  }

  /** A stage that begins between samples: the entry is its first point on that side. */
  enter(otherHull, side, line) {
    const { x, y } = side.entry;
    let made = line;
    if (otherHull.points.length) {
      otherHull.touch(x, y);
      const from = otherHull.first;
      made = { run: x - from.x, rise: y - from.y, from };
    }
    side.hull.restart([{ x, y }]);
    return made;
  }

  /** The link that ends before sample i, if one of the two lines leaves the tube there. */
  ends(i) {
    const { lower, upper, steep, shallow, x } = this;
    const u = x[i];
    if (i >= lower.first && steep && below(steep, u, lower.tube[i])) {
      const slope = steep.rise / steep.run;
      const touched = this.lastHigh;
      lower.entry = this.crossing(lower.tube, i, steep.from, slope);
      if (touched.x === x[touched.i]) upper.entry = null;
      [upper.first, lower.first] = [touched.i, i];
      return { slope, x: touched.x, y: touched.y };
    }
    if (i >= upper.first && shallow && above(shallow, u, upper.tube[i])) {
      const slope = shallow.rise / shallow.run;
      const touched = this.lastLow;
      upper.entry = this.crossing(upper.tube, i, shallow.from, slope);
      if (touched.x === x[touched.i]) lower.entry = null;
      [lower.first, upper.first] = [touched.i, i];
      return { slope, x: touched.x, y: touched.y };
    }
    return null;
  }

  /** Where the line through p leaves one side of the tube, between samples i - 1 and i. */
  crossing(tube, i, p, slope) {
    const { x } = this;
    const before = p.y + slope * (x[i - 1] - p.x) - tube[i - 1];
    const after = p.y + slope * (x[i] - p.x) - tube[i];
    const u = x[i - 1] + (before / (before - after)) * (x[i] - x[i - 1]);
    return { x: u, y: p.y + slope * (u - p.x) };
  }

  /** Take in the window of sample i. */
  extend(i, u) {
    const { lower, upper } = this;
    const [low, high] = [lower.tube[i], upper.tube[i]];
    const [usesLow, usesHigh] = [i >= lower.first, i >= upper.first];
    if (usesHigh && !lower.hull.isEmpty && (!this.steep || above(this.steep, u, high))) {
      this.steep = lower.hull.advance(u, high);
      this.lastHigh = { i, x: u, y: high };
    }
    if (usesLow && !upper.hull.isEmpty && (!this.shallow || below(this.shallow, u, low))) {
      this.shallow = upper.hull.advance(u, low);
      this.lastLow = { i, x: u, y: low };
    }
    if (usesLow) lower.hull.add(u, low);
    if (usesHigh) upper.hull.add(u, high);
  }

  /** The last link: halfway between the two extreme lines. */
  finish(lines, _) {
    const { steep, shallow, x, n, lower, upper } = this;
    if (lines.length && ((steep && steep.run <= 0) || (shallow && shallow.run <= 0))) {
      return { ...lines[lines.length - 1] }; // rounding: the line before goes on to the end
    }
    const middle = 0.5 * (x[Math.max(lower.first, upper.first)] + x[n - 1]);
    const at = (line) => line.from.y + (line.rise / line.run) * (middle - line.from.x);
    if (steep && shallow) {
      const slope = 0.5 * (steep.rise / steep.run + shallow.rise / shallow.run);
      return { slope, x: middle, y: 0.5 * (at(steep) + at(shallow)) };
    }
    const line = steep ?? shallow;
    if (line) return { slope: line.rise / line.run, x: middle, y: at(line) };
    return { slope: 0, x: middle, y: 0.5 * (lower.tube[n - 1] + upper.tube[n - 1]) };
  }
}

/** Whether the line is below (u, v); nothing is divided. */
const below = ({ run, rise, from }, u, v) => rise * (u - from.x) < (v - from.y) * run;
const above = ({ run, rise, from }, u, v) => rise * (u - from.x) > (v - from.y) * run;
