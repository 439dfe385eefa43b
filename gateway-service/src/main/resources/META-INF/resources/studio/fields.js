import { freshId, h } from "./dom.js";

/** A labelled control that can say what is wrong with it. */
export class Field {
  #complaint;

  constructor(name, label, control, hint = "") {
    this.name = name;
    this.control = control;
    const id = freshId(name.replaceAll(".", "-"));
    control.id = id;
    control.name = name;
    this.#complaint = h("p.complaint", { id: `${id}-complaint`, hidden: true });
    const about = [`${id}-complaint`];
    let explained = null;
    if (hint) {
      explained = h("p.hint", { id: `${id}-hint` }, hint);
      about.unshift(`${id}-hint`);
    }
    control.setAttribute("aria-describedby", about.join(" "));
    this.element = h("div.field", {}, h("label", { for: id }, label), control, explained, this.#complaint);
    control.addEventListener("input", () => this.clear());
  }

  complain(message) {
    this.control.setAttribute("aria-invalid", "true");
    this.#complaint.textContent = message;
    this.#complaint.hidden = false;
  }

  clear() {
    this.control.removeAttribute("aria-invalid");
    this.#complaint.hidden = true;
  }

  /** What was entered: undefined where nothing was, or where the field does not belong to the other choices. */
  get value() {
    const { control } = this;
    if (this.element.hidden || control.value === "") {
      return undefined;
    }
    return control.type === "number" ? Number(control.value) : control.value;
  }

  set value(value) {
    this.control.value = value ?? "";
    this.clear();
  }
}

export function text(name, label, { rows = 2, placeholder = "", hint = "" } = {}) {
  return new Field(name, label, h("textarea", { rows, placeholder, maxlength: 2000 }), hint);
}

export function number(name, label, { min, max, step = 1, placeholder = "", hint = "", value } = {}) {
  return new Field(name, label,
    h("input", { type: "number", inputmode: step === 1 ? "numeric" : "decimal", min, max, step, placeholder, value }), hint);
}

/** @param options pairs of value and text; the first is what is meant when nothing is chosen */
export function choice(name, label, options, hint = "") {
  const control = h("select", {}, options.map(([value, shown]) => h("option", { value }, shown)));
  return new Field(name, label, control, hint);
}
