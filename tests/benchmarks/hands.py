"""How long it takes from a MIDI or OSC message to the event that the instrument is handed.

    python tests/benchmarks/hands.py [--times N]

Over real JACK MIDI ports and real sockets, one message at a time. The instrument obeys at its next frame, so up to
10 ms pass until the event is applied. A period of JACK's comes between two MIDI ports: 0.67 ms here.
"""

import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import record
from stage import Desk
from system import jack_server

from controllers.midi.ports import rtmidi
from controllers.midi.server import MidiServer
from controllers.osc.packets import packet
from controllers.osc.server import OscServer
from live.audio.os_support import may_raise_priority
from live.controls import ControlEvent


class Stopwatch(Desk):
    """An instrument that tells when it was handed something."""

    def __init__(self) -> None:
        super().__init__()
        self.handed = threading.Event()
        self.at = 0.0

    def send(self, event: ControlEvent) -> None:
        self.at = time.perf_counter()
        self.controls = {**self.controls, event.name: event.value or 0.0}
        self.handed.set()


def measure(desk: Stopwatch, say: Callable[[int], object], times: int) -> list[float]:
    """Milliseconds of every message that arrived, sorted: a JACK server that is late loses some."""
    spent: list[float] = []
    for number in range(times):
        desk.handed.clear()
        started = time.perf_counter()
        say(number % 120)
        if desk.handed.wait(1):
            spent.append((desk.at - started) * 1e3)
        time.sleep(0.003)
    return sorted(spent)


def over_midi(environment: Mapping[str, str], times: int) -> list[float]:
    os.environ["JACK_DEFAULT_SERVER"] = environment["JACK_DEFAULT_SERVER"]
    out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="Keys")
    out.open_virtual_port("sends")
    desk = Stopwatch()
    with MidiServer(desk) as server:
        while len(server.controllers) < 2:
            time.sleep(0.01)
        return measure(desk, lambda number: out.send_message([0xC0, number]), times)


def over_osc(times: int) -> list[float]:
    desk = Stopwatch()
    with OscServer(desk, port=0) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        return measure(desk, lambda number: out.sendto(packet("/distill/seed", number), server.address), times)


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("--times", type=int, default=2000)
    arguments = parser.parse_args()
    times: int = arguments.times
    with jack_server("distill-hands", period=32, realtime=may_raise_priority()) as environment:
        results = {"MIDI over JACK": over_midi(environment, times), "OSC over UDP": over_osc(times)}
    figures = {
        name: {
            "p50 ms": spent[len(spent) // 2],
            "p99 ms": spent[int(len(spent) * 0.99)],
            "max ms": spent[-1],
            "lost": times - len(spent),
        }
        for name, spent in results.items()
    }
    record.report("hands", figures.items(), arguments)


if __name__ == "__main__":
    main()
