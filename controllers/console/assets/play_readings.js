// Readings of the engine: load, underruns, beat, latency, buffer.
import { stage } from "/assets/stage.js";

const EVERY_MILLISECONDS = 200;

export default {
  template: `
    <div class="readings">
      <span v-for="one in shown" :key="one.name" :title="one.doc" :class="one.tone">
        <small>{{ one.name }}</small><b :data-testid="'play-' + one.name">{{ one.value }}</b>
      </span>
    </div>`,
  data: () => ({ shown: [] }),
  mounted() {
    this.at = 0;
    this.end = stage.on("look", () => this.show());
    this.over = stage.on("connected", () => ((this.at = 0), this.show()));
  },
  unmounted() {
    this.end();
    this.over();
  },
  methods: {
    show() {
      const now = performance.now();
      if (now - this.at < EVERY_MILLISECONDS || !this.$el.offsetParent) return;
      this.at = now;
      const status = (name) => stage.seen.readings?.[`status/${name}`];
      const [load, xruns] = [status("load") ?? 0, status("xruns") ?? 0];
      const tone = load > 0.9 ? "bad" : load > 0.5 ? "warn" : "";
      this.shown = [
        { name: "load", value: `${Math.round(load * 100)}%`, doc: "share of the time that a frame takes to make", tone },
        { name: "xruns", value: xruns, doc: "how often sound broke up", tone: xruns ? "bad" : "" },
        ...(status("bar") !== undefined
          ? [{ name: "beat", value: `${status("bar")}.${Math.floor(status("beat"))}`, doc: "bar and beat" }]
          : []),
        { name: "latency", value: `${Math.round(status("latency") ?? 0)} ms`, doc: "from a touch to its sound" },
        { name: "buffer", value: `${Math.round(status("buffer") ?? 0)} ms`, doc: "rendered ahead" },
      ];
    },
  },
};
