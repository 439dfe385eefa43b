import { get } from "../api.js";
import { h } from "../dom.js";
import { ago } from "../facts.js";

const EVERY = 3000;

/** What waits, who works, and whether all are well. */
export async function system({ signal }) {
  const queue = h("div.figures", {});
  const services = h("ul.plain", {});
  const samplers = h("ul.plain", {});
  const nobody = h("p.faint", {}, "No sampler has taken one of your jobs yet.");

  async function look() {
    const state = await get("/v1/system", {}, signal);
    queue.replaceChildren(figure("queued", state.queue?.queued), figure("processing", state.queue?.processing));
    services.replaceChildren(...state.services.map(({ name, ready }) =>
      h("li", {}, h(`span.dot${ready ? ".well" : ".ill"}`, { "aria-hidden": "true" }), `${name}: ${ready ? "ready" : "not ready"}`)));
    samplers.replaceChildren(...state.samplers.map((sampler) => h("li", {},
      h("strong", {}, sampler.worker),
      ` has ${sampler.processing} ${sampler.processing === 1 ? "job" : "jobs"} now, last seen `,
      ago(sampler.last_seen),
      h("p.hint.wrap", {}, sampler.device_class))));
    nobody.hidden = state.samplers.length > 0;
  }

  await look();
  const clock = setInterval(() => document.hidden || look().catch(() => {}), EVERY);
  signal.addEventListener("abort", () => clearInterval(clock));
  return h("section.stack", {},
    h("h1", {}, "System"),
    h("div.card.stack", {}, h("h2", {}, "Queue"), queue),
    h("div.card.stack", {}, h("h2", {}, "Samplers"), nobody, samplers),
    h("div.card.stack", {}, h("h2", {}, "Services"), services));
}

function figure(name, value) {
  return h("p.figure", {}, h("strong", {}, value ?? "?"), ` ${name}`);
}
