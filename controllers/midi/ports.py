"""MIDI ports of the system, as they come and go."""

import importlib
import re
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, Self

from live.audio.os_support import silence_stderr

rtmidi: Any = importlib.import_module("rtmidi")
"""python-rtmidi, which comes without types."""

OWN = "Distill"
UNNAMED = "unnamed"
DUPLICATE = ", number "
IGNORED = ("midi through", "through:")
SETTLING_SECONDS = 0.2
"""Pause before and after ports are opened: a device adds its ports one by one, and JACK loses what is sent at once."""
LEAVING_SECONDS = 0.03
"""Pause between closing and deleting ports: more than a period of JACK."""
WAITING_MESSAGES = 8192
"""Queue length of each port."""


def system() -> int | None:
    """First API built into rtmidi that runs here (CoreMIDI, WinMM, ALSA, JACK), as its number; None without one."""
    with silence_stderr():
        for api in rtmidi.get_compiled_api():
            try:
                rtmidi.MidiIn(api, name=OWN).delete()
            except rtmidi.SystemError:
                continue
            return api
    return None


class Ports:
    """All MIDI ports of this machine but its own; ``refresh`` adds and removes those that were plugged in or out.

    No system announces ports, so one lasting client lists them. Messages are queued in C until ``messages`` is
    called, as callbacks on a thread of JACK must not wait for Python. Use it as a context, on one thread.

    Args:
        virtual: True to open a port named ``Distill`` of our own, which other programs can connect to.
    """

    def __init__(self, *, virtual: bool = True) -> None:
        self._api = system()
        self._virtual = virtual
        self._inputs: dict[str, Any] = {}
        self._outputs: dict[str, Any] = {}
        self._last: dict[str, float] = {}

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
        """Names of the open input ports."""
        return list(self._inputs)

    def refresh(self) -> None:
        """Open ports that have appeared, and close those that are gone."""
        if self._api is None:
            return
        names = labelled(self._sources.get_ports())
        # Of ports with equal names it is unknown which has gone: all of them are opened again.
        ambiguous = {name for name in self._inputs if _count(name, names) != _count(name, list(self._inputs))}
        for gone in (self._inputs.keys() - {OWN, *names}) | ambiguous - {OWN}:
            self._last.pop(gone, None)
            _close([self._inputs.pop(gone), *([self._outputs.pop(gone)] if gone in self._outputs else [])])
        if any(name not in self._inputs and not _ignored(name) for name in names):
            time.sleep(SETTLING_SECONDS)
            names, sinks = labelled(self._sources.get_ports()), labelled(self._sinks.get_ports())
            for place, name in enumerate(names):
                if name not in self._inputs and not _ignored(name):
                    self._open(place, name, sink_of(place, names, sinks))
            time.sleep(SETTLING_SECONDS)

    def messages(self) -> Iterator[tuple[str, bytes, float]]:
        """Port, message and time in seconds of everything received since the last call."""
        for name, port in list(self._inputs.items()):
            while (received := port.get_message()) is not None:
                data, passed = received
                self._last[name] = self._last[name] + passed if name in self._last else time.perf_counter()
                yield name, bytes(data), self._last[name]

    def send(self, name: str, message: list[int]) -> None:
        """Send ``message`` to the controller whose input is ``name``, if it has an output."""
        if output := self._outputs.get(name):
            output.send_message(message)

    def _open(self, source: int, name: str, sink: int | None) -> None:
        """Open input ``source`` of the system's list, and output ``sink`` for its lights, if any."""
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
        """Open ports of our own, for other programs to connect to."""
        source, sink = self._input(), rtmidi.MidiOut(self._api, name=OWN)
        source.open_virtual_port("in")
        sink.open_virtual_port("out")
        self._inputs[OWN], self._outputs[OWN] = source, sink


def labelled(names: Sequence[str | None]) -> list[str]:
    """Unique names for ports: of equal names all but the first get a number, and an empty one is ``unnamed``."""
    seen: dict[str, int] = {}
    labels: list[str] = []
    for name in (name or UNNAMED for name in names):
        seen[name] = seen.get(name, 0) + 1
        labels.append(name if seen[name] == 1 else f"{name}{DUPLICATE}{seen[name]}")
    return labels


def device_name(name: str) -> str:
    """Part of a port's name that stays: without prefixes of bridges and numbers that systems append."""
    parts = re.split(r"\[\d+\]|\((?:capture|playback)(?:_\d+)?\)|\d+:\d+$", _plain(name))
    return next((part.strip(": ") for part in reversed(parts) if part.strip(": ")), name)


def sink_of(source: int, sources: Sequence[str], sinks: Sequence[str]) -> int | None:
    """Index of the output that belongs to input ``source``, or None.

    It has the same name, or the same but for a word for the direction; equal names are paired in order. Where a
    program has only one input, its first output is taken.
    """
    for identity in (_plain, _undirected):
        target = identity(sources[source])
        matching = [place for place, name in enumerate(sinks) if identity(name) == target]
        before = [identity(name) for name in sources[:source]].count(target)
        if before < len(matching):
            return matching[before]
    for identity in (_program, _first_program):
        target = identity(sources[source])
        own = [place for place, name in enumerate(sinks) if identity(name) == target]
        if own and [identity(name) for name in sources].count(target) == 1:
            return own[0]
    return None


def _plain(name: str) -> str:
    """Port name without the number that ``labelled`` or Windows appends."""
    name = name.split(DUPLICATE, maxsplit=1)[0]
    return re.sub(r" \d+$", "", name) if sys.platform == "win32" else name


def _undirected(name: str) -> str:
    """Port name without words for the direction, such as in, out, capture, playback."""
    return re.sub(r"(?i)capture|playback|(?<![a-z])(?:midi)?(?:in|out)(?:put)?(?![a-z])", "", _plain(name))


def _program(name: str) -> str:
    return name.split(":", maxsplit=1)[0]


def _first_program(name: str) -> str:
    """Name that a program asked JACK for, without the -01 that JACK appends to equal names."""
    return re.sub(r"-0\d$", "", _program(name))


def _ignored(name: str) -> bool:
    own = re.fullmatch(rf"{OWN}(-\d+)?", _program(name))
    return own is not None or any(part in name.lower() for part in IGNORED)


def _count(name: str, names: Sequence[str]) -> int:
    """Number of ``names`` that equal ``name`` but for the number appended."""
    return sum(other.split(DUPLICATE)[0] == name.split(DUPLICATE, maxsplit=1)[0] for other in names)


def _opened(port: Any, place: int, name: str) -> Any:
    port.open_port(place, name)
    return port


def _close(ports: Sequence[Any]) -> None:
    """Close all ports, wait, then delete them: JACK's thread must have left a port before its memory is freed."""
    for port in ports:
        port.close_port()
    time.sleep(LEAVING_SECONDS if ports else 0)
    for port in ports:
        port.delete()
