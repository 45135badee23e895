"""The instrument, as a program that plays this or an older release: whose code it is, ``PYTHONPATH`` says.

Takes JSON with a model and the buffer in milliseconds, none for the default. Writes a line of JSON with its port; once
its standard input ends, one with what was said of ``NOTED`` controls, when that arrived and when it was obeyed, when
the ring had gaps, and the buffer's size by the moment.
"""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from controllers.osc.server import OscServer
from distill import bundle
from live.audio.device_host import DeviceHost
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.state import Block, EngineState

NOTED = ("output/gain", "level/1/mask")


class Notes:
    """What a performance notes while it plays."""

    def __init__(self) -> None:
        self.arrived: list[tuple[float, str]] = []
        self.obeyed: list[tuple[float, str, float]] = []
        self.gaps: list[float] = []
        self.buffers: list[tuple[float, float]] = []

    def on_obeyed(self, host: DeviceHost, events: Sequence[ControlEvent]) -> None:
        noted = [event.name for event in events if event.name in NOTED]
        if noted:
            left = host._output.buffered * 1000 / host.engine.model.codec.config.sample_rate  # noqa: SLF001
            self.obeyed += [(time.monotonic(), name, left) for name in noted]

    def on_block(self, status: Any) -> None:
        now = time.monotonic()
        self.gaps += [now] * (status.underruns - len(self.gaps))
        if not self.buffers or self.buffers[-1][1] != status.buffer:
            self.buffers.append((now, status.buffer))


def instrument(model: Path, notes: Notes, options: Mapping[str, Any]) -> DeviceHost:
    """The host of an engine that notes when it obeys: older ones make whole frames, later ones open them."""

    class Watched(Engine):
        def step(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> tuple[EngineState, Block]:
            if events:
                notes.on_obeyed(host, events)
            return super().step(state, events)

        def open(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> Any:
            notes.on_obeyed(host, events)
            frame = super().open(state, events)
            obey = frame.obey

            def obey_and_note(events: Sequence[ControlEvent], offset: int) -> None:
                notes.on_obeyed(host, events)
                obey(events, offset)

            frame.obey = obey_and_note
            return frame

    class Stage(DeviceHost):
        def send(self, event: ControlEvent) -> None:
            if event.name in NOTED:
                notes.arrived.append((time.monotonic(), event.name))
            super().send(event)

    host = Stage(Watched(bundle.load(model)), seed=3, **options)
    host.listeners.append(lambda _: notes.on_block(host.status))
    return host


def main() -> None:
    given = json.loads(sys.argv[1])
    notes = Notes()
    host = instrument(Path(given["model"]), notes, {} if given["buffer"] is None else {"buffer": given["buffer"]})
    with OscServer(host, port=0) as server, host:
        host.wait(100)
        print(json.dumps(server.address[1]), flush=True)
        sys.stdin.read()
        status = host.status
    late = host.status.late_periods
    print(
        json.dumps({**vars(notes), "late_periods": late, "load": status.load, "load_p99": status.load_p99}), flush=True
    )


if __name__ == "__main__":
    main()
