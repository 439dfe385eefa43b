import { h } from "./dom.js";

/** Names and values as a description list; nested values by names with dots, what is absent left out. */
export function factList(values) {
  return h("dl.facts", {}, rows(values).flatMap(([name, value]) => [
    h("dt", {}, name.replaceAll("_", " ")),
    h("dd", {}, /^[0-9a-f]{40,}$/.test(value) ? digest(value) : shown(value)),
  ]));
}

function rows(values, prefix = "") {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === null || value === undefined || value === "") {
      return [];
    }
    if (Array.isArray(value)) {
      return [[prefix + name, value.join(", ")]];
    }
    return typeof value === "object" ? rows(value, `${prefix}${name} `) : [[prefix + name, value]];
  });
}

function shown(value) {
  const text = String(value);
  return text.includes("\n") ? h("pre", { tabindex: 0 }, text) : /^\d{4}-\d\d-\d\dT/.test(text) ? time(text) : text;
}

export function time(instant) {
  return h("time", { datetime: instant, title: instant },
    new Date(instant).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" }));
}

/** All digits can be read and copied; they break where the line ends. */
export function digest(value) {
  return h("code.digest", {}, value);
}
