// The grid under the hand: a click hears a code, a drag paints, shift and drag selects.
import { css } from "/assets/colours.js";
import { stage } from "/assets/stage.js";
import { View } from "/assets/view.js";

const MOST_RUNS = 48;
const A_LITTLE = 0.1;
const TOOLS = [
  { name: "hear", icon: "hearing", doc: "A click hears a code, a drag paints with the one it begins on" },
  { name: "paint", icon: "brush", doc: "A click or a drag paints with the code chosen below (B; or hold Alt)" },
  { name: "select", icon: "highlight_alt", doc: "A drag selects (or hold Shift)" },
];
const DEEDS = [
  { name: "loop", doc: "Loop the selection" },
  { name: "copy", doc: "Mark the selection: paste and swap take what is marked" },
  { name: "paste", doc: "Put what is marked at the beginning of the selection", marked: true },
  { name: "swap", doc: "Exchange the selection with what is marked", marked: true },
  { name: "lock", doc: "Keep the selection from edits; it sounds whenever it comes by" },
  { name: "unlock", doc: "Let the selection be edited again" },
  { name: "resample", doc: "Have some cells of the selection imagined anew: as many as resample says" },
  { name: "clear", doc: "Empty the selection: the prior chooses anew" },
];

export default {
  template: `
    <div class="grid">
      <div class="grid-tools">
        <span class="segments">
          <button v-for="one in tools" :key="one.name" type="button" class="switch" :class="{ lit: tool === one.name }"
            :title="one.doc" :aria-label="one.name" :data-testid="'play-tool-' + one.name" @click="tool = one.name">
            <q-icon :name="one.icon" /><span class="wide">{{ one.name }}</span>
          </button>
        </span>
        <span class="segments">
          <button v-for="one in deeds" :key="one.name" type="button" class="switch" :title="one.doc"
            :disabled="!selection || (one.marked && !source)" :data-testid="'play-do-' + one.name"
            @click="act(one.name)">{{ one.name }}</button>
        </span>
        <span class="grid-where" data-testid="play-where">{{ where }}</span>
        <span class="segments">
          <button type="button" class="switch" title="Narrower" aria-label="narrower" @click="view.zoom(1 / 1.4)">−</button>
          <button type="button" class="switch" title="Wider" aria-label="wider" @click="view.zoom(1.4)">+</button>
          <button type="button" class="switch" :class="{ lit: follows }" data-testid="play-follow"
            title="Scroll with the playhead" @click="follow(!follows)">follow</button>
        </span>
      </div>
      <div class="grid-body">
        <div class="grid-rows"><span v-for="(role, n) in roles" :key="n">{{ role }}</span></div>
        <canvas ref="cells" class="grid-cells" data-testid="play-grid" @pointerdown="down" @pointermove="move"
          @pointerup="up" @pointercancel="up" @pointerleave="hover = null" @wheel.prevent="wheel"></canvas>
      </div>
      <div class="grid-foot"><span>All</span>
        <canvas ref="overview" class="grid-overview" @pointerdown="travel" @pointermove="travel"></canvas></div>
      <div class="grid-foot"><span :title="'What paint puts into ' + roles[level]">{{ brushed }}</span>
        <canvas ref="palette" class="grid-palette" data-testid="play-palette" @pointerdown="choose"></canvas></div>
    </div>`,
  data: () => ({
    tools: TOOLS, deeds: DEEDS, tool: "hear", roles: [], level: 0, brush: [], selection: null, source: null,
    hover: null, follows: true,
  }),
  computed: {
    brushed() {
      return `${this.roles[this.level] ?? ""} ${this.brush[this.level] ?? ""}`;
    },
    where() {
      const { hover, selection } = this;
      const chosen = selection && `${selection.columns} × ${selection.levels} from ${selection.column}`;
      const under = hover && `${this.roles[hover.level]} ${this.code(hover)} · ${hover.column}`;
      return [chosen, under].filter(Boolean).join("  |  ");
    },
  },
  mounted() {
    this.view = new View(this.$refs.cells, this.$refs.overview);
    this.begin();
    this.ends = [
      stage.on("stage", () => this.begin()),
      stage.on("cells", (columns) => {
        this.view.update(columns);
        if (this.hover && columns.includes(this.hover.column)) this.hover = { ...this.hover };
      }),
      stage.on("key", (key) => this.press(key)),
      stage.animate(this.$el, () => this.view.draw(this)),
    ];
    this.resized = new ResizeObserver(() => this.paintPalette());
    this.resized.observe(this.$refs.palette);
  },
  unmounted() {
    this.ends.forEach((end) => end());
    this.resized.disconnect();
  },
  watch: {
    level: "paintPalette",
    brush: { handler: "paintPalette", deep: true },
  },
  methods: {
    begin() {
      if (!stage.backdrop) return;
      this.roles = stage.backdrop.roles;
      this.brush = this.roles.map(() => 0);
      Object.assign(this, { level: 0, selection: null, source: null, hover: null });
      this.view.reset();
      this.view.update(stage.locked.keys());
      this.order = stage.backdrop.places.map((places) =>
        places.map((place, code) => [place, code]).sort(([a], [b]) => a - b).map(([, code]) => code),
      );
      this.paintPalette();
    },
    follow(on) {
      this.follows = this.view.follows = on;
    },
    at(event) {
      const box = this.$refs.cells.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      return { level: this.view.levelAt(y), column: this.view.columnAt(x) };
    },
    code({ level, column }) {
      const code = stage.code(level, column);
      return code < 0 ? "empty" : code;
    },
    down(event) {
      event.currentTarget.setPointerCapture(event.pointerId);
      const from = this.at(event);
      const selects = event.shiftKey || this.tool === "select";
      const paints = !selects && (event.altKey || this.tool === "paint");
      this.drag = { from, last: from, selects, paints, moved: false, code: stage.code(from.level, from.column) };
      this.view.frozen = true;
      this.level = from.level;
      if (selects) this.stretch(from, from);
      else if (paints) this.dab(from, from, this.brush[from.level]);
    },
    move(event) {
      const here = this.at(event);
      this.hover = here;
      const { drag } = this;
      if (!drag || (here.column === drag.last.column && here.level === drag.last.level)) return;
      drag.moved = true;
      if (drag.selects) this.stretch(drag.from, here);
      else this.dab(drag.last, here, drag.paints ? this.brush[here.level] : this.same(drag, here));
      drag.last = here;
    },
    up() {
      const { drag } = this;
      this.drag = null;
      this.view.frozen = false;
      if (drag && !drag.moved && !drag.selects && !drag.paints) this.hear(drag.from.level, drag.code);
    },
    // What a drag that began on a code paints on another level: that level's own at its beginning.
    same(drag, here) {
      return here.level === drag.from.level ? drag.code : stage.code(here.level, drag.from.column);
    },
    dab(last, here, code) {
      const low = Math.min(last.column, here.column);
      const columns = Math.abs(last.column - here.column) + 1;
      const far = columns > stage.backdrop.frames / 2 || last.level !== here.level || columns === 1;
      if (far) stage.say("grid/set", here.level + 1, here.column, code);
      else stage.say("grid/fill", code, here.level + 1, low, columns);
    },
    stretch(from, here) {
      const { frames } = stage.backdrop;
      const way = (here.column - from.column + frames) % frames;
      const backwards = way > frames / 2;
      this.selection = {
        level: Math.min(from.level, here.level),
        levels: Math.abs(from.level - here.level) + 1,
        column: backwards ? here.column : from.column,
        columns: (backwards ? frames - way : way) + 1,
      };
    },
    hear(level, code) {
      if (code < 0) return;
      this.brush[level] = code;
      this.sound?.pause();
      this.sound = new Audio(`/hear/${level}/${code}`);
      this.sound.play().catch(() => {});
      this.$el.dataset.heard = `${level}/${code}`;
    },
    wheel(event) {
      const box = this.$refs.cells.getBoundingClientRect();
      if (event.ctrlKey) this.view.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.clientX - box.left);
      else this.view.look(this.view.start + (event.deltaX || event.deltaY) / this.view.cell);
      this.follows = this.view.follows;
    },
    travel(event) {
      if (!event.buttons) return;
      const box = this.$refs.overview.getBoundingClientRect();
      const column = ((event.clientX - box.left) / box.width) * stage.backdrop.frames;
      this.view.look(column - this.view.visible / 2);
      this.follows = false;
    },
    choose(event) {
      const box = this.$refs.palette.getBoundingClientRect();
      const order = this.order[this.level];
      const place = Math.floor(((event.clientX - box.left) / box.width) * order.length);
      this.hear(this.level, order[Math.min(Math.max(place, 0), order.length - 1)]);
    },
    paintPalette() {
      const canvas = this.$refs.palette;
      const colours = this.view?.colours?.[this.level];
      const [width, height] = [canvas?.clientWidth, canvas?.clientHeight];
      if (!colours || !width) return;
      Object.assign(canvas, { width, height });
      const context = canvas.getContext("2d");
      const order = this.order[this.level];
      const step = width / order.length;
      order.forEach((code, place) => {
        context.fillStyle = css(colours[code]);
        context.fillRect(place * step, 3, Math.ceil(step), height - 6);
        if (code !== this.brush[this.level]) return;
        context.fillStyle = "#fff";
        context.fillRect(place * step - 1, 0, Math.max(step + 2, 4), 3);
        context.fillRect(place * step - 1, height - 3, Math.max(step + 2, 4), 3);
      });
    },
    // The numbers of the selected levels; 0 for all.
    numbers({ level, levels }) {
      if (levels === this.roles.length) return [0];
      return Array.from({ length: levels }, (_, n) => level + n + 1);
    },
    act(name) {
      const { selection, source } = this;
      if (!selection) return;
      const { column, columns } = selection;
      const each = (...said) => this.numbers(selection).forEach((n) => stage.say(...said, n, column, columns));
      if (name === "loop") {
        if (stage.controls["loop/beats"]) stage.say("loop/beats", 0);
        stage.say("loop/start", column);
        stage.say("loop/length", columns);
        stage.say("loop/on", 1);
      } else if (name === "copy") this.source = { ...selection };
      else if (name === "paste") this.both("grid/copy", source, column);
      else if (name === "swap") this.both("grid/swap", source, column);
      else if (name === "lock") each("grid/lock", 1);
      else if (name === "unlock") each("grid/lock", 0);
      else if (name === "clear") each("grid/clear");
      else if (name === "resample") this.resample(selection);
    },
    both(name, { column, columns, ...rows }, other) {
      this.numbers(rows).forEach((n) => stage.say(name, column, other, columns, n));
    },
    resample(selection) {
      const share = stage.controls["resample/amount"] || A_LITTLE;
      const cells = this.numbers(selection).length * selection.columns;
      const run = Math.max(1, Math.round((cells * share) / MOST_RUNS));
      for (const n of this.numbers(selection)) {
        for (let at = 0; at < selection.columns; at += run) {
          const length = Math.min(run, selection.columns - at);
          const column = (selection.column + at) % stage.backdrop.frames;
          if (Math.random() < share) stage.say("grid/clear", n, column, length);
        }
      }
    },
    press({ key, shift }) {
      const selection = this.selection ?? { level: 0, levels: 1, column: Math.floor(stage.column), columns: 1 };
      const { frames } = stage.backdrop;
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
      if (way && shift) {
        const columns = Math.min(Math.max(selection.columns + way[0], 1), frames);
        const levels = Math.min(Math.max(selection.levels + way[1], 1), this.roles.length - selection.level);
        this.selection = { ...selection, columns, levels };
      } else if (way) {
        const level = Math.min(Math.max(selection.level + way[1], 0), this.roles.length - selection.levels);
        this.selection = { ...selection, level, column: (selection.column + way[0] + frames) % frames };
      } else if (key === "Escape") this.selection = this.source = null;
      else if (key === "b") this.tool = this.tool === "paint" ? "hear" : "paint";
      else if (key === "f") this.follow(!this.follows);
      else if (key === "Enter") this.hear(selection.level, stage.code(selection.level, selection.column));
      else if (key === "+" || key === "-") this.transpose(selection, key === "+" ? 1 : -1);
      else if (DEEDS.some(({ name }) => name === key)) this.act(key);
    },
    transpose(selection, by) {
      this.numbers(selection).forEach((n) => stage.say("grid/transpose", by, n, selection.column, selection.columns));
    },
  },
};
