// A grid of codes as a canvas: a row a level, a column a frame; near colours are codes that sound alike.
// It draws and selects only; edits are made by the server.
import { GUTTER, INK, drawing } from "/assets/cells_drawing.js";
import { colour, css } from "/assets/colours.js";

const FINEST_WIDTH = 40;
const KEYS = ["Delete", "Backspace", "Enter", "+", "-", "c", "k", "m", "s", "u", "y", "z"];

function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export default {
  template: `<div class="cells"><canvas ref="canvas" tabindex="0" role="application" :aria-label="name"
    @pointerdown="down" @pointermove="move" @pointerup="up" @pointercancel="cancel" @pointerleave="leave"
    @wheel="wheel"></canvas></div>`,
  props: { name: String, active: Boolean, rowHeight: Number, audio: String },

  created() {
    // What is drawn is no part of the page's own state: watching every cell would cost more than drawing it.
    Object.assign(this, { grid: null, selection: null, ghost: null, start: 0, span: 1, drag: null, here: null });
  },

  mounted() {
    this.sized = new ResizeObserver(() => this.draw());
    this.sized.observe(this.$el);
    this.keyed = (event) => this.key(event);
    document.addEventListener("keydown", this.keyed);
    this.playing = 0;
    this.draw();
  },

  unmounted() {
    this.sized.disconnect();
    document.removeEventListener("keydown", this.keyed);
    cancelAnimationFrame(this.playing);
  },

  watch: {
    active() {
      this.draw();
    },
  },

  methods: {
    ...drawing,

    // grid: {roles, frames, rate, size, codes, locked, places, shares}, the last four as base64.
    show(grid, fresh) {
      if (!grid) {
        this.grid = this.selection = this.ghost = null;
        return this.draw();
      }
      const shares = bytes(grid.shares);
      const places = new Uint16Array(bytes(grid.places).buffer);
      const colours = Array.from(places, (place, code) => colour(place, shares[code]));
      this.grid = {
        ...grid,
        codes: new Int16Array(bytes(grid.codes).buffer),
        locked: bytes(grid.locked),
        colours: colours.map((each) => css(each)),
        inks: colours.map(([red, green, blue]) => (0.3 * red + 0.6 * green + 0.1 * blue > 105 ? "#10131a" : INK)),
      };
      if (fresh) {
        this.selection = this.ghost = null;
        this.fit();
      }
      this.draw();
    },

    select(region) {
      // Ignored while the pointer selects.
      if (this.drag) return;
      this.selection = region;
      this.draw();
    },

    // Outlines the region to which a copy or a swap would go.
    markTarget(region) {
      this.ghost = region;
      this.draw();
    },

    fit() {
      this.view(0, this.grid ? this.grid.frames : 1);
    },

    zoom(factor) {
      const middle = this.selection ? this.selection.frame + this.selection.frames / 2 : this.start + this.span / 2;
      this.zoomAt(factor, middle);
    },

    // Move the playhead along with the sound of the element that plays it.
    follow() {
      cancelAnimationFrame(this.playing);
      const sound = document.getElementById(this.audio);
      const step = () => {
        this.draw();
        if (sound && !sound.paused && !sound.ended) this.playing = requestAnimationFrame(step);
      };
      this.playing = requestAnimationFrame(step);
    },

    // Where a test, or a person with a screen reader, finds a cell: the middle of it, from the canvas' corner.
    place(level, frame) {
      return { x: GUTTER + (frame + 0.5 - this.start) * this.scale(), y: (level + 0.5) * this.rowHeight };
    },

    zoomAt(factor, frame) {
      const span = this.span / factor;
      this.view(frame - ((frame - this.start) / this.span) * span, span);
    },

    view(start, span) {
      if (!this.grid) return;
      const finest = Math.min(this.grid.frames, this.inner() / FINEST_WIDTH);
      this.span = Math.min(this.grid.frames, Math.max(finest, span));
      this.start = Math.min(this.grid.frames - this.span, Math.max(0, start));
      this.draw();
    },

    inner() {
      return Math.max(1, this.$el.clientWidth - GUTTER);
    },

    scale() {
      return this.inner() / this.span;
    },

    cellOf(event) {
      const box = this.$refs.canvas.getBoundingClientRect();
      const x = event.clientX - box.left;
      const y = event.clientY - box.top;
      const level = Math.floor(y / this.rowHeight);
      const frame = Math.floor(this.start + (x - GUTTER) / this.scale());
      return {
        level: Math.min(this.grid.roles.length - 1, Math.max(0, level)),
        frame: Math.min(this.grid.frames - 1, Math.max(0, frame)),
        gutter: x < GUTTER,
        axis: y >= this.grid.roles.length * this.rowHeight,
        x,
      };
    },

    down(event) {
      if (!this.grid || event.button) return;
      this.$refs.canvas.focus({ preventScroll: true });
      this.$refs.canvas.setPointerCapture(event.pointerId);
      const cell = this.cellOf(event);
      this.$emit("active");
      if (cell.axis) {
        this.drag = { pan: cell.x, start: this.start, moved: false };
      } else if (cell.gutter) {
        const first = event.shiftKey && this.selection ? this.selection.level : cell.level;
        this.selection = this.region({ level: first, frame: 0 }, { level: cell.level, frame: this.grid.frames - 1 });
        this.drag = { rows: first };
      } else if (event.shiftKey && this.selection) {
        const { level, frame } = this.selection;
        this.drag = { from: { level, frame }, moved: true };
        this.selection = this.region(this.drag.from, cell);
      } else {
        this.drag = { from: cell, moved: false };
        this.selection = this.region(cell, cell);
      }
      this.draw();
    },

    move(event) {
      if (!this.grid) return;
      const cell = this.cellOf(event);
      this.here = cell.axis || cell.gutter ? null : cell;
      this.$refs.canvas.style.cursor = cell.axis ? "ew-resize" : cell.gutter ? "pointer" : "crosshair";
      if (!this.drag) return this.draw();
      if (this.drag.pan !== undefined) {
        this.drag.moved ||= Math.abs(cell.x - this.drag.pan) > 3;
        this.view(this.drag.start + (this.drag.pan - cell.x) / this.scale(), this.span);
      } else if (this.drag.rows !== undefined) {
        this.selection = this.region({ level: this.drag.rows, frame: 0 }, { ...cell, frame: this.grid.frames - 1 });
      } else {
        this.drag.moved ||= cell.level !== this.drag.from.level || cell.frame !== this.drag.from.frame;
        this.selection = this.region(this.drag.from, cell);
      }
      this.draw();
    },

    up(event) {
      if (!this.drag) return;
      const cell = this.cellOf(event);
      const { pan, from, moved } = this.drag;
      this.drag = null;
      if (pan !== undefined) {
        if (!moved && !cell.gutter) this.$emit("seek", cell.frame / this.grid.rate);
        return;
      }
      this.$emit("region", this.selection);
      if (from && !moved) this.$emit("audition", { level: cell.level, frame: cell.frame });
    },

    cancel() {
      this.drag = null;
    },

    leave() {
      this.here = null;
      this.draw();
    },

    wheel(event) {
      if (!this.grid) return;
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        this.zoomAt(Math.exp(-event.deltaY / 300), this.cellOf(event).frame);
      } else if (sideways) {
        event.preventDefault();
        this.view(this.start + sideways / this.scale(), this.span);
      }
    },

    region(one, other) {
      const level = Math.min(one.level, other.level);
      const frame = Math.min(one.frame, other.frame);
      return {
        level,
        levels: Math.abs(one.level - other.level) + 1,
        frame,
        frames: Math.abs(one.frame - other.frame) + 1,
      };
    },

    key(event) {
      const writing = ["INPUT", "TEXTAREA", "SELECT"].includes(event.target.tagName);
      if (!this.active || writing || this.$el.offsetParent === null || document.querySelector(".q-dialog")) return;
      const command = event.ctrlKey || event.metaKey;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const named = command ? (key === "z" && event.shiftKey ? "ctrl-y" : `ctrl-${key}`) : key;
      if (["ctrl-z", "ctrl-y"].includes(named)) this.emitKey(event, named);
      else if (command || event.altKey) return;
      else if (key.startsWith("Arrow")) this.arrow(event, key.slice(5));
      else if (KEYS.includes(key)) this.emitKey(event, key);
      else if (key === "f") this.fit();
      else if (key === "Escape" && this.selection) {
        this.selection = null;
        this.$emit("region", null);
        this.draw();
      }
    },

    emitKey(event, key) {
      event.preventDefault();
      this.$emit("key", key);
    },

    // Arrows move the selection; with shift they change its size.
    arrow(event, way) {
      if (!this.grid || !this.selection) return;
      event.preventDefault();
      const { level, levels, frame, frames } = this.selection;
      const [down, right] = { Up: [-1, 0], Down: [1, 0], Left: [0, -1], Right: [0, 1] }[way];
      const within = (value, most) => Math.min(most, Math.max(0, value));
      if (event.shiftKey) {
        this.selection = {
          level,
          levels: 1 + within(levels + down - 1, this.grid.roles.length - level - 1),
          frame,
          frames: 1 + within(frames + right - 1, this.grid.frames - frame - 1),
        };
      } else {
        this.selection = {
          level: within(level + down, this.grid.roles.length - levels),
          levels,
          frame: within(frame + right, this.grid.frames - frames),
          frames,
        };
      }
      this.reveal();
      this.$emit("region", this.selection);
      this.draw();
    },

    reveal() {
      const { frame, frames } = this.selection;
      if (frame < this.start) this.view(frame, this.span);
      else if (frame + frames > this.start + this.span) this.view(frame + frames - this.span, this.span);
    },
  },
};
