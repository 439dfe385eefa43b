import { svg } from "./dom.js";

const SIZE = { width: 720, height: 260, left: 56, right: 12, top: 12, bottom: 34 };

/** Loss over steps. Points come in any order; a resumed run may go back. */
export function lossCurve(points, totalSteps) {
  const sorted = [...points].sort((a, b) => a.step - b.step);
  const losses = sorted.map((point) => point.loss);
  const high = Math.max(...losses);
  const low = Math.min(...losses, 0);
  const last = Math.max(totalSteps ?? 0, sorted.at(-1).step);
  const x = (step) => SIZE.left + (step / last) * (SIZE.width - SIZE.left - SIZE.right);
  const y = (loss) => SIZE.top + ((high - loss) / (high - low || 1)) * (SIZE.height - SIZE.top - SIZE.bottom);
  const path = sorted.map((point, i) => `${i === 0 ? "M" : "L"}${x(point.step).toFixed(1)} ${y(point.loss).toFixed(1)}`).join("");
  const newest = sorted.at(-1);
  return svg("svg.curve", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img", "aria-label": `Loss over steps: ${shown(newest.loss)} at step ${newest.step}, at most ${shown(high)}` },
    ticks(low, high).map((value) => [
      svg("line.grid", { x1: SIZE.left, x2: SIZE.width - SIZE.right, y1: y(value), y2: y(value) }),
      svg("text", { x: SIZE.left - 8, y: y(value) + 4, "text-anchor": "end" }, shown(value)),
    ]),
    ticks(0, last).map((step) => svg("text", { x: x(step), y: SIZE.height - 10, "text-anchor": step === 0 ? "start" : "middle" }, step.toLocaleString())),
    svg("path.line", { d: path }),
    svg("circle.newest", { cx: x(newest.step), cy: y(newest.loss), r: 4 }));
}

/** Three to six round numbers within a range. */
function ticks(from, to) {
  const rough = (to - from) / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}

function shown(value) {
  return String(Number(value.toPrecision(3)));
}
