// Input field for a number, also stepped with the arrow keys.
import { follows, stage } from "/assets/stage.js";
import { formatValue } from "/assets/play_knob.js";

export default {
  mixins: [follows],
  props: { name: String, label: String, doc: String, unit: String, kind: String, low: Number, high: Number },
  template: `
    <label class="field" :title="doc" :data-control="name">
      <span class="knob-label">{{ label }}</span>
      <input type="number" :min="low" :max="high" :step="kind === 'continuous' ? 'any' : 1" v-model="text"
        :aria-label="label" @focus="typing = true" @change="take" @blur="leave" @keydown.enter="take" />
      <small v-if="unit">{{ unit }}</small>
    </label>`,
  data: () => ({ text: "", typing: false }),
  methods: {
    show() {
      const value = stage.controls[this.name];
      if (!this.typing && value !== undefined) this.text = formatValue(value, Number.isInteger(value) ? "" : this.kind);
    },
    take() {
      const value = parseFloat(this.text);
      if (Number.isFinite(value)) stage.send(this.name, value);
    },
    leave() {
      this.typing = false;
      this.show();
    },
  },
};
