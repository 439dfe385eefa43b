import { get } from "./api.js";
import { h } from "./dom.js";
import { digest } from "./facts.js";
import { liveJob } from "./jobs.js";

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
  place.replaceChildren(...told(await get(started.urls.self)));
}

function told({ outcome, status, error, image, actual, original_device_class: before, actual_device_class: now }) {
  if (outcome === "equal") {
    return [h("p.good", {}, "✓ Equal: made again, the file has the same SHA-256.")];
  }
  if (outcome === "different") {
    return [
      h("p.complaint", {}, "✗ Different: made again, the file has another SHA-256."),
      h("p", {}, digest(image)),
      h("p", {}, digest(actual)),
      ...(before === now ? [] : [h("p.faint", {}, `Equality is promised within one device class; this was ${before} and is ${now}.`)]),
    ];
  }
  return [h("p.complaint", {}, `Nothing is proven: the job that should make it again ${status === "canceled" ? "was canceled" : status}${error ? `, ${error}` : ""}.`)];
}
