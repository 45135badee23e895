"""Max and TouchOSC as far as the panels need them: messages of a panel as it opens, receives and is touched.

Read from the files themselves, by what the manuals of both programs say of each object.
"""

import json
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

SentMessage = tuple[str, tuple[object, ...]]
"""Address and arguments."""
Atoms = list[Any]
SILENT = {"slider", "toggle", "number"}
"""Widgets that take ``set`` without output."""


class Max:
    """A ``.maxpat`` that is open: ``sent`` is what goes out of its udpsend."""

    def __init__(self, patch: Path) -> None:
        patcher = json.loads(patch.read_text())["patcher"]
        self.boxes: dict[str, dict[str, Any]] = {box["box"]["id"]: box["box"] for box in patcher["boxes"]}
        self.sent: list[SentMessage] = []
        self._wires: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for line in patcher["lines"]:
            source, sink = line["patchline"]["source"], line["patchline"]["destination"]
            self._wires[source[0], source[1]].append((sink[0], sink[1]))
        for name, box in self.boxes.items():
            if box.get("text") == "loadbang":
                self._out(name, 0, ["bang"])

    def receive(self, address: str, *arguments: object) -> None:
        """Receive a message."""
        for name, box in self.boxes.items():
            if box.get("text", "").startswith("udpreceive"):
                self._out(name, 0, [address, *arguments])

    def touch(self, kind: str, value: object) -> None:
        """Move every widget of a kind."""
        for name, box in self.boxes.items():
            if box["maxclass"] == kind:
                self._out(name, 0, ["bang"] if kind == "button" else [value])

    def _out(self, name: str, outlet: int, atoms: Atoms) -> None:
        for sink, inlet in self._wires[name, outlet] if atoms else ():
            assert inlet == 0
            self._into(sink, atoms)

    def _into(self, name: str, atoms: Atoms) -> None:
        box = self.boxes[name]
        words: list[str] = box.get("text", "").split()
        match box["maxclass"], words[:1]:
            case "newobj", ["udpsend"]:
                self.sent.append((atoms[0], tuple(atoms[1:])))
            case "newobj", ["route"]:
                if atoms[0] == words[1]:
                    self._out(name, 0, atoms[1:] or ["bang"])
                else:
                    self._out(name, 1, atoms)
            case "newobj", ["prepend"]:
                self._out(name, 0, [*words[1:], *atoms])
            case "message", _:
                self._out(name, 0, [atoms[0] if word == "$1" else word for word in words])
            case ("button", _) | ("newobj", ["metro"]):  # whatever comes is a bang
                self._out(name, 0, ["bang"])
            case kind, _:
                assert kind in SILENT, f"{kind} {words} receives {atoms}"
                self._out(name, 0, atoms if atoms[0] != "set" else [])


class TouchOsc:
    """A ``.tosc`` that is open; a message goes out when its value's trigger is met and, if received, feedback is on."""

    def __init__(self, layout: Path) -> None:
        self.sent: list[SentMessage] = []
        self._values: dict[tuple[str | None, str], float] = {}
        root = ET.fromstring(zlib.decompress(layout.read_bytes()))
        self._messages = [(node.get("ID"), osc) for node in root.iterfind(".//node") for osc in node.iterfind("*/osc")]
        for node in root.iterfind(".//node"):
            for value in node.iterfind("values/value"):
                if (key := value.findtext("key", "")) in ("x", "y"):
                    self._values[node.get("ID"), key] = float(value.findtext("default", "0"))

    def receive(self, address: str, *arguments: object) -> None:
        """Receive a message."""
        for node, osc in self._messages:
            if osc.findtext("receive") == "1" and osc.findtext("path/partial/value") == address:
                for partial, argument in zip(osc.iterfind("arguments/partial"), arguments, strict=True):
                    assert isinstance(argument, int | float)
                    low, high = (float(partial.findtext(f"scale{end}", "0")) for end in ("Min", "Max"))
                    self._move(node, partial.findtext("value", ""), (argument - low) / (high - low), received=True)

    def touch(self, value: float) -> None:
        """Move everything to ``value``, 0 to 1."""
        for node, key in list(self._values):
            self._move(node, key, value, received=False)

    def _move(self, node: str | None, key: str, value: float, *, received: bool) -> None:
        before, self._values[node, key] = self._values[node, key], value
        if before == value:
            return
        for owner, osc in self._messages:
            condition = osc.findtext("triggers/trigger/condition")
            met = condition == "ANY" or (condition == "RISE") == (value > before)
            if owner != node or osc.findtext("triggers/trigger/var") != key or not met or osc.findtext("send") != "1":
                continue
            if not received or osc.findtext("feedback") == "1":
                self.sent.append((osc.findtext("path/partial/value", ""), tuple(self._argument(node, osc))))

    def _argument(self, node: str | None, osc: ET.Element) -> list[object]:
        arguments: list[object] = []
        for partial in osc.iterfind("arguments/partial"):
            kind, text = partial.findtext("type"), partial.findtext("value", "")
            low, high = (float(partial.findtext(f"scale{end}", "0")) for end in ("Min", "Max"))
            number = float(text) if kind == "CONSTANT" else low + self._values[node, text] * (high - low)
            arguments.append(round(number) if partial.findtext("conversion") == "INTEGER" else number)
        return arguments
