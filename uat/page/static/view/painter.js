/** @file A surface drawn without WebGL: faces from far to near, which on a grid is exact. */

import { brightness, colorOf, seen } from "./relief.js";

/** A painter on a 2-D canvas. */
export function flatPainter(canvas) {
  const context = canvas.getContext("2d");
  let grid = null;
  let colors = [];
  return {
    kind: "2d",
    load(points) {
      grid = points;
      colors = faceColors(points);
    },
    draw(eye, { kx, ky, up }) {
      const { width, height } = canvas;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, width, height);
      const { u, v, w } = grid;
      const nx = u.length;
      const xy = new Float32Array(2 * w.length);
      for (let k = 0; k < w.length; k += 1) {
        const [right, above] = seen([u[k % nx], v[Math.floor(k / nx)], w[k]], eye);
        xy[2 * k] = (1 + right * kx) * 0.5 * width;
        xy[2 * k + 1] = (1 - above * ky - up) * 0.5 * height;
      }
      context.lineWidth = 1;
      for (const j of order(v.length - 1, Math.cos(eye.azimuth) > 0)) {
        for (const i of order(nx - 1, Math.sin(eye.azimuth) > 0)) {
          quad(context, xy, j * nx + i, nx, colors[j * (nx - 1) + i]);
        }
      }
    },
  };
}

function quad(context, xy, k, nx, color) {
  context.beginPath();
  context.moveTo(xy[2 * k], xy[2 * k + 1]);
  for (const next of [k + 1, k + nx + 1, k + nx]) context.lineTo(xy[2 * next], xy[2 * next + 1]);
  context.closePath();
  context.fillStyle = color;
  context.strokeStyle = color;
  context.fill();
  context.stroke();
}

function order(n, backwards) {
  return Array.from({ length: n }, (_, i) => (backwards ? n - 1 - i : i));
}

function faceColors({ u, v, w }) {
  const nx = u.length;
  const colors = [];
  for (let j = 0; j + 1 < v.length; j += 1) {
    for (let i = 0; i + 1 < nx; i += 1) {
      const k = j * nx + i;
      const corner = [u[i], v[j], w[k]];
      const shine = brightness(corner, [u[i + 1], v[j], w[k + 1]], [u[i], v[j + 1], w[k + nx]]);
      colors.push(colorOf((w[k] + w[k + 1] + w[k + nx] + w[k + nx + 1]) / 4, shine));
    }
  }
  return colors;
}
