// An edit of the vocabulary, its numbers typed in a row; or what takes a name.
import { stage } from "/assets/stage.js";

export default {
  props: { name: String, kind: String, doc: String, usage: String },
  template: `
    <form class="edit" :title="doc" :data-control="name" @submit.prevent="say">
      <span class="knob-label">{{ name }}</span>
      <input v-model="text" :placeholder="usage" :aria-label="name" spellcheck="false" />
      <button type="submit" class="switch">Go</button>
    </form>`,
  data: () => ({ text: "" }),
  methods: {
    say() {
      const text = this.text.trim();
      const said = this.kind === "edit" ? text.split(/[\s,]+/).map(Number) : [text];
      stage.say(this.name, ...(text ? said : []));
    },
  },
};
