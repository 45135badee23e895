// Selection of one of several names.
import { stage } from "/assets/stage.js";

export default {
  props: { name: String, label: String, doc: String, names: Array },
  template: `
    <label class="field" :title="doc" :data-control="name">
      <span class="knob-label">{{ label }}</span>
      <select v-model="chosen" :aria-label="label" @change="send">
        <option value="">none</option>
        <option v-for="one in names" :key="one" :value="one">{{ one }}</option>
      </select>
    </label>`,
  data: () => ({ chosen: "" }),
  methods: {
    send(event) {
      stage.send(this.name, ...(this.chosen ? [this.chosen] : []));
      event.target.blur();
    },
  },
};
