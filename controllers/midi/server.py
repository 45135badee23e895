"""MIDI in and out: controllers that are plugged in play, and their lights follow."""

import threading
import time
from collections.abc import Sequence
from typing import Self

from controllers.midi.clock import Lead
from controllers.midi.device_binding import Hand
from controllers.midi.map_file import DEFAULT, Map, chosen, load, maps
from controllers.midi.messages import CLOCKS
from controllers.midi.port_process import PortProcess
from controllers.midi.ports import OWN
from live.audio.os_support import CONTROL_PRIORITY, raise_priority
from live.controls import ControlEvent, Instrument

LIGHTS_SECONDS = 1 / 60


class MidiServer:
    """Every controller of this machine on one instrument, each by its map. Use it as a context.

    ``only`` is a map for the ports that it names, or for all if it names none. One thread hears messages and keeps the
    lights.
    """

    def __init__(self, instrument: Instrument, *, only: Map | None = None, virtual: bool = True) -> None:
        self._instrument = instrument
        self._only = only
        self._known: Sequence[Map] = [*([only] if only else []), *maps()]
        self._default = only if only and not only.ports else load(DEFAULT)
        self._hands: dict[str, Hand] = {}
        self._lead = Lead()
        self._heard: dict[str, float] = {}
        """How much the clock of each port is behind ours, in seconds, when it sent last."""
        self._told: set[tuple[str, str]] = set()
        self.news = ""
        """The last that was noticed for the first time: what does nothing, or a clock too many."""
        self._virtual = virtual
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="distill midi", daemon=True)

    @property
    def errors(self) -> int:
        """How many messages were none."""
        return sum(hand.errors for hand in list(self._hands.values()))

    @property
    def controllers(self) -> dict[str, str]:
        """The ports that are listened to and the names of their maps."""
        return {port: self._map(port).name for port in self._ports.inputs}

    def __enter__(self) -> Self:
        self._ports = PortProcess(virtual=self._virtual)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self._ports.close()

    def _hand(self, port: str) -> Hand:
        hand = self._hands.get(port)
        # An instrument with other levels is another one to hold.
        if hand is None or hand.vocabulary.levels != self._instrument.vocabulary.levels:
            hand = self._hands[port] = Hand(self._map(port), self._instrument)
        return hand

    def _map(self, port: str) -> Map:
        if self._only and not self._only.ports:
            return self._only
        return chosen(port, self._known) or self._default

    def _keep(self) -> None:
        raise_priority(CONTROL_PRIORITY)
        lit = 0.0
        while not self._stopping.is_set():
            for port, data, seconds in self._ports.messages(LIGHTS_SECONDS):
                for event in self.meant(port, data, seconds):
                    self._instrument.send(event)
            for port, behind in self._heard.items():
                for event in self._hand(port).wait(time.monotonic() - behind):
                    self._instrument.send(event)
            if (now := time.monotonic()) - lit >= LIGHTS_SECONDS:
                lit = now
                self._light()

    def meant(self, port: str, data: bytes, seconds: float) -> list[ControlEvent]:
        """The events that a message means that came to ``port``; what means nothing is told once."""
        hand = self._hand(port)
        self._heard[port] = time.monotonic() - seconds
        followed = data[:1] not in CLOCKS or not self._instrument.controls.get("sync")
        if not followed and not self._lead.follows(port, time.monotonic()):
            self._tell(port, "clock", self._lead.news)
            return []
        events = hand.hear(data, seconds)
        for what in hand.unbound:
            self._tell(port, what, f"{port}: the map {hand.map.name} has no use for {what}")
        return events

    def _tell(self, port: str, what: str, news: str) -> None:
        if (port, what) not in self._told:
            self._told.add((port, what))
            self.news = news

    def _light(self) -> None:
        """Have lights show where things stand; controllers that went and came find them as they should be."""
        there = self._ports.inputs
        for gone in self._hands.keys() - set(there):
            del self._hands[gone]
            self._heard.pop(gone, None)
        for port in there:
            if port == OWN or self._map(port) is not self._default:
                for message in self._hand(port).lights():
                    self._ports.send(port, message)
