import { Problem } from "./api.js";
import { h } from "./dom.js";

/** A form around settings whose button, and Ctrl+Enter, sends them; what the API refuses is shown at its field. */
export function submission(settings, label, send, ...more) {
  const trouble = h("p.complaint", { role: "alert", hidden: true });
  const button = h("button.primary", { type: "submit" }, label);
  const form = h("form.submission", { novalidate: true, autocomplete: "off" }, ...more, settings.element, trouble,
    h("div.row.sticky", {}, button, h("span.faint.keys", {}, h("kbd", {}, "Ctrl"), " ", h("kbd", {}, "Enter"))));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    settings.clear();
    trouble.hidden = true;
    button.disabled = true;
    try {
      await send(settings.body);
    } catch (failure) {
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      const others = settings.complain(failure.errors);
      if (failure.errors.length === 0 || others.length > 0) {
        trouble.textContent = others.length > 0 ? others.join(". ") : failure.message;
        trouble.hidden = false;
      }
    } finally {
      button.disabled = false;
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  return form;
}
