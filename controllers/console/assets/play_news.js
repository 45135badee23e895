// Line with the latest event: recording, lost sound card, overload, or a refused message.
import { stage } from "/assets/stage.js";

const REMARK_MILLISECONDS = 6000;

export default {
  template: `<div class="news" :class="tone" role="status" data-testid="play-news">{{ text }}</div>`,
  data: () => ({ text: "", tone: "" }),
  mounted() {
    this.remark = "";
    this.ends = [
      stage.on("look", (look) => (look.news || look.relief || "lost" in look) && this.show()),
      stage.on("connected", () => this.show()),
      stage.on("stage", () => this.show()),
      stage.on("remark", (remark) => {
        this.remark = remark;
        this.show();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => ((this.remark = ""), this.show()), REMARK_MILLISECONDS);
      }),
    ];
    this.show();
  },
  unmounted() {
    this.ends.forEach((end) => end());
  },
  methods: {
    show() {
      const { seen, backdrop, connected } = stage;
      const line = [
        [!connected, "bad", "The console does not answer: looking for it…"],
        [this.remark, "bad", this.remark],
        [seen.lost, "bad", `${backdrop?.card} is gone: playing on without it, and looking for it`],
        [seen.relief?.length, "warn", `The processor cannot keep up: gave up ${seen.relief}`],
        [seen.news?.length, "", seen.news?.join("; ")],
        [true, "", backdrop ? `on ${backdrop.card}` : ""],
      ].find(([is]) => is);
      [, this.tone, this.text] = line;
    },
  },
};
