import { Problem, get, imageSource, upload } from "../api.js";
import { freshId, h, say } from "../dom.js";
import { Easel } from "../easel.js";
import { number } from "../fields.js";
import { jobCard } from "../job-card.js";
import { submit } from "../jobs.js";
import { Settings } from "../settings.js";
import { submission } from "../submission.js";

const MODES = [
  ["whole", "All of it", "The picture is half forgotten and drawn again after the prompt."],
  ["part", "A part", "What you paint over is made anew, the rest is kept to the bit."],
  ["around", "Around it", "Pixels are added at the sides, the picture is kept."],
];
const SIDES = ["left", "top", "right", "bottom"];

/** Start from a picture: change it, a part of it, or add around it. */
export async function edit({ query, signal }) {
  const published = await get("/v1/models", {}, signal);
  if (published.models.length === 0) {
    return h("p.empty", {}, "No model is published yet.");
  }
  const strength = number("strength", "Strength", { min: 0, max: 1, step: "any", hint: "How much is forgotten: near 0 little, 1 all." });
  const times = number("resample_times", "Resample", { min: 1, max: 20, placeholder: "1", hint: "More makes the new part fit the rest better." });
  const jump = number("resample_jump", "by steps", { min: 1, max: 20, placeholder: "1" });
  const margins = SIDES.map((side) => number(`outpaint.${side}`, side[0].toUpperCase() + side.slice(1), { min: 0, max: 65536, placeholder: "0" }));
  const settings = new Settings(published, [strength, times, jump, ...margins]);
  const easel = new Easel();
  const source = new Source();
  let mode = "whole";

  const modes = h("fieldset.modes", {}, h("legend", {}, "What is made anew"),
    MODES.map(([value, label]) => {
      const id = freshId("mode");
      return h("span", {}, h("input", { type: "radio", name: "mode", id, value, onchange: () => choose(value) }), h("label", { for: id }, label));
    }));
  const explained = h("p.hint", { "aria-live": "polite" });
  const marginFields = h("div.quad", {}, margins.map((field) => field.element));
  const resampling = h("div.pair", {}, times.element, jump.element);
  const anew = h("div.settings", {}, modes, explained, marginFields);
  settings.slot.append(strength.element, resampling);

  function choose(next) {
    mode = next;
    modes.querySelector(`[value="${next}"]`).checked = true;
    explained.textContent = MODES.find(([value]) => value === next)[2];
    marginFields.hidden = next !== "around";
    margins.forEach((field) => {
      field.element.hidden = next !== "around";
    });
    for (const field of [times, jump]) {
      field.element.hidden = next === "whole";
    }
    resampling.hidden = next === "whole";
    strength.control.placeholder = next === "whole" ? "0.75" : "1";
    if (next === "around" && margins.every((field) => field.value === undefined)) {
      const { width, height } = settings.size;
      margins.forEach((field, i) => {
        field.value = Math.round((i % 2 === 0 ? width : height) / 4);
      });
    }
    show();
  }

  function show() {
    const [left, top, right, bottom] = margins.map((field) => Math.min(field.value ?? 0, 512));
    easel.show(mode, settings.size, { left, top, right, bottom });
    easel.element.hidden = !source.picture;
  }

  const trouble = h("p.complaint", { role: "alert" });
  const chooser = picker(take);
  async function take(blobOrDigest) {
    trouble.textContent = "";
    try {
      await source.take(blobOrDigest);
      easel.picture = source.picture;
      show();
      say("Picture loaded");
    } catch (failure) {
      trouble.textContent = failure instanceof Problem ? failure.message : "This file cannot be read as a picture.";
    }
  }

  const results = h("div.results", {});
  const form = submission(settings, "Make", async (body) => {
    if (!source.picture) {
      throw new Problem(0, { detail: "Choose a picture to start from." });
    }
    if (mode === "part" && easel.mask.isEmpty) {
      throw new Problem(0, { detail: "Paint over what shall be made anew." });
    }
    const conditioning = { init_image: await source.digest() };
    if (mode === "part") {
      conditioning.mask = (await upload(await easel.mask.toBlob())).sha256;
    }
    results.prepend(jobCard(await submit({ ...body, ...conditioning })));
    say(`Submitted: ${body.prompt}`);
  }, anew);
  form.addEventListener("input", show);

  settings.fill(Object.fromEntries(query));
  choose(query.has("mask") ? "part" : margins.some((field) => field.value > 0) ? "around" : query.get("mode") ?? "whole");
  if (query.has("image")) {
    await take(query.get("image"));
    if (query.has("mask")) {
      easel.readMask(await pictureOf(await imageSource(query.get("mask"))));
    }
  }
  return h("div", {},
    h("h1", {}, "Edit"),
    h("div.split.even", {},
      h("section", { "aria-label": "Picture" }, chooser, trouble, easel.element),
      h("section", { "aria-label": "Settings" }, form)),
    h("section.below", { "aria-label": "Results" }, results));
}

/** Where the picture comes from: a file of the person's, sent when it is needed, or an image that is there. */
class Source {
  picture = null;
  #file = null;
  #sha256 = null;

  async take(from) {
    const file = from instanceof Blob ? from : null;
    const picture = await pictureOf(file ? URL.createObjectURL(file) : await imageSource(from));
    this.picture = picture;
    this.#file = file;
    this.#sha256 = file ? null : from;
  }

  async digest() {
    this.#sha256 ??= (await upload(this.#file)).sha256;
    return this.#sha256;
  }
}

async function pictureOf(address) {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  return picture;
}

/** A file from a dialog, dropped or pasted. */
function picker(take) {
  const id = freshId("file");
  const input = h("input.unseen", { type: "file", id, accept: "image/png,image/jpeg,image/webp", onchange: () => input.files[0] && take(input.files[0]) });
  const area = h("div.drop", {}, input, h("label.button", { for: id }, "Choose a picture"), h("span.faint", {}, "or drop one here, or take one ", h("a", { href: "#/gallery" }, "from the gallery")));
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("over");
  });
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("over");
    const [file] = event.dataTransfer.files;
    if (file) {
      take(file);
    }
  });
  return area;
}
