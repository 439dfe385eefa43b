import { minuteBars } from "./bars.js";
import { h } from "./dom.js";

const STAGES = ["waited", "engine", "running", "whole"];

/** What the dashboards show, as cards. */
export function figureCards({ throughput, latency, failures, usage, verifications }) {
  return [
    card("Throughput", "the last hour", throughputOf(throughput)),
    card("Latency", "seconds, of jobs that succeeded, in the newest hour of the last day that had any",
      table(["Model", "Stage", "Jobs", "p50", "p95", "p99"], staged(latency), (row) =>
        [row.model, row.stage, row.jobs.toLocaleString(), ...[row.p50, row.p95, row.p99].map(seconds)])),
    card("Failures", "the last week",
      table(["Cause", "Model", "Jobs", "For example"], failures, (row) =>
        [row.cause, row.model, row.jobs.toLocaleString(), row.for_example ?? "–"])),
    card("Usage", "seconds inside the engine in the last week; jobs at once share runs, so they add up to more than the clock's",
      table(["Model", "Device", "Jobs", "Images", "Seconds"], usage, (row) =>
        [row.model, row.device?.toUpperCase() ?? "–", row.jobs.toLocaleString(), row.images.toLocaleString(), seconds(row.engine_seconds)])),
    card("Verifications", "images made again in the last week",
      table(["Model", "Outcome", "Images"], verifications, (row) => [row.model, row.outcome, row.images.toLocaleString()])),
  ];
}

function card(title, extent, content) {
  return h("div.card.stack", {}, h("div", {}, h("h2", {}, title), h("p.hint", {}, extent)), content);
}

function throughputOf(minutes) {
  const sum = (name) => minutes.reduce((total, minute) => total + minute[name], 0).toLocaleString();
  return h("div.stack", {},
    minuteBars(minutes),
    h("p", {}, `${sum("images")} images; jobs: ${sum("succeeded")} succeeded, ${sum("failed")} failed, ${sum("canceled")} canceled`));
}

function staged(rows) {
  return [...rows].sort((a, b) => a.model.localeCompare(b.model) || STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
}

/** The first cell of a row names it. */
function table(names, rows, cells) {
  return rows.length === 0
    ? h("p.faint", {}, "None.")
    : h("div.scroll", { tabindex: 0, role: "group", "aria-label": names.join(", ") }, h("table", {},
      h("thead", {}, h("tr", {}, names.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, rows.map((row) => {
        const [first, ...rest] = cells(row);
        return h("tr", {}, h("th", { scope: "row" }, first), rest.map((cell) => h("td", {}, cell)));
      }))));
}

function seconds(value) {
  return value === 0 || value >= 100 ? Math.round(value).toLocaleString() : value.toPrecision(3);
}
