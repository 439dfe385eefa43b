import { get } from "../api.js";
import { h, say } from "../dom.js";
import { jobCard } from "../job-card.js";
import { liveJob, submit } from "../jobs.js";
import { Settings } from "../settings.js";
import { submission } from "../submission.js";

const RECENT = 6;
const IDEAS = ["red heart", "rocket", "a smiling face with sunglasses", "snowman", "octopus", "strawberry"];

/** Ask for images, watch them come out of the noise. */
export async function create({ query, signal }) {
  const published = await get("/v1/models", {}, signal);
  if (published.models.length === 0) {
    return h("p.empty", {}, "No model is published yet. Train one, or start the system with its starter model.");
  }
  const settings = new Settings(published);
  settings.fill(Object.fromEntries(query));
  const results = h("div.results", {});
  const ideas = h("div.ideas", {},
    h("p.faint", {}, "Your images will appear here. An idea to begin with:"),
    h("div.row", {}, IDEAS.map((idea) => h("button", { type: "button", onclick: () => take(idea) }, idea))));
  const form = submission(settings, "Create", async (body) => {
    const job = await submit(body);
    ideas.remove();
    results.prepend(jobCard(job));
    say(`Submitted: ${body.prompt}`);
  });

  function take(idea) {
    settings.fill({ prompt: idea });
    form.requestSubmit();
  }

  const recent = await get("/v1/jobs", { limit: RECENT }, signal).catch(() => ({ jobs: [] }));
  results.append(...recent.jobs.map((job) => jobCard(liveJob(job))));
  if (recent.jobs.length === 0) {
    results.append(ideas);
  }
  return h("div.split", {},
    h("section", { "aria-label": "Settings" }, h("h1", {}, "Create"), form),
    h("section", { "aria-label": "Your jobs" }, h("h2.unseen", {}, "Your jobs"), results));
}
