"""Bytes to touches: what was moved on a controller and where to, whatever it takes MIDI to say so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import mido

from controllers.midimap import Key, Relative

DATA, FINE_DATA, NRPN_FINE, NRPN = 6, 38, 98, 99
FINE = 32
"""The fine half of a 14-bit CC is so much further up."""


@dataclass(frozen=True, slots=True)
class Touch:
    """Something on a controller was moved."""

    key: Key
    unit: float
    """Where to, 0 to 1."""
    raw: int
    """The number in the message, 0 to 127 or, of the fine ones, to 16383."""
    pressed: bool
    """Of a button: whether it is down."""


def message(data: bytes) -> Any:
    """A message of mido's, or None where ``data`` is no MIDI."""
    try:
        return mido.Message.from_bytes(list(data))
    except (ValueError, IndexError, KeyError, TypeError):  # mido raises these, each for another kind of nonsense
        return None


class Decoder:
    """Makes touches of one port's messages; it remembers halves of numbers."""

    def __init__(self, fine: frozenset[Key] = frozenset()) -> None:
        self._fine = fine
        """The 14-bit CCs of the map: others with their numbers are two of 7 bits."""
        self._halves: dict[tuple[int, int], int] = {}

    def touches(self, message: Any) -> Iterator[Touch]:
        """What a message of mido's says was touched; its attributes depend on its type."""
        match message.type:
            case "control_change":
                yield from self._control_change(message.channel, message.control, message.value)
            case "note_on" | "note_off":
                velocity = message.velocity if message.type == "note_on" else 0
                yield _coarse(("note", message.channel, message.note), velocity, pressed=velocity > 0)
            case "pitchwheel":
                yield _exact(("pitch_bend", message.channel, 0), message.pitch + 8192)
            case "program_change":
                yield _coarse(("program", message.channel, 0), message.program, pressed=True)
            case _:
                pass

    def _control_change(self, channel: int, number: int, value: int) -> Iterator[Touch]:
        self._halves[channel, number] = value
        if ("cc14", channel, number) in self._fine:
            self._halves[channel, number + FINE] = 0
            yield _exact(("cc14", channel, number), value << 7)
        elif ("cc14", channel, number - FINE) in self._fine:
            yield _exact(("cc14", channel, number - FINE), self._both(channel, number - FINE, number))
        else:
            if number in (DATA, FINE_DATA) and (channel, NRPN) in self._halves:
                self._halves.setdefault((channel, FINE_DATA), 0)
                parameter = self._both(channel, NRPN, NRPN_FINE)
                yield _exact(("nrpn", channel, parameter), self._both(channel, DATA, FINE_DATA))
            yield _coarse(("cc", channel, number), value, pressed=value >= 64)

    def _both(self, channel: int, coarse: int, fine: int) -> int:
        return self._halves.get((channel, coarse), 0) << 7 | self._halves.get((channel, fine), 0)


def steps(raw: int, encoding: Relative) -> int:
    """How far an endless encoder was turned, from what it sends."""
    match encoding:
        case "signed_bit":
            return raw if raw <= 64 else 64 - raw
        case "signed_bit_2":
            return -raw if raw <= 64 else raw - 64
        case "binary_offset":
            return raw - 64
        case "twos_complement":
            return raw if raw <= 64 else raw - 128


def _coarse(key: Key, raw: int, *, pressed: bool) -> Touch:
    return Touch(key, raw / 127, raw, pressed)


def _exact(key: Key, raw: int) -> Touch:
    return Touch(key, raw / 16_383, raw, raw >= 8192)
