import { h } from "../dom.js";

export async function trainings() {
  return h("p.empty", {}, "soon");
}
export async function training() {
  return h("p.empty", {}, "soon");
}
