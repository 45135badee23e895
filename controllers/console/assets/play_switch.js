// A toggle, lit while it is on, or a trigger.
import { stage } from "/assets/stage.js";

export default {
  props: { name: String, label: String, doc: String, kind: String, icon: String, other: String, tone: String },
  template: `
    <button type="button" class="switch" :class="[tone, { lit }]" :title="doc" :aria-label="label" :data-control="name"
      :aria-pressed="kind === 'toggle' ? lit : null" @click="press">
      <q-icon v-if="icon" :name="lit && other ? other : icon" />
      <span v-if="!icon">{{ label }}</span>
    </button>`,
  data: () => ({ lit: false }),
  mounted() {
    this.show();
    this.end = stage.on("controls", (moved) => this.name in moved && this.show());
    this.over = stage.on("stage", () => this.show());
  },
  unmounted() {
    this.end();
    this.over();
  },
  methods: {
    show() {
      this.lit = this.kind === "toggle" && Boolean(stage.controls[this.name]);
    },
    press() {
      stage.say(this.name);
    },
  },
};
