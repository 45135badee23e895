// What this page knows of the stage, and its one connection to it: past the page's elements, so that moving costs little.

const QUIET_SECONDS = 4;
const AGAIN_SECONDS = 0.5;
const FRAME_MILLISECONDS = 33;
const MOST_MILLISECONDS = 120;
// What is told is rendered, and sounds a little later: the playhead never goes where no cells are yet.
const BEHIND_MILLISECONDS = 40;

class Stage {
  constructor() {
    this.backdrop = null;
    this.controls = {};
    this.units = {};
    this.seen = {};
    this.codes = new Int16Array(0);
    this.locked = new Uint8Array(0);
    this.connected = false;
    this.hearers = new Map();
    this.heard = 0;
    this.playhead = 0;
    this.asked = performance.now();
    this.painters = new Set();
    this.connect();
    setInterval(() => this.watch(), 1000);
    addEventListener("online", () => this.watch(true));
    document.addEventListener("visibilitychange", () => this.watch());
    requestAnimationFrame((now) => this.paint(now));
  }

  // Calls `hear` with what is said of `kind`: stage, controls, look, cells, remark, connected. Returns what ends that.
  on(kind, hear) {
    if (!this.hearers.has(kind)) this.hearers.set(kind, new Set());
    this.hearers.get(kind).add(hear);
    return () => this.hearers.get(kind).delete(hear);
  }

  // Calls `draw` some thirty times a second while `element` is to be seen. Returns what ends that.
  animate(element, draw) {
    const painter = { element, draw };
    this.painters.add(painter);
    return () => this.painters.delete(painter);
  }

  say(name, ...args) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify([name, ...args]));
  }

  // Where the control stands from 0 to 1 is to be `unit`.
  turn(name, unit) {
    this.say(name, { unit });
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = (this.socket = new WebSocket(`${scheme}://${location.host}/stage`));
    this.heard = performance.now();
    socket.onmessage = (event) => {
      this.heard = performance.now();
      if (socket === this.socket) this.take(JSON.parse(event.data));
    };
    socket.onclose = () => {
      if (socket !== this.socket) return;
      this.connected = false;
      this.tell("connected", false);
      setTimeout(() => this.connect(), AGAIN_SECONDS * 1000);
    };
  }

  // A connection that says nothing for long is lost, whatever the system thinks.
  watch(now = false) {
    const silent = performance.now() - this.heard > QUIET_SECONDS * 1000;
    if (document.hidden || !(silent || (now && !this.connected)) || !this.backdrop) return;
    const old = this.socket;
    this.socket = null;
    old.onclose = null;
    old.close();
    this.connected = false;
    this.tell("connected", false);
    this.connect();
  }

  take(message) {
    if ("stage" in message) {
      this.backdrop = message.stage;
      this.controls = {};
      this.units = {};
      this.seen = {};
      const cells = this.backdrop ? this.backdrop.frames * this.backdrop.roles.length : 0;
      this.codes = new Int16Array(cells).fill(-1);
      this.locked = new Uint8Array(this.backdrop ? this.backdrop.frames : 0);
      if (!this.connected) {
        this.connected = true;
        this.tell("connected", true);
      }
      this.tell("stage", this.backdrop);
    }
    if (message.look) this.look(message.look);
    if (message.remark) this.tell("remark", message.remark);
  }

  look(look) {
    Object.assign(this.controls, look.controls);
    Object.assign(this.units, look.units);
    Object.assign(this.seen, look);
    if (look.readings) this.follow(look.readings["status/playhead"]);
    if (look.columns?.length) {
      const levels = this.backdrop.roles.length;
      look.columns.forEach((column, place) => {
        this.codes.set(look.codes[place], column * levels);
        this.locked[column] = look.locked[place];
      });
      this.tell("cells", look.columns);
    }
    if (look.controls) this.tell("controls", look.controls);
    this.tell("look", look);
  }

  // The playhead goes on evenly between two looks.
  follow(column) {
    this.told = { column, at: performance.now() };
  }

  get moving() {
    return Boolean(this.controls.play && !this.controls.hold);
  }

  get column() {
    if (!this.told || !this.backdrop) return 0;
    if (!this.moving) return this.told.column;
    const since = Math.min(performance.now() - this.told.at, MOST_MILLISECONDS) - BEHIND_MILLISECONDS;
    const column = this.told.column + (since * this.backdrop.rate) / 1000;
    const [start, length] = this.seen.loop ?? [0, 0];
    if (!this.controls["loop/on"] || !length) return (column + this.backdrop.frames) % this.backdrop.frames;
    const { frames } = this.backdrop;
    return (start + ((((column - start) % frames) + frames) % frames) % length) % frames;
  }

  code(level, column) {
    return this.codes[column * this.backdrop.roles.length + level];
  }

  tell(kind, what) {
    this.hearers.get(kind)?.forEach((hear) => hear(what));
  }

  paint(now) {
    requestAnimationFrame((next) => this.paint(next));
    if (now - this.asked < FRAME_MILLISECONDS - 2) return;
    this.asked = now;
    for (const { element, draw } of this.painters) if (element.offsetParent) draw(now);
  }
}

export const stage = new Stage();

// Of a part that shows where the control `name` stands: calls `show` at first, whenever that moves, and for another model.
export const follows = {
  mounted() {
    this.show();
    this.ends = [
      stage.on("controls", (moved) => this.name in moved && this.show()),
      stage.on("stage", () => this.show()),
    ];
  },
  unmounted() {
    this.ends.forEach((end) => end());
  },
};
