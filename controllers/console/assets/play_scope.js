// Oscilloscope, or spectrum analyser with peak hold.
import { stage } from "/assets/stage.js";

const FALLS = 1.2;

export default {
  props: { kind: String },
  template: `<canvas class="scope"></canvas>`,
  mounted() {
    this.peaks = [];
    this.fresh = true;
    this.unsubscribe = stage.on("look", (look) => look[this.kind] && (this.fresh = true));
    this.end = stage.animate(this.$el, () => this.draw());
  },
  unmounted() {
    this.unsubscribe();
    this.end();
  },
  methods: {
    draw() {
      const values = stage.seen[this.kind];
      if (!this.fresh || !values) return;
      this.fresh = false;
      const canvas = this.$el;
      const [width, height] = [canvas.clientWidth, canvas.clientHeight];
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      const context = canvas.getContext("2d");
      context.clearRect(0, 0, width, height);
      if (this.kind === "scope") this.line(context, values, width, height);
      else this.bars(context, values, width, height);
    },
    line(context, values, width, height) {
      context.strokeStyle = "#2b3240";
      context.beginPath();
      context.moveTo(0, height / 2);
      context.lineTo(width, height / 2);
      context.stroke();
      context.strokeStyle = "#ffb454";
      context.lineWidth = 1.5;
      context.beginPath();
      values.forEach((value, place) =>
        context.lineTo((place / (values.length - 1)) * width, height / 2 - (value / 100) * (height / 2 - 2)),
      );
      context.stroke();
    },
    bars(context, values, width, height) {
      const step = width / values.length;
      values.forEach((value, place) => {
        const peak = (this.peaks[place] = Math.max(value, (this.peaks[place] ?? 0) - FALLS));
        context.fillStyle = `hsl(${38 - place * 0.25} 100% ${38 + value * 0.32}%)`;
        const high = (value / 100) * (height - 2);
        context.fillRect(place * step, height - high, Math.max(step - 1, 1), high);
        context.fillStyle = "#8b95a7";
        context.fillRect(place * step, height - (peak / 100) * (height - 2), Math.max(step - 1, 1), 1);
      });
    },
  },
};
