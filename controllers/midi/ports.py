"""The system's MIDI ports, as they come and go."""

import importlib
import re
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, Self

from live.audio.os_support import silence_stderr

rtmidi: Any = importlib.import_module("rtmidi")
"""It comes without types."""

OWN = "Distill"
UNNAMED = "unnamed"
AGAIN = ", number "
IGNORED = ("midi through", "through:")
SETTLING_SECONDS = 0.2
"""The ports of a device come one after the other, and what is sent through one opened just now is lost by JACK."""
LEAVING_SECONDS = 0.03
"""More than a period of JACK's."""
WAITING_MESSAGES = 8192
"""How many are kept for each port until they are asked for."""


def system() -> int | None:
    """The first of the systems built into rtmidi that runs here: CoreMIDI, WinMM, ALSA, JACK."""
    with silence_stderr():
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
            with silence_stderr():
                self._sources = rtmidi.MidiIn(self._api, name=OWN)
                self._sinks = rtmidi.MidiOut(self._api, name=OWN)
                if self._virtual and self._api != rtmidi.API_WINDOWS_MM:
                    self._open_virtual()
            self.refresh()
        return self

    def __exit__(self, *_: object) -> None:
        with silence_stderr():
            _close([*self._inputs.values(), *self._outputs.values()])
            if self._api is not None:
                _close([self._sources, self._sinks])

    @property
    def inputs(self) -> list[str]:
        """The ports that are listened to."""
        return list(self._inputs)

    def refresh(self) -> None:
        """Open what has come, close what has gone."""
        if self._api is None:
            return
        names = labelled(self._sources.get_ports())
        # Of equal ones nobody knows which has gone: they are all opened again.
        alike = {name for name in self._inputs if _count(name, names) != _count(name, list(self._inputs))}
        for gone in (self._inputs.keys() - {OWN, *names}) | alike - {OWN}:
            self._came.pop(gone, None)
            _close([self._inputs.pop(gone), *([self._outputs.pop(gone)] if gone in self._outputs else [])])
        if any(name not in self._inputs and not _ignored(name) for name in names):
            time.sleep(SETTLING_SECONDS)
            names, sinks = labelled(self._sources.get_ports()), labelled(self._sinks.get_ports())
            for place, name in enumerate(names):
                if name not in self._inputs and not _ignored(name):
                    self._open(place, name, sink_of(place, names, sinks))
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

    def _open(self, source: int, name: str, sink: int | None) -> None:
        """Open a port by its place among the sources, and its lights by theirs among the sinks."""
        try:
            self._inputs[name] = _opened(self._input(), source, "in")
            if sink is not None:
                self._outputs[name] = _opened(rtmidi.MidiOut(self._api, name=OWN), sink, "out")
        except rtmidi.RtMidiError:
            return  # gone again

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


def labelled(names: Sequence[str | None]) -> list[str]:
    """The names of ports, each its own: of equal ones all but the first get a number, and none is without."""
    seen: dict[str, int] = {}
    labels: list[str] = []
    for name in (name or UNNAMED for name in names):
        seen[name] = seen.get(name, 0) + 1
        labels.append(name if seen[name] == 1 else f"{name}{AGAIN}{seen[name]}")
    return labels


def device(name: str) -> str:
    """What a port's name says of the device, for good: without what bridges put before it, and systems after it."""
    parts = re.split(r"\[\d+\]|\((?:capture|playback)(?:_\d+)?\)|\d+:\d+$", _plain(name))
    return next((part.strip(": ") for part in reversed(parts) if part.strip(": ")), name)


def sink_of(source: int, sources: Sequence[str], sinks: Sequence[str]) -> int | None:
    """The place of the output that belongs to an input.

    It has the same name, or the same but for the word that says the direction: of equal ones, the first belongs to the
    first. Where a program has but one input, any output of its own is for it.
    """
    for identity in (_plain, _undirected):
        wanted = identity(sources[source])
        alike = [place for place, name in enumerate(sinks) if identity(name) == wanted]
        before = [identity(name) for name in sources[:source]].count(wanted)
        if before < len(alike):
            return alike[before]
    for identity in (_program, _first_program):
        wanted = identity(sources[source])
        own = [place for place, name in enumerate(sinks) if identity(name) == wanted]
        if own and [identity(name) for name in sources].count(wanted) == 1:
            return own[0]
    return None


def _plain(name: str) -> str:
    """A port's name without the number of its place: our own of equal ones, and the one that Windows adds to all."""
    name = name.split(AGAIN, maxsplit=1)[0]
    return re.sub(r" \d+$", "", name) if sys.platform == "win32" else name


def _undirected(name: str) -> str:
    """A port's name without what tells the input from the output of a device."""
    return re.sub(r"(?i)capture|playback|(?<![a-z])(?:midi)?(?:in|out)(?:put)?(?![a-z])", "", _plain(name))


def _program(name: str) -> str:
    return name.split(":", maxsplit=1)[0]


def _first_program(name: str) -> str:
    """The name that a program asked JACK for, which tells those of equal names apart by -01 and so on."""
    return re.sub(r"-0\d$", "", _program(name))


def _ignored(name: str) -> bool:
    own = re.fullmatch(rf"{OWN}(-\d+)?", _program(name))
    return own is not None or any(part in name.lower() for part in IGNORED)


def _count(name: str, names: Sequence[str]) -> int:
    """How many of ``names`` are equal to ``name`` but for the number."""
    return sum(other.split(AGAIN)[0] == name.split(AGAIN, maxsplit=1)[0] for other in names)


def _opened(port: Any, place: int, name: str) -> Any:
    port.open_port(place, name)
    return port


def _close(ports: Sequence[Any]) -> None:
    """Close ports in the order that JACK bears: its thread has left a port before the memory it works on is freed."""
    for port in ports:
        port.close_port()
    time.sleep(LEAVING_SECONDS if ports else 0)
    for port in ports:
        port.delete()
