// An edit of the vocabulary, its numbers typed in a row.
import { stage } from "/assets/stage.js";

export default {
  props: { name: String, doc: String, usage: String },
  template: `
    <form class="edit" :title="doc" :data-control="name" @submit.prevent="say">
      <span class="knob-label">{{ name }}</span>
      <input v-model="text" :placeholder="usage" :aria-label="name" spellcheck="false" />
      <button type="submit" class="switch">Go</button>
    </form>`,
  data: () => ({ text: "" }),
  methods: {
    say() {
      stage.say(this.name, ...this.text.split(/[\s,]+/).filter(Boolean).map(Number));
    },
  },
};
