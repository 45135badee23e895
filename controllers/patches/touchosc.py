"""TouchOSC mk2: the panel as a ``.tosc``, XML compressed by zlib; its faders follow the instrument."""

import uuid
import zlib
from xml.etree import ElementTree as ET

from controllers.patches.layout import GRID_KEY, Pad, Widget, pad_names, pads, rows, widgets
from live.controls import Control, Vocabulary

WIDTH = 1280
"""Width of the page, in points."""
LINE, LABEL, MARGIN = 44, 130, 10
"""Height of a line, width of a label, and margin, in points."""
PAD = 36, 48
"""Size of a pad, in points."""
NODES = {"fader": "FADER", "switch": "BUTTON", "button": "BUTTON", "number": "FADER"}
TOGGLE_RELEASE, MOMENTARY = 1, 0
"""Values of ``buttonType`` in TouchOSC's format."""
COLOURS = {"fader": (0.2, 0.7, 0.8), "switch": (0.9, 0.7, 0.2), "button": (0.9, 0.3, 0.3), "number": (0.5, 0.5, 0.5)}
XY_CONTROLS = ("temperature", ("morph", "top_p"))
"""Controls of the XY pad: the one across, and for up the first of those that exists."""
Frame = tuple[int, int, int, int]


def layout(vocabulary: Vocabulary) -> bytes:
    """Content of the ``.tosc`` file."""
    root = ET.Element("lexml", version="3")
    placed = widgets(vocabulary)
    height = rows(placed, 0, 1, 2) * LINE + 2 * MARGIN
    page = _node(root, "GROUP", "distill", (0, 0, WIDTH, height), (0.1, 0.1, 0.1))
    children = ET.SubElement(page, "children")
    for widget in placed:
        _widget(children, widget)
    _xy_pad(children, vocabulary)
    top = MARGIN + rows(placed, 0, 1) * LINE
    for row, name in enumerate(pad_names()):
        label = _node(children, "LABEL", f"{name} label", (MARGIN, top + row * PAD[1], 60, PAD[1] - 4), (0, 0, 0))
        _value(label, "text", name)
    for pad in pads():
        _pad(children, pad, top)
    return zlib.compress(ET.tostring(root, encoding="UTF-8", xml_declaration=True), 9)


def _widget(parent: ET.Element, widget: Widget) -> None:
    x, y = MARGIN + widget.column * 330, MARGIN + widget.row * LINE
    height = LINE - 6
    label = _node(parent, "LABEL", f"{widget.control.name} label", (x, y, LABEL, height), (0, 0, 0))
    _value(label, "text", widget.control.name)
    frame = (x + LABEL, y, 180 if NODES[widget.kind] == "FADER" else 80, height)
    node = _node(parent, NODES[widget.kind], widget.control.name, frame, COLOURS[widget.kind])
    properties = node.find("properties")
    if properties is not None:
        if NODES[widget.kind] == "BUTTON":
            _property(properties, "i", "buttonType", TOGGLE_RELEASE if widget.kind == "switch" else MOMENTARY)
        else:
            _property(properties, "i", "orientation", 1)
    _value(node, "x", f"{_linear_position(widget.control):g}")
    _messages(node, [(widget.control, "x")], rise=widget.kind == "button")


def _linear_position(control: Control) -> float:
    """Default of a control as a position on a linear fader, 0 to 1; TouchOSC has no other."""
    return (control.default - control.low) / (control.high - control.low)


def _xy_pad(parent: ET.Element, vocabulary: Vocabulary) -> None:
    across = vocabulary.controls[XY_CONTROLS[0]]
    up = next(vocabulary.controls[name] for name in XY_CONTROLS[1] if name in vocabulary.controls)
    side = WIDTH - 3 * 330 - 2 * MARGIN
    pad = _node(parent, "XY", f"{across.name} and {up.name}", (3 * 330 + MARGIN, MARGIN, side, side), (0.4, 0.8, 0.4))
    _value(pad, "x", f"{_linear_position(across):g}")
    _value(pad, "y", f"{_linear_position(up):g}")
    _messages(pad, [(across, "x"), (up, "y")])


def _pad(parent: ET.Element, pad: Pad, top: int) -> None:
    width, height = PAD
    frame = (MARGIN + 64 + pad.column * width, top + pad.row * height, width - 4, height - 4)
    node = _node(parent, "BUTTON", f"pad {pad.column} {pad.row}", frame, COLOURS[pad.kind])
    properties = node.find("properties")
    if properties is not None:
        _property(properties, "i", "buttonType", TOGGLE_RELEASE if pad.kind == "switch" else MOMENTARY)
    _value(node, "x", "0")
    condition = "ANY" if pad.kind == "switch" else "RISE"
    osc = _osc(ET.SubElement(node, "messages"), f"/distill/{GRID_KEY}", "x", condition, receive=False)
    arguments = ET.SubElement(osc, "arguments")
    for number in (pad.column, pad.row):
        _partial(arguments, "CONSTANT", "INTEGER", str(number), 0, 1)
    _partial(arguments, "VALUE", "INTEGER", "x", 0, 1)


def _messages(node: ET.Element, bindings: list[tuple[Control, str]], *, rise: bool = False) -> None:
    messages = ET.SubElement(node, "messages")
    for control, value in bindings:
        osc = _osc(messages, f"/distill/{control.name}", value, "RISE" if rise else "ANY", receive=not rise)
        arguments = ET.SubElement(osc, "arguments")
        conversion = "FLOAT" if control.kind == "continuous" else "INTEGER"
        _partial(arguments, "VALUE", conversion, value, control.low, control.high)


def _osc(messages: ET.Element, address: str, value: str, condition: str, *, receive: bool) -> ET.Element:
    """Add an OSC message that is sent when a finger moves the value, never when the value was received."""
    osc = ET.SubElement(messages, "osc")
    flags = {"enabled": "1", "send": "1", "receive": f"{receive:d}", "feedback": "0", "connections": "00001"}
    for name, text in flags.items():
        ET.SubElement(osc, name).text = text
    trigger = ET.SubElement(ET.SubElement(osc, "triggers"), "trigger")
    ET.SubElement(trigger, "var").text = value
    ET.SubElement(trigger, "condition").text = condition
    _partial(ET.SubElement(osc, "path"), "CONSTANT", "STRING", address, 0, 1)
    return osc


def _partial(parent: ET.Element, kind: str, conversion: str, value: str, low: float, high: float) -> None:
    partial = ET.SubElement(parent, "partial")
    scale = {"scaleMin": f"{low:g}" if low < 2**16 else f"{low:.0f}", "scaleMax": f"{high:.10g}"}
    for name, text in {"type": kind, "conversion": conversion, "value": value, **scale}.items():
        ET.SubElement(partial, name).text = text


def _node(parent: ET.Element, kind: str, name: str, frame: Frame, colour: tuple[float, float, float]) -> ET.Element:
    node = ET.SubElement(parent, "node", ID=str(uuid.uuid5(uuid.NAMESPACE_URL, f"distill/{name}")), type=kind)
    properties = ET.SubElement(node, "properties")
    _property(properties, "s", "name", name)
    _property(properties, "r", "frame", dict(zip("xywh", frame, strict=True)))
    _property(properties, "c", "color", dict(zip("rgba", (*colour, 1), strict=True)))
    ET.SubElement(node, "values")
    return node


def _property(properties: ET.Element, kind: str, key: str, value: object) -> None:
    entry = ET.SubElement(properties, "property", type=kind)
    ET.SubElement(entry, "key").text = key
    element = ET.SubElement(entry, "value")
    if isinstance(value, dict):
        for part, number in value.items():
            ET.SubElement(element, part).text = f"{number}"
    else:
        element.text = f"{value}"


def _value(node: ET.Element, key: str, default: str) -> None:
    values = node.find("values")
    if values is not None:
        value = ET.SubElement(values, "value")
        for name, text in {
            "key": key,
            "locked": "0",
            "lockedDefaultCurrent": "0",
            "default": default,
            "defaultPull": "0",
        }.items():
            ET.SubElement(value, name).text = text
