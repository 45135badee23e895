"""MIDI server: all controllers of this machine play one instrument, and their lights follow it."""

import threading
import time
from collections.abc import Sequence
from typing import Self

from controllers.midi.clock import ClockSelector
from controllers.midi.device_binding import DeviceBinding
from controllers.midi.map_file import DEFAULT, Map, load, map_for, maps
from controllers.midi.messages import CLOCK_STATUSES
from controllers.midi.port_process import PortProcess
from controllers.midi.ports import OWN
from live.audio.os_support import CONTROL_PRIORITY, raise_priority
from live.controls import ControlEvent, Instrument

LIGHTS_SECONDS = 1 / 60
"""Interval at which lights are updated, that of most screens."""


class MidiServer:
    """All MIDI controllers of this machine on one instrument, each by its map. Use it as a context.

    One thread receives messages and updates lights.

    Args:
        instrument: receiver of the events.
        only: map for the ports that it names, or for all ports if it names none.
        virtual: True to open a port of our own, which other programs can connect to.
    """

    def __init__(self, instrument: Instrument, *, only: Map | None = None, virtual: bool = True) -> None:
        self._instrument = instrument
        self._only = only
        self._known: Sequence[Map] = [*([only] if only else []), *maps()]
        self._default = only if only and not only.ports else load(DEFAULT)
        self._devices: dict[str, DeviceBinding] = {}
        self._clock_source = ClockSelector()
        self._time_offsets: dict[str, float] = {}
        """``time.monotonic`` minus the time of a port's last message, in seconds, by port."""
        self._reported: set[tuple[str, str]] = set()
        self.news = ""
        """Latest notice: a kind of message without a binding, or a second clock; each is given once."""
        self._virtual = virtual
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="distill midi", daemon=True)

    @property
    def errors(self) -> int:
        """Number of messages that were no MIDI."""
        return sum(device.errors for device in list(self._devices.values()))

    @property
    def controllers(self) -> dict[str, str]:
        """Name of the map of each open port."""
        return {port: self._map(port).name for port in self._ports.inputs}

    def __enter__(self) -> Self:
        self._ports = PortProcess(virtual=self._virtual)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self._ports.close()

    def _device(self, port: str) -> DeviceBinding:
        device = self._devices.get(port)
        # Bindings depend on the number of levels.
        if device is None or device.vocabulary.levels != self._instrument.vocabulary.levels:
            device = self._devices[port] = DeviceBinding(self._map(port), self._instrument)
        return device

    def _map(self, port: str) -> Map:
        if self._only and not self._only.ports:
            return self._only
        return map_for(port, self._known) or self._default

    def _run(self) -> None:
        raise_priority(CONTROL_PRIORITY)
        lit = 0.0
        while not self._stopping.is_set():
            for port, data, seconds in self._ports.messages(LIGHTS_SECONDS):
                for event in self.on_message(port, data, seconds):
                    self._instrument.send(event)
            for port, offset in self._time_offsets.items():
                for event in self._device(port).flush(time.monotonic() - offset):
                    self._instrument.send(event)
            if (now := time.monotonic()) - lit >= LIGHTS_SECONDS:
                lit = now
                self._update_lights()

    def on_message(self, port: str, data: bytes, seconds: float) -> list[ControlEvent]:
        """Events for a message that arrived at ``port``; kinds without a binding become ``news`` once."""
        device = self._device(port)
        self._time_offsets[port] = time.monotonic() - seconds
        followed = data[:1] not in CLOCK_STATUSES or not self._instrument.controls.get("sync")
        if not followed and not self._clock_source.follows(port, time.monotonic()):
            self._report(port, "clock", self._clock_source.news)
            return []
        events = device.on_message(data, seconds)
        for kind in device.unbound:
            self._report(port, kind, f"{port}: the map {device.map.name} has no use for {kind}")
        return events

    def _report(self, port: str, kind: str, news: str) -> None:
        if (port, kind) not in self._reported:
            self._reported.add((port, kind))
            self.news = news

    def _update_lights(self) -> None:
        """Send lights what has changed, and forget controllers that are gone, so that they are lit anew on return."""
        inputs = self._ports.inputs
        for gone in self._devices.keys() - set(inputs):
            del self._devices[gone]
            self._time_offsets.pop(gone, None)
        for port in inputs:
            if port == OWN or self._map(port) is not self._default:
                for message in self._device(port).lights():
                    self._ports.send(port, message)
