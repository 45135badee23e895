"""The panels that come along: what they say is in the vocabulary, and nothing that is played is missing from them."""

import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from controllers.oscsession import PREFIX, WORDS
from controllers.patches.panels import panels
from controllers.patches.layout import LEVELS
from live.controls import Vocabulary

PATCHES = Path(__file__).parent.parent / "patches"
KNOWN = {*Vocabulary(LEVELS).controls, *(word.name for word in WORDS)}
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
