import { choice, number, text } from "./fields.js";
import { h } from "./dom.js";

const SOLVERS = ["ddpm", "ddim", "euler", "euler-ancestral", "heun", "dpm++2m", "dpm++2m-sde", "dpm++3m", "unipc", "ipndm", "lcm"];
const SPACINGS = ["leading", "trailing", "linspace", "karras", "log-snr"];
const MOST_SEED = Number.MAX_SAFE_INTEGER;

const same = (values) => values.map((value) => [value, value]);
const part = { min: 0, max: 1, step: "any" };

/** What a job is asked with, as a form: the names are those of the API, what is left empty is the model's to say. */
export class Settings {
  /** @param more fields of a view's own, which it lays out itself */
  constructor({ models, default: preferred }, more = []) {
    this.models = models;
    this.fields = fields(models, more);
    this.byName = new Map(this.fields.all.map((field) => [field.name, field]));
    this.field("model").value = preferred ?? models[0].id;
    this.slot = h("div.settings.slot", {});
    this.element = this.#layout();
    this.element.addEventListener("input", () => this.#adapt());
    this.#adapt();
  }

  field(name) {
    return this.byName.get(name);
  }

  /** The model that is meant: the chosen one, else the newest published. */
  get model() {
    return this.models.find((model) => model.id === this.field("model").value) ?? this.models[0];
  }

  /** Of the images that are asked for, in pixels. */
  get size() {
    const { sample } = this.model;
    return { width: this.field("width").value ?? sample.width, height: this.field("height").value ?? sample.height };
  }

  /** The body of a submission, with what was given and nothing else. */
  get body() {
    const body = {};
    for (const field of this.fields.all) {
      if (field.value !== undefined) {
        put(body, field.name, field.value);
      }
    }
    return body;
  }

  /** Fills in from a job's input or an address: names of the API, nested ones with dots. */
  fill(values) {
    for (const [name, value] of flattened(values)) {
      this.byName.get(name)?.element && (this.field(name).value = value);
    }
    const advanced = this.fields.advanced.some((field) => field.control.value !== "");
    this.element.querySelector("details").open ||= advanced;
    this.#adapt();
  }

  /** Shows what the API found wrong; returns what belongs to no field here. */
  complain(errors) {
    const others = [];
    let first = null;
    for (const error of errors) {
      const field = this.byName.get(error.field);
      if (field) {
        field.complain(error.message);
        first ??= field;
      } else {
        others.push(error.message);
      }
    }
    if (first) {
      const details = first.element.closest("details");
      if (details) {
        details.open = true;
      }
      first.control.focus();
    }
    return others;
  }

  clear() {
    this.fields.all.forEach((field) => field.clear());
  }

  /** Which fields mean something depends on the solver and the model; their defaults stand in them, greyed. */
  #adapt() {
    const { defaults, sample } = this.model ?? { defaults: {}, sample: {} };
    const solver = this.field("solver").value ?? defaults.solver;
    show(this.field("eta"), solver === "ddim");
    show(this.field("variance"), solver === "ddpm");
    show(this.field("order"), solver === "unipc" || solver === "ipndm");
    show(this.field("threshold_percentile"), this.field("thresholding").control.value === "dynamic");
    this.field("solver").control.options[0].textContent = `model's (${defaults.solver || "ddim"})`;
    this.field("timestep_spacing").control.options[0].textContent = `model's (${defaults.timestep_spacing || "leading"})`;
    placeholder(this.field("steps"), defaults.steps || 50);
    placeholder(this.field("guidance_scale"), Math.max(1, defaults.guidance_scale || 1));
    placeholder(this.field("width"), sample.width);
    placeholder(this.field("height"), sample.height);
  }

  #layout() {
    const f = (name) => this.field(name).element;
    const dice = h("button.quiet", { type: "button", title: "Another seed", "aria-label": "Draw a seed", onclick: () => this.#draw() }, "⚄");
    this.field("seed").control.after(dice);
    this.field("seed").element.classList.add("with-button");
    return h("div.settings", {},
      f("prompt"),
      f("negative_prompt"),
      this.slot,
      h("div.pair", {}, f("model"), f("solver")),
      h("div.triple", {}, f("steps"), f("guidance_scale"), f("n")),
      f("seed"),
      h("details", {},
        h("summary", {}, "Advanced"),
        h("div.pair", {}, this.fields.advanced.map((field) => field.element))));
  }

  #draw() {
    this.field("seed").value = Math.floor(Math.random() * 2 ** 32);
  }
}

function fields(models, more) {
  const main = [
    text("prompt", "Prompt", { placeholder: "a smiling face with sunglasses" }),
    text("negative_prompt", "Not this", { rows: 1, placeholder: "nothing" }),
    choice("model", "Model", models.map((model) => [model.id, model.id])),
    choice("solver", "Solver", [["", "model's"], ...same(SOLVERS)]),
    number("steps", "Steps", { min: 1, max: 1000 }),
    number("guidance_scale", "Guidance", { min: 1, max: 30, step: "any" }),
    number("n", "Images", { min: 1, max: 16, placeholder: "1" }),
    number("seed", "Seed", { min: 0, max: MOST_SEED, placeholder: "drawn anew each time" }),
  ];
  const advanced = [
    choice("timestep_spacing", "Spacing", [["", "model's"], ...same(SPACINGS)]),
    number("eta", "Eta", { ...part, placeholder: "0" }),
    choice("variance", "Variance", [["", "fixed-small"], ...same(["fixed-large", "learned"])]),
    number("order", "Order", { min: 1, max: 4, placeholder: "solver's" }),
    number("guidance_start", "Guidance from", { ...part, placeholder: "0" }),
    number("guidance_end", "Guidance to", { ...part, placeholder: "1" }),
    number("guidance_rescale", "Guidance rescale", { ...part, placeholder: "0" }),
    choice("thresholding", "Thresholding", [["", "clip"], ...same(["dynamic", "none"])]),
    number("threshold_percentile", "Percentile", { min: 0.5, max: 1, step: "any", placeholder: "0.995" }),
    number("width", "Width", { min: 1, max: 65536 }),
    number("height", "Height", { min: 1, max: 65536 }),
    number("variation_of.seed", "Near seed", { min: 0, max: MOST_SEED, placeholder: "none" }),
    number("variation_of.image", "Its image", { min: 0, max: 15, placeholder: "0" }),
    number("variation_of.strength", "How far", { ...part, placeholder: "0.3" }),
    choice("priority", "Priority", [["", "interactive"], ["bulk", "bulk"]]),
  ];
  return { main, advanced, all: [...main, ...advanced, ...more] };
}

function show(field, shown) {
  field.element.hidden = !shown;
}

function placeholder(field, value) {
  field.control.placeholder = value ?? "";
}

function put(body, name, value) {
  const [first, second] = name.split(".");
  if (second) {
    body[first] = { ...body[first], [second]: value };
  } else {
    body[first] = value;
  }
}

function flattened(values) {
  return Object.entries(values).flatMap(([name, value]) =>
    value !== null && typeof value === "object"
      ? Object.entries(value).map(([inner, innerValue]) => [`${name}.${inner}`, innerValue])
      : [[name, value]]);
}
