"""Max: the panel as a ``.maxpat`` in presentation mode, which fits a bpatcher."""

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from controllers.patches.layout import (
    GRID_KEY,
    PORT,
    RENEWAL_SECONDS,
    REPLY_PORT,
    Pad,
    Widget,
    pad_names,
    pads,
    rows,
    widgets,
)
from live.controls import Vocabulary

LINE, COLUMN, MARGIN = 26.0, 270.0, 14.0
"""Pixels of a line, a column and the margin."""
CLASSES = {"fader": "slider", "switch": "toggle", "button": "button", "number": "number"}
SIZES = {"fader": (130.0, 20.0), "switch": (20.0, 20.0), "button": (20.0, 20.0), "number": (130.0, 22.0)}


@dataclass
class Patcher:
    """Boxes and patch lines of a Max patcher."""

    boxes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    lines: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def add(self, maxclass: str, x: float, y: float, ins: int, outs: int, **more: Any) -> str:
        """Add a box, and return its id."""
        name = f"obj-{len(self.boxes) + 1}"
        box: dict[str, Any] = {"id": name, "maxclass": maxclass, "numinlets": ins, "numoutlets": outs}
        box["patching_rect"] = [x, y, 150.0, 22.0]
        if outs:
            box["outlettype"] = [""] * outs
        self.boxes.append({"box": {**box, **more}})
        return name

    def wire(self, *path: str) -> None:
        """Connect first outlets to first inlets, along ``path``."""
        for source, sink in itertools.pairwise(path):
            self.connect(source, 0, sink, 0)

    def connect(self, source: str, outlet: int, sink: str, inlet: int) -> None:
        """Connect one outlet to one inlet."""
        self.lines.append({"patchline": {"source": [source, outlet], "destination": [sink, inlet]}})


def patcher(vocabulary: Vocabulary) -> str:
    """Content of the ``.maxpat`` file, as JSON."""
    patch, placed = Patcher(), widgets(vocabulary)
    out = patch.add("newobj", 20, 20, 1, 0, text=f"udpsend 127.0.0.1 {PORT}")
    incoming = patch.add("newobj", 220, 20, 1, 1, text=f"udpreceive {REPLY_PORT}")
    start = patch.add("newobj", 420, 20, 1, 1, text="loadbang")
    every = patch.add("newobj", 420, 50, 2, 1, text=f"metro {RENEWAL_SECONDS * 1000} @active 1")
    patch.wire(start, every, patch.add("message", 420, 80, 2, 1, text=f"/distill/subscribe {REPLY_PORT}"), out)
    for number, widget in enumerate(placed):
        _widget(patch, widget, 130 + number * 40.0, incoming, out)
    top = MARGIN + rows(placed, 0, 1) * LINE
    for row, name in enumerate(pad_names()):
        rect = [MARGIN, top + row * LINE, 60.0, 20.0]
        patch.add("comment", 800, 20 + row * 25.0, 1, 0, text=name, presentation=1, presentation_rect=rect)
    for pad in pads():
        _pad(patch, pad, top, out)
    width, height = 3 * COLUMN + MARGIN, (rows(placed, 0, 1, 2) + 2) * LINE
    content = {
        "fileversion": 1,
        "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
        "classnamespace": "box",
        "rect": [80.0, 80.0, width, height],
        "openinpresentation": 1,
        "boxes": patch.boxes,
        "lines": patch.lines,
    }
    return json.dumps({"patcher": content}, indent=1) + "\n"


def _widget(patch: Patcher, widget: Widget, y: float, incoming: str, out: str) -> None:
    """Add a widget with its label, between the receiver ``incoming`` and the sender ``out``."""
    x, top = MARGIN + widget.column * COLUMN, MARGIN + widget.row * LINE
    patch.add(
        "comment", 800, y, 1, 0, text=widget.control.name, presentation=1, presentation_rect=[x, top, 110.0, 20.0]
    )
    width, height = SIZES[widget.kind]
    look: dict[str, Any] = {"presentation": 1, "presentation_rect": [x + 112.0, top, width, height]}
    if widget.kind == "fader":
        control, whole = widget.control, int(widget.control.kind == "integer")
        look |= {"min": control.low, "size": control.high - control.low + whole, "floatoutput": 1 - whole}
        look["orientation"] = 1
    gui = patch.add(CLASSES[widget.kind], 400, y, 1, 2 if widget.kind == "number" else 1, **look)
    if widget.kind == "button":
        patch.wire(gui, patch.add("message", 580, y, 2, 1, text=widget.address), out)
        return
    route = patch.add("newobj", 20, y, 1, 2, text=f"route {widget.address}")
    show = patch.add("newobj", 220, y, 1, 1, text="prepend set")
    send = patch.add("newobj", 580, y, 1, 1, text=f"prepend {widget.address}")
    patch.wire(incoming, route, show, gui, send, out)


def _pad(patch: Patcher, pad: Pad, top: float, out: str) -> None:
    x, y = pad.column * LINE, pad.row * LINE
    rect = [MARGIN + 60.0 + x, top + y, LINE - 2, LINE - 2]
    gui = patch.add(CLASSES[pad.kind], 1000.0 + x, 20.0 + y, 1, 1, presentation=1, presentation_rect=rect)
    down = "$1" if pad.kind == "switch" else "1"
    text = f"/distill/{GRID_KEY} {pad.column} {pad.row} {down}"
    patch.wire(gui, patch.add("message", 1500, 20, 2, 1, text=text), out)
