import { get } from "./api.js";
import { h } from "./dom.js";
import { digest, time } from "./facts.js";
import { liveJob } from "./jobs.js";

const PAUSE = 250;
const PATIENCE = 60;

/** Shows the verification's job while it runs, and at its end whether it made the same bytes. */
export async function verification(started, place) {
  const job = liveJob(await get(started.urls.job));
  const bar = h("progress", { max: 1, "aria-label": "Verification" });
  place.replaceChildren(h("p", {}, "Made again from its lineage …"), bar);
  await new Promise((resolve) => {
    const look = () => {
      if (job.document.status !== "queued") {
        bar.value = job.document.progress?.value ?? 0;
      }
      if (job.ended) {
        job.removeEventListener("change", look);
        resolve();
      }
    };
    job.addEventListener("change", look);
    look();
  });
  place.replaceChildren(...told(await decided(started.urls.self)));
}

/** The outcome follows the job's end, and the comparison of pictures that differ follows the outcome. */
async function decided(self) {
  let found = await get(self);
  for (let i = 0; i < PATIENCE && isOpen(found); i++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    found = await get(self);
  }
  return found;
}

function isOpen({ outcome, largest_difference: difference, not_compared: notCompared }) {
  return outcome === "pending" || (outcome === "different" && difference === null && notCompared === null);
}

/** The image's verifications before, newest first; null where there are none. */
export async function earlier(sha256, signal) {
  const { verifications } = await get(`/v1/images/${sha256}/verify`, {}, signal);
  return verifications.length === 0 ? null : h("details", {},
    h("summary", {}, `Made again ${verifications.length === 1 ? "once" : `${verifications.length} times`} before: ${counts(verifications)}`),
    h("ul.verifications", {}, verifications.map(({ outcome, report, requested_at: at }) => h("li", {},
      outcome, ", ", time(at), outcome === "equal" ? null : `: ${report}`))));
}

function counts(verifications) {
  return ["equal", "different", "inconclusive", "pending"]
    .map((outcome) => [verifications.filter((each) => each.outcome === outcome).length, outcome])
    .filter(([count]) => count > 0)
    .map(([count, outcome]) => `${count} ${outcome}`)
    .join(", ");
}

function told({ outcome, report, image, actual }) {
  if (outcome === "equal") {
    return [h("p.good", {}, "✓ Equal: made again, the file has the same SHA-256.")];
  }
  if (outcome === "different") {
    return [h("p.complaint", {}, `✗ Different. ${report}`), h("p", {}, digest(image)), h("p", {}, digest(actual))];
  }
  return [h("p.complaint", {}, report)];
}
