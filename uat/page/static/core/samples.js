/** @file A table of samples as people have it: which two columns, which rows, and what was left out. */

import { fromStroke } from "./target.js";

const MOST_LINES = 20000;
const MOST_SAID = 3; // rows of which it is said why they are left out
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const MARKS = ["\t", ";", "|"]; // between cells in which a comma is a decimal point

/**
 * The line through samples in two columns of a table, and sentences of what was left out.
 * Throws an Error for a table without two of them.
 * @param {string} text
 * @returns {{points: number[][], told: string[]}} and what `fromStroke` returns
 */
export function fromCSV(text) {
  const lines = text.split(/\r\n|\r|\n/).map((line, k) => [k + 1, line.trim()])
    .filter(([, line]) => line && !line.startsWith("#"));
  if (lines.length > MOST_LINES) throw new Error(`At most ${MOST_LINES} lines can be read.`);
  const split = splitter(lines.map(([, line]) => line));
  const rows = lines.map(([number, line]) => ({ number, cells: split(line) }));
  const isHeader = rows.length > 0 && !rows[0].cells.some((cell) => Number.isFinite(numberOf(cell)));
  const header = isHeader ? rows.shift().cells : [];
  const columns = columnsOf(rows, header);
  if (columns.length < 2) throw new Error("There are not two columns of numbers here: write x and y on each line.");
  const [x, y, ...others] = columns;
  const told = others.map(({ name }) => `Column ${name} is left out: x is ${x.name}, and y is ${y.name}.`);
  const points = full(rows, [x, y], told);
  if (points.length < 2) throw new Error("There are not two samples here: write x and y on each line.");
  const target = fromStroke(points);
  const doubles = points.length - target.points.length;
  if (doubles === 1) told.push("One sample stands where another does: their mean counts.");
  if (doubles > 1) told.push(`${doubles} samples stand where others do: their mean counts.`);
  return { ...target, told };
}

/** How lines fall into cells: at tabs, semicolons, bars, commas, or blanks. */
function splitter(lines) {
  const most = (test) => lines.filter(test).length > lines.length / 2;
  const mark = MARKS.find((sign) => most((line) => line.includes(sign)));
  if (mark) return (line) => cut(line, mark);
  // In "0,5 1,5" blanks are between the cells, and the commas are decimal points.
  const byBlanks = (line) => line.split(/\s+/);
  const decimal = (line) => byBlanks(line).length > 1 && byBlanks(line).every((cell) => /^[+-]?\d*,?\d+$/.test(cell));
  if (most((line) => line.includes(",")) && !most(decimal)) return (line) => cut(line, ",");
  return (line) => byBlanks(line).map(plain);
}

/** Cells between marks; a mark in quotes is none. */
function cut(line, mark) {
  const cells = [""];
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === mark && !quoted) cells.push("");
    else cells[cells.length - 1] += char;
  }
  return cells.map(plain);
}

const plain = (cell) => cell.trim().replace(/^(["'])(.*)\1$/, "$2").trim();

/** A number as people write it; NaN for anything else. Of a point and a comma the last is decimal. */
function numberOf(cell) {
  let text = cell.replace(/[−–]/, "-").replace(/[\s\u00a0\u202f'’]/g, "");
  const [comma, point] = [text.lastIndexOf(","), text.lastIndexOf(".")];
  text = comma > point ? text.replaceAll(".", "").replace(",", ".") : text.replaceAll(",", "");
  return NUMBER.test(text) ? Number(text) : NaN;
}

/** The columns of which a third at least are numbers. */
function columnsOf(rows, header) {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  return Array.from({ length: width }, (_, at) => ({ at, name: header[at] || `${at + 1}` }))
    .filter(({ at }) => 3 * rows.filter(({ cells }) => Number.isFinite(numberOf(cells[at] ?? ""))).length
      >= rows.length);
}

/** The rows with both numbers; of the others it is told why they are left out. */
function full(rows, columns, told) {
  const points = [];
  const out = [];
  for (const { number, cells } of rows) {
    const point = columns.map(({ at }) => numberOf(cells[at] ?? ""));
    const gap = point.findIndex((value) => !Number.isFinite(value));
    if (gap < 0) points.push(point);
    else out.push([number, columns[gap].name, cells[columns[gap].at] ?? ""]);
  }
  told.push(...out.slice(0, MOST_SAID).map(([number, name, cell]) => (cell
    ? `Line ${number} is left out: ${name} is “${cell.slice(0, 30)}”.`
    : `Line ${number} is left out: ${name} is empty.`)));
  const more = out.length - MOST_SAID;
  if (more === 1) told.push("One more line is left out.");
  if (more > 1) told.push(`${more} more lines are left out.`);
  return points;
}
