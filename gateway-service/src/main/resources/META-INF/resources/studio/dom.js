const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("button.primary", { onclick: go, disabled: busy }, "Go")`. Text is never parsed as markup. */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  return filled(document.createElement(name), classes, attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  return filled(document.createElementNS(SVG, name), classes, attributes, children);
}

function filled(element, classes, attributes, children) {
  if (classes.length > 0) {
    element.classList.add(...classes);
  }
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Tells a screen reader what has changed, without moving the focus. */
export function say(text) {
  document.getElementById("spoken").textContent = text;
}

let lastId = 0;

/** An id for labels and descriptions to point to. */
export function freshId(stem) {
  lastId += 1;
  return `${stem}-${lastId}`;
}
