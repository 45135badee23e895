"""All servers by which controllers reach one instrument: OSC, OSCQuery and MIDI."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from controllers.midi import map_file
from controllers.midi.server import MidiServer
from controllers.osc.query import QueryServer, announced
from controllers.osc.server import PORT, OscServer
from live.controls import Instrument


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Addresses to listen on, and the MIDI map."""

    osc_host: str = "127.0.0.1"
    osc_port: int = PORT
    """UDP and TCP; 0 for any that is free."""
    osc_to: tuple[str, int] | None = None
    """Host and port that are sent all changes without a subscription."""
    query_port: int | None = None
    """Port of OSCQuery (HTTP); no OSCQuery without."""
    announce: bool = False
    """True to announce OSCQuery on the network, by zeroconf."""
    midi_map: Path | None = None
    """Map of every port; chosen by the port's name without."""


class Servers:
    """OSC, OSCQuery and MIDI on one instrument. Use it as a context.

    Raises:
        DistillError: a port is taken, or the MIDI map cannot be read.
    """

    def __init__(self, instrument: Instrument, options: ServerOptions) -> None:
        host = options.osc_host
        self.osc = OscServer(instrument, host=host, port=options.osc_port, always=options.osc_to)
        self._query = None
        if options.query_port is not None:
            self._query = QueryServer(instrument, self.osc.address, host=host, port=options.query_port)
        self._announce = options.announce
        self.midi = MidiServer(instrument, only=map_file.load(options.midi_map) if options.midi_map else None)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for server in (self.osc, self.midi, *([self._query] if self._query else [])):
                stack.enter_context(server)
            if self._query and self._announce:
                stack.enter_context(announced(self._query))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
