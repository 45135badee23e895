"""MIDI in and out: controllers that are plugged in play, and their lights follow."""

import threading
import time
from collections.abc import Sequence
from typing import Self

from controllers.midihand import Hand
from controllers.midimap import DEFAULT, Map, chosen, load, maps
from controllers.midiports import OWN, Ports
from live.controls import Instrument

POLL_SECONDS = 0.001
"""How often messages are looked for."""
LIGHTS_SECONDS = 1 / 60
REFRESH_SECONDS = 1.0
"""How often ports are looked for."""


class MidiServer:
    """Every controller of this machine on one instrument, each by its map. Use it as a context.

    ``only`` is a map for the ports that it names, or for all if it names none. One thread looks for messages and for
    ports, and keeps the lights.
    """

    def __init__(self, instrument: Instrument, *, only: Map | None = None, virtual: bool = True) -> None:
        self._instrument = instrument
        self._only = only
        self._known: Sequence[Map] = [*([only] if only else []), *maps()]
        self._default = only if only and not only.ports else load(DEFAULT)
        self._hands: dict[str, Hand] = {}
        self._ports = Ports(virtual=virtual)
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
        self._ports.__enter__()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self._ports.__exit__()

    def _hand(self, port: str) -> Hand:
        if port not in self._hands:
            self._hands[port] = Hand(self._map(port), self._instrument)
        return self._hands[port]

    def _map(self, port: str) -> Map:
        if self._only and not self._only.ports:
            return self._only
        return chosen(port, self._known) or self._default

    def _keep(self) -> None:
        lit, looked = 0.0, 0.0
        while not self._stopping.wait(POLL_SECONDS):
            for port, data, seconds in self._ports.messages():
                for event in self._hand(port).hear(data, seconds):
                    self._instrument.send(event)
            now = time.monotonic()
            if now - lit >= LIGHTS_SECONDS:
                lit = now
                self._light()
            if now - looked >= REFRESH_SECONDS:
                looked = now
                self._refresh()

    def _refresh(self) -> None:
        """Forget the controllers that are gone; those that come find their lights as they should be."""
        self._ports.refresh()
        for gone in self._hands.keys() - set(self._ports.inputs):
            del self._hands[gone]

    def _light(self) -> None:
        for port in self._ports.inputs:
            if (port == OWN or self._map(port) is not self._default) and self._ports.reaches(port):
                for message in self._hand(port).lights():
                    self._ports.send(port, message)
