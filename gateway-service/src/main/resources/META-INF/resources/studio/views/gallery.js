import { get, imageSource } from "../api.js";
import { h, say } from "../dom.js";

const PAGE = 48;
const TYPING_PAUSE = 250;

/** All images of the tenant, newest first, without an end. */
export async function gallery({ query, signal }) {
  const search = h("input", { type: "search", id: "search", placeholder: "Words of a prompt", value: query.get("prompt") ?? "" });
  const grid = h("ul.gallery", {});
  const more = h("button", { type: "button", hidden: true, onclick: () => load() }, "Show more");
  const nothing = h("p.empty", { hidden: true });
  let cursor;
  let asked = 0;
  const shown = new Set();

  /** The same bytes may have been made more than once, to verify them for example. */
  function isNew({ sha256 }) {
    const before = shown.size;
    return shown.add(sha256).size > before;
  }

  async function load() {
    const turn = asked;
    more.disabled = true;
    const page = await get("/v1/images", { limit: PAGE, cursor, prompt: search.value.trim() }, signal);
    if (turn !== asked) {
      return;
    }
    grid.append(...page.images.filter(isNew).map(entry));
    cursor = page.next_cursor ?? undefined;
    more.hidden = cursor === undefined;
    more.disabled = false;
    nothing.hidden = grid.childElementCount > 0;
    nothing.textContent = search.value ? "No image was made from such words." : "No images yet.";
  }

  async function again() {
    asked += 1;
    cursor = undefined;
    shown.clear();
    grid.replaceChildren();
    await load();
    say(`${grid.childElementCount} images${cursor ? " and more" : ""}`);
  }

  let typing;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(again, TYPING_PAUSE);
  });
  const nearEnd = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting) && !more.hidden && !more.disabled) {
      load();
    }
  }, { rootMargin: "600px" });
  nearEnd.observe(more);
  signal.addEventListener("abort", () => nearEnd.disconnect());

  await load();
  return h("section", {},
    h("div.row.title", {}, h("h1", {}, "Gallery"), h("label.unseen", { for: "search" }, "Search prompts"), search),
    grid, nothing, h("div.row.centre", {}, more));
}

function entry({ sha256, prompt, model, seed }) {
  const picture = h("img.pixels", { alt: "", loading: "lazy", decoding: "async" });
  imageSource(sha256).then((source) => {
    picture.src = source;
  });
  return h("li", {},
    h("a.tile.made", { href: `#/images/${sha256}`, "aria-label": `${prompt}, seed ${seed}`, title: `${prompt} · ${model} · seed ${seed}` }, picture),
    h("p.caption", { "aria-hidden": "true" }, prompt));
}
