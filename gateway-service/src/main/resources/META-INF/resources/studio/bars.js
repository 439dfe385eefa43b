import { h, svg } from "./dom.js";

const MINUTES = 60;
const MINUTE = 60_000;

/** Images of each minute of the last hour as bars, in whatever width there is. Minutes that are not told had none. */
export function minuteBars(minutes, now = Date.now()) {
  const last = Math.floor(now / MINUTE);
  const counts = minutes.map(({ minute, images }) => ({ place: MINUTES - 1 - (last - Math.floor(new Date(minute).getTime() / MINUTE)), images }));
  const most = Math.max(0, ...minutes.map(({ images }) => images));
  const columns = counts
    .filter(({ place, images }) => images > 0 && place >= 0 && place < MINUTES)
    .map(({ place, images }) => svg("rect.column", { x: place + 0.1, width: 0.8, y: 100 - (images / most) * 100, height: (images / most) * 100 }));
  return h("figure.bars", {},
    svg("svg", { viewBox: `0 0 ${MINUTES} 100`, preserveAspectRatio: "none", role: "img", "aria-label": `Images by minute of the last hour, at most ${most.toLocaleString()}` }, columns),
    h("figcaption", {}, h("span", {}, "an hour ago"), h("span", {}, `highest: ${most.toLocaleString()} a minute`), h("span", {}, "now")));
}
