/** The address of the view that makes such a job, with its settings filled in. */
export function addressOf({ model, input }, changes = {}) {
  const { init_image: image, ...settings } = input;
  const view = image ? "edit" : "create";
  const values = { ...settings, image, model, ...changes };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && typeof value === "object") {
      Object.entries(value).forEach(([inner, innerValue]) => query.set(`${name}.${inner}`, innerValue));
    } else if (value !== undefined && value !== null && value !== "") {
      query.set(name, value);
    }
  }
  return `#/${view}?${query}`;
}
