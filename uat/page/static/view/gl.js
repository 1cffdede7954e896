/** @file A surface drawn with WebGL: faces are sent once, a frame is two numbers. */

import { HIGH, SCALE, triangles } from "./relief.js";

const VERTEX = `
attribute vec4 place;
uniform vec4 turn;
uniform vec4 frame;
varying float height;
varying float shine;
void main() {
  float aside = place.x * turn.x - place.y * turn.y;
  float deep = place.x * turn.y + place.y * turn.x;
  height = place.z / ${HIGH} * 0.5 + 0.5;
  shine = place.w;
  gl_Position = vec4(aside * frame.x,
    (place.z * turn.z + deep * turn.w) * frame.y + frame.z,
    (deep * turn.z - place.z * turn.w) * 0.4, 1.0);
}`;

const FRAGMENT = `
precision mediump float;
uniform vec3 scale[${SCALE.length}];
varying float height;
varying float shine;
void main() {
  float t = clamp(height, 0.0, 1.0) * ${SCALE.length - 1}.0;
  vec3 color = scale[0];
${SCALE.slice(1).map((_, i) =>
    `  color = mix(color, scale[${i + 1}], clamp(t - ${i}.0, 0.0, 1.0));`).join("\n")}
  gl_FragColor = vec4(color * shine, 1.0);
}`;

/** A painter on a canvas, or null where there is no WebGL. */
export function glPainter(canvas) {
  const gl = canvas.getContext("webgl", { preserveDrawingBuffer: true });
  const program = gl && link(gl);
  if (!program) return null;
  gl.useProgram(program);
  gl.enable(gl.DEPTH_TEST);
  const place = (name) => gl.getUniformLocation(program, name);
  gl.uniform3fv(place("scale"), SCALE.flat().map((c) => c / 255));
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  const attribute = gl.getAttribLocation(program, "place");
  gl.enableVertexAttribArray(attribute);
  gl.vertexAttribPointer(attribute, 4, gl.FLOAT, false, 0, 0);
  const [turn, frame] = [place("turn"), place("frame")];
  let size = 0;
  return {
    kind: "webgl",
    /** Other faces. */
    load(points) {
      const data = triangles(points);
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
      size = data.length / 4;
    },
    /**
     * @param {{azimuth: number, elevation: number}} eye
     * @param {{kx: number, ky: number, up: number}} frame
     */
    draw({ azimuth, elevation }, { kx, ky, up }) {
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
      const angles = [azimuth, elevation].flatMap((angle) => [Math.cos(angle), Math.sin(angle)]);
      gl.uniform4f(turn, ...angles);
      gl.uniform4f(frame, kx, ky, up, 0);
      gl.drawArrays(gl.TRIANGLES, 0, size);
    },
  };
}

function link(gl) {
  const program = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null;
}
