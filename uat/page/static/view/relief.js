/** @file A surface over a rectangle as flat faces, and how it is seen from an angle. */

export const SCALE = [
  [16, 32, 74], [10, 90, 156], [47, 147, 207], [140, 199, 221], [251, 243, 194],
];
export const HIGH = 0.62; // half the height of the picture's box, where half its width is 1
const LIGHT = [-0.45, -0.5, 0.74];

/**
 * The grid in the picture's own units, -1 … 1 along x and y.
 * @param {{xs: Float64Array, ys: Float64Array, zs: Float64Array, z: [number, number]}} surface
 *   zs: row by row, one row for each y
 */
export function placed({ xs, ys, zs, z }) {
  const unit = (values, low, high) =>
    Float32Array.from(values, (value) => (2 * (value - low)) / (high - low) - 1);
  return {
    u: unit(xs, xs[0], xs.at(-1)),
    v: unit(ys, ys[0], ys.at(-1)),
    w: unit(zs, z[0], z[1]).map((value) => value * HIGH),
  };
}

/** Triangles: for each corner its place (3 numbers), and how bright its face is (1 number). */
export function triangles({ u, v, w }) {
  const nx = u.length;
  const data = new Float32Array((nx - 1) * (v.length - 1) * 24);
  let at = 0;
  const corner = (i, j) => [u[i], v[j], w[j * nx + i]];
  const face = (a, b, c) => {
    const shine = brightness(a, b, c);
    for (const point of [a, b, c]) {
      data.set(point, at);
      data[at + 3] = shine;
      at += 4;
    }
  };
  for (let j = 0; j + 1 < v.length; j += 1) {
    for (let i = 0; i + 1 < nx; i += 1) {
      const [a, b, c, d] = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)];
      face(a, b, c);
      face(a, c, d);
    }
  }
  return data;
}

/** How a face looks to the light: 0.55 … 1. */
export function brightness(a, b, c) {
  const [p, q] = [0, 1].map((i) => [[b, c][i][0] - a[0], [b, c][i][1] - a[1], [b, c][i][2] - a[2]]);
  const normal = [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
  const size = Math.hypot(...normal) || 1;
  const dot = (normal[0] * LIGHT[0] + normal[1] * LIGHT[1] + normal[2] * LIGHT[2]) / size;
  return 0.6 + 0.4 * Math.max(0, dot);
}

/** Where a point of the box falls: right, up, and away from the eye. */
export function seen([u, v, w], { azimuth, elevation }) {
  const [ca, sa] = [Math.cos(azimuth), Math.sin(azimuth)];
  const [ce, se] = [Math.cos(elevation), Math.sin(elevation)];
  const aside = u * ca - v * sa;
  const deep = u * sa + v * ca;
  return [aside, w * ce + deep * se, deep * ce - w * se];
}

/** The colour of a height between -HIGH and HIGH. */
export function colorOf(w, shine) {
  const t = Math.min(1, Math.max(0, (w / HIGH + 1) / 2)) * (SCALE.length - 1);
  const i = Math.min(SCALE.length - 2, Math.floor(t));
  const mix = SCALE[i].map((c, k) => Math.round((c + (SCALE[i + 1][k] - c) * (t - i)) * shine));
  return `rgb(${mix.join(" ")})`;
}
