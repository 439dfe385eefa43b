import { get } from "./api.js";
import { h } from "./dom.js";
import { digest } from "./facts.js";

/** Shows the verification's job while it runs, and at its end whether it made the same bytes. */
export async function verification(started, place, follow) {
  const job = follow(started.job);
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
  const ended = await get(started.urls.self);
  place.replaceChildren(...told(ended));
}

function told({ outcome, expected, actual, expected_device_class: before, actual_device_class: now, job }) {
  if (outcome === "equal") {
    return [h("p.good", {}, "✓ Equal: made again, the file has the same SHA-256.")];
  }
  if (outcome === "different") {
    return [
      h("p.complaint", {}, "✗ Different: made again, the file has another SHA-256."),
      h("p", {}, digest(expected)), h("p", {}, digest(actual)),
      before !== now ? h("p.faint", {}, `Equality is promised within a device class only; first ${before}, now ${now}.`) : null,
    ].filter(Boolean);
  }
  return [h("p.complaint", {}, `It could not be made again: the job ${job.status}${job.error ? `, ${job.error.message}` : ""}.`)];
}
