import { h, say } from "./dom.js";
import { Mask } from "./mask.js";

const LARGEST = 480;
const KEYS = "Arrow keys move the brush, Space paints, Shift with arrows paints along, E erases, [ and ] change the brush, Ctrl+Z undoes.";

/** The picture that is edited, in the model's pixels, under the mask that is painted on it or between the margins around it. */
export class Easel {
  #original = null;
  #picture = null;
  #cursor = null;
  #last = null;
  #erasing = false;

  constructor() {
    this.canvas = h("canvas.pixels", { tabindex: 0, role: "application", "aria-label": "Picture", "aria-describedby": "easel-keys" });
    this.size = h("input", { type: "range", id: "brush-size", min: 1, max: 16, value: 6 });
    this.tools = this.#tools();
    this.keys = h("p.hint", { id: "easel-keys" }, KEYS);
    this.element = h("div.easel", {}, this.canvas, this.tools, this.keys);
    this.margins = { left: 0, top: 0, right: 0, bottom: 0 };
    this.mode = "whole";
    this.mask = new Mask(32, 32);
    this.#listen();
  }

  /** @param mode whole, part or around */
  show(mode, { width, height }, margins) {
    if (this.mask.width !== width || this.mask.height !== height) {
      this.mask = new Mask(width, height);
      this.size.max = Math.max(2, Math.round(Math.min(width, height) / 2));
      this.#cursor = null;
      this.#fit();
    }
    this.mode = mode;
    this.margins = margins;
    this.tools.hidden = mode !== "part";
    this.keys.hidden = mode !== "part";
    this.canvas.tabIndex = mode === "part" ? 0 : -1;
    this.canvas.setAttribute("aria-label", mode === "part" ? `Mask over the picture, ${width} by ${height} pixels` : "Picture");
    this.draw();
  }

  set picture(picture) {
    this.#original = picture;
    this.#fit();
    this.draw();
  }

  #fit() {
    if (this.#original) {
      const { width, height } = this.mask;
      this.#picture = new OffscreenCanvas(width, height);
      cover(this.#picture.getContext("2d"), this.#original, width, height);
    }
  }

  /** Paints the mask that another picture says. */
  readMask(picture) {
    const { width, height } = this.mask;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    cover(context, picture, width, height);
    this.mask.remember();
    this.mask.read(context.getImageData(0, 0, width, height).data);
    this.draw();
  }

  /** Drawn larger than it is, so that the mask's hatching and the brush are finer than a pixel. */
  draw() {
    const { left, top, right, bottom } = this.mode === "around" ? this.margins : { left: 0, top: 0, right: 0, bottom: 0 };
    const { width, height } = this.mask;
    const [whole, tall] = [width + left + right, height + top + bottom];
    const scale = Math.max(1, Math.floor(LARGEST / Math.max(whole, tall)));
    this.canvas.width = whole * scale;
    this.canvas.height = tall * scale;
    const context = this.canvas.getContext("2d");
    if (this.#picture) {
      context.imageSmoothingEnabled = false;
      context.drawImage(this.#picture, left * scale, top * scale, width * scale, height * scale);
    }
    if (this.mode === "part") {
      this.#drawMask(context, scale);
      this.#drawCursor(context, scale);
    }
    this.#undo.disabled = !this.mask.canUndo;
    this.#redo.disabled = !this.mask.canRedo;
  }

  /** Dark with light stripes: to be seen on a picture of any colour. */
  #drawMask(context, scale) {
    const { cells, width } = this.mask;
    const painted = new Path2D();
    cells.forEach((cell, i) => cell && painted.rect((i % width) * scale, Math.floor(i / width) * scale, scale, scale));
    context.fillStyle = "rgb(20 16 12 / 55%)";
    context.fill(painted);
    context.save();
    context.clip(painted);
    context.strokeStyle = "rgb(255 255 255 / 75%)";
    context.lineWidth = 1.5;
    context.beginPath();
    for (let x = -this.canvas.height; x < this.canvas.width; x += 10) {
      context.moveTo(x, this.canvas.height);
      context.lineTo(x + this.canvas.height, 0);
    }
    context.stroke();
    context.restore();
  }

  #drawCursor(context, scale) {
    if (this.#cursor) {
      for (const [colour, line] of [["#ffffff", 5], ["#14100c", 2]]) {
        context.strokeStyle = colour;
        context.lineWidth = line;
        context.beginPath();
        context.arc(this.#cursor.x * scale, this.#cursor.y * scale, (Math.max(1, this.size.valueAsNumber) / 2) * scale, 0, 2 * Math.PI);
        context.stroke();
      }
    }
  }

  #undo;
  #redo;
  #paint;
  #erase;

  #tools() {
    const button = (label, act, more = {}) => h("button", { type: "button", onclick: act, ...more }, label);
    const step = (act) => () => {
      act();
      this.draw();
    };
    const change = (act) => step(() => {
      this.mask.remember();
      act();
    });
    this.#paint = button("Paint", () => this.#eraseInstead(false), { "aria-pressed": "true" });
    this.#erase = button("Erase", () => this.#eraseInstead(true), { "aria-pressed": "false" });
    this.#undo = button("Undo", step(() => this.mask.undo()));
    this.#redo = button("Redo", step(() => this.mask.redo()));
    return h("div.tools", { role: "group", "aria-label": "Brush" },
      h("div.row", {}, this.#paint, this.#erase, h("label.brush", { for: "brush-size" }, "Size"), this.size),
      h("div.row", {}, this.#undo, this.#redo, button("Invert", change(() => this.mask.invert())), button("Clear", change(() => this.mask.clear()))));
  }

  #eraseInstead(erasing) {
    this.#erasing = erasing;
    this.#paint.setAttribute("aria-pressed", String(!erasing));
    this.#erase.setAttribute("aria-pressed", String(erasing));
  }

  #stroke(from, to) {
    this.mask.stroke(from, to, this.size.valueAsNumber, this.#erasing ? 0 : 1);
    this.draw();
  }

  #listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      if (this.mode === "part" && event.button === 0) {
        canvas.setPointerCapture(event.pointerId);
        this.#cursor = null;
        this.#last = this.#place(event);
        this.mask.remember();
        this.#stroke(this.#last, this.#last);
      }
    });
    canvas.addEventListener("pointermove", (event) => {
      if (this.#last) {
        const now = this.#place(event);
        this.#stroke(this.#last, now);
        this.#last = now;
      }
    });
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, () => {
        this.#last = null;
      });
    }
    canvas.addEventListener("keydown", (event) => this.mode === "part" && this.#key(event));
    canvas.addEventListener("blur", () => {
      this.#cursor = null;
      this.draw();
    });
  }

  #place(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * this.mask.width, y: ((event.clientY - box.top) / box.height) * this.mask.height };
  }

  #key(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key in moves) {
      this.#move(moves[event.key], event.shiftKey);
    } else if (event.key === " ") {
      const at = this.#at();
      this.mask.remember();
      this.#stroke(at, at);
      say(this.#erasing ? "erased" : "painted");
    } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      event.shiftKey ? this.mask.redo() : this.mask.undo();
      this.draw();
    } else if (event.key.toLowerCase() === "e") {
      this.#eraseInstead(!this.#erasing);
      say(this.#erasing ? "eraser" : "brush");
    } else if (event.key === "[" || event.key === "]") {
      this.size.valueAsNumber += event.key === "]" ? 1 : -1;
      this.draw();
    } else {
      return;
    }
    event.preventDefault();
  }

  #move([dx, dy], painting) {
    const from = this.#at();
    const to = { x: Math.min(Math.max(from.x + dx, 0.5), this.mask.width - 0.5), y: Math.min(Math.max(from.y + dy, 0.5), this.mask.height - 0.5) };
    this.#cursor = to;
    if (painting) {
      this.mask.remember();
      this.#stroke(from, to);
    }
    say(`column ${Math.ceil(to.x)}, row ${Math.ceil(to.y)}`);
    this.draw();
  }

  #at() {
    this.#cursor ??= { x: Math.floor(this.mask.width / 2) + 0.5, y: Math.floor(this.mask.height / 2) + 0.5 };
    return this.#cursor;
  }
}

/** The sampler's rule: scaled until it just covers, cut at the centre. */
function cover(context, picture, width, height) {
  const scale = Math.max(width / picture.width, height / picture.height);
  const [cutWidth, cutHeight] = [width / scale, height / scale];
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, (picture.width - cutWidth) / 2, (picture.height - cutHeight) / 2, cutWidth, cutHeight, 0, 0, width, height);
}
