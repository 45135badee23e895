// View of the playing grid on a canvas: visible cells, their places and their colours.
import { colour, css, EMPTY } from "/assets/colours.js";
import { stage } from "/assets/stage.js";

const RULER = 16;
const GAP = 2;
const AHEAD = 0.28;
const ACCENT = "#ffb454";
const COOL = "#5ccfe6";
const LINE = "#2b3240";
const SOFT = "#8b95a7";
const BACK = "#10131a";

export class View {
  constructor(canvas, overview) {
    this.canvas = canvas;
    this.overview = overview;
    this.cell = 7;
    this.start = 0;
    this.follows = true;
    this.frozen = false;
    this.bitmap = document.createElement("canvas");
    this.reset();
  }

  reset() {
    const { backdrop } = stage;
    if (!backdrop) return;
    Object.assign(this.bitmap, { width: backdrop.frames, height: backdrop.roles.length });
    this.pixels = this.bitmap.getContext("2d");
    this.image = this.pixels.createImageData(1, backdrop.roles.length);
    this.colours = backdrop.places.map((places, level) => {
      const norms = backdrop.norms[level];
      const most = Math.max(...norms, 1);
      return places.map((place, code) => colour(place, (255 * norms[code]) / most));
    });
    this.pixels.fillStyle = css(EMPTY);
    this.pixels.fillRect(0, 0, backdrop.frames, backdrop.roles.length);
    this.wide = true;
  }

  update(columns) {
    for (const column of columns) {
      for (let level = 0; level < this.colours.length; level++) {
        const code = stage.code(level, column);
        this.image.data.set(code < 0 ? EMPTY : this.colours[level][code], level * 4);
        this.image.data[level * 4 + 3] = 255;
      }
      this.pixels.putImageData(this.image, column, 0);
    }
    this.wide = true;
  }

  get frames() {
    return stage.backdrop.frames;
  }

  get visible() {
    return this.canvas.clientWidth / this.cell;
  }

  get row() {
    return (this.canvas.clientHeight - RULER) / stage.backdrop.roles.length;
  }

  wrap(column) {
    return ((column % this.frames) + this.frames) % this.frames;
  }

  x(column) {
    return this.wrap(column - this.start + this.frames / 4) * this.cell - (this.frames / 4) * this.cell;
  }

  columnAt(x) {
    return Math.floor(this.wrap(this.start + x / this.cell));
  }

  levelAt(y) {
    return Math.min(Math.max(Math.floor((y - RULER) / this.row), 0), stage.backdrop.roles.length - 1);
  }

  zoom(factor, x = this.canvas.clientWidth / 2) {
    const column = this.start + x / this.cell;
    this.cell = Math.min(Math.max(this.cell * factor, this.canvas.clientWidth / this.frames), 28);
    this.start = this.wrap(column - x / this.cell);
  }

  look(column) {
    this.follows = false;
    this.start = this.wrap(column);
  }

  // A loop that fits into the view stands still; otherwise the playhead does, and the grid scrolls.
  place() {
    if (!this.follows || this.frozen) return;
    const [start, length] = stage.seen.loop ?? [0, 0];
    const fits = stage.controls["loop/on"] && length < this.visible;
    this.start = this.wrap(fits ? start - (this.visible - length) / 2 : stage.column - this.visible * (1 - AHEAD));
  }

  draw(marks) {
    if (!stage.backdrop || !this.colours) return;
    const { canvas } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    this.place();
    const context = canvas.getContext("2d");
    context.imageSmoothingEnabled = false;
    context.fillStyle = BACK;
    context.fillRect(0, 0, width, height);
    this.cells(context, width, height);
    this.ruler(context, width);
    this.locks(context);
    if (stage.controls["loop/on"]) this.loop(context);
    if (marks.source) this.frame(context, marks.source, COOL, [4, 3]);
    if (marks.selection) this.frame(context, marks.selection, "#fff", []);
    if (marks.hover) this.frame(context, { ...marks.hover, levels: 1, columns: 1 }, "rgba(255,255,255,.7)", []);
    this.head(context, height);
    this.all();
  }

  cells(context, width, height) {
    const first = Math.floor(this.start);
    const offset = Math.round((first - this.start) * this.cell);
    const count = Math.ceil(this.visible) + 2;
    const levels = stage.backdrop.roles.length;
    for (let level = 0; level < levels; level++) {
      context.globalAlpha = this.opacity(level);
      for (let done = 0; done < count; ) {
        const from = this.wrap(first + done);
        const part = Math.min(count - done, this.frames - from);
        const x = offset + Math.round(done * this.cell);
        context.drawImage(
          this.bitmap, from, level, part, 1,
          x, RULER + level * this.row, Math.round(part * this.cell), this.row - GAP,
        );
        done += part;
      }
    }
    context.globalAlpha = 1;
    if (this.cell < 6) return;
    context.fillStyle = BACK;
    for (let n = 0; n < count; n++) context.fillRect(offset + Math.round(n * this.cell), RULER, 1, height);
  }

  // Opacity of a level: dim if it is muted.
  opacity(level) {
    const { controls, backdrop } = stage;
    const solo = backdrop.roles.some((_, other) => controls[`level/${other + 1}/solo`]);
    return controls[`level/${level + 1}/${solo ? "solo" : "mask"}`] ? 1 : 0.25;
  }

  ruler(context, width) {
    const each = [10, 25, 50, 100, 250, 500].find((step) => step * this.cell >= 70) ?? 1000;
    context.fillStyle = SOFT;
    context.font = "10px Roboto, sans-serif";
    const first = Math.ceil(this.start / each) * each;
    for (let column = first; (column - this.start) * this.cell < width; column += each) {
      const x = Math.round((column - this.start) * this.cell);
      context.fillRect(x, 11, 1, 4);
      context.fillText(`${this.wrap(column)}`, x + 3, 10);
    }
  }

  locks(context) {
    context.fillStyle = "#fff";
    for (let n = 0; n < this.visible + 1; n++) {
      const column = this.wrap(Math.floor(this.start) + n);
      const bits = stage.locked[column];
      if (!bits) continue;
      for (let level = 0; level < this.colours.length; level++) {
        if (bits & (1 << level)) {
          context.fillRect(this.x(column) + 1, RULER + (level + 1) * this.row - GAP - 4, Math.max(this.cell - 1, 1), 3);
        }
      }
    }
  }

  loop(context) {
    const [start, length] = stage.seen.loop ?? [0, 0];
    const x = Math.round(this.x(start));
    const span = Math.round(length * this.cell);
    context.fillStyle = ACCENT;
    context.fillRect(x, RULER - 3, span, 2);
    context.fillRect(x, RULER - 3, 2, 8);
    context.fillRect(x + span - 2, RULER - 3, 2, 8);
    context.fillStyle = "rgba(16,19,26,.5)";
    const below = this.canvas.height;
    if (length < this.frames) {
      context.fillRect(0, RULER, Math.max(x, 0), below);
      context.fillRect(x + span, RULER, Math.max(this.canvas.width - x - span, 0), below);
    }
  }

  frame(context, { level, levels, column, columns }, tone, dashes) {
    context.strokeStyle = tone;
    context.lineWidth = 1.5;
    context.setLineDash(dashes);
    context.strokeRect(
      Math.round(this.x(column)) + 0.5, RULER + level * this.row + 0.5,
      Math.max(columns * this.cell - 1, 1), levels * this.row - GAP - 1,
    );
    context.setLineDash([]);
  }

  head(context, height) {
    const x = Math.round(this.x(stage.column));
    context.fillStyle = "rgba(255,180,84,.22)";
    context.fillRect(x - 3, RULER - 4, 7, height);
    context.fillStyle = ACCENT;
    context.fillRect(x, RULER - 4, 1.5, height);
  }

  // Overview of the whole grid.
  all() {
    const { overview } = this;
    const [width, height] = [overview.clientWidth, overview.clientHeight];
    if (overview.width !== width || overview.height !== height) Object.assign(overview, { width, height });
    const context = overview.getContext("2d");
    if (this.wide || !this.small) {
      this.small ??= document.createElement("canvas");
      Object.assign(this.small, { width, height });
      this.small.getContext("2d").drawImage(this.bitmap, 0, 0, width, height);
      this.wide = false;
    }
    const scale = width / this.frames;
    context.globalAlpha = 0.55;
    context.clearRect(0, 0, width, height);
    context.drawImage(this.small, 0, 0);
    context.globalAlpha = 1;
    const spans = [[this.start, this.visible, "rgba(255,255,255,.75)"]];
    if (stage.controls["loop/on"]) spans.push([...(stage.seen.loop ?? [0, 0]), ACCENT]);
    for (const [start, length, tone] of spans) {
      context.strokeStyle = tone;
      for (const turn of [0, this.frames]) {
        context.strokeRect((start - turn) * scale + 0.5, 0.5, Math.max(length * scale - 1, 1), height - 1);
      }
    }
    context.fillStyle = ACCENT;
    context.fillRect(this.wrap(stage.column) * scale - 0.5, 0, 2, height);
    context.fillStyle = LINE;
  }
}
