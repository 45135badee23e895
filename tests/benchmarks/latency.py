"""How soon a knob is heard, and whether the stream ever breaks: a real JACK server, real OSC, an ear on the output.

    python tests/benchmarks/latency.py [--minutes M] [--trials N] [--buffer MS] [--no-growth] [MODEL]

A trial turns output/gain from 0 to 1 and waits for the first sample that is not zero. Meanwhile, and for the rest of
the time, another knob is turned 100 times a second. A witness on each core notes when the machine itself stood still,
and JACK says whom it waited for. A client that has nothing to do says how often that is anybody.
"""

import os
import random
import socket
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import record
from complaints import Complaints
from otherprocess import OtherProcess
from system import jack_server
from witness import Interval, apart, standing, watched

from controllers.osc.packets import packet
from controllers.osc.server import OscServer
from distill import bundle
from distill.audio import Samples
from distill.settings import PLAYING
from live.audio import device_host, devices
from live.audio.os_support import may_raise_priority
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.state import Block, EngineState

RATE, PERIOD = 48_000, 128
SHORT_SECONDS = 0.002
"""Of a stall that is told apart from longer ones: hardly less than a period, which it may cost."""
CLOCKED = 10
"""How many arrivals of sound tell the ear's time."""
SILENT = 20 * PERIOD
"""Samples."""

INSTRUMENT = "PortAudio"
CLIENTS = {INSTRUMENT: "the instrument", "PortAudio-01": "the idle client", "PortAudio-02": "the ear"}
"""By what JACK calls them, in the order in which they come."""
OPEN = ControlEvent("output/gain", 1.0)
"""What a trial waits for."""


def play(pipe: Connection, model: Path | None, buffer: float, growth: bool) -> None:
    """The instrument. Sends its port; at the end when events arrived and were obeyed, when gaps were, and the ring."""
    arrived: list[float] = []
    obeyed: list[float] = []
    gaps: list[float] = []

    class Watched(Engine):
        def step(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> tuple[EngineState, Block]:
            obeyed.extend(time.monotonic() for event in events if event == OPEN)
            return super().step(state, events)

    class Stage(device_host.DeviceHost):
        def send(self, event: ControlEvent) -> None:
            if event == OPEN:
                arrived.append(time.monotonic())
            super().send(event)

    def count(_: Block) -> None:
        gaps.extend([time.monotonic()] * (host.status.underruns - len(gaps)))

    if not growth:
        device_host.LONGEST_MILLISECONDS = 0
    engine = Watched(bundle.load(model or bundle.STARTER))
    host = Stage(engine, buffer=buffer, seed=3)
    host.listeners.append(count)
    with OscServer(host, port=0) as server, host:
        host.wait(100)
        pipe.send(server.address[1])
        pipe.recv()
    pipe.send((arrived, obeyed, gaps, host.status))


def idle(pipe: Connection) -> None:
    """Nothing, played in the way in which the instrument plays: if this is late, so would be anything."""
    mixer, _ = devices.open_mixer(None, RATE)
    with mixer:
        pipe.send(None)
        pipe.recv()
    pipe.send(None)


class Ear:
    """Hears what the instrument plays, in the card's own time; recorded in C, so that JACK never waits for Python."""

    def __init__(self) -> None:
        # PortAudio looks for JACK as soon as it is loaded.
        sounddevice, rtmixer = devices.library("sounddevice"), devices.library("rtmixer")
        index = next(
            index
            for index, found in enumerate(sounddevice.query_devices())
            if found["name"] == INSTRUMENT and found["max_input_channels"]
        )
        self._stream = rtmixer.Recorder(device=index, channels=1, samplerate=RATE, blocksize=PERIOD)
        self._ring = rtmixer.RingBuffer(4, 1 << 16)
        self._read = 0
        self._stream.start()
        self._stream.record_ringbuffer(self._ring)

    @property
    def now(self) -> float:
        return self._stream.time

    def hear(self) -> Samples:
        """What came since the last time."""
        time.sleep(0.002)
        heard = np.frombuffer(self._ring.read(), dtype=np.float32)
        self._read += len(heard)
        return heard

    def wait_for_silence(self) -> None:
        silent = 0
        while silent < SILENT:
            heard = self.hear()
            sounding = np.flatnonzero(heard)
            silent = len(heard) - sounding[-1] if len(sounding) else silent + len(heard)

    def first_sound(self) -> float:
        """When the next sample that is not zero leaves the card."""
        while True:
            before, heard = self._read, self.hear()
            if len(sounding := np.flatnonzero(heard)):
                # What came into the card in one period goes out in the next.
                return self._clock() + (before + sounding[0] + 2 * PERIOD) / RATE

    def _clock(self) -> float:
        """When sample 0 would have arrived, had no period been missed since: the soonest of some arrivals tells."""
        arrivals: list[float] = []
        while len(arrivals) < CLOCKED:
            if len(self.hear()):
                arrivals.append(self.now - self._read / RATE)
        return min(arrivals)

    def close(self) -> int:
        """How many periods were lost on the way."""
        self._stream.stop()
        missed = self._stream.stats.input_overflows
        self._stream.close()
        # Before the server ends, which PortAudio would not survive.
        devices.library("sounddevice")._terminate()  # noqa: SLF001
        return missed


class Hands:
    """Turns one knob 100 times a second, and others when told."""

    def __init__(self, port: int) -> None:
        self._address = ("127.0.0.1", port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._turn, daemon=True)
        self._thread.start()

    def say(self, name: str, value: float) -> None:
        self._socket.sendto(packet(f"/distill/{name}", float(value)), self._address)

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _turn(self) -> None:
        while not self._stopping.wait(0.01):
            self.say("temperature", random.uniform(0.5, 1.5))


def percentiles(seconds: Sequence[float]) -> record.Figures:
    """Milliseconds."""
    columns = {"p50 ms": 50, "p99 ms": 99, "max ms": 100}
    return {name: float(np.percentile(seconds, p)) * 1e3 for name, p in columns.items()} if seconds else {}


@dataclass(frozen=True)
class Result:
    """Moments and durations in seconds."""

    latencies: list[float]
    sent: list[float]
    arrived: list[float]
    obeyed: list[float]
    gaps: list[float]
    missed: int
    stalls: list[Interval]
    ended: float
    status: device_host.Status


def trial(ear: Ear, hands: Hands) -> tuple[float, float]:
    """When the knob was turned, and how long it took to be heard."""
    hands.say("output/gain", 0)
    ear.wait_for_silence()
    time.sleep(random.uniform(0.1, 0.12))
    ear.wait_for_silence()
    sent, began = time.monotonic(), ear.now
    hands.say("output/gain", 1)
    return sent, ear.first_sound() - began


def measure(model: Path | None, minutes: float, trials: int, buffer: float, *, growth: bool) -> Result:
    player = OtherProcess(play, model, buffer, growth)
    port: int = player.hear()
    with watched(SHORT_SECONDS) as stalls:
        idler = OtherProcess(idle)
        idler.hear()
        ear, hands = Ear(), Hands(port)
        ends = time.monotonic() + minutes * 60
        tried: list[tuple[float, float]] = []
        while len(tried) < trials and time.monotonic() < ends:
            tried.append(trial(ear, hands))
        time.sleep(max(0.0, ends - time.monotonic()))
        hands.stop()
        ended = time.monotonic()
        # Before the instrument: JACK may hang for minutes where one client leaves another that it played to.
        missed = ear.close()
        idler.end()
        arrived, obeyed, gaps, status = player.end()
    sent, latencies = map(list, zip(*tried, strict=True))
    return Result(latencies, sent, arrived, obeyed, gaps, missed, stalls, ended, status)


def tell(result: Result, late: Mapping[str, Sequence[float]]) -> Mapping[str, record.Figures]:
    """Print who was late and when the machine stood still, and return the figures."""
    period = PERIOD / RATE
    waits = [b - a for a, b in zip(result.arrived, result.obeyed, strict=True)]
    travels = [b - a for a, b in zip(result.sent, result.arrived, strict=True)]
    rings = [
        whole - travel - wait - period for whole, travel, wait in zip(result.latencies, travels, waits, strict=True)
    ]
    print(f"{len(result.latencies)} trials; load {result.status.load:.0%}, p99 {result.status.load_p99:.0%}")
    print(f"ring: {result.status.buffer:g} ms at the end")
    print(standing(result.stalls))
    print(f"periods that the card lacked: {result.status.late_periods}")
    for name, moments in late.items():
        print(f"  {name + ' was late':28}{apart(moments, result.stalls)}")
    print(f"gaps in the ring: {apart(result.gaps, result.stalls)}")
    print(f"periods that the ear missed: {result.missed}")
    return {
        "from knob to sound": percentiles(result.latencies),
        "  to the instrument": percentiles(travels),
        "  wait for the next frame": percentiles(waits),
        "  making it, and the ring": percentiles(rings),
        "  period of the card": percentiles([period]),
        "from beginning to end": {"gaps": len(result.gaps), "periods that the card lacked": result.status.late_periods},
    }


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("model", nargs="?", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--buffer", type=float, default=PLAYING["buffer"].default, help="milliseconds")
    parser.add_argument("--no-growth", action="store_true")
    arguments = parser.parse_args()
    complaints = Complaints(CLIENTS)
    with jack_server(
        f"distill-latency-{os.getpid()}", realtime=may_raise_priority(), log=complaints.log
    ) as environment:
        os.environ["JACK_DEFAULT_SERVER"] = environment["JACK_DEFAULT_SERVER"]
        growth = not arguments.no_growth
        result = measure(arguments.model, arguments.minutes, arguments.trials, arguments.buffer, growth=growth)
    record.report("latency", tell(result, complaints.until(result.ended)).items(), arguments)


if __name__ == "__main__":
    main()
