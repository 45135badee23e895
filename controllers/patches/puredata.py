"""Pure Data: a panel, its abstractions, and a help patch, for Pd vanilla without externals."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from controllers.patches.layout import (
    GRID_KEY,
    PORT,
    RENEWAL_SECONDS,
    REPLY_PORT,
    Widget,
    WidgetKind,
    pad_names,
    pads,
    rows,
    widgets,
)
from live.controls import Vocabulary

LINE, COLUMN, LABEL, MARGIN = 30, 280, 118, 20
"""Pixels of a line, a column, a label and the margin."""
PAD = 30
"""Pixels of a pad's side."""
LOOK = "#fcfcfc #000000 #000000"


@dataclass
class Canvas:
    """Objects and wires of a Pd patch; objects are numbered from 0 in the order they are added."""

    width: int
    height: int
    lines: list[str] = field(default_factory=list[str])
    wires: list[str] = field(default_factory=list[str])

    def add(self, kind: str, x: int, y: int, text: str) -> int:
        """Add an ``obj``, ``msg`` or ``text``, and return its number."""
        self.lines.append(f"#X {kind} {x} {y} {text};")
        return len(self.lines) - 1

    def wire(self, *path: int) -> None:
        """Connect first outlets to first inlets, along ``path``."""
        for source, sink in itertools.pairwise(path):
            self.connect(source, 0, sink, 0)

    def connect(self, source: int, outlet: int, sink: int, inlet: int) -> None:
        """Connect one outlet to one inlet."""
        self.wires.append(f"#X connect {source} {outlet} {sink} {inlet};")

    def within(self, name: str, x: int, y: int, inside: "Canvas") -> None:
        """Add ``inside`` as a subpatch."""
        head = f"#N canvas 60 60 {inside.width} {inside.height} {name} 0;"
        self.lines.append("\n".join([head, *inside.lines, *inside.wires, f"#X restore {x} {y} pd {name};"]))

    def text(self) -> str:
        """Content of the ``.pd`` file."""
        return "\n".join([f"#N canvas 60 60 {self.width} {self.height} 12;", *self.lines, *self.wires, ""])


def files(vocabulary: Vocabulary) -> dict[str, str]:
    """Content of each file by its name."""
    return {
        "distill.pd": _panel(vocabulary),
        "distill-control.pd": _control(),
        "distill-link.pd": _link(),
        "distill-control-help.pd": _help(),
    }


def _panel(vocabulary: Vocabulary) -> str:
    placed = widgets(vocabulary)
    canvas = Canvas(3 * COLUMN + MARGIN, (rows(placed, 0, 1, 2) + 3) * LINE)
    canvas.add("text", MARGIN, 12, "Distill over OSC. Start it first: distill live")
    canvas.add("obj", 2 * COLUMN + MARGIN, 12, "distill-link")
    for widget in placed:
        x, y = MARGIN + widget.column * COLUMN, 50 + widget.row * LINE
        canvas.add("text", x, y, widget.control.name)
        canvas.add("obj", x + LABEL, y, _gui(widget))
    top = 50 + rows(placed, 0, 1) * LINE
    for row, name in enumerate(pad_names()):
        canvas.add("text", MARGIN, top + row * PAD + 4, name)
    for pad in pads():
        x, y = MARGIN + 60 + pad.column * PAD, top + pad.row * PAD
        name = f"distill-pad-{pad.column}-{pad.row}"
        canvas.add("obj", x, y, _switch_or_button(pad.kind, f"{name}-moved {name}", PAD - 4))
    canvas.within("controls", 2 * COLUMN + MARGIN + LABEL, 12, _wiring(placed))
    return canvas.text()


def _wiring(placed: Sequence[Widget]) -> Canvas:
    """Subpatch that connects the panel's widgets to the instrument."""
    canvas = Canvas(900, 700)
    for place, widget in enumerate(placed):
        moved = canvas.add("obj", 20, 20 + place * LINE, f"r {_name(widget)}-moved")
        control = canvas.add("obj", 240, 20 + place * LINE, f"distill-control {widget.control.name}")
        canvas.wire(moved, control)
        # A bng answers every message with a bang, even "set": it would send back whatever it receives.
        if widget.kind != "button":
            canvas.wire(control, canvas.add("obj", 540, 20 + place * LINE, f"s {_name(widget)}"))
    send = canvas.add("obj", 1000, 20, f"oscformat distill/{GRID_KEY}")
    canvas.wire(send, canvas.add("obj", 1000, 45, "s distill-out"))
    for pad in pads():
        x, y = 1000 + pad.column * 300, 80 + pad.row * 50
        played = canvas.add("obj", x, y, f"r distill-pad-{pad.column}-{pad.row}-moved")
        down = "\\$1" if pad.kind == "switch" else "1"
        canvas.wire(played, canvas.add("msg", x, y + 22, f"{pad.column} {pad.row} {down}"), send)
    shown = [widget for widget in placed if widget.kind in ("fader", "switch") and widget.control.default]
    initial = " ".join(f"\\; {_name(widget)} set {widget.control.default:g}" for widget in shown)
    canvas.wire(canvas.add("obj", 760, 20, "loadbang"), canvas.add("msg", 760, 45, initial))
    return canvas


def _name(widget: Widget) -> str:
    """Receive name of a widget in Pd."""
    return "distill-" + widget.control.name.replace("/", "-")


def _gui(widget: Widget) -> str:
    name, control = f"{_name(widget)}-moved {_name(widget)}", widget.control
    match widget.kind:
        case "switch" | "button":
            return _switch_or_button(widget.kind, name, 18)
        case "number":
            return f"nbx 10 18 {control.low:.0f} {control.high:.0f} 0 0 {name} empty 0 0 0 10 {LOOK} 0 256"
        case "fader":
            log = int(control.curve == "exponential" and control.low > 0)
            return f"hsl 128 18 {control.low:g} {control.high:g} {log} 0 {name} empty 0 0 0 10 {LOOK} 0 1"


def _switch_or_button(kind: WidgetKind, name: str, size: int) -> str:
    if kind == "switch":
        return f"tgl {size} 0 {name} empty 0 0 0 10 {LOOK} 0 1"
    return f"bng {size} 250 50 0 {name} empty 0 0 0 10 {LOOK}"


def _control() -> str:
    """Abstraction of one control: its inlet sends to the instrument, its outlet gives the value as a set message."""
    canvas = Canvas(420, 220)
    canvas.add("text", 20, 10, "[distill-control level/1/gain]: a number in is sent to the instrument \\,")
    canvas.add("text", 20, 28, "and its value comes out as a set message \\, for a slider.")
    inlet, message = canvas.add("obj", 20, 60, "inlet"), canvas.add("obj", 20, 100, "oscformat distill/\\$1")
    canvas.wire(inlet, message, canvas.add("obj", 20, 140, "s distill-out"))
    receive = canvas.add("obj", 240, 60, "r distill/\\$1")
    out = canvas.add("msg", 240, 100, "set \\$1")
    canvas.wire(receive, out, canvas.add("obj", 240, 140, "outlet"))
    return canvas.text()


def _link() -> str:
    """Abstraction of the connection: it sends what [s distill-out] gets, and routes packets to [r distill/its/name]."""
    canvas = Canvas(760, 480)
    canvas.add(
        "text", 20, 10, "The connection to Distill. Its port is set by [s distill-port] \\, ours by [s distill-listen]."
    )
    start = canvas.add("obj", 20, 50, "loadbang")
    begin = canvas.add("obj", 20, 80, "t b b b")
    canvas.wire(start, begin)
    out, receiver = canvas.add("obj", 20, 440, "netsend -u -b"), canvas.add("obj", 400, 150, "netreceive -u -b")
    connect = canvas.add("msg", 130, 190, "disconnect \\, connect 127.0.0.1 \\$1")
    remote_port = canvas.add("msg", 130, 110, f"{PORT}")
    canvas.connect(begin, 2, remote_port, 0)
    canvas.wire(remote_port, connect, out)
    remote_changed = _trigger(canvas, 230, canvas.add("obj", 230, 110, "r distill-port"), connect)
    local_port = canvas.add("msg", 400, 80, f"{REPLY_PORT}")
    listen = canvas.add("msg", 400, 115, "listen \\$1")
    canvas.connect(begin, 1, local_port, 0)
    canvas.wire(local_port, listen, receiver)
    listen_port = canvas.add("obj", 560, 110, "r distill-listen")
    local_changed = _trigger(canvas, 560, listen_port, listen)
    on = _subscription(canvas, begin, (local_port, listen_port))
    for trigger in (remote_changed, local_changed):
        canvas.connect(trigger, 0, on, 0)
    to_send = canvas.add("obj", 20, 380, "list prepend send")
    canvas.wire(canvas.add("obj", 20, 350, "r distill-out"), to_send, canvas.add("obj", 20, 410, "list trim"), out)
    _receiving(canvas, receiver)
    return canvas.text()


def _trigger(canvas: Canvas, left: int, port: int, used: int) -> int:
    """Add a trigger that passes a new ``port`` to ``used``, then bangs from outlet 0; return its number."""
    trigger = canvas.add("obj", left, 150, "t b f")
    canvas.wire(port, trigger)
    canvas.connect(trigger, 1, used, 0)
    return trigger


def _subscription(canvas: Canvas, begin: int, ports: Sequence[int]) -> int:
    """Add a timer that renews the subscription; a bang to the object returned renews it at once."""
    on = canvas.add("msg", 20, 200, "1")
    metro = canvas.add("obj", 20, 230, f"metro {RENEWAL_SECONDS * 1000}")
    port = canvas.add("obj", 20, 260, f"f {REPLY_PORT}")
    canvas.wire(begin, on, metro, port)
    for local_port in ports:
        canvas.connect(local_port, 0, port, 1)
    send = canvas.add("obj", 20, 290, "oscformat -f i distill/subscribe")
    canvas.wire(port, send, canvas.add("obj", 20, 320, "s distill-out"))
    return on


def _receiving(canvas: Canvas, receiver: int) -> None:
    """Add the receiver: it joins the parts of an address, by their number, and sends the value there."""
    parse = canvas.add("obj", 400, 180, "oscparse")
    trim = canvas.add("obj", 400, 205, "list trim")
    below = canvas.add("obj", 400, 230, "route distill")
    words = canvas.add("obj", 400, 255, "route error pong version")
    canvas.wire(receiver, parse, trim, below, words, canvas.add("obj", 400, 285, "print distill"))
    both = canvas.add("obj", 540, 285, "t a a")
    canvas.connect(words, 3, both, 0)
    length, count = canvas.add("obj", 640, 285, "list length"), canvas.add("obj", 540, 315, "list prepend")
    canvas.connect(both, 1, length, 0)
    canvas.connect(length, 0, count, 1)
    canvas.connect(both, 0, count, 0)
    by_length = canvas.add("obj", 540, 340, "route 2 3 4")
    canvas.wire(count, by_length)
    pair = canvas.add("obj", 540, 420, "unpack s f")
    for place, name in enumerate(("\\$1 \\$2", "\\$1/\\$2 \\$3", "\\$1/\\$2/\\$3 \\$4")):
        listed = canvas.add("obj", 400 + place * 130, 370, "list append")
        canvas.connect(by_length, place, listed, 0)
        canvas.wire(listed, canvas.add("msg", 400 + place * 130, 395, f"distill/{name}"), pair)
    value, order = canvas.add("obj", 620, 445, "f"), canvas.add("obj", 540, 445, "t b s")
    there = canvas.add("obj", 620, 470, "send")
    canvas.connect(pair, 1, value, 1)
    canvas.wire(pair, order, value, there)
    canvas.connect(order, 1, there, 1)


def _help() -> str:
    canvas = Canvas(520, 300)
    canvas.add("text", 20, 10, "A slider of your own for one control of Distill. distill osc addresses lists them all.")
    canvas.add("obj", 20, 50, "distill-link")
    canvas.add("text", 140, 50, "once in a patch")
    gui = canvas.add("obj", 20, 100, f"hsl 128 18 0 4 0 0 empty empty empty 0 0 0 10 {LOOK} 0 1")
    control = canvas.add("obj", 180, 100, "distill-control temperature")
    canvas.wire(gui, control, gui)
    canvas.add("text", 20, 150, "What the instrument sends is everywhere in Pd \\, without a wire:")
    canvas.wire(
        canvas.add("obj", 20, 180, "r distill/status/playhead"), canvas.add("floatatom", 20, 210, "6 0 0 0 - - -")
    )
    return canvas.text()
