// Meter of one level: norm of its code's vector times the level's gain.
import { stage } from "/assets/stage.js";

const FALLS = 0.85;

export default {
  props: { level: Number },
  template: `<div class="meter" ref="bar"><i></i></div>`,
  mounted() {
    this.shown = 0;
    this.end = stage.animate(this.$el, () => this.draw());
  },
  unmounted() {
    this.end();
  },
  methods: {
    draw() {
      const { backdrop, controls, seen } = stage;
      const code = seen.current_codes?.[this.level];
      let adds = 0;
      if (backdrop && code !== undefined && controls.play) {
        const solo = backdrop.roles.some((_, level) => controls[`level/${level + 1}/solo`]);
        const open = controls[`level/${this.level + 1}/${solo ? "solo" : "mask"}`];
        adds = (backdrop.norms[this.level][code] / 255) * open * controls[`level/${this.level + 1}/gain`];
      }
      const shown = Math.max(adds, this.shown * FALLS);
      if (Math.abs(shown - this.shown) < 0.002) return;
      this.shown = shown;
      this.$el.firstChild.style.transform = `scaleX(${shown.toFixed(3)})`;
    },
  },
};
