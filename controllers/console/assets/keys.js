// The keyboard on the page, and what it does, on a sheet that the question mark opens.
import { stage } from "/assets/stage.js";

const mask = (n) => () => stage.say(`level/${n}/mask`);
const cells = (key) => (shift) => stage.tell("key", { key, shift });

// Key, what it does, in words.
const PLAY = [
  [" ", "Space", () => stage.say("play"), "play, pause"],
  ["h", "H", () => stage.say("hold"), "hold"],
  ["l", "L", () => stage.say("loop/on"), "loop"],
  ["m", "M", () => stage.say("resample/go"), "resample once"],
  ["z", "Z", () => stage.say("grid/undo"), "undo"],
  ["y", "Y", () => stage.say("grid/redo"), "redo"],
  ["r", "R", () => stage.say("record"), "record"],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`${n}`, n === 1 ? "1 … 8" : "", mask(n), "masks of the levels"]),
  ["ArrowLeft", "← → ↑ ↓", cells("ArrowLeft"), "move the selection; with Shift, stretch it"],
  ["ArrowRight", "", cells("ArrowRight")],
  ["ArrowUp", "", cells("ArrowUp")],
  ["ArrowDown", "", cells("ArrowDown")],
  ["Enter", "Enter", cells("Enter"), "hear the selected code"],
  ["+", "+ −", cells("+"), "codes that sound alike, one on, one back"],
  ["-", "", cells("-")],
  ["o", "O", cells("loop"), "loop the selection"],
  ["c", "C", cells("copy"), "mark the selection"],
  ["v", "V", cells("paste"), "paste what is marked"],
  ["s", "S", cells("swap"), "swap with what is marked"],
  ["k", "K", cells("lock"), "lock the selection"],
  ["Delete", "Del", cells("clear"), "clear the selection"],
  ["b", "B", cells("b"), "paint, or hear"],
  ["f", "F", cells("f"), "follow the playhead"],
  ["Escape", "Esc", cells("Escape"), "select nothing"],
];

function sheet() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.dataset.testid = "keys";
  const rows = PLAY.filter(([, shown]) => shown).map(([, shown, , doc]) => `<kbd>${shown}</kbd><span>${doc}</span>`);
  dialog.innerHTML = `<h2>Keys of Play</h2><div>${rows.join("")}<kbd>?</kbd><span>this sheet</span></div>
    <p>In the grid: a click hears a code, a drag paints with it, Shift and drag selects, Alt and drag paints with the
    code chosen below; the wheel scrolls, with Ctrl it zooms. A double click puts a fader where it usually stands.</p>`;
  dialog.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  return dialog;
}

let help = null;

export function explain() {
  help ??= sheet();
  if (help.open) help.close();
  else help.showModal();
}

const typing = (element) => element.matches("textarea, select, [contenteditable], input:not([type=range])");

addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element) || typing(target)) return;
  if (key === "?") return explain();
  const grid = document.querySelector("[data-testid=play-grid]");
  if (!grid?.offsetParent || !stage.backdrop || document.querySelector("dialog[open], .q-dialog")) return;
  // Who came to a button or a fader by keys goes on with it.
  const pressed = target.matches("button, a, [role=tab]") && [" ", "Enter"].includes(key);
  const moved = target.matches("input, [role=tab]") && key.startsWith("Arrow");
  if ((pressed || moved) && target.matches(":focus-visible")) return;
  const found = PLAY.find(([name]) => name === (key.length === 1 ? key.toLowerCase() : key));
  if (!found) return;
  event.preventDefault();
  if (!event.repeat || key.startsWith("Arrow")) found[2](event.shiftKey);
});
document.addEventListener("click", ({ target, detail }) => {
  if (target.closest?.("[data-explains]")) explain();
  // Keys belong to the stage again, unless the button was come to by them.
  if (detail) target.closest?.(".play button")?.blur();
});
