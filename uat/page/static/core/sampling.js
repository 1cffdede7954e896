/** f sampled closely where it bends, with every extremum and jump, as in uat/functions/sampling.py. */

const FIRST_GRID = 1024;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const LONE = 0.3; // of a gap: what is left of one half of it
const ROUNDING = 16 * Number.EPSILON; // of the largest |f|
const OCTAVES = 40; // how far a jump is looked at on both sides, in powers of two
const LARGEST = 1e306; // of |f|: sums and differences of hundreds of values stay finite
const SMALLEST = 1e-305; // of the largest |f|: a small part of it is still a float with all its digits
const POLE = "f has a pole or never settles near x = {}: choose a domain that keeps away from it";
const ADVICE = {
  infinite: "choose a domain that keeps away from this pole",
  "not a number": "give f a value there (sinc(x) instead of sin(x)/x, or where(x==…, …, …)), "
    + "or choose a domain without this hole",
};

/**
 * Sample f until straight lines between samples are within `resolution` of it.
 * @param {(x: Float64Array) => Float64Array} f
 * @param {[number, number]} box
 * @param {number | ((size: number) => number)} wanted the resolution, in the units of f; or how it
 *   follows from the range of f
 * @param {number} most samples; f that is not resolved by so many is `unresolved`
 * @returns {{x: Float64Array, y: Float64Array, jumps: {at: number, size: number}[],
 *   unresolved: boolean}} Throws an Error, in the library's words, where f is not finite.
 */
export function sample(f, box, wanted, most = 2 ** 17) {
  const first = firstGrid(box);
  const read = (x) => {
    const y = f(x);
    requireFinite(f, x, y, box);
    return y;
  };
  const values = read(first);
  requireRoom(values, Math.max(...box.map(Math.abs)));
  const asked = typeof wanted === "number" ? wanted : wanted(size(values));
  const resolution = Math.max(asked, ROUNDING * largest(values)); // below it nothing means anything
  const found = refined(read, first, values, { box, resolution, most });
  if (found.unresolved) requireNoPole(f, found.open, box);
  const cut = withoutLonePoints(f, found, box, resolution);
  const extra = found.unresolved ? [] : extrema(f, cut);
  const all = merged([...Array.from(cut.x, (x, i) => [x, cut.y[i]]), ...extra]);
  return { ...all, jumps: cut.jumps, unresolved: found.unresolved };
}

function largest(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function size(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high - low;
}

/** Even points, quasi-random ones against aliasing, and more at the ends and at zero. */
function firstGrid([a, b]) {
  const length = b - a;
  const even = Array.from({ length: FIRST_GRID + 1 }, (_, i) =>
    (i === FIRST_GRID ? b : a + (length * i) / FIRST_GRID));
  const spread = Array.from({ length: FIRST_GRID - 1 }, (_, i) => a + length * ((GOLDEN * (i + 1)) % 1));
  const towards = Array.from({ length: 38 }, (_, i) => length * 0.5 ** (10 + i));
  const ends = towards.flatMap((distance) => [a + distance, b - distance]);
  const zero = a < 0 && b > 0 ? [0, ...towards, ...towards.map((distance) => -distance)] : [];
  const all = [...even, ...spread, ...ends, ...zero].filter((x) => x >= a && x <= b);
  return Float64Array.from(new Set(all)).sort();
}

/** Halve intervals until they are straight; `stuck` are those too narrow to be halved. */
function refined(read, x, y, { box, resolution, most }) {
  const narrowest = 4 * Number.EPSILON * Math.max(...box.map(Math.abs));
  const points = Array.from(x, (each, i) => [each, y[i]]);
  let open = Array.from({ length: x.length - 1 }, (_, i) => [x[i], x[i + 1], y[i], y[i + 1]]);
  const stuck = [];
  for (let round = 1; open.length; round += 1) {
    if (points.length + open.length > most) return { points, stuck, open, unresolved: true };
    // Off the middle, so that a wave that fits the interval is not missed.
    const shares = open.map((_, i) => 0.4 + 0.2 * ((GOLDEN * (i + round)) % 1));
    const middles = Float64Array.from(open, ([left, right], i) => left + shares[i] * (right - left));
    const between = read(middles);
    const next = [];
    open.forEach(([left, right, low, high], i) => {
      const [place, value] = [middles[i], between[i]];
      points.push([place, value]);
      if (!(Math.abs(value - (low + shares[i] * (high - low))) > resolution)) return;
      for (const half of [[left, place, low, value], [place, right, value, high]]) {
        if (half[1] - half[0] > narrowest) next.push(half);
        else if (Math.abs(half[3] - half[2]) > resolution) stuck.push(half);
      }
    });
    open = next;
  }
  return { points, stuck, unresolved: false };
}

function merged(points) {
  points.sort((p, q) => p[0] - q[0]);
  const kept = points.filter(([x], i) => !i || x > points[i - 1][0]);
  return { x: Float64Array.from(kept, ([x]) => x), y: Float64Array.from(kept, ([, y]) => y) };
}

/** Drop points between two jumps; the ends of the domain have the value beside them. */
function withoutLonePoints(f, { points, stuck }, box, resolution) {
  const all = merged(points);
  const { x, y } = all;
  const isJump = new Uint8Array(x.length - 1);
  const places = new Map(Array.from(x, (place, i) => [place, i]));
  for (const gap of stuck) {
    const i = places.get(gap[0]);
    isJump[i] = Number(jumps(f, [x[i], x[i + 1], y[i], y[i + 1]], box, size(y)));
  }
  const last = x.length - 1;
  if (isJump[0]) [y[0], isJump[0]] = [y[1], 0];
  if (isJump[last - 1]) [y[last], isJump[last - 1]] = [y[last - 1], 0];
  const isLone = (i) => i > 0 && i < last && isJump[i - 1] && isJump[i];
  const found = [];
  let before = 0;
  for (let i = 1; i <= last; i += 1) {
    if (isLone(i)) continue;
    const gap = Math.abs(y[i] - y[before]);
    if (isJump[i - 1] && gap > resolution) found.push({ at: shortest(x[before], x[i]), size: gap });
    before = i;
  }
  return { x: x.filter((_, i) => !isLone(i)), y: y.filter((_, i) => !isLone(i)), jumps: found };
}

/** Whether f jumps between two neighbouring floats, or is only steep there. Throws at a pole. */
function jumps(f, [left, right, low, high], [a, b], range) {
  const distances = Array.from({ length: OCTAVES - 9 }, (_, k) => (b - a) * 0.5 ** (OCTAVES - k));
  const sides = [f(Float64Array.from(distances, (d) => Math.max(left - d, a))),
    f(Float64Array.from(distances, (d) => Math.min(right + d, b)))];
  for (const values of sides) {
    const changes = Array.from(values.subarray(1), (value, k) => Math.abs(value - values[k]));
    const [near, far] = [changes.slice(0, 10), changes.slice(10, 20)].map((part) =>
      part.reduce((sum, change) => sum + change, 0));
    if (near > 0.9 * far && near > 1e-6 * range) throw new Error(POLE.replace("{}", placeText(left, [a, b])));
  }
  const gap = Math.abs(high - low);
  return gap / Math.abs(sides[1][10] - sides[0][10]) > LONE && gap > 1e-9 * range;
}

/** Throws an Error if f goes on growing to its largest value, as no wave does, however fast. */
function requireNoPole(f, open, [a, b]) {
  const [place] = open.reduce((most, each) => (Math.abs(each[2]) > Math.abs(most[2]) ? each : most));
  for (const end of [a, b]) { // towards it, never beyond it: outside nothing changes
    const values = f(Float64Array.from({ length: 20 }, (_, k) => place + (end - place) * 0.5 ** (20 - k)));
    const sizes = values.map(Math.abs);
    const grows = Math.max(...sizes.subarray(0, 10)) > 2 * Math.max(...sizes.subarray(10));
    const changes = Array.from(values.subarray(1), (value, k) => Math.abs(value - values[k]));
    const [near, far] = [changes.slice(0, 10), changes.slice(10)].map((part) =>
      part.reduce((sum, change) => sum + change, 0));
    if (grows && near > 2 * far) throw new Error(POLE.replace("{}", placeText(place, [a, b])));
  }
}

/** Local minima and maxima between samples, all of them closed in on at once. */
function extrema(f, { x, y, jumps: cuts }) {
  const places = cuts.map(({ at }) => at);
  const peaks = [];
  let k = 0; // the next jump
  for (let i = 1; i + 1 < x.length; i += 1) {
    while (k < places.length && places[k] < x[i - 1]) k += 1;
    if (k < places.length && places[k] <= x[i + 1]) continue;
    const [before, after] = [y[i] - y[i - 1], y[i] - y[i + 1]];
    for (const sign of [1, -1]) {
      const isPeak = sign * before >= 0 && sign * after >= 0 && (before !== 0 || after !== 0);
      if (isPeak) peaks.push({ sign, low: x[i - 1], high: x[i + 1] });
    }
  }
  const inner = (peak, share) => peak.low + share * (peak.high - peak.low);
  const ask = (share) => f(Float64Array.from(peaks, (peak) => inner(peak, share)));
  for (let round = 0; peaks.length && round < (peaks.length > 500 ? 36 : 72); round += 1) {
    const [one, other] = [ask(1 - GOLDEN), ask(GOLDEN)];
    peaks.forEach((peak, i) => {
      if (peak.sign * one[i] >= peak.sign * other[i]) peak.high = inner(peak, GOLDEN);
      else peak.low = inner(peak, 1 - GOLDEN);
    });
  }
  const found = ask(0.5);
  return peaks.map((peak, i) => [inner(peak, 0.5), found[i]]).filter(([, value]) => Number.isFinite(value));
}

/** The number with the fewest digits in [low, high]. */
function shortest(low, high) {
  if (low <= 0 && high >= 0) return 0;
  for (let digits = 1; digits < 18; digits += 1) {
    for (const end of [high, low]) {
      const rounded = Number(end.toPrecision(digits));
      if (low <= rounded && rounded <= high) return rounded;
    }
  }
  return high;
}

/** Throws an Error, with the place, unless all values are finite numbers. */
export function requireFinite(f, x, y, box) {
  const isBad = (k) => !Number.isFinite(y[k]);
  const i = y.findIndex((_, k) => isBad(k));
  if (i < 0) return;
  const word = Number.isNaN(y[i]) ? "not a number" : "infinite";
  if (y.every((_, k) => isBad(k))) throw new Error(`f is ${word} everywhere on the domain`);
  let stop = i;
  while (stop + 1 < x.length && isBad(stop + 1)) stop += 1;
  const text = (place) => placeText(place, [x[0], x[x.length - 1]]);
  if (stop === i) throw new Error(`f is ${word} at x = ${text(x[i])}: ${ADVICE[word]}`);
  const left = i > 0 ? edge(f, x[i - 1], x[i]) : x[0];
  const right = stop + 1 < x.length ? edge(f, x[stop + 1], x[stop]) : x[x.length - 1];
  throw new Error(`f is ${word} between x = ${text(left)} and ${text(right)}: `
    + "choose a domain on which f is finite; if only floats overflow there, uat approximate builds it");
}

/** Where f stops being finite, between a good and a bad point. */
function edge(f, good, bad) {
  for (let round = 0; round < 60; round += 1) {
    const middle = 0.5 * (good + bad);
    if (Number.isFinite(f(Float64Array.of(middle))[0])) good = middle;
    else bad = middle;
  }
  return good;
}

/** Throws an Error for values that leave no room for differences, above or below. */
function requireRoom(y, far) {
  const most = largest(y);
  if (most > 0 && most < SMALLEST / Math.min(1, far)) {
    throw new Error(`|f| is at most ${general(most, 3)}, and floats below ${general(SMALLEST, 1)} `
      + "lose digits: scale f up");
  }
  if (most > LARGEST / Math.max(1, far)) {
    const what = far <= 1 ? "differences" : `products with x, which reaches ${general(far, 3)},`;
    throw new Error(`f reaches ${general(most, 3)}, and ${what} beyond ${general(LARGEST, 1)} `
      + "overflow: scale f down");
  }
}

/** A place with as many digits as tell it from other places of an interval. */
export function placeText(value, [low, high]) {
  const far = Math.max(Math.abs(low), Math.abs(high));
  const length = high - low;
  const lost = length > 0 && far > 0 ? Math.ceil(Math.log10(far) - Math.log10(length)) : 0;
  return general(value, Math.min(17, Math.max(6, 4 + lost)));
}

/** A number as Python's format "g" writes it. */
export function general(value, digits) {
  if (value === 0) return "0";
  const [mantissa, power] = value.toExponential(digits - 1).split("e").map(Number);
  if (power >= -4 && power < digits) return String(Number(value.toPrecision(digits)));
  const size = String(Math.abs(power)).padStart(2, "0");
  return `${mantissa}e${power < 0 ? "-" : "+"}${size}`;
}
