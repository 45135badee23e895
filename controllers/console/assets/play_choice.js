// A control that takes a name, chosen among those there are.
import { stage } from "/assets/stage.js";

export default {
  props: { name: String, label: String, doc: String, names: Array },
  template: `
    <label class="field" :title="doc" :data-control="name">
      <span class="knob-label">{{ label }}</span>
      <select v-model="chosen" :aria-label="label" @change="say">
        <option value="">none</option>
        <option v-for="one in names" :key="one" :value="one">{{ one }}</option>
      </select>
    </label>`,
  data: () => ({ chosen: "" }),
  methods: {
    say(event) {
      stage.say(this.name, ...(this.chosen ? [this.chosen] : []));
      event.target.blur();
    },
  },
};
