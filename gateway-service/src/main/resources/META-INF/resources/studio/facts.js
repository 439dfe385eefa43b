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
      return value.some((item) => typeof item === "object")
        ? value.flatMap((item, i) => rows(item, `${prefix}${name} ${i + 1} `))
        : [[prefix + name, value.join(", ")]];
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

/** How long since, roughly; the moment itself is in the title. */
export function ago(instant) {
  const seconds = Math.max(0, (Date.now() - new Date(instant)) / 1000);
  const [size, unit] = [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]].find(([size]) => seconds >= size) ?? [1, "second"];
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(-Math.floor(seconds / size), unit);
  return h("time", { datetime: instant, title: new Date(instant).toLocaleString() }, words);
}

/** All digits can be read and copied; they break where the line ends. */
export function digest(value) {
  return h("code.digest", {}, value);
}
