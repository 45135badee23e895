"""Bytes to touches: what was moved on a controller and where to, whatever it takes MIDI to say so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import mido

from controllers.midi.map_file import ANY, Key, Relative

DATA, FINE_DATA, NRPN_FINE, NRPN, RPN_FINE, RPN = 6, 38, 98, 99, 100, 101
NO_PARAMETER = 16_383
BANK, FINE_BANK, MODES = 0, 32, 120
"""CCs that choose among programs, and the first of those that are modes of a channel: all notes off, and so on."""
GRAMMAR = frozenset({BANK, FINE_BANK, DATA, FINE_DATA, *range(96, 102), *range(MODES, 128)})
"""CCs that say nothing by themselves, unless a controller uses their numbers for a knob."""
CLOCKS = frozenset({b"\xf8", b"\xfa", b"\xfb", b"\xfc"})
"""Status of clock, start, continue and stop."""
HALF_SECONDS = 0.03
"""For so long one half of a number waits for the other; JACK hands on what comes within a period of up to 21 ms."""
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


@dataclass(slots=True)
class Halves:
    """A number of 14 bits, in two messages: coarse and fine, in either order, or one where the other is unchanged."""

    coarse: int = 0
    fine: int = 0
    opens: bool = True
    """Whether the coarse half comes first."""
    waits: bool = False
    """Whether the half that comes first is here, and the other is not."""
    came: float = float("-inf")
    """When the last half came, in seconds."""

    def hear(self, value: int, seconds: float, *, coarse: bool) -> Iterator[int]:
        """The numbers that are whole now that another half has come."""
        yield from self.alone(seconds)
        if seconds - self.came > HALF_SECONDS:
            self.opens = coarse
        self.came = seconds
        if coarse != self.opens:
            self._take(value, coarse=coarse)
            self.waits = False
            yield self._number
        elif coarse:
            if self.waits:
                yield self.coarse << 7
            self._take(value, coarse=True)
            self.waits = True
        else:
            self._take(value, coarse=False)
            # Fine halves in a row are steps within one coarse half.
            self.opens, self.waits = self.waits, not self.waits
            if not self.waits:
                yield self._number

    def alone(self, seconds: float) -> Iterator[int]:
        """The number that a half means that has waited in vain: a coarse one alone is exact."""
        if self.waits and seconds - self.came > HALF_SECONDS:
            self.waits = False
            if self.opens:
                self.fine = 0
            yield self._number

    def _take(self, value: int, *, coarse: bool) -> None:
        if coarse:
            self.coarse = value
        else:
            self.fine = value

    @property
    def _number(self) -> int:
        return self.coarse << 7 | self.fine


class Decoder:
    """Makes touches of one port's messages; it remembers halves of numbers."""

    def __init__(self, fine: frozenset[Key] = frozenset()) -> None:
        self._fine = fine
        """The 14-bit CCs of the map: others with their numbers are two of 7 bits."""
        self._halves: dict[Key, Halves] = {}
        self._parameters: dict[int, dict[int, int]] = {}
        """By channel, what chose the NRPN that data is for: CCs and their values."""

    def touches(self, message: Any, seconds: float = 0.0) -> Iterator[Touch]:
        """What a message of mido's that came at ``seconds`` touched; its attributes depend on its type."""
        yield from self.waited(seconds)
        match message.type:
            case "control_change":
                yield from self._control_change(message.channel, message.control, message.value, seconds)
            case "note_on" | "note_off":
                velocity = message.velocity if message.type == "note_on" else 0
                yield _coarse(("note", message.channel, message.note), velocity, pressed=velocity > 0)
            case "pitchwheel":
                yield _exact(("pitch_bend", message.channel, 0), message.pitch + 8192)
            case "program_change":
                yield _coarse(("program", message.channel, 0), message.program, pressed=True)
            case _:
                pass

    def waited(self, seconds: float) -> Iterator[Touch]:
        """What halves touched that no other half has come to by ``seconds``."""
        for key, halves in self._halves.items():
            yield from (_exact(key, number) for number in halves.alone(seconds))

    def _control_change(self, channel: int, number: int, value: int, seconds: float) -> Iterator[Touch]:
        if (parameter := self._parameter(channel, number, value)) is not None:
            key: Key = ("nrpn", channel, parameter)
            yield from self._half(key, value, seconds, coarse=number == DATA)
        elif self._is_fine(channel, number):
            yield from self._half(("cc14", channel, number), value, seconds, coarse=True)
        elif self._is_fine(channel, number - FINE):
            yield from self._half(("cc14", channel, number - FINE), value, seconds, coarse=False)
        else:
            yield _coarse(("cc", channel, number), value, pressed=value >= 64)

    def _half(self, key: Key, value: int, seconds: float, *, coarse: bool) -> Iterator[Touch]:
        halves = self._halves.setdefault(key, Halves())
        yield from (_exact(key, number) for number in halves.hear(value, seconds, coarse=coarse))

    def _is_fine(self, channel: int, number: int) -> bool:
        return ("cc14", channel, number) in self._fine or ("cc14", ANY, number) in self._fine

    def _parameter(self, channel: int, number: int, value: int) -> int | None:
        """The NRPN that a CC is data for, if any."""
        if number in (RPN, RPN_FINE):
            self._parameters.pop(channel, None)
        elif number in (NRPN, NRPN_FINE):
            self._parameters.setdefault(channel, {})[number] = value
        elif number in (DATA, FINE_DATA) and NRPN in (chosen := self._parameters.get(channel, {})):
            parameter = chosen[NRPN] << 7 | chosen.get(NRPN_FINE, 0)
            return None if parameter == NO_PARAMETER else parameter
        return None


def way(touch: Touch) -> float:
    """How far from the middle, -1 to 1: of a wheel that springs back, 0 where nobody touches it."""
    half = 64 if touch.key[0] in ("cc", "note") else 8192
    return (touch.raw - half) / (half if touch.raw < half else half - 1)


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
