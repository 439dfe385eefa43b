import { svg } from "./dom.js";

const WIDE = { width: 152, height: 64, gapAlong: 44, gapAcross: 20 };
const NARROW_UNDER = 640;
const KINDS = { dataset: "data set", training: "training", checkpoint: "checkpoint", job: "job", image: "image", noise: "noise" };

/** Where an image comes from, causes first: along the page where it is wide, down it where it is not. */
export function lineageGraph({ nodes, edges }, width, select) {
  const down = width < NARROW_UNDER;
  const places = placed(nodes, edges, down);
  const size = { width: extent(places, "x", WIDE.width), height: extent(places, "y", WIDE.height) };
  const boxes = nodes.map((node) => box(node, places.get(node.id), () => choose(node)));
  const byId = new Map(nodes.map((node, i) => [node.id, boxes[i]]));
  const graph = svg("svg.lineage",
    { viewBox: `-4 -4 ${size.width + 8} ${size.height + 8}`, width: size.width + 8, height: size.height + 8, role: "group", "aria-label": "Lineage, from the data set to the image" },
    svg("defs", {}, svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
      svg("path", { d: "M0 0.500 8 4 0 7.500z" }))),
    edges.map((edge) => line(places.get(edge.from), places.get(edge.to), down)),
    boxes);

  function choose(node) {
    byId.forEach((element, id) => element.setAttribute("aria-pressed", String(id === node.id)));
    select(node);
  }
  return { graph, choose };
}

/** A node stands one layer after the latest of its causes; what has none stands right before its first effect. */
function placed(nodes, edges, down) {
  const layers = new Map();
  const layer = (id) => {
    if (!layers.has(id)) {
      const causes = edges.filter((edge) => edge.to === id).map((edge) => layer(edge.from));
      layers.set(id, causes.length === 0 ? 0 : Math.max(...causes) + 1);
    }
    return layers.get(id);
  };
  nodes.forEach((node) => layer(node.id));
  for (const { id } of nodes) {
    const effects = edges.filter((edge) => edge.from === id).map((edge) => layers.get(edge.to));
    if (effects.length > 0 && !edges.some((edge) => edge.to === id)) {
      layers.set(id, Math.min(...effects) - 1);
    }
  }
  const taken = new Map();
  return new Map(nodes.map(({ id }) => {
    const along = layers.get(id);
    const across = taken.get(along) ?? 0;
    taken.set(along, across + 1);
    return [id, down
      ? { x: across * (WIDE.width + WIDE.gapAcross), y: along * (WIDE.height + WIDE.gapAlong) }
      : { x: along * (WIDE.width + WIDE.gapAlong), y: across * (WIDE.height + WIDE.gapAcross) }];
  }));
}

function extent(places, axis, size) {
  return Math.max(...[...places.values()].map((place) => place[axis])) + size;
}

function line(from, to, down) {
  const { width, height } = WIDE;
  const [x1, y1, x2, y2] = down
    ? [from.x + width / 2, from.y + height, to.x + width / 2, to.y - 2]
    : [from.x + width, from.y + height / 2, to.x - 2, to.y + height / 2];
  const bend = down
    ? `M${x1} ${y1}C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}`
    : `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;
  return svg("path.edge", { d: bend, "marker-end": "url(#arrow)" });
}

function box(node, place, choose) {
  const press = (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose();
    }
  };
  const kind = KINDS[node.kind] ?? node.kind;
  return svg(`g.node.${node.kind}`,
    { transform: `translate(${place.x} ${place.y})`, tabindex: 0, role: "button", "aria-pressed": "false", "aria-label": `${kind}: ${node.label}`, onclick: choose, onkeydown: press },
    svg("rect", { width: WIDE.width, height: WIDE.height, rx: 8 }),
    svg("text.kind", { x: 12, y: 24 }, kind),
    svg("text.label", { x: 12, y: 46 }, shortened(node.label)));
}

function shortened(label) {
  const most = 18;
  return label.length <= most ? label : `${label.slice(0, most - 1)}…`;
}
