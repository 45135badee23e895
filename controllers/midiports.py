"""The system's MIDI ports, as they come and go."""

import importlib
import re
import time
from collections.abc import Iterator
from typing import Any, Self

from live.quiet import quiet

rtmidi: Any = importlib.import_module("rtmidi")
"""It comes without types."""

OWN = "Distill"
IGNORED = ("midi through", "through:")
SETTLING_SECONDS = 0.2
"""The ports of a device come one after the other, and what is sent through one opened just now is lost by JACK."""
WAITING_MESSAGES = 8192
"""How many are kept for each port until they are asked for."""


def system() -> int | None:
    """The first of the systems built into rtmidi that runs here: CoreMIDI, WinMM, ALSA, JACK."""
    with quiet():
        for api in rtmidi.get_compiled_api():
            try:
                rtmidi.MidiIn(api, name=OWN).delete()
            except rtmidi.SystemError:
                continue
            return api
    return None


class Ports:
    """Listens to every port but its own, and to those that are plugged in later, once ``refresh`` is called.

    No system says when a port comes or goes; so one lasting client lists them. Messages are kept without Python
    until they are asked for: what is called on a thread of JACK's must not wait for anything. Use it as a context,
    on one thread.
    """

    def __init__(self, *, virtual: bool = True) -> None:
        self._api = system()
        self._virtual = virtual
        self._inputs: dict[str, Any] = {}
        self._outputs: dict[str, Any] = {}
        self._came: dict[str, float] = {}

    def __enter__(self) -> Self:
        if self._api is not None:
            with quiet():
                self._sources = rtmidi.MidiIn(self._api, name=OWN)
                self._sinks = rtmidi.MidiOut(self._api, name=OWN)
                if self._virtual and self._api != rtmidi.API_WINDOWS_MM:
                    self._open_virtual()
            self.refresh()
        return self

    def __exit__(self, *_: object) -> None:
        with quiet():
            for port in [*self._inputs.values(), *self._outputs.values()]:
                port.delete()
            if self._api is not None:
                self._sources.delete()
                self._sinks.delete()

    @property
    def inputs(self) -> list[str]:
        """The ports that are listened to."""
        return list(self._inputs)

    def refresh(self) -> None:
        """Open what has come, close what has gone."""
        if self._api is None:
            return
        names = [name for name in self._sources.get_ports() if not _ignored(name)]
        for gone in self._inputs.keys() - {OWN, *names}:
            self._inputs.pop(gone).delete()
            self._came.pop(gone, None)
            if output := self._outputs.pop(gone, None):
                output.delete()
        if new := [name for name in names if name not in self._inputs]:
            time.sleep(SETTLING_SECONDS)
            for name in new:
                self._open(name)
            time.sleep(SETTLING_SECONDS)

    def messages(self) -> Iterator[tuple[str, bytes, float]]:
        """What has come since the last time: port, message, and when, by a clock that counts seconds."""
        for name, port in list(self._inputs.items()):
            while (arrived := port.get_message()) is not None:
                data, passed = arrived
                self._came[name] = self._came[name] + passed if name in self._came else time.perf_counter()
                yield name, bytes(data), self._came[name]

    def send(self, name: str, message: list[int]) -> None:
        """Send ``message`` to the controller whose input is ``name``, if it listens."""
        if output := self._outputs.get(name):
            output.send_message(message)

    def _open(self, name: str) -> None:
        sources, sinks = self._sources.get_ports(), self._sinks.get_ports()
        if name not in sources:
            return
        self._inputs[name] = self._input()
        self._inputs[name].open_port(sources.index(name), "in")
        if sink := _sink(name, set(sinks)):
            self._outputs[name] = rtmidi.MidiOut(self._api, name=OWN)
            self._outputs[name].open_port(sinks.index(sink), "out")

    def _input(self) -> Any:
        port = rtmidi.MidiIn(self._api, name=OWN, queue_size_limit=WAITING_MESSAGES)
        port.ignore_types(sysex=True, timing=False, active_sense=True)
        return port

    def _open_virtual(self) -> None:
        """A port of our own, for programs to connect to."""
        source, sink = self._input(), rtmidi.MidiOut(self._api, name=OWN)
        source.open_virtual_port("in")
        sink.open_virtual_port("out")
        self._inputs[OWN], self._outputs[OWN] = source, sink


def device(name: str) -> str:
    """What a port's name says of the device, without the numbers that change: ``Name:Port 128:0``, ``Name-01:Port``."""
    return re.sub(r"-\d+$", "", re.sub(r"\s+\d+(:\d+)?$", "", name).split(":")[0])


def _sink(name: str, sinks: set[str]) -> str | None:
    """The output that belongs to an input: of the same name, or else of the same device."""
    return name if name in sinks else next((s for s in sorted(sinks) if device(s) == device(name)), None)


def _ignored(name: str) -> bool:
    return device(name) == OWN or any(part in name.lower() for part in IGNORED)
