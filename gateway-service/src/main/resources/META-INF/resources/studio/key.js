import { h } from "./dom.js";

const ENTRY = "unstir.key";
let asking = null;
let declined = false;

/** The API key of this tab, or null. It is kept no longer than the tab. */
export function apiKey() {
  return sessionStorage.getItem(ENTRY);
}

/** Asks for a key, once for however many calls were refused; false where the person declines, until they go elsewhere. */
export async function askForKey() {
  if (declined) {
    return false;
  }
  asking ??= ask().finally(() => {
    asking = null;
  });
  const given = await asking;
  declined = !given;
  return given;
}

/** A person who went to another view may be asked again. */
export function mayAskAgain() {
  declined = false;
}

function ask() {
  const input = h("input", { type: "password", id: "api-key", autocomplete: "off", spellcheck: "false", required: true });
  const dialog = h("dialog.key", { "aria-labelledby": "api-key-title" },
    h("form", { method: "dialog" },
      h("h2", { id: "api-key-title" }, "API key"),
      h("p.faint", {}, apiKey() ? "The key was not accepted. " : "This server asks for a key. ",
        "It stays in this tab and is forgotten when the tab is closed."),
      h("label", { for: "api-key" }, "Key"),
      input,
      h("div.row.end", {},
        h("button", { type: "button", onclick: () => dialog.close() }, "Not now"),
        h("button.primary", { type: "submit", value: "use" }, "Use this key"))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const given = dialog.returnValue === "use" && input.value.trim() !== "";
      if (given) {
        sessionStorage.setItem(ENTRY, input.value.trim());
      }
      dialog.remove();
      resolve(given);
    });
  });
}
