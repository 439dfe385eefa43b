import { h } from "../dom.js";

export async function system() {
  return h("p.empty", {}, "soon");
}
