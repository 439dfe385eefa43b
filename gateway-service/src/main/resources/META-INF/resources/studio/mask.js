const MOST_STEPS_BACK = 50;

/** Which pixels are made anew. Each stroke can be taken back. */
export class Mask {
  #past = [];
  #future = [];

  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.cells = new Uint8Array(width * height);
  }

  get isEmpty() {
    return this.cells.every((cell) => cell === 0);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Call before what belongs to one step back. */
  remember() {
    this.#past.push(this.cells.slice());
    this.#past.splice(0, this.#past.length - MOST_STEPS_BACK);
    this.#future = [];
  }

  undo() {
    this.#swap(this.#past, this.#future);
  }

  redo() {
    this.#swap(this.#future, this.#past);
  }

  /** A round brush drawn along a line; places are pixels, fractions allowed. */
  stroke(from, to, diameter, value) {
    const distance = Math.hypot(to.x - from.x, to.y - from.y);
    const dabs = Math.max(1, Math.ceil(distance * 2));
    for (let i = 0; i <= dabs; i += 1) {
      this.#dab(from.x + ((to.x - from.x) * i) / dabs, from.y + ((to.y - from.y) * i) / dabs, diameter / 2, value);
    }
  }

  invert() {
    this.cells = this.cells.map((cell) => 1 - cell);
  }

  clear() {
    this.cells.fill(0);
  }

  /** A PNG as the API takes it: white is made anew, black is kept. */
  toBlob() {
    const canvas = new OffscreenCanvas(this.width, this.height);
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(this.width, this.height);
    this.cells.forEach((cell, i) => pixels.data.set([cell * 255, cell * 255, cell * 255, 255], i * 4));
    context.putImageData(pixels, 0, 0);
    return canvas.convertToBlob({ type: "image/png" });
  }

  /** From RGBA pixels of this size, light ones being made anew. */
  read(rgba) {
    this.cells = this.cells.map((_, i) => (rgba[i * 4] > 127 ? 1 : 0));
  }

  #dab(x, y, radius, value) {
    const reach = Math.max(radius, 0.5);
    for (let row = Math.max(0, Math.floor(y - reach)); row <= Math.min(this.height - 1, y + reach); row += 1) {
      for (let column = Math.max(0, Math.floor(x - reach)); column <= Math.min(this.width - 1, x + reach); column += 1) {
        const within = Math.hypot(column + 0.5 - x, row + 0.5 - y) <= reach;
        const under = Math.floor(x) === column && Math.floor(y) === row;
        if (within || under) {
          this.cells[row * this.width + column] = value;
        }
      }
    }
  }

  #swap(from, to) {
    if (from.length > 0) {
      to.push(this.cells);
      this.cells = from.pop();
    }
  }
}
