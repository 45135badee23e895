"""MIDI messages to touches: the knob or button that was moved, and its position, in 7 or 14 bits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import mido

from controllers.midi.map_file import ANY_CHANNEL, Key, Relative

DATA_ENTRY, DATA_ENTRY_LSB, NRPN_LSB, NRPN_MSB, RPN_LSB, RPN_MSB = 6, 38, 98, 99, 100, 101
"""CCs of data entry and of parameter numbers, by MIDI 1.0."""
NULL_PARAMETER = 16_383
"""RPN that selects no parameter, by MIDI 1.0."""
BANK_SELECT, BANK_SELECT_LSB, CHANNEL_MODE = 0, 32, 120
"""Bank select, and the first of the channel mode messages: all notes off, and so on."""
RESERVED_CCS = frozenset(
    {BANK_SELECT, BANK_SELECT_LSB, DATA_ENTRY, DATA_ENTRY_LSB, *range(96, 102), *range(CHANNEL_MODE, 128)}
)
"""CCs with a meaning in MIDI itself: bank, data entry, parameter numbers, modes; some controllers use them as knobs."""
CLOCK_STATUSES = frozenset({b"\xf8", b"\xfa", b"\xfb", b"\xfc"})
"""Status bytes of clock, start, continue and stop."""
PAIR_SECONDS = 0.03
"""Wait of one half of a 14-bit value for the other; JACK delivers once a period, which lasts up to 21 ms."""
LSB_OFFSET = 32
"""Distance from the CC of an MSB to that of its LSB."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One movement of a knob, fader, wheel or button."""

    key: Key
    unit: float
    """Position, 0 to 1."""
    raw: int
    """Number in the message, 0 to 127, or 0 to 16383 with 14 bits."""
    pressed: bool
    """True in the upper half: a button that is down."""


def parse(data: bytes) -> Any:
    """``mido.Message`` of the bytes, or None where they are no MIDI."""
    try:
        return mido.Message.from_bytes(list(data))
    except (ValueError, IndexError, KeyError, TypeError):  # mido raises these, each for another kind of nonsense
        return None


@dataclass(slots=True)
class BytePair:
    """14-bit value sent as two messages, MSB and LSB, in either order; one alone leaves the other unchanged."""

    msb: int = 0
    lsb: int = 0
    msb_first: bool = True
    """True if the controller sends the MSB first."""
    pending: bool = False
    """True while the first half has arrived and the second has not."""
    received_at: float = float("-inf")
    """Arrival of the last half, in seconds."""

    def receive(self, value: int, seconds: float, *, msb: bool) -> Iterator[int]:
        """Values, 0 to 16383, that are complete with another half."""
        yield from self.flush(seconds)
        if seconds - self.received_at > PAIR_SECONDS:
            self.msb_first = msb
        self.received_at = seconds
        if msb != self.msb_first:
            self._take(value, msb=msb)
            self.pending = False
            yield self._value
        elif msb:
            if self.pending:
                yield self.msb << 7
            self._take(value, msb=True)
            self.pending = True
        else:
            self._take(value, msb=False)
            # LSBs in a row are steps under one MSB.
            self.msb_first, self.pending = self.pending, not self.pending
            if not self.pending:
                yield self._value

    def flush(self, seconds: float) -> Iterator[int]:
        """Value of a half that has waited for ``PAIR_SECONDS``; the LSB of an MSB alone is 0."""
        if self.pending and seconds - self.received_at > PAIR_SECONDS:
            self.pending = False
            if self.msb_first:
                self.lsb = 0
            yield self._value

    def _take(self, value: int, *, msb: bool) -> None:
        if msb:
            self.msb = value
        else:
            self.lsb = value

    @property
    def _value(self) -> int:
        return self.msb << 7 | self.lsb


class Decoder:
    """Messages of one port to touches; it keeps halves of 14-bit values and chosen NRPNs."""

    def __init__(self, high_resolution: frozenset[Key] = frozenset()) -> None:
        self._high_resolution = high_resolution
        """14-bit CCs of the map; all others are single CCs of 7 bits."""
        self._pairs: dict[Key, BytePair] = {}
        self._parameters: dict[int, dict[int, int]] = {}
        """CCs that chose the current NRPN and their values, by channel."""

    def touches(self, message: Any, seconds: float = 0.0) -> Iterator[Touch]:
        """Touches that a ``mido.Message`` completes which arrived at ``seconds``."""
        yield from self.flush(seconds)
        match message.type:
            case "control_change":
                yield from self._control_change(message.channel, message.control, message.value, seconds)
            case "note_on" | "note_off":
                velocity = message.velocity if message.type == "note_on" else 0
                yield _touch_7_bit(("note", message.channel, message.note), velocity, pressed=velocity > 0)
            case "pitchwheel":
                yield _touch_14_bit(("pitch_bend", message.channel, 0), message.pitch + 8192)
            case "program_change":
                yield _touch_7_bit(("program", message.channel, 0), message.program, pressed=True)
            case _:
                pass

    def flush(self, seconds: float) -> Iterator[Touch]:
        """Touches of 14-bit values whose other half has not arrived by ``seconds``."""
        for key, pair in self._pairs.items():
            yield from (_touch_14_bit(key, number) for number in pair.flush(seconds))

    def _control_change(self, channel: int, number: int, value: int, seconds: float) -> Iterator[Touch]:
        if (parameter := self._parameter(channel, number, value)) is not None:
            key: Key = ("nrpn", channel, parameter)
            yield from self._receive_half(key, value, seconds, msb=number == DATA_ENTRY)
        elif self._is_high_resolution(channel, number):
            yield from self._receive_half(("cc14", channel, number), value, seconds, msb=True)
        elif self._is_high_resolution(channel, number - LSB_OFFSET):
            yield from self._receive_half(("cc14", channel, number - LSB_OFFSET), value, seconds, msb=False)
        else:
            yield _touch_7_bit(("cc", channel, number), value, pressed=value >= 64)

    def _receive_half(self, key: Key, value: int, seconds: float, *, msb: bool) -> Iterator[Touch]:
        pair = self._pairs.setdefault(key, BytePair())
        yield from (_touch_14_bit(key, number) for number in pair.receive(value, seconds, msb=msb))

    def _is_high_resolution(self, channel: int, number: int) -> bool:
        keys: tuple[Key, Key] = ("cc14", channel, number), ("cc14", ANY_CHANNEL, number)
        return not self._high_resolution.isdisjoint(keys)

    def _parameter(self, channel: int, number: int, value: int) -> int | None:
        """Number of the NRPN that a CC is data entry for, if any."""
        if number in (RPN_MSB, RPN_LSB):
            self._parameters.pop(channel, None)
        elif number in (NRPN_MSB, NRPN_LSB):
            self._parameters.setdefault(channel, {})[number] = value
        elif number in (DATA_ENTRY, DATA_ENTRY_LSB) and NRPN_MSB in (chosen := self._parameters.get(channel, {})):
            parameter = chosen[NRPN_MSB] << 7 | chosen.get(NRPN_LSB, 0)
            return None if parameter == NULL_PARAMETER else parameter
        return None


def bipolar(touch: Touch) -> float:
    """Position of a wheel from its middle, -1 to 1; 0 at rest."""
    half = 64 if touch.key[0] in ("cc", "note") else 8192
    return (touch.raw - half) / (half if touch.raw < half else half - 1)


def encoder_steps(raw: int, encoding: Relative) -> int:
    """Signed steps of an endless encoder, decoded from the value 0 to 127 that it sends."""
    match encoding:
        case "signed_bit":
            return raw if raw <= 64 else 64 - raw
        case "signed_bit_2":
            return -raw if raw <= 64 else raw - 64
        case "binary_offset":
            return raw - 64
        case "twos_complement":
            return raw if raw <= 64 else raw - 128


def _touch_7_bit(key: Key, raw: int, *, pressed: bool) -> Touch:
    return Touch(key, raw / 127, raw, pressed)


def _touch_14_bit(key: Key, raw: int) -> Touch:
    return Touch(key, raw / 16_383, raw, raw >= 8192)
