import { get, imageSource, post } from "../api.js";
import { lossCurve } from "../curve.js";
import { h, say } from "../dom.js";
import { factList, time } from "../facts.js";
import { follow } from "../stream.js";

const MOST_SHEETS = 12;
const ENDED = new Set(["succeeded", "failed", "canceled"]);

/** What was and is trained. */
export async function trainings({ signal }) {
  const rows = h("tbody", {});
  const more = h("button", { type: "button", hidden: true, onclick: () => load() }, "Show more");
  let cursor;
  async function load() {
    const page = await get("/v1/trainings", { cursor }, signal);
    rows.append(...page.trainings.map(row));
    cursor = page.next_cursor ?? undefined;
    more.hidden = cursor === undefined;
  }
  await load();
  const none = rows.childElementCount === 0;
  return h("section.stack", {},
    h("h1", {}, "Trainings"),
    none
      ? h("p.empty", {}, "Nothing was trained here yet. ", h("code", {}, "./unstir train CONFIG.yaml"), " starts one.")
      : h("div.card.scroll", {}, h("table", {},
        h("thead", {}, h("tr", {}, ["Model", "Status", "Step", "Loss", "Asked for"].map((name) => h("th", { scope: "col" }, name)))),
        rows)),
    h("div.row.centre", {}, more));
}

function row({ id, model, status, step, total_steps: total, loss, created_at: created }) {
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href: `#/trainings/${id}` }, model ?? id.slice(0, 8))),
    h("td", {}, h(`span.status.${status}`, {}, status)),
    h("td", {}, total ? `${step.toLocaleString()} of ${total.toLocaleString()}` : "–"),
    h("td", {}, loss === null ? "–" : loss.toPrecision(3)),
    h("td", {}, created ? time(created) : "–"));
}

function rounded(measured) {
  return typeof measured === "number" ? Number(measured.toPrecision(4)) : measured;
}

/** One training as it goes: loss, samples, and its end. */
export async function training({ parts: [id], signal }) {
  const path = `/v1/trainings/${id}`;
  let document = await get(path, {}, signal);
  const points = new Map();
  const sheets = new Map();
  const title = h("h1", {});
  const status = h("span.status", {});
  const bar = h("progress", { max: 1, "aria-label": "Progress" });
  const curve = h("div.scroll", {});
  const gallery = h("ol.sheets", {});
  const facts = h("div", {});
  const trouble = h("p.complaint", { role: "alert", hidden: true });
  const cancel = h("button", { type: "button", onclick: () => stop() }, "Cancel");
  let drawing = false;

  async function stop() {
    cancel.disabled = true;
    try {
      await post(`${path}/cancel`);
    } catch (failure) {
      trouble.textContent = failure.message;
      trouble.hidden = false;
      cancel.disabled = false;
    }
  }

  function show() {
    title.textContent = document.model ?? "Training";
    status.className = `status ${document.status}`;
    status.textContent = document.status;
    const ended = ENDED.has(document.status);
    bar.hidden = ended;
    if (document.total_steps) {
      bar.value = document.step / document.total_steps;
    }
    cancel.hidden = ended;
    if (document.error) {
      trouble.textContent = `${document.error.message} (${document.error.code})`;
      trouble.hidden = false;
    }
    const { status: _, error, urls, loss, images_per_second: speed, ...rest } = document;
    facts.replaceChildren(factList({ ...rest, loss: rounded(loss), images_per_second: rounded(speed) }));
    curve.replaceChildren(points.size > 0 ? lossCurve([...points.values()], document.total_steps) : h("p.faint", {}, "No loss was reported yet."));
    drawing = false;
  }

  /** A long history comes as many events at once and is drawn once. */
  function soon() {
    if (!drawing) {
      drawing = true;
      requestAnimationFrame(show);
    }
  }

  function sheet({ step, samples }) {
    if (sheets.has(step)) {
      return;
    }
    const picture = h("img.pixels", { alt: `Samples after step ${step}` });
    imageSource(samples.sha256).then((source) => {
      picture.src = source;
    });
    const figure = h("li", {}, h("figure", {}, picture, h("figcaption.faint", {}, `step ${step.toLocaleString()}`)));
    sheets.set(step, figure);
    const shown = [...sheets.entries()].sort(([a], [b]) => b - a).slice(0, MOST_SHEETS);
    gallery.replaceChildren(...shown.map(([, element]) => element));
  }

  function handle({ name, data }) {
    if (name === "status" || name === "progress") {
      document = { ...document, ...data };
      if (name === "progress" && data.loss !== undefined) {
        points.set(data.step, data);
      }
    } else if (name === "samples") {
      sheet(data);
    } else if (name === "done") {
      document = data;
      say(`Training ${data.status}`);
    }
    soon();
  }

  show();
  follow(`${path}/events`, handle, async () => {
    document = await get(path, {}, signal);
    soon();
    return ENDED.has(document.status);
  }, signal);
  return h("section.stack", {},
    h("div.row", {}, title, status),
    bar, trouble,
    h("div.card.stack", {}, h("h2", {}, "Loss"), curve),
    h("div.card.stack", {}, h("h2", {}, "Samples"), gallery),
    h("div.card.stack", {}, h("h2", {}, "About it"), facts, h("div.row", {}, cancel)));
}
