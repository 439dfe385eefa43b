import { Problem, imageSource } from "./api.js";
import { h } from "./dom.js";
import { addressOf } from "./again.js";

/** A job as it goes: its pictures coming out of the noise, how far it is, and what can be done with it. */
export function jobCard(job) {
  const { input } = job.document;
  const tiles = Array.from({ length: input.n }, (_, index) => tile(job, index));
  const bar = h("progress", { max: 1, "aria-label": "Progress" });
  const status = h("span.status", {});
  const trouble = h("p.complaint", { hidden: true });
  const cancel = h("button", { type: "button", onclick: () => ask(job, trouble) }, "Cancel");
  const again = h("a.button", { href: addressOf(job.document) }, "Use these settings");
  const card = h("article.card.job", { "aria-label": input.prompt, "data-job": job.id },
    h("header.row", {}, h("h3", {}, input.prompt), status),
    h("p.faint.facts", {}, facts(job.document)),
    h(`div.tiles${input.n === 1 ? ".single" : ""}`, {}, tiles.map((each) => each.element)),
    bar,
    trouble,
    h("footer.row", {}, cancel, again));

  const show = () => {
    const { status: now, progress, error } = job.document;
    card.dataset.status = now;
    card.setAttribute("aria-busy", String(!job.ended));
    status.textContent = now;
    bar.hidden = job.ended;
    if (now === "queued") {
      bar.removeAttribute("value");
    } else {
      bar.value = progress?.value ?? 0;
    }
    cancel.hidden = job.ended;
    if (error) {
      trouble.textContent = `${error.message} (${error.code})`;
      trouble.hidden = false;
    }
    tiles.forEach((each) => each.show());
  };
  job.addEventListener("change", show);
  show();
  return card;
}

function facts({ model, input }) {
  return [model, input.solver, `${input.steps} steps`, `guidance ${input.guidance_scale}`, `seed ${input.seed}`].join(" · ");
}

async function ask(job, trouble) {
  try {
    await job.cancel();
  } catch (failure) {
    trouble.textContent = failure instanceof Problem ? failure.message : String(failure);
    trouble.hidden = false;
  }
}

/** One picture of a job: noise, then what the model thinks it will be, then the image with a link to its page. */
function tile(job, index) {
  const { prompt, n } = job.document.input;
  const name = n === 1 ? prompt : `${prompt}, image ${index + 1} of ${n}`;
  const picture = h("img.pixels", { alt: "", hidden: true });
  const count = h("span.count", { "aria-hidden": "true" });
  const link = h("a.tile", { "aria-label": name }, picture, count);
  let final = null;

  const show = () => {
    const image = job.image(index);
    const preview = job.previews.get(index);
    if (image && final !== image.sha256) {
      final = image.sha256;
      imageSource(final).then((source) => {
        picture.src = source;
        picture.hidden = false;
      });
      link.href = `#/images/${final}`;
      link.classList.add("made");
      count.textContent = "";
    } else if (!image && preview) {
      picture.src = `data:image/png;base64,${preview.png}`;
      picture.hidden = false;
      count.textContent = `${preview.step}/${preview.steps}`;
    }
    link.classList.toggle("waiting", !image && !job.ended);
  };
  return { element: link, show };
}
