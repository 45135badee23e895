"""The panels that come along: what they say is in the vocabulary, and nothing that is played is missing from them."""

import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from panels import Max, SentMessage, TouchOsc
from pythonosc.osc_message import OscMessage
from stage import Desk

from controllers.osc.answers import PREFIX
from controllers.osc.dispatcher import COMMANDS, Dispatcher
from controllers.osc.packets import packet
from controllers.patches.layout import LEVELS
from controllers.patches.panels import panels
from live.controls import Vocabulary

PATCHES = Path(__file__).parents[2] / "patches"
KNOWN = {*Vocabulary(LEVELS).controls, *(command.name for command in COMMANDS)}
MAIN = {
    "play", "stop", "temperature", "top_p", "loop/on", "loop/length", "hold", "output/gain", "grid/key",
    *(f"level/{n}/{what}" for n in range(1, LEVELS + 1) for what in ("mask", "gain")),
}  # fmt: skip


def puredata() -> set[str]:
    text = "".join(path.read_text() for path in (PATCHES / "puredata").glob("*.pd"))
    return {*re.findall(r"oscformat (?:-f i )?distill/([\w/]+)", text), *re.findall(r"distill-control ([\w/]+);", text)}


def maxmsp() -> set[str]:
    return set(re.findall(PREFIX + r"([\w/]+)", (PATCHES / "max" / "distill.maxpat").read_text()))


def touchosc() -> set[str]:
    root = ET.fromstring(zlib.decompress((PATCHES / "touchosc" / "distill.tosc").read_bytes()))
    return {e.text.removeprefix(PREFIX) for e in root.iterfind(".//osc/path/partial/value") if e.text}


@pytest.mark.parametrize("addresses", [puredata, maxmsp, touchosc])
def test_panel_and_vocabulary_agree_both_ways(addresses: Callable[[], set[str]]) -> None:
    assert addresses() <= KNOWN
    assert addresses() >= MAIN


def test_the_panels_are_what_make_patches_writes() -> None:
    for path, data in panels().items():
        assert (PATCHES / path).read_bytes() == data, f"{path} is not up to date: make patches"


def test_every_wire_of_the_max_panel_joins_outlets_and_inlets_that_there_are() -> None:
    patcher = json.loads((PATCHES / "max" / "distill.maxpat").read_text())["patcher"]
    boxes = {box["box"]["id"]: box["box"] for box in patcher["boxes"]}
    assert patcher["openinpresentation"] == 1
    for line in patcher["lines"]:
        (source, outlet), (sink, inlet) = line["patchline"]["source"], line["patchline"]["destination"]
        assert outlet < boxes[source]["numoutlets"]
        assert inlet < boxes[sink]["numinlets"]
        assert len(boxes[source]["outlettype"]) == boxes[source]["numoutlets"]


def test_the_touchosc_panel_sends_human_units() -> None:
    root = ET.fromstring(zlib.decompress((PATCHES / "touchosc" / "distill.tosc").read_bytes()))
    assert root.get("version") == "3"
    controls = Vocabulary(LEVELS).controls
    for osc in root.iterfind(".//osc"):
        names = [child.tag for child in osc]
        assert names == [
            "enabled", "send", "receive", "feedback", "connections", "triggers", "path", "arguments",
        ]  # fmt: skip
        control = controls[osc.findtext("path/partial/value", "").removeprefix(PREFIX)]
        if control.kind == "edit":
            said = [partial.findtext("type") for partial in osc.iterfind("arguments/partial")]
            assert said == ["CONSTANT", "CONSTANT", "VALUE"]
            continue
        assert float(osc.findtext("arguments/partial/scaleMin", "")) == control.low
        assert float(osc.findtext("arguments/partial/scaleMax", "")) == control.high
    ids = [node.get("ID") for node in root.iterfind(".//node")]
    assert len(ids) == len(set(ids))


class Panel:
    """What a panel is told, and does not answer."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.told: list[SentMessage] = []

    def send(self, packet: bytes) -> None:
        message = OscMessage(packet)
        self.told.append((message.address, tuple(message.params)))

    def at(self, port: int) -> "Panel":
        assert port
        return self


def told_on_an_evening() -> list[SentMessage]:
    """All that an instrument may say: where everything stands, what moves, what is asked for, and how it does."""
    desk, panel = Desk(), Panel()
    dispatcher = Dispatcher(desk)
    dispatcher.on_packet(packet("/distill/subscribe", 9001), panel)
    for name, control in desk.vocabulary.controls.items():
        if control.has_value:
            dispatcher.on_packet(packet(PREFIX + name, control.high), Panel())
    dispatcher.subscribers.publish_changes()
    dispatcher.subscribers.publish_readings()
    for question in (packet("/distill/refresh"), packet("/distill/get", "/distill//*"), packet("/distill/ping")):
        dispatcher.on_packet(question, panel)
    dispatcher.on_packet(packet("/distill/nothing"), panel)
    assert len(desk.events) == sum(control.has_value for control in desk.vocabulary.controls.values())
    return panel.told


def test_what_is_told_never_comes_back_as_a_command() -> None:
    told = told_on_an_evening()
    controls = Vocabulary(LEVELS).controls
    named = {address.removeprefix(PREFIX) for address, _ in told}
    assert not {name for name in named & controls.keys() if controls[name].kind in ("trigger", "edit", "name")}
    assert {name for name, control in controls.items() if control.has_value and control.kind != "trigger"} <= named
    panel, tablet = Max(PATCHES / "max" / "distill.maxpat"), TouchOsc(PATCHES / "touchosc" / "distill.tosc")
    assert panel.sent == [("/distill/subscribe", ("9001",))]
    for opened in (panel, tablet):
        opened.sent.clear()
        # Instruments of an earlier version told where triggers stand.
        for address, arguments in [*told, *((PREFIX + n, (at,)) for n in MAIN & controls.keys() for at in (1, 0))]:
            if controls.get(address.removeprefix(PREFIX), controls["stop"]).kind != "edit":
                opened.receive(address, *arguments)
        assert opened.sent == []


def test_a_button_is_obeyed_once_for_each_press_and_never_for_its_release() -> None:
    panel, tablet = Max(PATCHES / "max" / "distill.maxpat"), TouchOsc(PATCHES / "touchosc" / "distill.tosc")
    panel.sent.clear()
    panel.touch("button", 1)
    for value in (1, 0):
        tablet.touch(value)
    triggers = {name for name, control in Vocabulary(LEVELS).controls.items() if control.kind == "trigger"}
    for sent in (panel.sent, tablet.sent):
        desk = Desk()
        dispatcher = Dispatcher(desk)
        for address, said in sent:
            numbers = [each if isinstance(each, int | float) else int(str(each)) for each in said]
            dispatcher.on_packet(packet(address, *numbers), Panel())
        fired = [event.name for event in desk.events if event.name in triggers]
        assert fired == list(dict.fromkeys(fired))
        assert set(fired) >= {"stop", "mark", "deck/copy", "resample/go", "input/capture"}
        assert dispatcher.errors == 0
