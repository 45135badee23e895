// Slots of snapshots, sixteen at a time: a click recalls, Shift and click saves.
import { stage } from "/assets/stage.js";

const SHOWN = 16;
const ALL = 128;

export default {
  template: `
    <div class="slots">
      <div class="slots-head">
        <span class="panel-title">Snapshots</span>
        <button type="button" class="switch" :class="{ lit: keeping }" data-testid="play-keep"
          title="Then choose a slot; or hold shift while you do" @click="keeping = !keeping">Keep in…</button>
        <span class="slots-pages">
          <button type="button" class="switch" :disabled="!first" aria-label="earlier" @click="first -= ${SHOWN}">‹</button>
          <span>{{ first + 1 }}–{{ first + ${SHOWN} }}</span>
          <button type="button" class="switch" :disabled="first + ${SHOWN} >= ${ALL}" aria-label="later"
            @click="first += ${SHOWN}">›</button>
        </span>
      </div>
      <div class="slots-grid">
        <button v-for="n in ${SHOWN}" :key="n" type="button" class="slot" :data-testid="'play-slot-' + (first + n)"
          :class="{ filled: filled.has(first + n), last: last === first + n }"
          :title="filled.has(first + n) ? 'recall; shift: keep anew' : 'shift: keep here'"
          @click="touch($event, first + n)">{{ first + n }}</button>
      </div>
    </div>`,
  data: () => ({ first: 0, filled: new Set(), keeping: false, last: 0 }),
  mounted() {
    const show = (look) => look.slots && (this.filled = new Set(look.slots));
    show(stage.seen);
    this.end = stage.on("look", show);
  },
  unmounted() {
    this.end();
  },
  methods: {
    touch(event, slot) {
      const keeps = event.shiftKey || this.keeping;
      if (!keeps && !this.filled.has(slot)) return;
      stage.send(keeps ? "snapshot/save" : "snapshot/recall", slot);
      this.keeping = false;
      this.last = slot;
    },
  },
};
