// Form for a control that takes several numbers or a name.
import { stage } from "/assets/stage.js";

export default {
  props: { name: String, kind: String, doc: String, usage: String },
  template: `
    <form class="edit" :title="doc" :data-control="name" @submit.prevent="send">
      <span class="knob-label">{{ name }}</span>
      <input v-model="text" :placeholder="usage" :aria-label="name" spellcheck="false" />
      <button type="submit" class="switch">Go</button>
    </form>`,
  data: () => ({ text: "" }),
  methods: {
    send() {
      const text = this.text.trim();
      const values = this.kind === "edit" ? text.split(/[\s,]+/).map(Number) : [text];
      stage.send(this.name, ...(text ? values : []));
    },
  },
};
