// How a grid of codes is drawn: methods of the element that shows it, whose view and selection they read.
import { EMPTY, css } from "/assets/colours.js";

export const GUTTER = 78;
export const INK = "#d8dee9";
const AXIS = 20;
const OVERVIEW = 7;
const DIM = "#7d8796";
const ACCENT = "#ffb454";
const EMPTY_CELL = css(EMPTY);
const NUMBERED_WIDTH = 26;
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800];

export const drawing = {
  draw() {
    const canvas = this.$refs.canvas;
    if (!canvas || !this.$el.clientWidth) return;
    const levels = this.grid ? this.grid.roles.length : 4;
    const [width, height] = [this.$el.clientWidth, levels * this.rowHeight + AXIS + OVERVIEW];
    const sharp = window.devicePixelRatio || 1;
    if (canvas.width !== width * sharp || canvas.height !== height * sharp) {
      [canvas.width, canvas.height] = [width * sharp, height * sharp];
      canvas.style.height = `${height}px`;
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.clearRect(0, 0, width, height);
    if (!this.grid) return;
    pen.save();
    pen.beginPath();
    pen.rect(GUTTER, 0, width - GUTTER, height);
    pen.clip();
    this.drawCells(pen);
    this.drawAxis(pen, levels * this.rowHeight);
    this.drawRegion(pen, this.ghost, DIM, [4, 3]);
    this.drawRegion(pen, this.selection, this.active ? ACCENT : INK, []);
    this.drawPlayhead(pen, levels * this.rowHeight);
    pen.restore();
    this.drawRows(pen);
    this.drawOverview(pen, width, height);
  },

  // Above a pixel a cell, each cell is drawn; below it, each pixel is the cell in the middle of what it covers.
  drawCells(pen) {
    const { codes, locked, colours, inks, frames, size, roles } = this.grid;
    const scale = this.scale();
    const first = Math.floor(this.start);
    const wide = Math.max(1, scale);
    const count = Math.ceil(this.inner() / wide) + 1;
    const gap = scale > 6 ? 1 : 0;
    pen.font = "10px ui-monospace, monospace";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    roles.forEach((_, level) => {
      const top = level * this.rowHeight;
      for (let column = 0; column < count; column++) {
        const frame = scale >= 1 ? first + column : Math.floor(this.start + (column + 0.5) / scale);
        if (frame >= frames) break;
        const x = scale >= 1 ? GUTTER + (frame - this.start) * scale : GUTTER + column;
        const code = codes[level * frames + frame];
        pen.fillStyle = code < 0 ? EMPTY_CELL : colours[level * size + code];
        pen.fillRect(x, top, wide - gap + (gap ? 0 : 0.5), this.rowHeight - 2);
        if (locked[level * frames + frame]) {
          pen.fillStyle = "rgba(10,12,17,0.75)";
          pen.fillRect(x, top + this.rowHeight - 8, wide + 0.5, 6);
          pen.fillStyle = INK;
          pen.fillRect(x, top + this.rowHeight - 5, wide - gap + 0.5, 2);
        }
        if (wide >= NUMBERED_WIDTH && code >= 0) {
          pen.fillStyle = inks[level * size + code];
          pen.fillText(code, x + wide / 2, top + this.rowHeight / 2 - 1);
        }
      }
    });
  },

  drawAxis(pen, top) {
    const { rate } = this.grid;
    const pixels = this.scale() * rate;
    const step = STEPS.find((each) => each * pixels >= 64) || 3600;
    const places = step < 0.1 ? 2 : step < 1 ? 1 : 0;
    pen.font = "11px system-ui, sans-serif";
    pen.textAlign = "left";
    pen.textBaseline = "top";
    const last = (this.start + this.span) / rate;
    for (let tick = Math.ceil(this.start / rate / step); tick * step <= last; tick++) {
      const x = GUTTER + (tick * step * rate - this.start) * this.scale();
      pen.fillStyle = "#3a4351";
      pen.fillRect(x, top, 1, 6);
      pen.fillStyle = DIM;
      pen.fillText(`${(tick * step).toFixed(places)} s`, x + 4, top + 4);
    }
  },

  drawRegion(pen, region, colour, dashes) {
    if (!region) return;
    const x = GUTTER + (region.frame - this.start) * this.scale();
    const width = Math.max(2, region.frames * this.scale());
    pen.setLineDash(dashes);
    pen.lineWidth = 4;
    pen.strokeStyle = "rgba(10,12,17,0.8)";
    const box = [x, region.level * this.rowHeight + 1, width, region.levels * this.rowHeight - 4];
    pen.strokeRect(...box);
    pen.lineWidth = 2;
    pen.strokeStyle = colour;
    pen.strokeRect(...box);
    pen.setLineDash([]);
  },

  drawPlayhead(pen, height) {
    const sound = document.getElementById(this.audio);
    if (!sound || !sound.currentTime || sound.ended) return;
    pen.fillStyle = ACCENT;
    pen.fillRect(GUTTER + (sound.currentTime * this.grid.rate - this.start) * this.scale() - 1, 0, 2, height);
  },

  drawRows(pen) {
    const { roles, codes, frames } = this.grid;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    roles.forEach((role, level) => {
      const middle = level * this.rowHeight + this.rowHeight / 2 - 1;
      const lit = this.here && this.here.level === level;
      pen.font = "12px system-ui, sans-serif";
      pen.fillStyle = lit ? INK : DIM;
      pen.fillText(role, 2, middle);
      if (lit) {
        const code = codes[level * frames + this.here.frame];
        pen.font = "11px ui-monospace, monospace";
        pen.textAlign = "right";
        pen.fillText(code < 0 ? "–" : code, GUTTER - 8, middle);
        pen.textAlign = "left";
      }
    });
  },

  drawOverview(pen, width, height) {
    if (this.span >= this.grid.frames) return;
    const per = (width - GUTTER) / this.grid.frames;
    pen.fillStyle = EMPTY_CELL;
    pen.fillRect(GUTTER, height - 4, width - GUTTER, 3);
    pen.fillStyle = DIM;
    pen.fillRect(GUTTER + this.start * per, height - 4, Math.max(8, this.span * per), 3);
  },
};
