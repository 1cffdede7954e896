/** @file The order of the lesson. */

import { activation } from "./panels/activation.js";
import { height, twobumps } from "./panels/bumps.js";
import { challenge } from "./panels/challenge.js";
import { depth } from "./panels/depth.js";
import { first } from "./panels/first.js";
import { inputs2 } from "./panels/inputs2.js";
import { many } from "./panels/many.js";
import { neuron } from "./panels/neuron.js";
import { output } from "./panels/output.js";
import { outputs } from "./panels/outputs.js";
import { pair } from "./panels/pair.js";
import { plane } from "./panels/plane.js";
import { ramps } from "./panels/ramps.js";
import { towers } from "./panels/towers.js";
import { train } from "./panels/train.js";
import { windows } from "./panels/windows.js";
import { yours } from "./panels/yours.js";

/** What stands before the lesson: the page's first screen. */
export const FIRST = ["draw", "Ten bumps, one stroke", first];

/** Name, title, and how to make the panel. */
export const PANELS = [
  ["neuron", "One neuron is a step", neuron],
  ["pair", "Two neurons make a bump", pair],
  ["height", "A bump of any height", height],
  ["twobumps", "Two bumps", twobumps],
  ["many", "Many bumps make a function", many],
  ["output", "Through the output neuron", output],
  ["challenge", "A challenge by hand", challenge],
  ["windows", "Windows of failure", windows],
  ["activation", "Which activations make a step?", activation],
  ["ramps", "Ramps: the fewest links", ramps],
  ["outputs", "Several outputs, one hidden layer", outputs],
  ["plane", "Two inputs: a neuron cuts the plane", plane],
  ["inputs2", "Two inputs: from step to tower", inputs2],
  ["towers", "A field of towers", towers],
  ["depth", "Depth: folding the line", depth],
  ["train", "Training beside building", train],
  ["yours", "Your network, to take with you", yours],
];
