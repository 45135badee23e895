// A toggle, lit while it is on, or a trigger.
import { follows, stage } from "/assets/stage.js";

export default {
  mixins: [follows],
  props: { name: String, label: String, doc: String, kind: String, icon: String, other: String, tone: String },
  template: `
    <button type="button" class="switch" :class="[tone, { lit }]" :title="doc" :aria-label="label" :data-control="name"
      :aria-pressed="kind === 'toggle' ? lit : null" @click="press">
      <q-icon v-if="icon" :name="lit && other ? other : icon" />
      <span v-if="!icon">{{ label }}</span>
    </button>`,
  data: () => ({ lit: false }),
  methods: {
    show() {
      this.lit = this.kind === "toggle" && Boolean(stage.controls[this.name]);
    },
    press() {
      stage.send(this.name);
    },
  },
};
