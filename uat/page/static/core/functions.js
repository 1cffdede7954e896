/** The functions of formulas on numbers, as numpy computes them: nothing throws, NaN spreads. */

const truth = (condition) => Number(condition);

/** a^b as C has it: 1^b is 1 and (-1)^±inf is 1, also where JavaScript says NaN. */
export function power(a, b) {
  if (b === 2) return a * a;
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return a ** b;
}

/** What is left of a after whole multiples of b, with the sign of b. */
export function mod(a, b) {
  const rest = a % b;
  if (rest !== 0 && rest < 0 !== b < 0) return rest + b;
  return rest;
}

export function floorDivide(a, b) {
  if (b === 0) return a / b;
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && rest < 0 !== b < 0) quotient -= 1;
  if (quotient === 0) return quotient;
  const whole = Math.floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

/** The nearest integer; a half goes to the even one. */
export function roundEven(z) {
  const below = Math.floor(z);
  if (z - below !== 0.5) return Math.round(z);
  return below % 2 === 0 ? below : below + 1;
}

export const heaviside = (z, atZero = 0.5) => (z === 0 ? atZero : z > 0 ? 1 : z < 0 ? 0 : NaN);
export const sigmoid = (z) => 0.5 * (1 + Math.tanh(0.5 * z));
export const relu = (z) => (z > 0 ? z : z <= 0 ? 0 : NaN);

const ROOT_PI = Math.sqrt(Math.PI);

/** erf z: a series of positive terms, 2 exp(-z^2) z (1 + 2z^2/3 + …)/sqrt(pi); beyond 3, 1 - erfc. */
export function erf(z) {
  const size = Math.abs(z);
  if (Number.isNaN(z)) return NaN;
  if (size > 3) return Math.sign(z) * (1 - erfcFraction(size));
  let term = size;
  let sum = size;
  for (let n = 1; term > 1e-18 * sum; n++) {
    term *= (2 * size * size) / (2 * n + 1);
    sum += term;
  }
  return (Math.sign(z) * 2 * Math.exp(-size * size) * sum) / ROOT_PI;
}

export function erfc(z) {
  return z > 1.5 ? erfcFraction(z) : 1 - erf(z);
}

/** exp(-z^2)/sqrt(pi) · 1/(z + (1/2)/(z + 1/(z + (3/2)/(z + …)))), from the inside, for z > 1.5. */
function erfcFraction(z) {
  if (z > 27) return 0;
  let below = z;
  for (let n = 200; n >= 1; n--) below = z + n / 2 / below;
  const high = Math.fround(z);
  const square = Math.exp(-high * high) * Math.exp((high - z) * (high + z));
  return square / (ROOT_PI * below);
}

// Of Stirling's series for log gamma: 1/12z - 1/360z^3 + 1/1260z^5 - …
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];
const FAR = 16;

/** The gamma function, by Stirling's series far to the right and the recurrence from there. */
export function gamma(z) {
  if (z <= 0 && Number.isInteger(z)) return z === 0 ? (Object.is(z, -0) ? -Infinity : Infinity) : NaN;
  if (z === -Infinity) return NaN;
  if (z < 0.5) return Math.PI / (Math.sin(Math.PI * z) * gamma(1 - z));
  if (z > 171.7) return Infinity;
  if (Number.isInteger(z)) {
    let product = 1;
    for (let n = 2; n < z; n++) product *= n;
    return product;
  }
  let shift = 1;
  let far = z;
  for (; far < FAR; far++) shift *= far;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series / (far * far) + STIRLING[k];
  const half = far ** (far / 2 - 0.25);
  return ((Math.sqrt(2 * Math.PI) * half * Math.exp(-far) * half) / shift) * Math.exp(series / far);
}

const COMPARE = {
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  "==": (a, b) => a === b, "!=": (a, b) => a !== b,
};

/** 1 where `a sign b` holds, else 0. */
export const compare = (sign) => (a, b) => truth(COMPARE[sign](a, b));

/** By name: functions of as many numbers as the vocabulary says. */
export const NUMERIC = {
  sin: Math.sin, cos: Math.cos, tan: Math.tan, exp: Math.exp, log: Math.log, sqrt: Math.sqrt,
  abs: Math.abs, sign: Math.sign, floor: Math.floor, ceil: Math.ceil, cbrt: Math.cbrt,
  log2: Math.log2, log10: Math.log10, log1p: Math.log1p, expm1: Math.expm1, asin: Math.asin,
  acos: Math.acos, atan: Math.atan, atan2: Math.atan2, hypot: Math.hypot, sinh: Math.sinh,
  cosh: Math.cosh, tanh: Math.tanh, asinh: Math.asinh, acosh: Math.acosh, atanh: Math.atanh,
  min: Math.min, max: Math.max, round: roundEven, mod, floor_divide: floorDivide, power, heaviside,
  sigmoid, relu, erf, erfc, gamma,
  cot: (z) => Math.cos(z) / Math.sin(z),
  sec: (z) => 1 / Math.cos(z),
  csc: (z) => 1 / Math.sin(z),
  sinc: (z) => (z === 0 ? 1 : Math.sin(z) / z),
  clip: (z, low, high) => Math.min(Math.max(z, low), high),
  negate: (z) => -z,
  divide: (a, b) => a / b,
  negation: (z) => truth(z === 0),
};
