// Fader for one control; it also follows changes from OSC, MIDI and other browsers.
import { follows, stage } from "/assets/stage.js";

const HELD_MILLISECONDS = 400;

export function formatValue(value, kind) {
  if (value === undefined) return "–";
  if (kind !== "continuous") return String(Math.round(value));
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}

export default {
  mixins: [follows],
  props: { name: String, label: String, doc: String, unit: String, kind: String, usual: Number, step: Number },
  template: `
    <label class="knob" :title="doc" :data-control="name">
      <span class="knob-label">{{ label }}</span>
      <span class="knob-value">{{ shown }}<small v-if="unit">{{ unit }}</small></span>
      <input type="range" min="0" max="1" :step="step" :value="at" :style="{ '--at': at }" :aria-label="label"
        @input="turn" @dblclick="reset" />
    </label>`,
  data: () => ({ at: 0, shown: "–", touched: -Infinity }),
  methods: {
    show() {
      this.shown = formatValue(stage.controls[this.name], this.kind);
      if (performance.now() - this.touched > HELD_MILLISECONDS) this.at = stage.units[this.name] ?? 0;
    },
    turn(event) {
      this.touched = performance.now();
      this.at = Number(event.target.value);
      stage.turn(this.name, this.at);
    },
    reset() {
      this.touched = -Infinity;
      stage.send(this.name, this.usual);
    },
  },
};
