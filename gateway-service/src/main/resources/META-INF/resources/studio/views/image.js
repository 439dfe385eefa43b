import { Problem, get, imageSource, post, save } from "../api.js";
import { addressOf } from "../again.js";
import { h, say } from "../dom.js";
import { digest, factList } from "../facts.js";
import { lineageGraph } from "../lineage.js";
import { earlier, verification } from "../verification.js";

/** One image: where it comes from, what can be made of it, and whether that is true. */
export async function image({ parts: [sha256], signal }) {
  const [lineage, source] = await Promise.all([
    get(`/v1/images/${sha256}/lineage`, {}, signal).catch(noneForUploads),
    imageSource(sha256),
  ]);
  const own = lineage?.nodes.find((node) => node.id === sha256);
  const jobNode = lineage?.nodes.find((node) => node.kind === "job" && lineage.edges.some((edge) => edge.from === node.id && edge.to === sha256));
  const job = jobNode ? await get(`/v1/jobs/${jobNode.properties.id}`, {}, signal) : null;
  const past = job ? await earlier(sha256, signal) : null;
  const title = job?.input.prompt ?? "An uploaded image";
  return h("article.image-page", {},
    h("h1", {}, title),
    h("div.split.even", {},
      h("figure", {},
        h("img.pixels.large", { src: source, alt: title }),
        h("figcaption", {}, digest(sha256))),
      h("section", { "aria-label": "Parameters and actions" },
        actions(sha256, job, own),
        past,
        job ? factList(parameters(job, own)) : null)),
    lineage ? lineageSection(lineage, sha256, signal) : null);
}

function parameters({ model, input: { n, ...input }, completed_at: made }, own) {
  return { model, ...input, image: `${(own?.properties.index ?? 0) + 1} of ${n}`, made };
}

function noneForUploads(failure) {
  if (failure instanceof Problem && failure.status === 404) {
    return null;
  }
  throw failure;
}

function actions(sha256, job, own) {
  const outcome = h("div.outcome", { role: "status" });
  const verify = h("button", { type: "button", onclick: () => check() }, "Verify");
  async function check() {
    verify.disabled = true;
    try {
      await verification(await post(`/v1/images/${sha256}/verify`), outcome);
    } catch (failure) {
      outcome.replaceChildren(h("p.complaint", {}, failure.message));
    }
    verify.disabled = false;
    say(outcome.textContent);
  }
  const index = own?.properties.index ?? 0;
  const name = `${slug(job?.input.prompt ?? "image")}-${sha256.slice(0, 8)}.png`;
  return h("div.actions", {},
    h("div.row", {},
      job ? h("a.button.primary", { href: addressOf(job, { n: index + 1 }) }, "Again with this seed") : null,
      job ? h("a.button", { href: addressOf(job, { seed: "", n: 4, variation_of: { seed: job.input.seed, image: index, strength: 0.3 } }) }, "Vary") : null,
      h("a.button", { href: `#/edit?${new URLSearchParams({ image: sha256, prompt: job?.input.prompt ?? "", model: job?.model ?? "" })}` }, "Edit"),
      job ? verify : null,
      h("button", { type: "button", onclick: () => save(`/v1/images/${sha256}?download`, name) }, "Download PNG")),
    outcome);
}

function slug(text) {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40) || "image";
}

function lineageSection(lineage, sha256, signal) {
  const place = h("div.scroll", {});
  const about = h("div.about", { role: "region", "aria-label": "About the chosen part" });
  let chosen = lineage.nodes.find((node) => node.id === sha256);
  const select = (node) => {
    chosen = node;
    const link = node.kind === "image" && node.id !== sha256 ? h("p", {}, h("a", { href: `#/images/${node.id}` }, "This image's page")) : null;
    about.replaceChildren(h("h3", {}, node.label), factList(node.properties), ...(link ? [link] : []));
  };
  let drawnFor = 0;
  const draw = () => {
    const width = place.clientWidth;
    if (width > 0 && (drawnFor === 0 || (width < 640) !== (drawnFor < 640))) {
      drawnFor = width;
      const { graph, choose } = lineageGraph(lineage, width, select);
      place.replaceChildren(graph);
      choose(chosen);
    }
  };
  const resized = new ResizeObserver(draw);
  resized.observe(place);
  signal.addEventListener("abort", () => resized.disconnect());
  return h("section.card", { "aria-labelledby": "lineage-title" }, h("h2", { id: "lineage-title" }, "Lineage"), place, about);
}
