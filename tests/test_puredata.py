"""The Pure Data patch, opened in a real Pure Data without a screen, moved from outside, heard over OSC."""

import re
import subprocess
from pathlib import Path

from stage import Desk
from system import need

from controllers.osc import OscServer
from live.controls import ControlEvent, Vocabulary

PATCH = Path(__file__).parent.parent / "patches" / "puredata" / "distill.pd"


def test_every_address_in_the_patch_is_in_the_vocabulary() -> None:
    addresses = re.findall(r"oscformat distill ([^;]+);", PATCH.read_text(encoding="utf-8"))
    assert len(addresses) > 8
    assert {address.replace(" ", "/") for address in addresses} <= set(Vocabulary(levels=4).controls)


def test_sliders_toggles_and_buttons_arrive_as_events() -> None:
    need("pd", "puredata-core")
    desk = Desk()
    with OscServer(desk, port=0) as server:
        moves = [
            f"distill-port {server.address[1]}",
            "distill-temperature 1.5",
            "distill-mask-2 0",
            "distill-stop bang",
        ]
        sends = [part for move in moves for part in ("-send", move)]
        pd = subprocess.Popen(
            ["pd", "-nogui", "-noaudio", "-nomidi", *sends, "-open", str(PATCH)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            heard = desk.heard(3)
        finally:
            pd.terminate()
            pd.wait()
    assert heard == [ControlEvent("temperature", 1.5), ControlEvent("level/2/mask", 0.0), ControlEvent("stop")]
    assert server.errors == 0
