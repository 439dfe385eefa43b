import { get } from "../api.js";
import { h } from "../dom.js";
import { ago } from "../facts.js";
import { figureCards } from "../figures.js";

const STATE_EVERY = 3000;
const FIGURES_EVERY = 15_000;

/** What waits, who works, whether all are well, and how it went. */
export async function system({ signal }) {
  const queue = h("div.figures", {});
  const services = h("ul.plain", {});
  const samplers = h("ul.plain", {});
  const trainers = h("ul.plain", {});
  const figures = h("div.stack", {});

  async function look() {
    const state = await get("/v1/system", {}, signal);
    queue.replaceChildren(...queued(state.queue));
    services.replaceChildren(...state.services.map(service));
    samplers.replaceChildren(...(state.samplers.length === 0 ? [h("li.faint", {}, "No sampler runs: jobs wait until one does.")] : state.samplers.map(sampler)));
    trainers.replaceChildren(...(state.trainers.length === 0 ? [h("li.faint", {}, "No trainer runs.")] : state.trainers.map(trainer)));
  }

  async function lookBack() {
    figures.replaceChildren(...figureCards(await get("/v1/system/figures", {}, signal)));
  }

  function repeat(action, every) {
    const clock = setInterval(() => document.hidden || action().catch(() => {}), every);
    signal.addEventListener("abort", () => clearInterval(clock));
  }

  await look();
  await lookBack().catch((failure) => figures.replaceChildren(h("p.complaint", { role: "alert" }, failure.message)));
  repeat(look, STATE_EVERY);
  repeat(lookBack, FIGURES_EVERY);
  return h("section.stack", {},
    h("h1", {}, "System"),
    h("div.halves", {},
      h("div.card.stack", {}, h("h2", {}, "Your queue"), queue),
      h("div.card.stack", {}, h("h2", {}, "Services"), services)),
    h("div.card.stack", {}, h("h2", {}, "Samplers"), samplers),
    h("div.card.stack", {}, h("h2", {}, "Trainers"), trainers),
    figures);
}

function queued(queue) {
  const waits = queue?.oldest_queued_seconds > 0 ? [figure("s, the longest wait", Math.round(queue.oldest_queued_seconds))] : [];
  return [figure("queued", queue?.queued), figure("processing", queue?.processing), figure("steps left", queue?.steps_left), ...waits];
}

function figure(name, value) {
  return h("p.figure", {}, h("strong", {}, value?.toLocaleString() ?? "?"), ` ${name}`);
}

function service({ name, ready }) {
  return h("li", {}, dot(ready === true), `${name}: ${ready === null ? "not known" : ready ? "ready" : "not ready"}`);
}

function sampler({ worker, alive, jobs, most_jobs: mostJobs, processing, images, last_seen: lastSeen, device_class: deviceClass }) {
  return h("li", {},
    dot(alive), h("strong", {}, worker), alive ? null : " is silent,",
    ` ${jobs} of ${mostJobs} jobs in hand (${processing} yours), ${images} ${images === 1 ? "image" : "images"} at once, last heard `, ago(lastSeen),
    h("p.hint.wrap", {}, deviceClass));
}

function trainer({ worker, alive, training, last_seen: lastSeen }) {
  return h("li", {}, dot(alive), h("strong", {}, worker), alive ? ` ${training ? "trains" : "is idle"}` : " is silent", ", last heard ", ago(lastSeen));
}

function dot(well) {
  return h(`span.dot${well ? ".well" : ".ill"}`, { "aria-hidden": "true" });
}
