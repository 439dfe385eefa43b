import { Problem } from "./api.js";
import { h } from "./dom.js";
import { mayAskAgain } from "./key.js";
import { wireTheme } from "./theme.js";
import { create } from "./views/create.js";
import { edit } from "./views/edit.js";
import { gallery } from "./views/gallery.js";
import { image } from "./views/image.js";
import { system } from "./views/system.js";
import { training, trainings } from "./views/trainings.js";

/** Each view is a function of its address to an element; what it starts ends with its signal. */
const ROUTES = [
  { pattern: /^\/create$/, view: create, tab: "create", title: "Create" },
  { pattern: /^\/edit$/, view: edit, tab: "edit", title: "Edit" },
  { pattern: /^\/gallery$/, view: gallery, tab: "gallery", title: "Gallery" },
  { pattern: /^\/images\/([0-9a-f]{64})$/, view: image, tab: "gallery", title: "Image" },
  { pattern: /^\/trainings$/, view: trainings, tab: "trainings", title: "Trainings" },
  { pattern: /^\/trainings\/([^/]+)$/, view: training, tab: "trainings", title: "Training" },
  { pattern: /^\/system$/, view: system, tab: "system", title: "System" },
];

const main = document.getElementById("main");
let shown = new AbortController();

async function route() {
  const [path, query = ""] = (location.hash.slice(1) || "/create").split("?");
  const found = ROUTES.find(({ pattern }) => pattern.test(path)) ?? ROUTES[0];
  const [, ...parts] = found.pattern.exec(path) ?? [];
  mayAskAgain();
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  document.title = `${found.title} · Unstir`;
  for (const link of document.querySelectorAll(".bar nav a")) {
    if (link.hash === `#/${found.tab}`) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  main.setAttribute("aria-busy", "true");
  const content = await found.view({ parts, query: new URLSearchParams(query), signal }).catch(explained);
  if (!signal.aborted) {
    main.replaceChildren(content);
    main.removeAttribute("aria-busy");
  }
}

function explained(failure) {
  if (failure instanceof Problem) {
    return h("div.empty", {},
      h("p", {}, failure.message),
      h("button", { type: "button", onclick: route }, "Try again"));
  }
  if (failure.name !== "AbortError") {
    console.error(failure);
  }
  return h("p.empty", {}, "This view could not be shown.");
}

wireTheme(document.getElementById("theme"));
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", () => {
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
  route();
});
route();
