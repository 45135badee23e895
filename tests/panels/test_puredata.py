"""The Pure Data panel in a real Pure Data without a screen: moved from outside, heard over OSC and over JACK."""

import signal
import socket
import subprocess
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from stage import Desk
from system import Live, free_port, jack_server, need

from controllers.osc.packets import packet
from controllers.osc.server import OscServer
from live.controls import ControlEvent
from live.session import journal

pytestmark = pytest.mark.realtime

FOLDER = Path(__file__).parents[2] / "patches" / "puredata"


@contextmanager
def pd(
    *moves: str, patch: Path = FOLDER / "distill.pd", beside: Path | None = None
) -> Generator["subprocess.Popen[str]"]:
    """Pure Data with a patch open and ``moves`` made in it."""
    need("pd", "puredata-core")
    sends = [part for move in moves for part in ("-send", move)]
    opened = [part for each in (beside, patch) if each for part in ("-open", str(each))]
    command = ["pd", "-nogui", "-noaudio", "-nomidi", "-stderr", "-path", str(FOLDER), *sends, *opened]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def ports(instrument: int | str) -> list[str]:
    """Where the instrument listens, and a free port for the panel."""
    return [f"distill-listen {free_port()}", f"distill-port {instrument}"]


def test_sliders_toggles_and_buttons_arrive_as_events() -> None:
    desk = Desk()
    moves = [
        "distill-temperature 1.5", "distill-level-2-mask 0", "distill-stop bang", "distill-seed 7",
        "distill-pad-15-3 1", "distill-pad-0-4 bang",
    ]  # fmt: skip
    with (
        OscServer(desk, port=0) as server,
        pd(*ports(server.address[1]), *moves),
    ):
        heard = desk.heard(6)
    assert heard == [
        ControlEvent("temperature", 1.5), ControlEvent("level/2/mask", 0.0), ControlEvent("stop"),
        ControlEvent("seed", 7.0), ControlEvent("grid/key", arguments=(15, 3, 1)),
        ControlEvent("grid/key", arguments=(0, 4, 1)),
    ]  # fmt: skip
    assert server.errors == 0


def test_the_panel_hears_where_every_control_stands(tmp_path: Path) -> None:
    """A patch beside it prints what the instrument says; the panel has subscribed by itself."""
    listener = tmp_path / "listener.pd"
    listener.write_text(
        "#N canvas 0 0 300 200 12;\n#X obj 10 10 distill-link;\n#X obj 10 50 r distill/level/3/gain;\n"
        "#X obj 10 80 print gain;\n#X obj 150 50 r distill/temperature;\n#X obj 150 80 print temperature;\n"
        "#X connect 1 0 2 0;\n#X connect 3 0 4 0;\n"
    )
    desk = Desk()
    desk.send(ControlEvent("level/3/gain", 0.25))
    desk.send(ControlEvent("temperature", 1.0))
    with (
        OscServer(desk, port=0) as server,
        pd(*ports(server.address[1]), patch=listener) as process,
    ):
        assert process.stderr
        said = {line.strip() for line in _until(process.stderr, "gain: 0.25")}
    assert "temperature: 1" in said


PROBE = (
    "#N canvas 0 0 300 200 12;\n#X obj 10 10 r distill/output/gain;\n#X obj 10 40 sel 0.5;\n"
    "#X msg 10 70 1.5;\n#X obj 10 100 s distill-temperature;\n#X obj 150 10 r distill/again;\n"
    "#X obj 150 40 s distill-port;\n#X connect 0 0 1 0;\n#X connect 1 0 2 0;\n#X connect 2 0 3 0;\n"
    "#X connect 4 0 5 0;\n"
)
"""A hand: moves the temperature once the gain is heard to be 0.5, and connects again when it is told ``again``."""


def test_a_panel_opened_and_reopened_beside_an_instrument_that_restarts_says_nothing_by_itself(tmp_path: Path) -> None:
    """What Pure Data was told before the probe moves has gone through it by then."""
    probe = tmp_path / "probe.pd"
    probe.write_text(PROBE)
    gain, moved = ControlEvent("output/gain", 0.5), ControlEvent("temperature", 1.5)
    listen, instrument = free_port(), free_port()
    moves = [f"distill-listen {listen}", f"distill-port {instrument}"]
    first, second = Desk(), Desk()
    for desk in (first, second):
        desk.send(gain)
    with OscServer(first, port=instrument), pd(*moves, beside=probe):
        first.heard(2)
    with pd(*moves, beside=probe), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as said:
        with OscServer(first, port=instrument):
            first.heard(3)
        with OscServer(second, port=instrument):
            said.sendto(packet("/distill/again", instrument), ("127.0.0.1", listen))
            second.heard(2)
    assert first.events == [gain, moved, moved]
    assert second.events == [gain, moved]


def _until(lines: Iterable[str], last: str) -> Iterator[str]:
    for line in lines:
        yield line
        if line.strip() == last:
            return


def test_the_instrument_is_heard_changing(model_file: Path, tmp_path: Path) -> None:
    with jack_server(f"distill-pd-{free_port()}") as environment:
        live = Live(environment, model_file, tmp_path, "--journal", "take.jsonl")
        live.hear(1)
        assert np.abs(live.hear(1)).max() > 0.001
        with pd(
            *ports(live.port),
            *[f"distill-level-{n}-mask 0" for n in range(1, 5)],
        ):
            live.hear(1)
            assert np.abs(live.hear(1)).max() == 0
        live.process.send_signal(signal.SIGINT)
        live.process.communicate(timeout=20)
    events = [event.name for frame in journal.read(tmp_path / "take.jsonl").events.values() for event in frame]
    assert events == [*(f"level/{n}/mask" for n in range(1, 5)), "stop"]
