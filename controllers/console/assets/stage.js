// State of the engine as this page knows it, and the WebSocket to the server, which bypasses NiceGUI's elements.

const QUIET_SECONDS = 4;
const AGAIN_SECONDS = 0.5;
const FRAME_MILLISECONDS = 33;
const MOST_MILLISECONDS = 120;
// Reported cells are rendered but not yet played: the playhead is drawn that much later, never beyond known cells.
const BEHIND_MILLISECONDS = 40;

class EngineState {
  constructor() {
    this.backdrop = null;
    this.controls = {};
    this.units = {};
    this.seen = {};
    this.codes = new Int16Array(0);
    this.locked = new Uint8Array(0);
    this.connected = false;
    this.listeners = new Map();
    this.receivedAt = 0;
    this.paintedAt = performance.now();
    this.painters = new Set();
    this.connect();
    setInterval(() => this.watch(), 1000);
    addEventListener("online", () => this.watch(true));
    document.addEventListener("visibilitychange", () => this.watch());
    requestAnimationFrame((now) => this.paint(now));
  }

  // Calls `listener` with events of `kind`: stage, controls, look, cells, key, remark, connected.
  // Returns a function that unsubscribes.
  on(kind, listener) {
    if (!this.listeners.has(kind)) this.listeners.set(kind, new Set());
    this.listeners.get(kind).add(listener);
    return () => this.listeners.get(kind).delete(listener);
  }

  // Calls `draw` some 30 times a second while `element` is visible. Returns a function that unsubscribes.
  animate(element, draw) {
    const painter = { element, draw };
    this.painters.add(painter);
    return () => this.painters.delete(painter);
  }

  send(name, ...args) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify([name, ...args]));
  }

  // Sets a control by its position `unit`, 0 to 1.
  turn(name, unit) {
    this.send(name, { unit });
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = (this.socket = new WebSocket(`${scheme}://${location.host}/stage`));
    this.receivedAt = performance.now();
    socket.onmessage = (event) => {
      this.receivedAt = performance.now();
      if (socket === this.socket) this.receive(JSON.parse(event.data));
    };
    socket.onclose = () => {
      if (socket !== this.socket) return;
      this.connected = false;
      this.emit("connected", false);
      setTimeout(() => this.connect(), AGAIN_SECONDS * 1000);
    };
  }

  // A connection that is silent for long is lost, even if the system still reports it as open.
  watch(now = false) {
    const silent = performance.now() - this.receivedAt > QUIET_SECONDS * 1000;
    if (document.hidden || !(silent || (now && !this.connected)) || !this.backdrop) return;
    const old = this.socket;
    this.socket = null;
    old.onclose = null;
    old.close();
    this.connected = false;
    this.emit("connected", false);
    this.connect();
  }

  receive(message) {
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
        this.emit("connected", true);
      }
      this.emit("stage", this.backdrop);
    }
    if (message.look) this.update(message.look);
    if (message.remark) this.emit("remark", message.remark);
  }

  update(look) {
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
      this.emit("cells", look.columns);
    }
    if (look.controls) this.emit("controls", look.controls);
    this.emit("look", look);
  }

  // The playhead moves evenly between two reports.
  follow(column) {
    this.reported = { column, at: performance.now() };
  }

  get moving() {
    return Boolean(this.controls.play && !this.controls.hold);
  }

  get column() {
    if (!this.reported || !this.backdrop) return 0;
    if (!this.moving) return this.reported.column;
    const since = Math.min(performance.now() - this.reported.at, MOST_MILLISECONDS) - BEHIND_MILLISECONDS;
    const column = this.reported.column + (since * this.backdrop.rate) / 1000;
    const [start, length] = this.seen.loop ?? [0, 0];
    if (!this.controls["loop/on"] || !length) return (column + this.backdrop.frames) % this.backdrop.frames;
    const { frames } = this.backdrop;
    return (start + ((((column - start) % frames) + frames) % frames) % length) % frames;
  }

  code(level, column) {
    return this.codes[column * this.backdrop.roles.length + level];
  }

  emit(kind, value) {
    this.listeners.get(kind)?.forEach((listener) => listener(value));
  }

  paint(now) {
    requestAnimationFrame((next) => this.paint(next));
    if (now - this.paintedAt < FRAME_MILLISECONDS - 2) return;
    this.paintedAt = now;
    for (const { element, draw } of this.painters) if (element.offsetParent) draw(now);
  }
}

export const stage = new EngineState();

// Mixin of elements that show the control `name`: calls `show` at first, when it moves, and for another model.
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
